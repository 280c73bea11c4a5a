//! Up, down and up again, and who is refused.

use crate::{
    Kind, OnStart, OpenError, Store, StoreConfig, StoreError, migrate, on_both_databases,
    testing::TestDatabase,
};
use diesel::{
    QueryableByName, RunQueryDsl, connection::SimpleConnection, pg::Pg, sql_query, sql_types::Text,
    sqlite::Sqlite,
};
use std::{fs, path::Path, thread};

on_both_databases!(
    a_migrated_database_lacks_nothing,
    up_down_and_up_again_leaves_the_same_schema,
    an_older_schema_is_refused_or_migrated_as_told,
    a_newer_schema_is_refused,
);

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Every table, column, index and constraint, one line each.
fn schema(database: &TestDatabase) -> Vec<String> {
    let question = match database.kind() {
        Kind::Sqlite => {
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS line FROM sqlite_master ORDER BY 1"
        }
        Kind::Postgres => {
            "SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) AS line \
             FROM information_schema.columns WHERE table_schema = 'public' \
             UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' \
             UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) \
             FROM pg_constraint WHERE connamespace = 'public'::regnamespace \
             UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal \
             UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace \
             ORDER BY 1"
        }
    };
    let store = database.open();
    let lines: Vec<Line> = store
        .read_blocking(move |tx| Ok::<_, StoreError>(sql_query(question).load(tx.db())?))
        .unwrap();
    store.close();
    lines.into_iter().map(|line| line.line).collect()
}

fn a_migrated_database_lacks_nothing(database: TestDatabase) {
    assert_eq!(migrate::pending(&database.config()), Ok(vec![]));
    assert_eq!(migrate::migrate(&database.config()), Ok(vec![]));
}

fn up_down_and_up_again_leaves_the_same_schema(database: TestDatabase) {
    let before = schema(&database);
    assert!(
        before.iter().any(|line| line.contains("store_meta")),
        "{before:?}"
    );
    migrate::revert_all(&database.config()).unwrap();
    let missing = migrate::pending(&database.config()).unwrap();
    assert_eq!(
        missing.first().map(String::as_str),
        Some("2026-11-22-000001_meta")
    );
    assert_eq!(migrate::migrate(&database.config()), Ok(missing));
    assert_eq!(schema(&database), before);
}

fn an_older_schema_is_refused_or_migrated_as_told(database: TestDatabase) {
    migrate::revert_all(&database.config()).unwrap();
    let refusal = Store::open(database.config()).err().unwrap();
    assert!(matches!(refusal, OpenError::NotMigrated { .. }));
    assert!(refusal.to_string().contains("ehcp migrate"), "{refusal}");
    let told = StoreConfig {
        on_start: OnStart::Migrate,
        ..database.config()
    };
    assert!(Store::open(told).is_ok());
}

fn a_newer_schema_is_refused(database: TestDatabase) {
    let store = database.open();
    store
        .write_blocking(|tx| {
            tx.db().batch_execute(
                "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000001');",
            )?;
            Ok::<_, StoreError>(())
        })
        .unwrap();
    store.close();
    let newer = OpenError::NewerSchema {
        version: "29990101000001".to_owned(),
    };
    assert_eq!(Store::open(database.config()).err(), Some(newer.clone()));
    assert_eq!(migrate::migrate(&database.config()), Err(newer));
}

fn several_at_once(database: &TestDatabase) {
    let ran: usize = thread::scope(|scope| {
        let starts: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| migrate::migrate(&database.config()).unwrap().len()))
            .collect();
        starts.into_iter().map(|start| start.join().unwrap()).sum()
    });
    assert_eq!(ran, migrate::known::<Sqlite>(&migrate::SQLITE).unwrap().len());
    assert_eq!(migrate::pending(&database.config()), Ok(vec![]));
}

#[test]
fn several_processes_may_migrate_sqlite_at_once() {
    several_at_once(&TestDatabase::empty_sqlite());
}

#[test]
fn several_processes_may_migrate_postgres_at_once() {
    several_at_once(&TestDatabase::empty_postgres());
}

#[test]
fn asking_what_is_pending_changes_nothing() {
    let database = TestDatabase::empty_sqlite();
    migrate::pending(&database.config()).unwrap();
    assert!(matches!(
        Store::open(database.config()).err(),
        Some(OpenError::NotMigrated { .. })
    ));
}

#[test]
fn both_databases_have_the_same_migrations_in_the_same_order() {
    let sqlite = migrate::known::<Sqlite>(&migrate::SQLITE).unwrap();
    let postgres = migrate::known::<Pg>(&migrate::POSTGRES).unwrap();
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, postgres);
}

#[test]
fn no_rule_of_the_schema_is_deferred_to_the_commit() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut files = 0;
    for database in ["sqlite", "postgres"] {
        for migration in fs::read_dir(folder.join(database)).unwrap() {
            for file in fs::read_dir(migration.unwrap().path()).unwrap() {
                let path = file.unwrap().path();
                let text = fs::read_to_string(&path).unwrap().to_uppercase();
                files += 1;
                // On SQLite it would fail the other writes that share the commit.
                assert!(!text.contains("INITIALLY DEFERRED"), "{}", path.display());
            }
        }
    }
    assert!(files > 0);
}
