//! The disk fills up, and space comes back.

use crate::{
    caller::{Call, Caller},
    council::Council,
    server::{Place, Server, program},
};
use ehcp_case::CaseId;
use ehcp_store::{Kind, Store, StoreConfig, StoreError, testing::TestDatabase};
use serde_json::json;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

/// The file system in memory, and what of it the ballast takes.
const DISK_MIB: usize = 12;
const BALLAST: usize = 4 * 1024 * 1024;

/// Writes come back within this time after space does.
const BACK_WITHIN: Duration = Duration::from_secs(5);

/// Fills the disk of one server so many times.
pub fn again_and_again(times: usize) {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    let database = TestDatabase::sqlite();
    assert_eq!(database.kind(), Kind::Sqlite);
    let store = database.open();
    let council = Council::found(&store, &data, 1);
    store.close();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let server = on_small_disk(&database, &data, &disk);
    // What the server sees, from outside its name space.
    let inside = PathBuf::from(format!("/proc/{}/root{}", server.id(), disk.display()));
    let ballast = inside.join("ballast");
    let school = council.caller(&council.schools[0], &server.address);
    let runtime = Runtime::new().unwrap();
    let mut acknowledged = BTreeSet::new();
    for time in 0..times {
        fill(&inside, &ballast);
        let refused = runtime.block_on(until_refused(&school, &mut acknowledged));
        assert!(refused, "round {time}: the disk never filled");
        runtime.block_on(public_calls_go_on(&server.address));
        fs::remove_file(&ballast).unwrap();
        let began = Instant::now();
        while !runtime.block_on(one_request(&school, &mut acknowledged)) {
            assert!(
                began.elapsed() < BACK_WITHIN,
                "round {time}: writes did not come back"
            );
        }
        // Room for the next round, without touching what is written: the ballast only takes what is free then.
    }
    let copy = folder.path().join("copy.sqlite");
    server.order_to_stop();
    copy_out(&inside, &copy);
    assert!(server.wait().success());
    let place = Place {
        data: &data,
        url: format!("sqlite:{}", copy.display()),
    };
    place.verify().unwrap();
    let held = cases(&Store::open(StoreConfig::new(place.url.clone())).unwrap());
    let lost: Vec<_> = acknowledged.difference(&held).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    assert_eq!(held.len(), acknowledged.len(), "refused and kept all the same");
    println!(
        "{times} full disks, {} requests acknowledged and none lost",
        acknowledged.len()
    );
}

/// A server whose database lies on a file system of its own, which nobody else sees.
fn on_small_disk(database: &TestDatabase, data: &Path, disk: &Path) -> Server {
    let source = database.url().strip_prefix("sqlite:").unwrap().to_owned();
    let place = Place {
        data,
        url: format!("sqlite:{}/ehcp.sqlite", disk.display()),
    };
    let mut command = place.command("unshare");
    command
        .args(["--mount", "--propagation", "private", "sh", "-c"])
        .arg(format!(
            "mount -t tmpfs -o size={DISK_MIB}m tmpfs \"$1\" && cp \"$2\" \"$1/ehcp.sqlite\" && exec \"$3\" serve"
        ))
        .arg("sh")
        .args([disk, Path::new(&source), &program()]);
    Server::of(command)
}

/// Takes all the room there is, up to the ballast's size, so that the disk is soon full.
fn fill(inside: &Path, ballast: &Path) {
    let free = free_bytes(inside);
    let size = free.saturating_sub(256 * 1024).min(BALLAST * 4);
    fs::write(ballast, vec![0_u8; size]).unwrap();
}

fn free_bytes(inside: &Path) -> usize {
    let output = Command::new("stat")
        .args(["-f", "-c", "%a %S"])
        .arg(inside)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut numbers = text
        .split_whitespace()
        .map(|number| number.parse::<usize>().unwrap());
    numbers.next().unwrap() * numbers.next().unwrap()
}

async fn until_refused(school: &Caller, acknowledged: &mut BTreeSet<CaseId>) -> bool {
    for _ in 0..10_000 {
        if !one_request(school, acknowledged).await {
            // It stays so.
            return !one_request(school, acknowledged).await;
        }
    }
    false
}

/// Whether a request was acknowledged. A refusal is a problem that says so.
async fn one_request(school: &Caller, acknowledged: &mut BTreeSet<CaseId>) -> bool {
    let call = Call {
        path: "/v1/requests".to_owned(),
        key: Uuid::now_v7().to_string(),
        seen: None,
        body: json!({
            "child": {"given_name": "Maya", "family_name": "Okafor", "born_on": "2018-03-14"},
            "reasons": "Maya has few words of her own. ".repeat(200),
        }),
    };
    let answer = school.send(&call).await.unwrap();
    match answer.status {
        201 => {
            let id = answer.body["case_id"].as_str().unwrap().parse::<Uuid>().unwrap();
            acknowledged.insert(id.into())
        }
        429 => {
            // So many requests in a minute and no more: the budget is not what is tried here.
            tokio::time::sleep(Duration::from_millis(100)).await;
            true
        }
        status => {
            assert!(status == 503 || status == 507, "{status}: {:?}", answer.body);
            assert_eq!(answer.body["status"], status, "a problem: {:?}", answer.body);
            false
        }
    }
}

async fn public_calls_go_on(address: &str) {
    for path in ["/livez", "/v1/openapi.json"] {
        let answer = reqwest::get(format!("{address}{path}")).await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
    }
}

/// Copies the database out of the server's name space while the server still holds it open.
fn copy_out(inside: &Path, copy: &Path) {
    for ending in ["", "-wal"] {
        let from = inside.join(format!("ehcp.sqlite{ending}"));
        if from.exists() {
            fs::copy(from, format!("{}{ending}", copy.display())).unwrap();
        }
    }
}

fn cases(store: &Store) -> BTreeSet<CaseId> {
    let ids = store
        .read_blocking(|tx| -> Result<_, StoreError> { tx.case_ids_after(None, 1_000_000) })
        .unwrap();
    store.close();
    ids.into_iter().collect()
}
