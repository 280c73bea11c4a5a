//! Running the program.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};
use tempfile::TempDir;

/// The program without any setting of whoever runs the tests.
pub fn ehcp() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ehcp"));
    command.env_clear().stdin(Stdio::null());
    command
}

/// What a finished run left.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("it ended by itself"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Runs it with these arguments.
pub fn run(arguments: &[&str]) -> Run {
    ehcp().args(arguments).output().unwrap().into()
}

/// Runs it with these arguments and this text on standard input.
pub fn run_with_input(arguments: &[&str], input: &str) -> Run {
    let mut command = ehcp();
    command.args(arguments);
    finish(command, input)
}

/// The same in a data folder with these environment variables.
pub fn ehcp_with_input(
    arguments: &[&str],
    folder: &Folder,
    environment: &[(&str, &str)],
    input: &str,
) -> Run {
    let mut command = ehcp();
    command
        .args(arguments)
        .args(["--data", folder.text()])
        .envs(environment.iter().copied());
    finish(command, input)
}

fn finish(mut command: Command, input: &str) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that refuses its arguments does not read its input.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().unwrap().into()
}

/// A data folder that does not exist yet.
pub struct Folder {
    _parent: TempDir,
    pub path: PathBuf,
}

impl Folder {
    pub fn new() -> Self {
        let parent = TempDir::new().unwrap();
        Self {
            path: parent.path().join("data"),
            _parent: parent,
        }
    }

    pub fn text(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// The argument lists of most commands end with the data folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        run(&[arguments, &["--data", self.text()]].concat())
    }

    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Run {
        run_with_input(&[arguments, &["--data", self.text()]].concat(), input)
    }
}

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    pub address: String,
    log: PathBuf,
}

impl Server {
    /// Starts it on a free port and waits for the line that says it answers.
    pub fn start(folder: &Folder, environment: &[(&str, &str)]) -> Self {
        let log = folder
            .path
            .with_extension(format!("{:?}.log", std::thread::current().id()));
        let mut child = ehcp()
            .args(["serve", "--listen", "127.0.0.1:0", "--data", folder.text()])
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("ehcp answers on http://")
            .unwrap_or_else(|| panic!("it said {line:?}; {}", std::fs::read_to_string(&log).unwrap()))
            .to_owned();
        Self { child, address, log }
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The status of a GET.
    pub fn status(&self, path: &str) -> u16 {
        self.ask("GET", path, "", "").0
    }

    /// Status and body of the answer. `headers` are whole lines; the body is JSON, or empty.
    pub fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let kind = match body {
            "" => String::new(),
            body => format!(
                "Content-Type: application/json\r\nContent-Length: {}\r\n",
                body.len()
            ),
        };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}{kind}\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        (status, body.to_owned())
    }

    /// Sends a signal, waits for the end, gives exit code and log.
    pub fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        let told = Command::new("kill")
            .args([format!("-{signal}"), self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(told.success());
        let code = self.child.wait().unwrap().code();
        (code, std::fs::read_to_string(&self.log).unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already ended when it was stopped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
