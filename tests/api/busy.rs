//! Many who wait for one another, on PostgreSQL: the others go on.

use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query,
    sql_types::BigInt,
};
use ehcp_case::ChildId;
use ehcp_test_support::{Milestone, TestApp, TestDatabase};
use serde_json::json;
use std::{thread, time::Duration};

/// Holds a case's row, as a change does that is not finished.
fn hold(app: &TestApp, case: &str) -> PgConnection {
    let mut connection = PgConnection::establish(app.database.url()).unwrap();
    connection
        .batch_execute(&format!(
            "BEGIN; SELECT version FROM cases WHERE id = '{case}' FOR UPDATE"
        ))
        .unwrap();
    connection
}

/// A case that the officer may change.
fn requested(app: &TestApp, child: ChildId) -> String {
    let hand = app
        .officer()
        .brings_to(app, child, Milestone::Requested, app.council.alder);
    hand.case
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many connections of the server wait for a row.
fn waiting(connection: &mut PgConnection) -> i64 {
    let question = "SELECT count(*) AS count FROM pg_stat_activity \
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let count: Count = sql_query(question).get_result(connection).unwrap();
    count.count
}

const WRITERS: usize = 50;

#[test]
fn fifty_changes_that_wait_for_one_case_keep_nobody_from_reading_another() {
    let app = TestApp::prepare(TestDatabase::postgres())
        .store(|store| store.lock_timeout = Duration::from_secs(60))
        .start();
    let officer = app.officer();
    let held = requested(&app, app.council.maya);
    let other = requested(&app, app.another_maya());
    let seen = officer.reads_case(&held).etag();
    let mut holder = hold(&app, &held);
    let statuses: Vec<u16> = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                scope.spawn(|| {
                    let path = format!("/v1/cases/{held}/considering-notices");
                    officer.post(path, &json!({})).seeing(&seen).send().status()
                })
            })
            .collect();
        // As many as the server lets work at once stand before the case; the others queue behind them.
        while waiting(&mut holder) < 2 || app.store.statistics().waiting_writes < WRITERS - 2 {
            thread::yield_now();
        }
        for _ in 0..20 {
            officer.reads_case(&other);
            officer.get("/v1/cases").expect(200);
        }
        holder.batch_execute("COMMIT").unwrap();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    // One of them changed the case; the others saw an older version of it.
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1);
    assert!(
        statuses.iter().all(|status| [200, 412].contains(status)),
        "{statuses:?}"
    );
}

#[test]
fn a_change_that_waits_too_long_for_a_case_is_told_so_and_changes_nothing() {
    let app = TestApp::prepare(TestDatabase::postgres())
        .store(|store| store.lock_timeout = Duration::from_millis(50))
        .start();
    let officer = app.officer();
    let case = requested(&app, app.council.maya);
    let seen = officer.reads_case(&case).etag();
    let mut holder = hold(&app, &case);
    let notice = || {
        officer
            .post(format!("/v1/cases/{case}/considering-notices"), &json!({}))
            .seeing(&seen)
    };
    let refused = notice().expect_problem(503, "unavailable");
    assert!(
        refused.text_at("/detail").contains("Somebody else is changing"),
        "{refused}"
    );
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(officer.reads_case(&case).etag(), seen);
    holder.batch_execute("ROLLBACK").unwrap();
    notice().expect(200);
}
