//! Files of evidence: the server is killed while they come, and their bytes go where their database goes.

use crate::{
    caller::{Call, Caller},
    council::Council,
    server::{Place, Server},
};
use ehcp_access::Role;
use ehcp_casework::{Chance, Clock};
use ehcp_store::{AccountSubject, Kind, StoreError, UserRow, testing::TestDatabase};
use serde_json::json;
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tempfile::TempDir;
use tokio::{runtime::Runtime, task::JoinSet};
use uuid::Uuid;

/// People who give files at the same time.
const GIVERS: usize = 4;

/// A council with a case, and the folder of its data.
struct Office<'a> {
    database: &'a TestDatabase,
    data: TempDir,
    council: Council,
    runtime: Runtime,
}

impl<'a> Office<'a> {
    fn open(database: &'a TestDatabase) -> Self {
        let data = TempDir::new().unwrap();
        let store = database.open();
        let council = Council::found(&store, data.path(), GIVERS);
        store.close();
        Self {
            database,
            data,
            council,
            runtime: Runtime::new().unwrap(),
        }
    }

    fn place(&self) -> Place<'_> {
        Place::new(self.data.path(), self.database)
    }

    fn start(&self) -> Server {
        self.place().start()
    }

    fn officer(&self, place: usize, address: &str) -> Caller {
        self.council.caller(&self.council.officers[place], address)
    }

    /// Puts a child on record; gives the case and the child.
    fn case(&self, address: &str) -> (String, String) {
        let child = json!({"given_name": "Maya", "family_name": "Okafor", "born_on": "2018-03-14"});
        let call = Call {
            path: "/v1/requests".to_owned(),
            key: Uuid::now_v7().to_string(),
            seen: None,
            body: json!({"child": child, "source": "parent", "reasons": "Maya has few words of her own."}),
        };
        let officer = self.officer(0, address);
        let answer = self.runtime.block_on(officer.send(&call)).unwrap();
        assert_eq!(answer.status, 201, "{}", answer.body);
        let case = answer.body["case_id"].as_str().unwrap().to_owned();
        let read = self
            .runtime
            .block_on(officer.read(&format!("/v1/cases/{case}")))
            .unwrap();
        (case, read.body["child"]["id"].as_str().unwrap().to_owned())
    }

    fn kept(&self) -> BTreeSet<String> {
        names(&self.data.path().join("attachments/kept"))
    }
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn a_file(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.resize(size, b'x');
    bytes
}

/// Kills a server so many times while files come. What was answered is there whole, and no row is without its bytes.
pub fn survive_kills(database: &TestDatabase, kills: u64) {
    let office = Office::open(database);
    let mut server = office.start();
    let (case, _) = office.case(&server.address);
    let mut answered = BTreeSet::new();
    for kill in 0..kills {
        let answers = Arc::new(AtomicUsize::new(0));
        let given = office.runtime.block_on(async {
            let mut givers = JoinSet::new();
            for place in 0..GIVERS {
                let (officer, case) = (office.officer(place, &server.address), case.clone());
                let answers = answers.clone();
                givers.spawn(async move {
                    let mut given = Vec::new();
                    // Not more than one person may give in a day, all lives together.
                    for _ in 0..20 {
                        let bytes = a_file(300_000);
                        let Some(answer) = officer.gives(&case, &Uuid::now_v7().to_string(), bytes).await
                        else {
                            return given;
                        };
                        assert_eq!(answer.status, 201, "{}", answer.body);
                        answers.fetch_add(1, Ordering::SeqCst);
                        given.push(answer.body["id"].as_str().unwrap().to_owned());
                    }
                    given
                });
            }
            // Once they come, at another moment of the next ones each time.
            while answers.load(Ordering::SeqCst) == 0 {
                tokio::task::yield_now().await;
            }
            tokio::time::sleep(Duration::from_millis(30 * kill)).await;
            server.kill();
            givers.join_all().await.concat()
        });
        answered.extend(given);
        if let Err(findings) = office.place().verify() {
            panic!("after kill {kill}: {findings}");
        }
        let kept = office.kept();
        let lost: Vec<_> = answered.difference(&kept).collect();
        assert!(lost.is_empty(), "after kill {kill}: {lost:?}");
        server = office.start();
    }
    assert!(!answered.is_empty(), "nothing was given before a kill");
    let listed = office
        .runtime
        .block_on(
            office
                .officer(0, &server.address)
                .read(&format!("/v1/cases/{case}/attachments")),
        )
        .unwrap();
    let listed: BTreeSet<String> = listed.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(answered.is_subset(&listed));
}

