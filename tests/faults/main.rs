//! What happens when things go wrong: the server is killed, told to stop, or runs out of disk; many people change one
//! case. All of it against the real program, over HTTP, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod caller;
mod council;
mod disk_full;
mod journal;
mod killed;
mod mail;
mod one_case;
mod server;
mod stopped;
mod syncs;
mod uploads;
mod work;

use ehcp_store::{Kind, testing::TestDatabase};
use std::sync::{Mutex, MutexGuard, PoisonError};

ehcp_store::on_both_databases!(
    a_killed_server_loses_tears_and_doubles_nothing,
    two_hundred_people_change_one_case_one_after_the_other,
    a_server_that_is_told_to_stop_answers_what_it_has_begun,
    a_killed_server_sends_every_message_and_doubles_only_what_it_counts,
    a_server_killed_amid_uploads_has_no_row_without_bytes,
    the_bytes_of_files_go_where_their_database_goes,
);

/// One at a time, so that each has the machine for itself.
static ALONE: Mutex<()> = Mutex::new(());

fn a_killed_server_loses_tears_and_doubles_nothing(database: TestDatabase) {
    let _alone = alone();
    let lives = match database.kind() {
        Kind::Sqlite => 10,
        Kind::Postgres => 1,
    };
    killed::lives(database.kind(), lives, 5);
}

fn two_hundred_people_change_one_case_one_after_the_other(database: TestDatabase) {
    let _alone = alone();
    one_case::changed_by(&database, 200);
}

fn a_server_that_is_told_to_stop_answers_what_it_has_begun(database: TestDatabase) {
    let _alone = alone();
    stopped::under_load(&database, 3);
}

fn a_killed_server_sends_every_message_and_doubles_only_what_it_counts(database: TestDatabase) {
    let _alone = alone();
    mail::sent_through_kills(&database, 120, 4);
}

fn a_server_killed_amid_uploads_has_no_row_without_bytes(database: TestDatabase) {
    let _alone = alone();
    uploads::survive_kills(&database, 4);
}

fn the_bytes_of_files_go_where_their_database_goes(database: TestDatabase) {
    let _alone = alone();
    uploads::go_with_their_database(&database);
}

#[test]
#[ignore = "long: ten thousand messages and a hundred kills take some minutes"]
fn long_ten_thousand_messages_are_sent_through_a_hundred_kills() {
    let _alone = alone();
    mail::sent_through_kills(&TestDatabase::sqlite(), 10_000, 100);
}

#[test]
#[ignore = "long: a thousand kills take a quarter of an hour"]
fn long_a_server_on_sqlite_is_killed_a_thousand_times() {
    let _alone = alone();
    killed::lives(Kind::Sqlite, 100, 10);
}

#[test]
#[ignore = "long: two hundred kills take some minutes"]
fn long_a_server_on_postgresql_is_killed_two_hundred_times() {
    let _alone = alone();
    killed::lives(Kind::Postgres, 20, 10);
}

#[test]
#[ignore = "long: it needs root, to mount a file system in memory that nobody else sees"]
fn long_a_full_disk_refuses_writes_and_loses_none() {
    let _alone = alone();
    disk_full::again_and_again(20);
}

#[test]
#[ignore = "long: it needs strace"]
fn long_every_answered_write_on_sqlite_was_synced() {
    let _alone = alone();
    syncs::counted(2_000);
}

fn alone() -> MutexGuard<'static, ()> {
    // A failed test before this one left nothing half done that matters here.
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}
