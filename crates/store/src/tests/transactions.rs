//! What a transaction promises.

use super::{add_counter, count_counters, counters, read_counter, set_counter, with_counter};
use crate::{StoreConfig, StoreError, dialect::Locked, on_both_databases, testing::TestDatabase};
use diesel::{QueryDsl, RunQueryDsl};
use std::{sync::mpsc, thread, time::Duration};

on_both_databases!(
    increments_of_several_threads_are_all_kept,
    a_refused_write_leaves_nothing,
    a_swallowed_database_error_is_never_a_success,
    a_savepoint_is_undone_alone,
    a_panic_rolls_back_and_the_store_goes_on,
    a_panic_inside_a_savepoint_rolls_back_too,
    a_reader_cannot_write,
    a_reader_sees_one_snapshot,
    a_full_queue_refuses_at_once,
    work_whose_caller_has_gone_never_begins,
    a_caller_waits_only_so_long_for_its_work_to_begin,
    closing_does_what_waits_and_takes_nothing_more,
    a_note_replaces_the_one_before,
);

fn increments_of_several_threads_are_all_kept(database: TestDatabase) {
    let store = database.open();
    with_counter(&store);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..200 {
                    store
                        .write_blocking(|tx| {
                            let one = counters::table.find(1).select(counters::value);
                            let seen: i32 = Locked(one).get_result(tx.db())?;
                            set_counter(tx, seen + 1)?;
                            Ok::<_, StoreError>(())
                        })
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(store.read_blocking(read_counter), Ok(1600));
}

fn a_refused_write_leaves_nothing(database: TestDatabase) {
    let store = database.open();
    with_counter(&store);
    let refused = store.write_blocking(|tx| {
        add_counter(tx, 2)?;
        Err::<(), _>(StoreError::NotFound)
    });
    assert_eq!(refused, Err(StoreError::NotFound));
    assert_eq!(count_counters(&store), 1);
}

fn a_swallowed_database_error_is_never_a_success(database: TestDatabase) {
    let store = database.open();
    with_counter(&store);
    let answer = store.write_blocking(|tx| {
        add_counter(tx, 2)?;
        assert!(add_counter(tx, 1).is_err());
        Ok::<_, StoreError>(())
    });
    // SQLite undoes the one statement and goes on; PostgreSQL gives up the whole transaction.
    let kept = if answer.is_ok() { 2 } else { 1 };
    assert_eq!(count_counters(&store), kept);
}

fn a_savepoint_is_undone_alone(database: TestDatabase) {
    let store = database.open();
    with_counter(&store);
    store
        .write_blocking(|tx| {
            tx.savepoint(|tx| add_counter(tx, 2))?;
            let refused = tx.savepoint(|tx| {
                add_counter(tx, 3)?;
                tx.savepoint(|tx| add_counter(tx, 4))?;
                add_counter(tx, 1)
            });
            assert!(matches!(refused, Err(StoreError::Conflict(_))));
            add_counter(tx, 5)
        })
        .unwrap();
    assert_eq!(count_counters(&store), 3);
}

fn a_panic_rolls_back_and_the_store_goes_on(database: TestDatabase) {
    let store = database.open();
    with_counter(&store);
    let answer = store.write_blocking(|tx| -> Result<(), StoreError> {
        add_counter(tx, 2)?;
        panic!("a fault in a use case");
    });
    assert!(matches!(answer, Err(StoreError::Internal(_))));
    let answer = store.read_blocking(|_| -> Result<(), StoreError> { panic!("a fault in a reading") });
    assert!(matches!(answer, Err(StoreError::Internal(_))));
    assert_eq!(count_counters(&store), 1);
    assert_eq!(store.write_blocking(|tx| add_counter(tx, 2)), Ok(()));
}

fn a_panic_inside_a_savepoint_rolls_back_too(database: TestDatabase) {
    let store = database.open();
    with_counter(&store);
    let answer = store.write_blocking(|tx| {
        add_counter(tx, 2)?;
        tx.savepoint(|tx| -> Result<(), StoreError> {
            add_counter(tx, 3)?;
            panic!("a fault in a part");
        })
    });
    assert!(matches!(answer, Err(StoreError::Internal(_))));
    assert_eq!(count_counters(&store), 1);
    assert_eq!(store.write_blocking(|tx| add_counter(tx, 2)), Ok(()));
}

fn a_reader_cannot_write(database: TestDatabase) {
    let store = database.open();
    with_counter(&store);
    let answer = store.read_blocking(|tx| {
        diesel::delete(counters::table).execute(tx.db())?;
        Ok::<_, StoreError>(())
    });
    assert!(matches!(answer, Err(StoreError::Internal(_))), "{answer:?}");
    assert_eq!(count_counters(&store), 1);
}

fn a_reader_sees_one_snapshot(database: TestDatabase) {
    let store = database.open();
    with_counter(&store);
    let writer = store.clone();
    let (before, after) = store
        .read_blocking(move |tx| {
            let before = read_counter(tx)?;
            writer.write_blocking(|tx| Ok::<_, StoreError>(set_counter(tx, 7)?))?;
            Ok::<_, StoreError>((before, read_counter(tx)?))
        })
        .unwrap();
    assert_eq!((before, after), (0, 0));
    assert_eq!(store.read_blocking(read_counter), Ok(7));
}

/// A store with one thread for each kind of work, so that one job holds up the others.
fn narrow(database: &TestDatabase) -> StoreConfig {
    StoreConfig {
        sqlite_readers: 1,
        postgres_readers: 1,
        postgres_writers: 1,
        postgres_log_writers: 1,
        queue_length: 2,
        ..database.config()
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .unwrap()
}

/// Work that says when it began and then waits to be let go.
fn hold(store: &crate::Store) -> (mpsc::Sender<()>, thread::JoinHandle<Result<(), StoreError>>) {
    let (let_go, wait) = mpsc::channel::<()>();
    let (begun, began) = mpsc::channel();
    let store = store.clone();
    let holder = thread::spawn(move || {
        store.write_blocking(move |_| {
            begun.send(()).unwrap();
            wait.recv().unwrap();
            Ok::<_, StoreError>(())
        })
    });
    began.recv().unwrap();
    (let_go, holder)
}

fn a_full_queue_refuses_at_once(database: TestDatabase) {
    let store = crate::Store::open(narrow(&database)).unwrap();
    with_counter(&store);
    let (let_go, holder) = hold(&store);
    let runtime = runtime();
    let waiting: Vec<_> = [2, 3]
        .map(|id| {
            let store = store.clone();
            runtime.spawn(async move { store.write(move |tx| add_counter(tx, id)).await })
        })
        .into();
    while store.statistics().waiting_writes < 2 {
        thread::yield_now();
    }
    assert_eq!(
        store.write_blocking(|tx| add_counter(tx, 4)),
        Err(StoreError::Busy)
    );
    let_go.send(()).unwrap();
    holder.join().unwrap().unwrap();
    for write in waiting {
        assert_eq!(runtime.block_on(write).unwrap(), Ok(()));
    }
    assert_eq!(count_counters(&store), 3);
}

fn work_whose_caller_has_gone_never_begins(database: TestDatabase) {
    let store = crate::Store::open(narrow(&database)).unwrap();
    with_counter(&store);
    let (let_go, holder) = hold(&store);
    let runtime = runtime();
    let abandoned = {
        let store = store.clone();
        runtime.spawn(async move { store.write(|tx| add_counter(tx, 2)).await })
    };
    while store.statistics().waiting_writes < 1 {
        thread::yield_now();
    }
    abandoned.abort();
    assert!(runtime.block_on(abandoned).unwrap_err().is_cancelled());
    let_go.send(()).unwrap();
    holder.join().unwrap().unwrap();
    assert_eq!(count_counters(&store), 1);
}

fn a_caller_waits_only_so_long_for_its_work_to_begin(database: TestDatabase) {
    let impatient = StoreConfig {
        longest_wait: Duration::from_millis(1),
        ..narrow(&database)
    };
    let store = crate::Store::open(impatient).unwrap();
    with_counter(&store);
    let (let_go, holder) = hold(&store);
    let answer = runtime().block_on(store.write(|tx| add_counter(tx, 2)));
    assert_eq!(answer, Err(StoreError::Busy));
    let_go.send(()).unwrap();
    holder.join().unwrap().unwrap();
    assert_eq!(count_counters(&store), 1);
}

fn closing_does_what_waits_and_takes_nothing_more(database: TestDatabase) {
    let store = crate::Store::open(narrow(&database)).unwrap();
    with_counter(&store);
    let (let_go, holder) = hold(&store);
    let runtime = runtime();
    let waiting = {
        let store = store.clone();
        runtime.spawn(async move { store.write(|tx| add_counter(tx, 2)).await })
    };
    while store.statistics().waiting_writes < 1 {
        thread::yield_now();
    }
    let_go.send(()).unwrap();
    store.close();
    holder.join().unwrap().unwrap();
    assert_eq!(runtime.block_on(waiting).unwrap(), Ok(()));
    assert_eq!(
        store.write_blocking(|tx| add_counter(tx, 3)),
        Err(StoreError::Unavailable)
    );
    assert_eq!(count_counters(&database.open()), 2);
}

fn a_note_replaces_the_one_before(database: TestDatabase) {
    let store = database.open();
    assert_eq!(store.read_blocking(|tx| tx.note("calendar")), Ok(None));
    for value in ["2026", "2027"] {
        store
            .write_blocking(move |tx| tx.set_note("calendar", value))
            .unwrap();
    }
    assert_eq!(
        store.read_blocking(|tx| tx.note("calendar")),
        Ok(Some("2027".to_owned()))
    );
}
