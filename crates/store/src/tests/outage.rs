//! A database that goes away and comes back.

use super::{add_counter, count_counters, counters, with_counter};
use crate::{OpenError, Store, StoreConfig, StoreError, testing::TestDatabase};
use diesel::{QueryDsl, RunQueryDsl, connection::SimpleConnection};
use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

const CUT_OFF_THE_OTHERS: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
    WHERE datname = current_database() AND pid <> pg_backend_pid();";

/// Ends every connection to this database but the one that does it.
fn cut_off_the_others(database: &TestDatabase) {
    let other = database.open();
    other
        .write_blocking(|tx| Ok::<_, StoreError>(tx.db().batch_execute(CUT_OFF_THE_OTHERS)?))
        .unwrap();
    other.close();
}

#[test]
fn idle_connections_that_were_cut_off_are_replaced_unnoticed() {
    let database = TestDatabase::postgres();
    let store = database.open();
    with_counter(&store);
    cut_off_the_others(&database);
    for id in 2..=20 {
        assert_eq!(store.write_blocking(move |tx| add_counter(tx, id)), Ok(()));
    }
    assert_eq!(count_counters(&store), 20);
}

#[test]
fn a_write_that_is_cut_off_is_unavailable_and_leaves_nothing() {
    let database = Arc::new(TestDatabase::postgres());
    let store = database.open();
    with_counter(&store);
    let cutter = Arc::clone(&database);
    let answer = store.write_blocking(move |tx| {
        add_counter(tx, 2)?;
        cut_off_the_others(&cutter);
        add_counter(tx, 3)
    });
    assert_eq!(answer, Err(StoreError::Unavailable));
    let answer = store.read_blocking({
        let cutter = Arc::clone(&database);
        move |tx| {
            cut_off_the_others(&cutter);
            Ok::<i64, StoreError>(counters::table.count().get_result(tx.db())?)
        }
    });
    assert_eq!(answer, Err(StoreError::Unavailable));
    assert_eq!(count_counters(&store), 1);
}

/// Stands between the store and the server, and can be pulled out like a cable.
struct Cable {
    url: String,
    plugged: Arc<AtomicBool>,
    lines: Arc<Mutex<Vec<TcpStream>>>,
}

impl Cable {
    fn to(database: &TestDatabase) -> Self {
        let (before, after) = database
            .url()
            .split_once('@')
            .expect("a user in the server's URL");
        let (server, path) = after.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!(
            "{before}@127.0.0.1:{}/{path}",
            listener.local_addr().unwrap().port()
        );
        let plugged = Arc::new(AtomicBool::new(true));
        let lines = Arc::new(Mutex::new(Vec::new()));
        let cable = Self {
            url,
            plugged: Arc::clone(&plugged),
            lines: Arc::clone(&lines),
        };
        let server = server.to_owned();
        thread::spawn(move || {
            for near in listener.incoming() {
                let near = near.unwrap();
                if plugged.load(Ordering::SeqCst) {
                    let far = TcpStream::connect(&server).unwrap();
                    join(&near, &far).unwrap();
                    lines.lock().unwrap().extend([near, far]);
                }
            }
        });
        cable
    }

    fn pull(&self) {
        self.plugged.store(false, Ordering::SeqCst);
        for line in self.lines.lock().unwrap().drain(..) {
            // The other end may be gone already.
            let _gone = line.shutdown(Shutdown::Both);
        }
    }

    fn plug(&self) {
        self.plugged.store(true, Ordering::SeqCst);
    }
}

fn join(one: &TcpStream, other: &TcpStream) -> io::Result<()> {
    for (from, to) in [(one, other), (other, one)] {
        let (mut from, mut to) = (from.try_clone()?, to.try_clone()?);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = from.read(&mut buffer) {
                if to.write_all(&buffer[..length]).is_err() {
                    break;
                }
            }
            let _gone = to.shutdown(Shutdown::Both);
        });
    }
    Ok(())
}

#[test]
fn a_server_that_is_away_is_unavailable_without_waiting_and_comes_back_by_itself() {
    let database = TestDatabase::postgres();
    let cable = Cable::to(&database);
    let store = Store::open(StoreConfig {
        url: cable.url.clone(),
        ..database.config()
    })
    .unwrap();
    with_counter(&store);
    cable.pull();
    // More than the queue would hold: none of them waits in it.
    for _ in 0..3 {
        assert_eq!(
            store.write_blocking(|tx| add_counter(tx, 2)),
            Err(StoreError::Unavailable)
        );
    }
    while store.write_blocking(|tx| add_counter(tx, 2)) != Err(StoreError::Unavailable) {}
    assert_eq!(store.statistics().waiting_writes, 0);
    cable.plug();
    while store.write_blocking(|tx| add_counter(tx, 2)).is_err() {
        thread::yield_now();
    }
    // Those who read come back by themselves too, each in its own time.
    let counted =
        || store.read_blocking(|tx| Ok::<i64, StoreError>(counters::table.count().get_result(tx.db())?));
    while counted() == Err(StoreError::Unavailable) {
        thread::yield_now();
    }
    assert_eq!(counted(), Ok(2));
}

#[test]
fn closing_does_not_wait_for_a_server_that_is_away() {
    let database = TestDatabase::postgres();
    let cable = Cable::to(&database);
    let store = Store::open(StoreConfig {
        url: cable.url.clone(),
        ..database.config()
    })
    .unwrap();
    cable.pull();
    assert_eq!(
        store.write_blocking(|tx| add_counter(tx, 2)),
        Err(StoreError::Unavailable)
    );
    store.close();
}

#[test]
fn a_server_that_was_never_there_is_an_error_and_creates_no_file() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("postgres://ehcp:secret@127.0.0.1:{port}/ehcp");
    let error = Store::open(StoreConfig::new(url)).err().unwrap();
    assert!(matches!(error, OpenError::Unreachable(_)), "{error:?}");
    assert!(!error.to_string().contains("secret"), "{error}");
}

#[test]
fn a_server_that_may_lose_commits_is_refused() {
    let database = TestDatabase::postgres();
    // A session cannot turn fsync off, so this asks for the one setting that it can.
    let separator = if database.url().contains('?') { '&' } else { '?' };
    let url = format!("{}{separator}options=-csynchronous_commit%3Doff", database.url());
    let careful = StoreConfig {
        url,
        allow_unsafe_durability: false,
        ..database.config()
    };
    assert!(matches!(
        Store::open(careful).err(),
        Some(OpenError::UnsafeDurability { .. })
    ));
}

#[test]
fn the_folder_of_a_new_database_is_made_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("data/of/ehcp.sqlite");
    let config = StoreConfig {
        on_start: crate::OnStart::Migrate,
        ..StoreConfig::new(format!("sqlite:{}", file.display()))
    };
    Store::open(config).unwrap().close();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
}
