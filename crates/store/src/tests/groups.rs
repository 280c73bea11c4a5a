//! Writes that share a commit. On SQLite alone: PostgreSQL groups its own commits.

use super::{add_counter, count_counters, with_counter};
use crate::{Store, StoreError, WriteTx, testing::TestDatabase};
use diesel::connection::SimpleConnection;
use std::{sync::mpsc, thread};

type Write = fn(&mut WriteTx<'_>) -> Result<(), StoreError>;
type Answers = Vec<thread::JoinHandle<Result<(), StoreError>>>;

/// Lets these writes wait together behind one that holds the writer, then lets them go.
fn together(store: &Store, writes: Vec<Write>) -> Answers {
    let (let_go, wait) = mpsc::channel::<()>();
    let (begun, began) = mpsc::channel();
    let holder = store.clone();
    let holder = thread::spawn(move || {
        holder.write_blocking(move |_| {
            begun.send(()).unwrap();
            wait.recv().unwrap();
            Ok::<_, StoreError>(())
        })
    });
    began.recv().unwrap();
    let mut answers = Vec::new();
    for (place, write) in writes.into_iter().enumerate() {
        let writer = store.clone();
        answers.push(thread::spawn(move || writer.write_blocking(write)));
        // One after the other, so that they run in this order.
        while store.statistics().waiting_writes <= place {
            thread::yield_now();
        }
    }
    let_go.send(()).unwrap();
    holder.join().unwrap().unwrap();
    answers
}

fn outcomes(answers: Answers) -> Vec<Result<(), StoreError>> {
    answers.into_iter().map(|answer| answer.join().unwrap()).collect()
}

#[test]
fn writes_that_wait_together_share_one_commit() {
    let database = TestDatabase::sqlite();
    let store = database.open();
    with_counter(&store);
    let before = store.statistics().commits;
    let answers = together(
        &store,
        vec![|tx| add_counter(tx, 2), |tx| add_counter(tx, 3), |tx| {
            add_counter(tx, 4)
        }],
    );
    assert_eq!(outcomes(answers), [Ok(()), Ok(()), Ok(())]);
    assert_eq!(
        store.statistics().commits - before,
        2,
        "one for the holder, one for the three"
    );
    assert_eq!(count_counters(&store), 4);
}

#[test]
fn a_write_that_waits_alone_is_committed_alone() {
    let database = TestDatabase::sqlite();
    let store = database.open();
    with_counter(&store);
    let before = store.statistics().commits;
    for id in 2..=5 {
        store.write_blocking(move |tx| add_counter(tx, id)).unwrap();
    }
    assert_eq!(store.statistics().commits - before, 4);
}

#[test]
fn a_refusal_and_a_panic_in_a_group_harm_no_other() {
    let database = TestDatabase::sqlite();
    let store = database.open();
    with_counter(&store);
    let answers = outcomes(together(
        &store,
        vec![
            |tx| add_counter(tx, 2),
            |tx| {
                add_counter(tx, 3)?;
                add_counter(tx, 1)
            },
            |tx| {
                add_counter(tx, 4)?;
                tx.savepoint(|_| -> Result<(), StoreError> { panic!("a fault in a use case") })
            },
            |tx| add_counter(tx, 5),
        ],
    ));
    assert_eq!(answers[0], Ok(()));
    assert!(matches!(answers[1], Err(StoreError::Conflict(_))));
    assert!(matches!(answers[2], Err(StoreError::Internal(_))));
    assert_eq!(answers[3], Ok(()));
    assert_eq!(count_counters(&store), 3);
    assert_eq!(store.write_blocking(|tx| add_counter(tx, 6)), Ok(()));
}

#[test]
fn when_the_common_commit_fails_nobody_is_told_that_it_was_kept() {
    let database = TestDatabase::sqlite();
    let store = database.open();
    with_counter(&store);
    store
        .write_blocking(|tx| {
            tx.db().batch_execute(
                "CREATE TABLE pointers (id INTEGER NOT NULL REFERENCES counters (id) DEFERRABLE INITIALLY DEFERRED);",
            )?;
            Ok::<_, StoreError>(())
        })
        .unwrap();
    // A deferred key is checked at the commit, where it fails for all. That is why no migration may have one.
    let answers = outcomes(together(
        &store,
        vec![
            |tx| add_counter(tx, 2),
            |tx| Ok(tx.db().batch_execute("INSERT INTO pointers VALUES (99);")?),
            |_| Err(StoreError::NotFound),
        ],
    ));
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer, Err(StoreError::Conflict(_)))),
        "{answers:?}"
    );
    assert_eq!(count_counters(&store), 1);
    assert_eq!(store.write_blocking(|tx| add_counter(tx, 2)), Ok(()));
}

#[test]
fn a_job_that_ends_the_transaction_fails_its_group_and_the_next_goes_on() {
    let database = TestDatabase::sqlite();
    let store = database.open();
    with_counter(&store);
    let answers = outcomes(together(
        &store,
        vec![
            |tx| add_counter(tx, 2),
            // What SQLite does by itself when the disk is full.
            |tx| Ok(tx.db().batch_execute("ROLLBACK;")?),
            |tx| add_counter(tx, 3),
        ],
    ));
    assert!(answers[0].is_err() && answers[1].is_err(), "{answers:?}");
    assert_eq!(
        answers[2],
        Ok(()),
        "it had not begun, so it came into the next group"
    );
    assert_eq!(count_counters(&store), 2);
}

#[test]
fn nothing_answered_is_lost_under_many_writers() {
    let database = TestDatabase::sqlite();
    let store = database.open();
    with_counter(&store);
    let before = store.statistics().commits;
    thread::scope(|scope| {
        for writer in 0..16 {
            let store = &store;
            scope.spawn(move || {
                for number in 0..50 {
                    let id = 2 + writer * 50 + number;
                    store.write_blocking(move |tx| add_counter(tx, id)).unwrap();
                }
            });
        }
    });
    let commits = store.statistics().commits - before;
    store.close();
    assert!(commits <= 800, "{commits} commits");
    assert_eq!(count_counters(&database.open()), 801);
}
