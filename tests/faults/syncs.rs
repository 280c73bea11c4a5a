//! An answered write was synced: counted from outside.

use crate::{
    caller::Call,
    council::Council,
    server::{Place, Server, program},
};
use ehcp_store::testing::TestDatabase;
use serde_json::json;
use std::{fs, process::Command};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

/// One person makes so many requests one after the other, so that no two can share a sync; strace counts the syncs.
pub fn counted(writes: usize) {
    let found = Command::new("strace").arg("--version").output();
    assert!(
        found.is_ok(),
        "strace is not installed. Run: apt-get install strace"
    );
    let folder = TempDir::new().unwrap();
    let trace = folder.path().join("trace");
    let database = TestDatabase::sqlite();
    let store = database.open();
    let council = Council::found(&store, folder.path(), 8);
    store.close();
    let place = Place::new(folder.path(), &database);
    let mut command = place.command("strace");
    command
        .args(["-f", "-q", "-e", "trace=fsync,fdatasync", "-o"])
        .args([&trace, &program()])
        .arg("serve");
    let server = Server::of(command);
    let before = syncs(&trace);
    let runtime = Runtime::new().unwrap();
    for number in 0..writes {
        let school = &council.schools[number % council.schools.len()];
        let call = Call {
            path: "/v1/requests".to_owned(),
            key: Uuid::now_v7().to_string(),
            seen: None,
            body: json!({"child": {"given_name": "Maya", "family_name": "Okafor", "born_on": "2018-03-14"}}),
        };
        let answer = runtime.block_on(council.caller(school, &server.address).send(&call));
        assert_eq!(answer.unwrap().status, 201);
    }
    let counted = syncs(&trace) - before;
    stop_traced(&server);
    assert!(server.wait().success());
    println!("{writes} answered writes, {counted} syncs");
    assert!(
        counted >= writes,
        "{writes} answered writes and only {counted} syncs"
    );
}

fn syncs(trace: &std::path::Path) -> usize {
    let text = fs::read_to_string(trace).unwrap_or_default();
    // A call that another thread interrupts in the trace is written in two lines: count its end.
    text.lines().filter(|line| line.ends_with("= 0")).count()
}

/// The server is the child of strace, which ends with it.
fn stop_traced(server: &Server) {
    let id = server.id();
    let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
    let told = Command::new("kill")
        .arg("-TERM")
        .args(children.split_whitespace())
        .status();
    assert!(told.unwrap().success());
}
