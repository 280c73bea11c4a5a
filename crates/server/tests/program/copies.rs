//! `ehcp backup`, `ehcp restore`, `ehcp checkpoint` and `ehcp verify` on what they leave.

use crate::support::{Folder, Run, Server, ehcp, ehcp_with_input};
use ehcp_store::testing::TestDatabase;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

ehcp_store::on_both_databases!(
    a_copy_made_under_load_is_put_back_whole,
    a_copy_with_one_wrong_bit_is_found_before_anything_is_replaced,
    what_was_lost_since_the_copy_is_told,
    nobody_is_signed_in_after_a_copy_was_put_back,
);

/// A data folder with a database, which may be elsewhere.
struct Place<'a> {
    folder: Folder,
    database: Option<&'a TestDatabase>,
}

impl<'a> Place<'a> {
    /// A place for an empty database of the same kind. The keys are those of `keys`, as after moving to a new machine.
    fn new(database: &'a TestDatabase, keys: Option<&Place<'_>>) -> Self {
        let postgres = database.kind() == ehcp_store::Kind::Postgres;
        let place = Self {
            folder: Folder::new(),
            database: postgres.then_some(database),
        };
        if let Some(keys) = keys {
            fs::create_dir(&place.folder.path).unwrap();
            let file = "checkpoint-key.pem";
            fs::copy(keys.folder.path.join(file), place.folder.path.join(file)).unwrap();
        }
        place
    }

    fn environment(&self) -> Vec<(&str, &str)> {
        self.database.map_or_else(Vec::new, |database| {
            vec![
                ("EHCP_DATABASE_URL", database.url()),
                ("EHCP_ALLOW_UNSAFE_DURABILITY", "true"),
            ]
        })
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let mut command = ehcp();
        command.args(arguments).args(["--data", self.folder.text()]);
        command.envs(self.environment());
        command.output().unwrap().into()
    }

    fn does(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.out, run.err);
        run
    }

    fn adds_team(&self, name: &str) -> Run {
        let line = ["--duty-line", "01992 000000", "--duty-email", "team@example.org"];
        let add = ["team", "add", "--name", name, "--area", "North"];
        self.run(&[&add[..], &line].concat())
    }
}

fn empty(database: &TestDatabase) -> TestDatabase {
    match database.kind() {
        ehcp_store::Kind::Sqlite => TestDatabase::empty_sqlite(),
        ehcp_store::Kind::Postgres => TestDatabase::empty_postgres(),
    }
}

fn copy_of(place: &Place<'_>, name: &str) -> PathBuf {
    place.folder.path.with_file_name(name)
}

fn backup(place: &Place<'_>, name: &str) -> PathBuf {
    let copy = copy_of(place, name);
    place.does(&["backup", "--to", copy.to_str().unwrap()]);
    copy
}

fn restore(place: &Place<'_>, copy: &Path, more: &[&str]) -> Run {
    place.run(&[&["restore", "--from", copy.to_str().unwrap()], more].concat())
}

fn a_copy_made_under_load_is_put_back_whole(database: TestDatabase) {
    let database = match database.kind() {
        ehcp_store::Kind::Sqlite => database,
        ehcp_store::Kind::Postgres => TestDatabase::empty_postgres(),
    };
    let place = Place::new(&database, None);
    place.does(&["migrate"]);
    let (stop, added) = (AtomicBool::new(false), AtomicUsize::new(0));
    let copies = thread::scope(|scope| {
        for writer in 0..2 {
            let (place, stop, added) = (&place, &stop, &added);
            scope.spawn(move || {
                let mut number = 0;
                while !stop.load(Ordering::Relaxed) {
                    number += 1;
                    // A writer that met another at the one lock tries again with the next.
                    let code = place.adds_team(&format!("Team {writer}-{number}")).code;
                    added.fetch_add(usize::from(code == 0), Ordering::Relaxed);
                }
            });
        }
        while added.load(Ordering::Relaxed) < 3 {
            thread::yield_now();
        }
        let copies = ["one", "two", "three"].map(|name| backup(&place, name));
        stop.store(true, Ordering::Relaxed);
        copies
    });
    for copy in copies {
        let other = empty(&database);
        let fresh = Place::new(&other, Some(&place));
        let put = restore(&fresh, &copy, &[]);
        assert_eq!(put.code, 0, "{}{}", put.out, put.err);
        let verified = fresh.does(&["verify"]);
        assert!(verified.out.contains("nothing wrong"), "{}", verified.out);
        assert!(!verified.out.contains("and 0 other logs"), "{}", verified.out);
        // It is a database like any other.
        assert_eq!(fresh.adds_team("One more").code, 0);
        assert!(fresh.does(&["verify"]).out.contains("nothing wrong"));
    }
}

