use super::*;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// A daemon that answers this to whatever comes, after it has read it; and what it has read.
async fn daemon(answer: &'static [u8]) -> (Clamd, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = seen.clone();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut command = [0; 10];
        stream.read_exact(&mut command[..6]).await.unwrap();
        if command[..6] != *b"zPING\0" {
            stream.read_exact(&mut command[6..]).await.unwrap();
            loop {
                let length = usize::try_from(stream.read_u32().await.unwrap()).unwrap();
                if length == 0 {
                    break;
                }
                let mut piece = vec![0; length];
                stream.read_exact(&mut piece).await.unwrap();
                kept.lock().unwrap().extend(piece);
            }
        }
        stream.write_all(answer).await.unwrap();
    });
    (Clamd::at(&format!("tcp://{address}")).unwrap(), seen)
}

#[tokio::test]
async fn the_whole_file_is_sent_and_found_clean() {
    let (clamd, seen) = daemon(b"stream: OK\0").await;
    let file: Vec<u8> = (0..200_000_u32).flat_map(u32::to_be_bytes).collect();
    assert_eq!(clamd.scan(file.as_slice()).await.unwrap(), Scanned::Clean);
    assert_eq!(*seen.lock().unwrap(), file);
}

#[tokio::test]
async fn what_is_found_is_named() {
    let (clamd, _) = daemon(b"stream: Eicar-Test-Signature FOUND\0").await;
    let found = clamd.scan(&b"x"[..]).await.unwrap();
    assert_eq!(found, Scanned::Found("Eicar-Test-Signature".to_owned()));
}

#[tokio::test]
async fn no_other_answer_lets_a_file_pass() {
    for answer in [
        &b"INSTREAM size limit exceeded. ERROR\0"[..],
        b"",
        b"stream: OKAY\0",
        b"OK\0",
        b"stream: \0",
        b"\xFF",
    ] {
        let (clamd, _) = daemon(answer).await;
        assert!(
            matches!(clamd.scan(&b"x"[..]).await, Err(FilesError::Scanner(_))),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn a_daemon_that_is_away_or_silent_lets_no_file_pass() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let silent = Clamd {
        patience: Duration::from_millis(50),
        ..Clamd::at(&format!("tcp://{address}")).unwrap()
    };
    assert!(matches!(
        silent.scan(&b"x"[..]).await,
        Err(FilesError::Scanner(_))
    ));
    drop(listener);
    assert!(matches!(
        silent.scan(&b"x"[..]).await,
        Err(FilesError::Scanner(_))
    ));
    assert!(silent.ping().await.is_err());
}

#[tokio::test]
async fn a_daemon_that_answers_is_told_from_one_that_does_not() {
    let (clamd, _) = daemon(b"PONG\0").await;
    assert!(clamd.ping().await.is_ok());
    let (clamd, _) = daemon(b"WHAT\0").await;
    assert!(clamd.ping().await.is_err());
}

#[test]
fn addresses_are_of_a_port_or_of_a_socket() {
    for good in [
        "tcp://127.0.0.1:3310",
        "tcp://[::1]:3310",
        "unix:/run/clamav/clamd.ctl",
    ] {
        assert!(Clamd::at(good).is_some(), "{good}");
    }
    for bad in [
        "",
        "127.0.0.1:3310",
        "tcp:127.0.0.1:3310",
        "tcp://:3310",
        "tcp://x:99999",
        "unix:relative",
        "http://x:1",
    ] {
        assert_eq!(Clamd::at(bad), None, "{bad}");
    }
}
