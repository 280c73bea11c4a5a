//! `ehcp serve`.

use crate::support::{Folder, Server, ehcp, ehcp_with_input};
use ehcp_store::testing::TestDatabase;
use std::{fs, os::unix::fs::PermissionsExt as _};

fn mode(folder: &Folder, file: &str) -> u32 {
    fs::metadata(folder.path.join(file)).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_fresh_folder_is_served_and_sigterm_ends_it_well() {
    let folder = Folder::new();
    let server = Server::start(&folder, &[]);
    assert_eq!((server.status("/livez"), server.status("/readyz")), (200, 200));
    assert_eq!(server.status("/v1/cases"), 401);
    let (code, log) = server.stop("TERM");
    assert_eq!(code, Some(0), "{log}");
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let ready = lines.iter().find(|line| line["message"] == "ready").unwrap();
    assert!(ready["ready_ms"].is_u64());
    assert_eq!(lines.last().unwrap()["message"], "stopped");
    // The write-ahead log was folded in and removed: the store was closed.
    assert!(!folder.path.join("ehcp.sqlite-wal").exists());
}

#[test]
fn sigint_ends_it_well_too_and_it_starts_again_with_the_same_key() {
    let folder = Folder::new();
    assert_eq!(Server::start(&folder, &[]).stop("INT").0, Some(0));
    let key = fs::read(folder.path.join("signing-key.pem")).unwrap();
    assert_eq!(Server::start(&folder, &[]).stop("INT").0, Some(0));
    assert_eq!(fs::read(folder.path.join("signing-key.pem")).unwrap(), key);
}

#[test]
fn only_the_owner_can_read_the_folder_the_secrets_and_the_database() {
    let folder = Folder::new();
    Server::start(&folder, &[]).stop("TERM");
    assert_eq!(mode(&folder, "."), 0o700);
    for file in ["signing-key.pem", "cursor-secret", "ehcp.sqlite"] {
        assert_eq!(mode(&folder, file), 0o600, "{file}");
    }
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let folder = Folder::new();
    Server::start(&folder, &[]).stop("TERM");
    let key = folder.path.join("signing-key.pem");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let run = folder.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("chmod 600"), "{}", run.err);
}

#[test]
fn a_database_that_is_not_up_to_date_is_refused_and_the_command_named() {
    let sqlite = TestDatabase::empty_sqlite();
    fs::write(sqlite.url().strip_prefix("sqlite:").unwrap(), "").unwrap();
    for database in [sqlite, TestDatabase::empty_postgres()] {
        let folder = Folder::new();
        let run: crate::support::Run = ehcp()
            .args(["serve", "--listen", "127.0.0.1:0", "--data", folder.text()])
            .env("EHCP_DATABASE_URL", database.url())
            .env("EHCP_ALLOW_UNSAFE_DURABILITY", "true")
            .output()
            .unwrap()
            .into();
        assert_eq!((run.code, run.out.as_str()), (1, ""));
        assert!(run.err.contains("The database is not up to date"), "{}", run.err);
        assert!(run.err.contains("Run: ehcp migrate"), "{}", run.err);
    }
}

#[test]
fn told_to_migrate_it_serves_an_empty_database() {
    for database in [TestDatabase::empty_sqlite(), TestDatabase::empty_postgres()] {
        let environment = [
            ("EHCP_DATABASE_URL", database.url()),
            ("EHCP_ALLOW_UNSAFE_DURABILITY", "true"),
            ("EHCP_MIGRATE", "true"),
        ];
        let folder = Folder::new();
        let server = Server::start(&folder, &environment);
        assert_eq!(server.status("/readyz"), 200);
        assert_eq!(server.stop("TERM").0, Some(0));
    }
}

