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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{UserRow, testing::TestDatabase};
    use chrono::TimeDelta;
    use ehcp_access::Role;
    use ehcp_case::UserId;
    use uuid::Uuid;

    crate::on_both_databases!(
        old_answers_go_in_batches_and_newer_ones_stay,
        a_sound_database_has_no_fault
    );

    fn old_answers_go_in_batches_and_newer_ones_stay(database: TestDatabase) {
        let store = database.open();
        let now: DateTime<Utc> = "2026-09-07T09:00:00Z".parse().unwrap();
        let user = UserRow {
            id: UserId(Uuid::now_v7()),
            email: "ana@example.org".to_owned(),
            display_name: "Ana Example".to_owned(),
            role: Role::Officer,
            education_setting_id: None,
            password_hash: "none".to_owned(),
            disabled_at: None,
            created_at: now,
            version: 1,
        };
        let forgotten = store
            .write_blocking(move |tx| {
                tx.insert_user(&user)?;
                for hours in 0..8 {
                    let at = now - TimeDelta::hours(hours);
                    tx.claim_answer(user.id, "make_request", &format!("key-{hours}"), "digest", at)?;
                }
                let before = now - TimeDelta::hours(2);
                let batches = [(); 4].map(|()| tx.forget_some_answers_before(before, 2));
                let kept =
                    [2, 3].map(|hours| tx.kept_answer(user.id, "make_request", &format!("key-{hours}")));
                let [two, three] = kept;
                assert!(two?.is_some() && three?.is_none());
                batches.into_iter().collect::<Result<Vec<_>, StoreError>>()
            })
            .unwrap();
        // Five are older than two hours.
        assert_eq!(forgotten, [2, 2, 1, 0]);
    }

    fn a_sound_database_has_no_fault(database: TestDatabase) {
        let faults = database.open().read_blocking(|tx| tx.file_faults()).unwrap();
        assert_eq!(faults, Vec::<String>::new());
    }
}
