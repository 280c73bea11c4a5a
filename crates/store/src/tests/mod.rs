//! The store's own behaviour, on both databases.

mod beside;
mod errors;
mod groups;
mod migrations;
mod outage;
mod schema;
mod transactions;
mod types;

use crate::{ReadTx, Store, StoreError, WriteTx};
use diesel::{ExpressionMethods, QueryDsl, QueryResult, RunQueryDsl, connection::SimpleConnection, update};

diesel::table! {
    /// A table of these tests alone.
    counters (id) {
        id -> Integer,
        value -> Integer,
    }
}

/// Makes the table with one counter at zero.
fn with_counter(store: &Store) {
    store
        .write_blocking(|tx| {
            tx.db().batch_execute(
                "CREATE TABLE counters (id INTEGER PRIMARY KEY, value INTEGER NOT NULL, \
                 CONSTRAINT value_is_positive CHECK (value >= 0)); INSERT INTO counters VALUES (1, 0);",
            )?;
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn add_counter(tx: &mut WriteTx<'_>, id: i32) -> Result<(), StoreError> {
    diesel::insert_into(counters::table)
        .values((counters::id.eq(id), counters::value.eq(0)))
        .execute(tx.db())?;
    Ok(())
}

fn read_counter(tx: &mut ReadTx<'_>) -> Result<i32, StoreError> {
    Ok(counters::table.find(1).select(counters::value).first(tx.db())?)
}

fn set_counter(tx: &mut WriteTx<'_>, value: i32) -> QueryResult<usize> {
    update(counters::table.find(1))
        .set(counters::value.eq(value))
        .execute(tx.db())
}

fn count_counters(store: &Store) -> i64 {
    store
        .read_blocking(|tx| Ok::<_, StoreError>(counters::table.count().get_result(tx.db())?))
        .unwrap()
}
