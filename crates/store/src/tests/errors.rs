//! What the databases say, in the store's words.

use super::{add_counter, set_counter, with_counter};
use crate::{Kind, Store, StoreError, Violation, ViolationKind, on_both_databases, testing::TestDatabase};
use diesel::connection::SimpleConnection;

on_both_databases!(
    a_broken_unique_rule_names_its_table_and_columns,
    a_broken_foreign_key_a_check_and_a_missing_value_are_told_apart,
    a_missing_table_is_a_fault_of_the_program,
    no_message_holds_a_value,
    a_stored_value_of_the_wrong_shape_is_damage,
    the_log_of_slow_statements_holds_no_value,
);

fn run(store: &Store, sql: &'static str) -> Result<(), StoreError> {
    store.write_blocking(move |tx| Ok(tx.db().batch_execute(sql)?))
}

fn violation(answer: Result<(), StoreError>) -> Violation {
    match answer {
        Err(StoreError::Conflict(violation)) => violation,
        other => panic!("not a conflict: {other:?}"),
    }
}

const PEOPLE: &str = "CREATE TABLE people (name TEXT NOT NULL, born INTEGER NOT NULL, \
    parent INTEGER REFERENCES counters (id), UNIQUE (name, born));";

fn a_broken_unique_rule_names_its_table_and_columns(database: TestDatabase) {
    let store = database.open();
    with_counter(&store);
    run(&store, PEOPLE).unwrap();
    run(&store, "INSERT INTO people VALUES ('Amira', 2015, 1);").unwrap();
    let broken = violation(run(&store, "INSERT INTO people VALUES ('Amira', 2015, 1);"));
    assert!(broken.is_unique_on("people", &["name", "born"]), "{broken:?}");
    assert!(!broken.is_unique_on("people", &["name"]));
    assert!(!broken.is_unique_on("counters", &["name", "born"]));
}

fn a_broken_foreign_key_a_check_and_a_missing_value_are_told_apart(database: TestDatabase) {
    let store = database.open();
    with_counter(&store);
    run(&store, PEOPLE).unwrap();
    let key = violation(run(&store, "INSERT INTO people VALUES ('Amira', 2015, 99);"));
    assert_eq!(key.kind, ViolationKind::ForeignKey);
    let missing = violation(run(&store, "INSERT INTO people (name) VALUES ('Amira');"));
    assert_eq!(missing.kind, ViolationKind::NotNull);
    assert_eq!(
        (missing.table.as_deref(), missing.columns),
        (Some("people"), vec!["born".to_owned()])
    );
    let check = violation(store.write_blocking(|tx| Ok(set_counter(tx, -1).map(drop)?)));
    assert_eq!(check.kind, ViolationKind::Check);
    assert_eq!(check.constraint.as_deref(), Some("value_is_positive"));
}

fn a_missing_table_is_a_fault_of_the_program(database: TestDatabase) {
    let store = database.open();
    let answer = store.write_blocking(|tx| add_counter(tx, 1));
    let Err(StoreError::Internal(message)) = answer else {
        panic!("{answer:?}");
    };
    assert!(message.contains("counters"), "{message}");
}

fn no_message_holds_a_value(database: TestDatabase) {
    let store = database.open();
    with_counter(&store);
    run(&store, PEOPLE).unwrap();
    run(&store, "INSERT INTO people VALUES ('Zebedee', 2015, 1);").unwrap();
    let faults: &[&'static str] = match store.kind() {
        Kind::Postgres => &[
            "SELECT CAST('Zebedee' AS INTEGER);",
            "SELECT CAST('Zebedee' AS DATE);",
        ],
        Kind::Sqlite => &["SELECT json('Zebedee');", "SELECT json_extract('{}', 'Zebedee');"],
    };
    let conflict = "INSERT INTO people VALUES ('Zebedee', 2015, 1);";
    for fault in faults.iter().copied().chain([conflict]) {
        let error = run(&store, fault).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("Zebedee"), "{error:?}");
    }
}

