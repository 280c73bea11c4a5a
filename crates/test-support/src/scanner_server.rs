//! A small daemon that speaks ClamAV's protocol and finds the test text of EICAR.

use ehcp_attachment::scanner_test_text;
use ehcp_casework::Scanner;
use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

/// A running daemon, stopped when dropped.
pub struct ScannerServer {
    address: SocketAddr,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl ScannerServer {
    /// Starts it on a free port of this machine.
    ///
    /// # Panics
    /// When there is no free port.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let stopped = Arc::new(AtomicBool::new(false));
        let seen = stopped.clone();
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if seen.load(Ordering::SeqCst) {
                    return;
                }
                // Who hangs up in the middle gets no answer.
                let _ = answer(stream);
            }
        });
        Self {
            address,
            stopped,
            thread: Some(thread),
        }
    }

    /// The scanner that asks it.
    ///
    /// # Panics
    /// Never: its own address is one.
    #[must_use]
    pub fn scanner(&self) -> Scanner {
        Scanner::at(&format!("tcp://{}", self.address)).expect("an address")
    }

    /// Stops it; nobody answers at its address from now on.
    pub fn stop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread, which then ends and closes the port.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Drop for ScannerServer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut command = Vec::new();
    let mut byte = [0];
    while command.last() != Some(&0) && command.len() < 20 {
        stream.read_exact(&mut byte)?;
        command.push(byte[0]);
    }
    if command == b"zPING\0" {
        return stream.write_all(b"PONG\0");
    }
    if command != b"zINSTREAM\0" {
        return stream.write_all(b"UNKNOWN COMMAND\0");
    }
    let mut file = Vec::new();
    loop {
        let mut length = [0; 4];
        stream.read_exact(&mut length)?;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(0);
        if length == 0 {
            break;
        }
        let mut piece = vec![0; length];
        stream.read_exact(&mut piece)?;
        file.extend(piece);
    }
    let harmful = scanner_test_text();
    let found = file
        .windows(harmful.len())
        .any(|bytes| bytes == harmful.as_bytes());
    stream.write_all(if found {
        b"stream: Eicar-Test-Signature FOUND\0"
    } else {
        b"stream: OK\0"
    })
}
