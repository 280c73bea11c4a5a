//! Other programs read the database beside the server: a backup, an administrator with a tool.

use super::{count_counters, with_counter};
use crate::{Kind, StoreError, testing::TestDatabase};
use diesel::{Connection, SqliteConnection, connection::SimpleConnection};
use std::{env, path::Path, process::Command};

/// The file that the other program is to read.
const FILE: &str = "EHCP_TEST_READ_BESIDE";

/// This test program, called once more as the other program: it opens the database, reads and closes it.
fn read_beside(file: &str) {
    let mut connection = SqliteConnection::establish(file).unwrap();
    connection
        .batch_execute("PRAGMA busy_timeout = 60000; SELECT count(*) FROM counters;")
        .unwrap();
}

#[test]
fn another_program_that_reads_the_database_takes_nothing_of_it_away() {
    if let Ok(file) = env::var(FILE) {
        read_beside(&file);
        return;
    }
    let database = TestDatabase::sqlite();
    assert_eq!(database.kind(), Kind::Sqlite);
    let store = database.open();
    with_counter(&store);
    let file = database.url().strip_prefix("sqlite:").unwrap().to_owned();
    let other = Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "tests::beside::another_program_that_reads_the_database_takes_nothing_of_it_away",
        ])
        .env(FILE, &file)
        .output()
        .unwrap();
    assert!(
        other.status.success(),
        "{}",
        String::from_utf8_lossy(&other.stdout)
    );
    // The other was not the last one to close it, so what was written last still lies in the log beside the file.
    assert!(Path::new(&format!("{file}-wal")).exists());
    store
        .write_blocking(|tx| {
            super::add_counter(tx, 2)?;
            Ok::<_, StoreError>(())
        })
        .unwrap();
    // Whoever opens it anew, as after a crash, finds it.
    let mut copy = SqliteConnection::establish(&file).unwrap();
    let counted: i64 = {
        use diesel::{QueryDsl, RunQueryDsl};
        super::counters::table.count().get_result(&mut copy).unwrap()
    };
    assert_eq!(counted, count_counters(&store));
}
