//! Upkeep: forgetting what is kept for a while only, and asking the database whether its file is sound.

use crate::schema::idempotent_answers;
use crate::types::Instant;
use crate::{Kind, ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_query, sql_types::Text};

/// The most faults that are listed; one is enough to restore a copy.
const FAULTS_MAX: usize = 100;

#[derive(QueryableByName)]
struct Note {
    #[diesel(sql_type = Text)]
    note: String,
}

impl ReadTx<'_> {
    /// What SQLite finds wrong with its file: damaged pages and indexes, rows that point to rows that are not there.
    /// Empty when it is sound. PostgreSQL has its own programs for this (`pg_amcheck`) and checks its keys itself, so
    /// nothing is asked of it.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn file_faults(&mut self) -> Result<Vec<String>, StoreError> {
        if self.kind() == Kind::Postgres {
            return Ok(Vec::new());
        }
        let integrity: Vec<Note> =
            sql_query("SELECT integrity_check AS note FROM pragma_integrity_check").load(self.db())?;
        let keys: Vec<Note> = sql_query(
            "SELECT 'a row of ' || \"table\" || ' points to a row of ' || parent || ' that is not there' AS note \
             FROM pragma_foreign_key_check",
        )
        .load(self.db())?;
        let faults = integrity.into_iter().filter(|note| note.note != "ok").chain(keys);
        Ok(faults.take(FAULTS_MAX).map(|note| note.note).collect())
    }
}

impl WriteTx<'_> {
    /// Forgets the oldest answers given before a moment, about `at_most` of them (those given at the same moment go
    /// together), and says how many. Zero: none is left.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn forget_some_answers_before(
        &mut self,
        before: DateTime<Utc>,
        at_most: i64,
    ) -> Result<usize, StoreError> {
        let old = idempotent_answers::answered_at.lt(Instant::new(before));
        let last: Option<Instant> = idempotent_answers::table
            .filter(old)
            .order(idempotent_answers::answered_at.asc())
            .offset(at_most.saturating_sub(1).max(0))
            .limit(1)
            .select(idempotent_answers::answered_at)
            .first(self.db())
            .optional()?;
        let forgotten = match last {
            Some(last) => {
                diesel::delete(idempotent_answers::table.filter(idempotent_answers::answered_at.le(last)))
                    .execute(self.db())?
            }
            None => diesel::delete(idempotent_answers::table.filter(old)).execute(self.db())?,
        };
        Ok(forgotten)
    }
}
