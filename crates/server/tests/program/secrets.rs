//! Secrets stay secret: in help texts, in failures, in logs and in the list of processes.

use crate::support::{Folder, Server, ehcp, run};
use std::fs;

const SECRET: &str = "s3cret-of-the-database";

#[test]
fn no_help_text_shows_what_the_environment_holds() {
    let commands = [
        &["--help"][..],
        &["serve", "--help"],
        &["migrate", "--help"],
        &["verify", "--help"],
        &["user", "add", "--help"],
        &["demo", "--help"],
    ];
    for arguments in commands {
        let shown = ehcp()
            .args(arguments)
            .env("EHCP_DATABASE_URL", format!("postgres://ehcp:{SECRET}@db/ehcp"))
            .env("EHCP_PASSWORD", SECRET)
            .output()
            .unwrap();
        let text = String::from_utf8([shown.stdout, shown.stderr].concat()).unwrap();
        assert!(!text.contains(SECRET), "{arguments:?}: {text}");
    }
}

#[test]
fn a_database_that_cannot_be_reached_is_named_without_its_password() {
    let folder = Folder::new();
    let failed = ehcp()
        .args(["serve", "--listen", "127.0.0.1:0", "--data", folder.text()])
        .env(
            "EHCP_DATABASE_URL",
            format!("postgres://ehcp:{SECRET}@127.0.0.1:1/ehcp"),
        )
        .output()
        .unwrap();
    assert!(!failed.status.success());
    let said = String::from_utf8([failed.stdout, failed.stderr].concat()).unwrap();
    assert!(!said.contains(SECRET), "{said}");
}

#[test]
fn the_list_of_processes_and_the_log_show_neither_keys_nor_tokens() {
    let folder = Folder::new();
    let server = Server::start(&folder, &[("EHCP_LOG_LEVEL", "debug")]);
    let line = fs::read(format!("/proc/{}/cmdline", server.id())).unwrap();
    let key = fs::read_to_string(folder.path.join("signing-key.pem")).unwrap();
    let secret = key.lines().nth(1).unwrap().to_owned();
    assert!(!String::from_utf8_lossy(&line).contains(&secret));
    let token = "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.\r\n";
    assert_eq!(server.ask("GET", "/v1/me", token, "").0, 401);
    let sign_in = format!(r#"{{"email": "joy@example.org", "password": "{SECRET}"}}"#);
    assert_eq!(server.ask("POST", "/v1/sessions", "", &sign_in).0, 401);
    let (_, log) = server.stop("TERM");
    for hidden in [secret.as_str(), "eyJ", SECRET, "joy@example.org"] {
        assert!(!log.contains(hidden), "{hidden}: {log}");
    }
}

#[test]
fn routes_of_tests_are_in_no_shipped_contract() {
    let contract = run(&["openapi"]).out;
    assert!(!contract.contains("thing-") && !contract.contains("/things"));
}
