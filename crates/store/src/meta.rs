//! What the store notes about itself.

use crate::{
    dialect::PerBackend,
    error::StoreError,
    transaction::{ReadTx, WriteTx},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, insert_into, upsert::excluded};

diesel::table! {
    /// What the store notes about itself.
    store_meta (key) {
        key -> Text,
        value -> Text,
    }
}

impl ReadTx<'_> {
    /// What was noted under this key, if anything.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        let value = store_meta::table
            .find(key)
            .select(store_meta::value)
            .first(self.db())
            .optional()?;
        Ok(value)
    }
}

impl WriteTx<'_> {
    /// Notes a value under this key in place of an earlier one. Never personal data.
    ///
    /// # Errors
    /// When the database fails.
    pub fn set_note(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        PerBackend(
            insert_into(store_meta::table)
                .values((store_meta::key.eq(key), store_meta::value.eq(value)))
                .on_conflict(store_meta::key)
                .do_update()
                .set(store_meta::value.eq(excluded(store_meta::value))),
        )
        .execute(self.db())?;
        Ok(())
    }
}
