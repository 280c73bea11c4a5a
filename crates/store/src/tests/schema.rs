//! The tables in code are the tables in both databases, and the logs only grow.

use crate::{Kind, StoreError, on_both_databases, testing::TestDatabase};
use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::Text};
use std::collections::BTreeSet;

on_both_databases!(
    the_tables_in_code_are_the_migrated_ones,
    every_reference_has_an_index,
    the_logs_refuse_to_be_changed,
);

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn ask(database: &TestDatabase, question: &'static str) -> BTreeSet<String> {
    let store = database.open();
    let lines: Vec<Line> = store
        .read_blocking(move |tx| Ok::<_, StoreError>(sql_query(question).load(tx.db())?))
        .unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

/// `table.column class null|not null` for each column that `schema.rs` declares.
fn declared() -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    let mut table = String::new();
    for line in include_str!("../schema.rs").lines() {
        let line = line.trim();
        if line.starts_with("joinable!") {
            continue;
        } else if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            table = name.to_owned();
        } else if let Some((column, sql_type)) = line.trim_end_matches(',').split_once(" -> ") {
            let (sql_type, null) = match sql_type.strip_prefix("Nullable<") {
                Some(inner) => (inner.trim_end_matches('>'), "null"),
                None => (sql_type, "not null"),
            };
            lines.insert(format!("{table}.{column} {} {null}", class_in_code(sql_type)));
        }
    }
    lines
}

fn class_in_code(sql_type: &str) -> &'static str {
    match sql_type {
        "DbUuid" => "id",
        "DbInstant" => "instant",
        "Text" | "DbWord" => "text",
        "Date" => "date",
        "Bool" => "bool",
        "Integer" => "integer",
        "BigInt" => "bigint",
        other => panic!("schema.rs uses {other}; say here what it is in each database"),
    }
}

fn the_tables_in_code_are_the_migrated_ones(database: TestDatabase) {
    let (found, expected) = match database.kind() {
        Kind::Postgres => {
            let columns = ask(
                &database,
                "SELECT table_name || '.' || column_name || ' ' || CASE data_type WHEN 'uuid' THEN 'id' \
                 WHEN 'timestamp with time zone' THEN 'instant' WHEN 'boolean' THEN 'bool' ELSE data_type END \
                 || CASE is_nullable WHEN 'YES' THEN ' null' ELSE ' not null' END AS line \
                 FROM information_schema.columns WHERE table_schema = 'public' \
                 AND table_name NOT IN ('__diesel_schema_migrations', 'store_meta')",
            );
            (columns, declared())
        }
        // SQLite has one kind of integer and keeps dates as text.
        Kind::Sqlite => {
            let columns = ask(
                &database,
                "SELECT m.name || '.' || c.name || ' ' || lower(c.type) || \
                 CASE WHEN c.\"notnull\" THEN ' not null' ELSE ' null' END AS line \
                 FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' \
                 AND m.name NOT IN ('__diesel_schema_migrations', 'store_meta') AND m.name NOT LIKE 'sqlite%'",
            );
            let expected = declared()
                .into_iter()
                .map(|line| {
                    let (column, rest) = line.split_once(' ').unwrap();
                    let (class, null) = rest.split_once(' ').unwrap();
                    let class = match class {
                        "id" => "blob",
                        "instant" | "bool" | "integer" | "bigint" => "integer",
                        _ => "text",
                    };
                    format!("{column} {class} {null}")
                })
                .collect();
            (columns, expected)
        }
    };
    let missing: Vec<_> = expected.difference(&found).collect();
    let unknown: Vec<_> = found.difference(&expected).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "not migrated: {missing:#?}\nnot in schema.rs: {unknown:#?}"
    );
}

#[test]
fn every_table_says_what_it_holds_and_what_goes_when_a_record_is_erased() {
    let tables: BTreeSet<_> = declared()
        .into_iter()
        .map(|line| line.split('.').next().unwrap().to_owned())
        .collect();
    let classified: BTreeSet<_> = crate::HOLDINGS
        .iter()
        .map(|holding| holding.table.to_owned())
        .collect();
    assert_eq!(
        tables, classified,
        "say in holdings.rs what the new table holds and on whom, or take the old one out"
    );
    assert_eq!(classified.len(), crate::HOLDINGS.len(), "each table once");
}

fn every_reference_has_an_index(database: TestDatabase) {
    let without = match database.kind() {
        Kind::Sqlite => ask(
            &database,
            "SELECT m.name || '.' || f.\"from\" AS line FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
             WHERE m.type = 'table' AND NOT EXISTS (SELECT 1 FROM pragma_index_list(m.name) i, \
             pragma_index_info(i.name) x WHERE x.seqno = 0 AND x.name = f.\"from\") \
             AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = f.\"from\" AND c.pk = 1)",
        ),
        Kind::Postgres => ask(
            &database,
            "SELECT c.conrelid::regclass || '.' || a.attname AS line FROM pg_constraint c \
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f' \
             AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])",
        ),
    };
    assert!(without.is_empty(), "references without an index: {without:?}");
}

fn the_logs_refuse_to_be_changed(database: TestDatabase) {
    let store = database.open();
    store
        .write_blocking(|tx| {
            tx.record_security(&crate::SecurityRecord {
                at: "2026-09-07T09:00:00Z".parse().unwrap(),
                user_id: None,
                event: "signed_in",
                operation: "create_session",
                subject: None,
                network: None,
                occurrences: 1,
            })
        })
        .unwrap();
    for change in ["UPDATE security_log SET event = 'x'", "DELETE FROM security_log"] {
        let refused =
            store.write_blocking(move |tx| Ok::<_, StoreError>(sql_query(change).execute(tx.db())?));
        assert!(refused.is_err(), "{change}");
    }
}