#[test]
fn two_servers_share_one_postgresql_database() {
    let database = TestDatabase::empty_postgres();
    let environment = [
        ("EHCP_DATABASE_URL", database.url()),
        ("EHCP_ALLOW_UNSAFE_DURABILITY", "true"),
        ("EHCP_MIGRATE", "true"),
    ];
    // They start at the same moment: one migrates and the other waits, one makes the secrets and both use them.
    let folder = Folder::new();
    let (one, two) = std::thread::scope(|scope| {
        let one = scope.spawn(|| Server::start(&folder, &environment));
        let two = scope.spawn(|| Server::start(&folder, &environment));
        (one.join().unwrap(), two.join().unwrap())
    });
    assert_ne!(one.address, two.address);
    assert_eq!((one.status("/readyz"), two.status("/readyz")), (200, 200));
    // Who signs in at one is known at the other, and signed out at both as soon as at one.
    let added = ehcp_with_input(
        &[
            "user",
            "add",
            "--name",
            "Joy Example",
            "--email",
            "joy@example.org",
            "--role",
            "parent",
        ],
        &folder,
        &environment,
        "a quiet river in spring\n",
    );
    assert_eq!(added.code, 0, "{}", added.err);
    let sign_in = r#"{"email": "joy@example.org", "password": "a quiet river in spring"}"#;
    let (status, session) = one.ask("POST", "/v1/sessions", "", sign_in);
    assert_eq!(status, 201, "{session}");
    let session: serde_json::Value = serde_json::from_str(&session).unwrap();
    let token = format!(
        "Authorization: Bearer {}\r\n",
        session["access_token"].as_str().unwrap()
    );
    assert_eq!(two.ask("GET", "/v1/me", &token, "").0, 200);
    assert_eq!(two.ask("DELETE", "/v1/sessions/current", &token, "").0, 204);
    assert_eq!(one.ask("GET", "/v1/me", &token, "").0, 401);
    assert_eq!(one.stop("TERM").0, Some(0));
    assert_eq!(two.status("/readyz"), 200);
    assert_eq!(two.stop("TERM").0, Some(0));
}

#[test]
fn a_second_server_on_one_sqlite_folder_is_refused_and_other_commands_run_beside() {
    let folder = Folder::new();
    let server = Server::start(&folder, &[]);
    let second = folder.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!((second.code, second.out.as_str()), (1, ""));
    assert!(
        second.err.contains("Another ehcp serves the database"),
        "{}",
        second.err
    );
    assert_eq!(folder.run(&["verify"]).code, 0);
    assert_eq!(server.stop("TERM").0, Some(0));
    assert_eq!(Server::start(&folder, &[]).stop("TERM").0, Some(0));
}

#[test]
fn a_demonstration_is_not_made_in_a_postgresql_database_that_a_server_uses() {
    let database = TestDatabase::empty_postgres();
    let environment = [
        ("EHCP_DATABASE_URL", database.url()),
        ("EHCP_ALLOW_UNSAFE_DURABILITY", "true"),
    ];
    let folder = Folder::new();
    let demo = |folder: &Folder| -> crate::support::Run {
        ehcp()
            .args(["demo", "--no-serve", "--children", "20", "--data", folder.text()])
            .args(["--database-url", database.url()])
            .envs(environment)
            .output()
            .unwrap()
            .into()
    };
    let made = demo(&folder);
    assert_eq!(made.code, 0, "{}", made.err);
    let server = Server::start(&folder, &environment);
    let refused = demo(&folder);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(
        refused.err.contains("this PostgreSQL database"),
        "{}",
        refused.err
    );
    assert_eq!(server.status("/readyz"), 200);
    assert_eq!(server.stop("TERM").0, Some(0));
    assert_eq!(demo(&folder).code, 0);
}

#[test]
fn settings_that_cannot_be_used_are_named() {
    for (arguments, code, says) in [
        (
            ["--database-url", "mysql://db/ehcp"],
            2,
            "must begin with sqlite: (then a path) or postgres://",
        ),
        (["--listen", "8080"], 2, "such as 127.0.0.1:8080"),
        (["--workers", "0"], 2, "at least 1"),
        (["--stop-within", "soon"], 2, "a whole number, such as 20"),
        (["--trusted-proxies", "proxy"], 2, "an IP address, such as"),
        (["--listen", "192.0.2.1:80"], 1, "192.0.2.1:80 cannot be used"),
    ] {
        let folder = Folder::new();
        let run = folder.run(&[&["serve"], &arguments[..]].concat());
        assert_eq!(run.code, code, "{}", run.err);
        assert!(run.err.contains(says), "{}", run.err);
    }
}

#[test]
fn a_server_that_could_lose_answered_changes_is_refused_with_the_way_round_for_tests() {
    let database = TestDatabase::empty_postgres();
    let url = format!("{}?options=-c%20synchronous_commit%3Doff", database.url());
    let folder = Folder::new();
    let run = folder.run(&["migrate", "--database-url", &url]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("--allow-unsafe-durability"), "{}", run.err);
}