fn a_stored_value_of_the_wrong_shape_is_damage(database: TestDatabase) {
    use crate::types::DbWord;
    use diesel::{RunQueryDsl, dsl::sql, select};
    let store = database.open();
    store
        .write_blocking(|tx| tx.set_note("stage", "Zebedee"))
        .unwrap();
    let answer = store.read_blocking(|tx| {
        let stage: ehcp_case::Stage = select(sql::<DbWord>("value FROM store_meta")).get_result(tx.db())?;
        Ok::<_, StoreError>(stage)
    });
    let Err(StoreError::Corrupt(message)) = answer else {
        panic!("{answer:?}");
    };
    assert!(!message.contains("Zebedee"), "{message}");
}

fn the_log_of_slow_statements_holds_no_value(database: TestDatabase) {
    use diesel::{Connection, connection::InstrumentationEvent};
    let store = database.open();
    let (logged, log) = std::sync::mpsc::channel();
    store
        .write_blocking(move |tx| {
            tx.db()
                .set_instrumentation(move |event: InstrumentationEvent<'_>| {
                    if let InstrumentationEvent::FinishQuery { query, .. } = event {
                        let whole = query.to_string();
                        let kept = crate::slow_query::without_values(&whole).to_owned();
                        // The store is still in use when the test has ended.
                        let _ended = logged.send((whole, kept));
                    }
                });
            tx.set_note("name", "Zebedee")
        })
        .unwrap();
    let (whole, kept) = log.iter().find(|(_, kept)| kept.contains("INSERT")).unwrap();
    assert!(
        whole.contains("Zebedee"),
        "the database layer no longer shows values: {whole}"
    );
    assert!(kept.contains("store_meta") && !kept.contains("Zebedee"), "{kept}");
}

#[test]
fn a_locked_database_is_busy() {
    let database = TestDatabase::sqlite();
    let store = database.open();
    let other = database.open();
    run(&other, "PRAGMA busy_timeout = 0;").unwrap();
    let answer = store.write_blocking(move |_| {
        Ok::<_, StoreError>(other.write_blocking(|tx| tx.set_note("calendar", "2026")))
    });
    assert_eq!(answer, Ok(Err(StoreError::Busy)));
}

#[test]
fn a_database_that_may_not_grow_is_full() {
    let database = TestDatabase::sqlite();
    let store = database.open();
    run(
        &store,
        "CREATE TABLE big (content TEXT NOT NULL); PRAGMA max_page_count = 1;",
    )
    .unwrap();
    let filled = run(
        &store,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) \
         INSERT INTO big SELECT hex(randomblob(500)) FROM n;",
    );
    assert_eq!(filled, Err(StoreError::DiskFull));
    assert_eq!(store.read_blocking(|tx| tx.note("still")), Ok(None));
}

#[test]
fn a_deadlock_is_told_to_one_and_done_for_the_other() {
    let database = TestDatabase::postgres();
    let store = database.open();
    with_counter(&store);
    store.write_blocking(|tx| add_counter(tx, 2)).unwrap();
    let meet = std::sync::Barrier::new(2);
    let meet = std::sync::Arc::new(meet);
    let answers: Vec<_> = [(1, 2), (2, 1)]
        .map(|(first, second)| {
            let (store, meet) = (store.clone(), std::sync::Arc::clone(&meet));
            std::thread::spawn(move || {
                store.write_blocking(move |tx| {
                    let touch = |id| format!("UPDATE counters SET value = value + 1 WHERE id = {id};");
                    tx.db().batch_execute(&touch(first))?;
                    meet.wait();
                    tx.db().batch_execute(&touch(second))?;
                    Ok::<_, StoreError>(())
                })
            })
        })
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    assert!(
        answers.contains(&Ok(())) && answers.contains(&Err(StoreError::Held)),
        "{answers:?}"
    );
}
