//! `ehcp demo` from outside: made, made anew, never over anything else, and served.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests stop the test at once and say where"
)]

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
};
use tempfile::TempDir;

fn ehcp(arguments: &[&str], data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ehcp"));
    command.env_clear().stdin(Stdio::null());
    command.args(arguments).arg("--data").arg(data);
    command
}

fn made(data: &Path) -> Output {
    let arguments = ["demo", "--no-serve", "--children", "20", "--today", "2026-11-20"];
    ehcp(&arguments, data).output().unwrap()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// What is printed, without how long it took.
fn tour(output: Output) -> String {
    let out = text(output.stdout);
    out.split_once('\n').unwrap().1.to_owned()
}

#[test]
fn a_demonstration_is_made_sound_and_made_anew_alike() {
    let folder = TempDir::new().unwrap();
    let first = made(folder.path());
    assert!(first.status.success(), "{}", text(first.stderr));
    let verified = ehcp(&["verify"], folder.path()).output().unwrap();
    assert!(verified.status.success(), "{}", text(verified.stdout));
    let first = tour(first);
    for role in [
        "parent or carer",
        "young person",
        "SEND officer",
        "adviser",
        "administrator",
    ] {
        assert!(first.contains(role), "{role} is not in: {first}");
    }
    assert_eq!(tour(made(folder.path())), first);
}

#[test]
fn a_database_that_no_demonstration_made_is_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let begun = ehcp(&["migrate"], folder.path()).output().unwrap();
    assert!(begun.status.success(), "{}", text(begun.stderr));
    let before = fs::read(folder.path().join("ehcp.sqlite")).unwrap();
    let refused = made(folder.path());
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(refused.stderr).contains("did not make it"));
    assert_eq!(fs::read(folder.path().join("ehcp.sqlite")).unwrap(), before);
}

#[test]
fn a_file_that_is_no_database_of_ours_is_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("ehcp.sqlite");
    fs::write(&file, "somebody's notes").unwrap();
    assert!(!made(folder.path()).status.success());
    assert_eq!(fs::read_to_string(&file).unwrap(), "somebody's notes");
}

/// A running demonstration; ended when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn somebody_whom_the_tour_names_can_sign_in() {
    let folder = TempDir::new().unwrap();
    let mut command = ehcp(
        &["demo", "--children", "20", "--listen", "127.0.0.1:0"],
        folder.path(),
    );
    let mut running = Running(
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let mut said = Vec::new();
    let address = loop {
        let line = lines.next().expect("it says where it answers").unwrap();
        match line.strip_prefix("ehcp answers on http://") {
            Some(address) => break address.to_owned(),
            None => said.push(line),
        }
    };
    let body = said
        .iter()
        .find_map(|line| Some(line.trim().strip_prefix("-d '")?.trim_end_matches('\'')))
        .expect("a command to sign in with");
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert!(answer.contains("access_token"), "{answer}");
}
