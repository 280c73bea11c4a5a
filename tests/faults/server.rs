//! The real program `ehcp`, started on a free port and ended by its process id.

use ehcp_store::testing::TestDatabase;
use std::{
    env,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

/// The program, built beside this test.
pub fn program() -> PathBuf {
    let test = env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let program = folder.join("ehcp");
    let release = if folder.ends_with("release") {
        " --release"
    } else {
        ""
    };
    assert!(
        program.is_file(),
        "The program under test is not built. Run: cargo build --workspace{release}"
    );
    program
}

/// How a server is started.
pub struct Place<'a> {
    /// The data folder: the keys, and nothing else of interest here.
    pub data: &'a Path,
    /// The database.
    pub url: String,
}

impl<'a> Place<'a> {
    pub fn new(data: &'a Path, database: &TestDatabase) -> Self {
        Self {
            data,
            url: database.url().to_owned(),
        }
    }

    /// The program with what it needs to find this place.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("EHCP_DATA", self.data)
            .env("EHCP_DATABASE_URL", &self.url)
            .env("EHCP_LISTEN", "127.0.0.1:0")
            .env("EHCP_SCANNER", "none")
            .env("EHCP_LOG_LEVEL", "error")
            // The PostgreSQL of tests does not sync. A killed client does not take the server with it.
            .env("EHCP_ALLOW_UNSAFE_DURABILITY", "true")
            .stdin(Stdio::null());
        command
    }

    /// Starts it and waits until it says its address.
    pub fn start(&self) -> Server {
        let mut command = self.command(program());
        command.arg("serve");
        Server::of(command)
    }

    /// What `ehcp verify` finds: nothing, or its lines.
    pub fn verify(&self) -> Result<(), String> {
        let output = self.command(program()).arg("verify").output().unwrap();
        if output.status.success() {
            return Ok(());
        }
        Err(format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ))
    }
}

/// A running server. It is killed when dropped.
pub struct Server {
    child: Child,
    /// `http://…`, without a slash at its end.
    pub address: String,
    /// How long it took from the start until it answered.
    pub ready_after: Duration,
}

impl Server {
    /// Starts this command, which ends in a server, and waits until it says its address.
    pub fn of(mut command: Command) -> Self {
        let began = Instant::now();
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut said)
            .unwrap();
        let address = said.trim().rsplit(' ').next().unwrap_or_default().to_owned();
        assert!(
            address.starts_with("http://"),
            "the server did not start; its log is above: {said:?}"
        );
        Self {
            child,
            address,
            ready_after: began.elapsed(),
        }
    }

    /// The id of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it at once (SIGKILL).
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Orders it to stop (SIGTERM).
    pub fn order_to_stop(&self) {
        let told = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(told.unwrap().success());
    }

    /// How it ended.
    pub fn wait(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