/// A copy has the bytes, which are put back with the rows; what is missing, changed or strange is found; erasing takes the
/// bytes too, and so does erasing again after an older copy came back.
pub fn go_with_their_database(database: &TestDatabase) {
    let office = Office::open(database);
    let governance = somebody(database, Role::InformationGovernance);
    let manager = somebody(database, Role::Manager);
    let server = office.start();
    let (case, child) = office.case(&server.address);
    let officer = office.officer(0, &server.address);
    let given = [1_000, 2_000_000].map(|size| {
        let answer = office
            .runtime
            .block_on(officer.gives(&case, &size.to_string(), a_file(size)));
        answer.unwrap().body["id"].as_str().unwrap().to_owned()
    });
    let elsewhere = TempDir::new().unwrap();
    let copy = elsewhere.path().join("copy");
    run(&office.place(), &["backup", "--to", copy.to_str().unwrap()]);
    server.kill();
    assert_eq!(names(&copy.join("attachments")), given.iter().cloned().collect());

    // Put back on another machine.
    let other = match database.kind() {
        Kind::Sqlite => TestDatabase::empty_sqlite(),
        Kind::Postgres => TestDatabase::empty_postgres(),
    };
    let fresh = TempDir::new().unwrap();
    fs::copy(
        office.data.path().join("checkpoint-key.pem"),
        fresh.path().join("checkpoint-key.pem"),
    )
    .unwrap();
    let there = Place::new(fresh.path(), &other);
    run(&there, &["restore", "--from", copy.to_str().unwrap()]);
    assert_eq!(there.verify(), Ok(()));
    let kept = fresh.path().join("attachments/kept");
    assert_eq!(names(&kept), given.iter().cloned().collect());

    // What is not as it was is found.
    let first = kept.join(&given[0]);
    let whole = fs::read(&first).unwrap();
    let mut changed = whole.clone();
    changed[500] ^= 1;
    fs::write(&first, changed).unwrap();
    assert!(
        there
            .verify()
            .unwrap_err()
            .contains("not those that were received")
    );
    fs::remove_file(&first).unwrap();
    assert!(there.verify().unwrap_err().contains("its bytes are missing"));
    fs::write(&first, whole).unwrap();
    fs::write(kept.join("notes.txt"), b"?").unwrap();
    assert!(there.verify().unwrap_err().contains("belongs to no attachment"));
    fs::remove_file(kept.join("notes.txt")).unwrap();
    assert_eq!(there.verify(), Ok(()));

    // A copy whose bytes were changed is not put back.
    let in_copy = copy.join("attachments").join(&given[1]);
    let mut bytes = fs::read(&in_copy).unwrap();
    bytes[1_000_000] ^= 1;
    fs::write(&in_copy, &bytes).unwrap();
    let refused = there
        .command(crate::server::program())
        .args(["restore", "--replace", "--from"])
        .arg(&copy)
        .output();
    assert!(!refused.unwrap().status.success());
    bytes[1_000_000] ^= 1;
    fs::write(&in_copy, bytes).unwrap();

    // Who asks what is held on them gets the files too.
    let pack = elsewhere.path().join("pack");
    run(
        &there,
        &[
            "subject-access",
            "--child",
            &child,
            "--by",
            &governance,
            "--to",
            pack.to_str().unwrap(),
        ],
    );
    assert_eq!(
        names(&pack.join("files")),
        given.iter().map(|id| format!("{id}.pdf")).collect()
    );

    // Erasing takes them.
    let people = ["--by", &governance, "--agreed-by", &manager];
    run(
        &there,
        &[&["erase", "run", "--child", &child][..], &people].concat(),
    );
    assert!(names(&kept).is_empty());
    assert_eq!(there.verify(), Ok(()));
    if database.kind() == Kind::Sqlite {
        run(
            &there,
            &["restore", "--replace", "--from", copy.to_str().unwrap()],
        );
        assert!(names(&kept).is_empty(), "what was erased came back");
        assert!(!office.kept().is_empty());
    }
}

fn run(place: &Place<'_>, arguments: &[&str]) {
    let output = place
        .command(crate::server::program())
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{arguments:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// An account of this role; gives its address.
fn somebody(database: &TestDatabase, role: Role) -> String {
    let now = Clock::System.now();
    let email = format!("{}@example.org", role.word());
    let row = UserRow {
        id: Chance::System.id(now),
        email: email.clone(),
        display_name: "Somebody".to_owned(),
        role,
        education_setting_id: None,
        password_hash: String::new(),
        disabled_at: None,
        created_at: now,
        version: 1,
    };
    let store = database.open();
    store
        .write_blocking(move |tx| -> Result<(), StoreError> {
            tx.insert_user(&row)?;
            tx.log_added(Uuid::now_v7(), AccountSubject::User(row.id), row.created_at)?;
            Ok(())
        })
        .unwrap();
    store.close();
    email
}