fn a_copy_with_one_wrong_bit_is_found_before_anything_is_replaced(database: TestDatabase) {
    let database = empty(&database);
    let place = Place::new(&database, None);
    place.does(&["migrate"]);
    assert_eq!(place.adds_team("North").code, 0);
    let copy = backup(&place, "copy");
    let files: Vec<PathBuf> = fs::read_dir(&copy)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|file| fs::metadata(file).unwrap().len() > 0)
        .collect();
    let other = empty(&database);
    let fresh = Place::new(&other, Some(&place));
    let mut turn = 12_345_usize;
    for number in 0..100 {
        turn = turn
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let file = &files[number % files.len()];
        let whole = fs::read(file).unwrap();
        let mut damaged = whole.clone();
        let place = (turn >> 20) % damaged.len();
        damaged[place] ^= 1 << (turn >> 60 & 7);
        fs::write(file, damaged).unwrap();
        let refused = restore(&fresh, &copy, &["--replace"]);
        assert_eq!(refused.code, 1, "{} at {place}: {}", file.display(), refused.out);
        assert!(!fresh.folder.path.join("ehcp.sqlite").exists());
        fs::write(file, whole).unwrap();
    }
    assert_eq!(restore(&fresh, &copy, &[]).code, 0, "the whole copy is good");
    // What is there is not replaced unasked.
    let again = restore(&fresh, &copy, &[]);
    assert_eq!(again.code, 2, "{}", again.err);
    if database.kind() == ehcp_store::Kind::Sqlite {
        assert_eq!(restore(&fresh, &copy, &["--replace"]).code, 0);
        let kept = fs::read_dir(&fresh.folder.path)
            .unwrap()
            .filter(|file| {
                let name = file.as_ref().unwrap().file_name();
                name.to_string_lossy().starts_with("ehcp.sqlite.before-")
            })
            .count();
        assert!(kept >= 1, "the old file is kept");
    }
}

fn what_was_lost_since_the_copy_is_told(database: TestDatabase) {
    let database = empty(&database);
    let place = Place::new(&database, None);
    place.does(&["migrate"]);
    assert_eq!(place.adds_team("North").code, 0);
    let copy = backup(&place, "copy");
    assert_eq!(place.adds_team("South").code, 0);
    let made = place.does(&["checkpoint"]);
    assert!(made.out.starts_with("Checkpoint 2 in "), "{}", made.out);
    assert!(place.does(&["verify"]).out.contains("against checkpoint 2 of"));
    let other = empty(&database);
    let fresh = Place::new(&other, Some(&place));
    assert_eq!(restore(&fresh, &copy, &[]).code, 0);
    let file = "checkpoints.jsonl";
    fs::copy(place.folder.path.join(file), fresh.folder.path.join(file)).unwrap();
    let verified = fresh.run(&["verify"]);
    assert_eq!(verified.code, 1);
    assert!(verified.out.contains("and it is gone"), "{}", verified.out);
}

fn nobody_is_signed_in_after_a_copy_was_put_back(database: TestDatabase) {
    let database = empty(&database);
    let place = Place::new(&database, None);
    place.does(&["migrate"]);
    let environment = place.environment();
    let user = [
        "user",
        "add",
        "--email",
        "joy@example.org",
        "--name",
        "Joy Reed",
        "--role",
        "information_governance",
    ];
    let added = ehcp_with_input(&user, &place.folder, &environment, "a quiet river in spring\n");
    assert_eq!(added.code, 0, "{}", added.err);
    let server = Server::start(&place.folder, &environment);
    let sign_in = r#"{"email": "joy@example.org", "password": "a quiet river in spring"}"#;
    let (status, session) = server.ask("POST", "/v1/sessions", "", sign_in);
    assert_eq!(status, 201, "{session}");
    let session: serde_json::Value = serde_json::from_str(&session).unwrap();
    let refresh = serde_json::json!({"refresh_token": session["refresh_token"]}).to_string();
    let copy = backup(&place, "copy");
    assert_eq!(server.stop("TERM").0, Some(0));
    let other = empty(&database);
    let fresh = Place::new(&other, Some(&place));
    let put = restore(&fresh, &copy, &[]);
    assert_eq!(put.code, 0, "{}{}", put.out, put.err);
    for told in [
        "Every session was ended",
        "repeat what was done after 20",
        "bars",
        "restrictions",
        "closed",
    ] {
        assert!(put.out.contains(told), "{told}: {}", put.out);
    }
    let server = Server::start(&fresh.folder, &fresh.environment());
    assert_eq!(server.ask("POST", "/v1/session-refreshes", "", &refresh).0, 401);
    assert_eq!(
        server.ask("POST", "/v1/sessions", "", sign_in).0,
        201,
        "signing in anew"
    );
    assert_eq!(server.stop("TERM").0, Some(0));
    assert!(fresh.does(&["verify"]).out.contains("nothing wrong"));
}
