//! `ehcp demo` from outside: made, made anew, never over anything else, and served.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests stop the test at once and say where"
)]

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::MetadataExt as _,
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

impl Running {
    /// Starts one on a free port and gives, with it, what it said before it answered and where it answers.
    fn start(data: &Path) -> (Self, Vec<String>, String) {
        let mut command = ehcp(&["demo", "--children", "20", "--listen", "127.0.0.1:0"], data);
        let mut running = Self(
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
        (running, said, address)
    }
}

fn asked(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn somebody_whom_the_tour_names_can_sign_in_where_it_says() {
    let folder = TempDir::new().unwrap();
    let (_running, said, address) = Running::start(folder.path());
    let body = said
        .iter()
        .find_map(|line| Some(line.trim().strip_prefix("-d '")?.trim_end_matches('\'')))
        .expect("a command to sign in with");
    assert!(
        said.iter()
            .any(|line| line.contains(&format!("http://{address}/v1/sessions")))
    );
    let answer = asked(
        &address,
        &format!(
            "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ),
    );
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert!(answer.contains("access_token"), "{answer}");
}

#[test]
fn a_second_demonstration_leaves_a_running_one_alone() {
    let folder = TempDir::new().unwrap();
    let (_running, _, address) = Running::start(folder.path());
    let database = folder.path().join("ehcp.sqlite");
    let before = fs::metadata(&database).unwrap();
    let same_port = ehcp(&["demo", "--children", "20", "--listen", &address], folder.path())
        .output()
        .unwrap();
    assert_eq!(same_port.status.code(), Some(1));
    assert!(text(same_port.stderr).contains("cannot be used"));
    for arguments in [
        &["demo", "--children", "20", "--listen", "127.0.0.1:0"][..],
        &["demo", "--children", "20", "--no-serve"],
        &["serve", "--listen", "127.0.0.1:0"],
    ] {
        let second = ehcp(arguments, folder.path()).output().unwrap();
        assert_eq!(second.status.code(), Some(1), "{arguments:?}");
        let said = text(second.stderr);
        assert!(said.contains("Stop that one first"), "{arguments:?}: {said}");
    }
    let after = fs::metadata(&database).unwrap();
    assert_eq!((after.ino(), after.len() >= before.len()), (before.ino(), true));
    let request = "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert!(asked(&address, request).starts_with("HTTP/1.1 200"));
}

/// The tour of the README: its commands, and the answers that it shows.
fn tour_of_the_readme() -> (String, Vec<serde_json::Value>) {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let (_, tour) = readme.split_once("<!-- tour -->").unwrap();
    let (tour, _) = tour.split_once("<!-- /tour -->").unwrap();
    let blocks = |language: &str| {
        let fence = format!("```{language}\n");
        let parts: Vec<String> = tour
            .split(&fence)
            .skip(1)
            .map(|part| part.split("```").next().unwrap().to_owned())
            .collect();
        parts
    };
    let answers = blocks("json")
        .iter()
        .map(|text| serde_json::from_str(text).unwrap())
        .collect();
    (blocks("sh").concat(), answers)
}

/// The names of all members, however deep.
fn members(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(object) => {
            for (name, value) in object {
                found.insert(name.clone());
                members(value, found);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| members(item, found)),
        _ => {}
    }
}

#[test]
fn the_commands_of_the_readme_s_tour_do_what_it_says() {
    let folder = TempDir::new().unwrap();
    let (_running, _, address) = Running::start(folder.path());
    let (commands, answers) = tour_of_the_readme();
    assert!(commands.contains("localhost:8080") && !answers.is_empty());
    let script = format!(
        "set -euo pipefail\n{}",
        commands.replace("localhost:8080", &address)
    );
    let run = Command::new("bash").arg("-c").arg(script).output().unwrap();
    let (out, err) = (text(run.stdout), text(run.stderr));
    assert!(run.status.success(), "{out}\n{err}");
    assert!(!out.contains("/problems/"), "{out}");
    assert!(out.contains("\"kind\":\"considering_notice_sent\""), "{out}");
    let mut shown = BTreeSet::new();
    answers.iter().for_each(|answer| members(answer, &mut shown));
    for name in shown {
        assert!(out.contains(&format!("\"{name}\":")), "{name} is not in: {out}");
    }
}
