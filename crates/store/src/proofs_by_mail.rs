//! What waits until somebody shows a code that was sent to them: a new password, a new e-mail address.

use crate::dialect::Locked;
use crate::schema::{email_changes, one_time_codes, password_resets};
use crate::types::{Instant, Key};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_case::UserId;
use uuid::Uuid;

/// A request for a new password.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = password_resets)]
pub struct PasswordResetRow {
    /// The request.
    pub id: Uuid,
    /// A digest of the address for which it was asked.
    pub email_digest: String,
    /// The account; none when there is no account with this address.
    pub user_id: Option<UserId>,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// Until when its code is of use.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

/// A new e-mail address that waits for proof.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = email_changes)]
pub struct EmailChangeRow {
    /// The change.
    pub id: Uuid,
    /// The account.
    pub user_id: UserId,
    /// The new address, in lower case.
    pub new_email: String,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// Until when its code is of use.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

impl ReadTx<'_> {
    /// How often a new password was asked for with an address since a moment.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn password_resets_since(
        &mut self,
        email_digest: &str,
        since: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        Ok(password_resets::table
            .filter(password_resets::email_digest.eq(email_digest))
            .filter(password_resets::asked_at.gt(Instant::new(since)))
            .count()
            .get_result(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Forgets requests for new passwords and addresses, and codes, made before a moment, and says how many.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn forget_codes_before(&mut self, before: DateTime<Utc>) -> Result<usize, StoreError> {
        let before = Instant::new(before);
        let resets = diesel::delete(password_resets::table.filter(password_resets::asked_at.lt(before)))
            .execute(self.db())?;
        let changes = diesel::delete(email_changes::table.filter(email_changes::asked_at.lt(before)))
            .execute(self.db())?;
        let codes = diesel::delete(one_time_codes::table.filter(one_time_codes::made_at.lt(before)))
            .execute(self.db())?;
        Ok(resets + changes + codes)
    }

    /// Keeps a request for a new password.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_password_reset(&mut self, row: &PasswordResetRow) -> Result<(), StoreError> {
        diesel::insert_into(password_resets::table)
            .values((
                password_resets::id.eq(Key(row.id)),
                password_resets::email_digest.eq(&row.email_digest),
                password_resets::user_id.eq(row.user_id.map(Key)),
                password_resets::asked_at.eq(Instant::new(row.asked_at)),
                password_resets::expires_at.eq(Instant::new(row.expires_at)),
                password_resets::used_at.eq(row.used_at.map(Instant::new)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// A request for a new password, which nobody else uses until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn lock_password_reset(&mut self, id: Uuid) -> Result<Option<PasswordResetRow>, StoreError> {
        Ok(Locked(
            password_resets::table
                .find(Key(id))
                .select(PasswordResetRow::as_select()),
        )
        .get_result(self.db())
        .optional()?)
    }

    /// Uses up every request of an account for a new password.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn use_password_resets(&mut self, user: UserId, at: DateTime<Utc>) -> Result<(), StoreError> {
        let own = password_resets::table
            .filter(
                password_resets::user_id
                    .is_not_null()
                    .and(password_resets::user_id.assume_not_null().eq(Key(user))),
            )
            .filter(password_resets::used_at.is_null());
        diesel::update(own)
            .set(password_resets::used_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps a new e-mail address that waits for proof.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_email_change(&mut self, row: &EmailChangeRow) -> Result<(), StoreError> {
        diesel::insert_into(email_changes::table)
            .values((
                email_changes::id.eq(Key(row.id)),
                email_changes::user_id.eq(Key(row.user_id)),
                email_changes::new_email.eq(&row.new_email),
                email_changes::asked_at.eq(Instant::new(row.asked_at)),
                email_changes::expires_at.eq(Instant::new(row.expires_at)),
                email_changes::used_at.eq(row.used_at.map(Instant::new)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// A new e-mail address that waits for proof, which nobody else uses until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn lock_email_change(&mut self, id: Uuid) -> Result<Option<EmailChangeRow>, StoreError> {
        Ok(Locked(
            email_changes::table
                .find(Key(id))
                .select(EmailChangeRow::as_select()),
        )
        .get_result(self.db())
        .optional()?)
    }

    /// Uses up every change of an account's address that waits.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn use_email_changes(&mut self, user: UserId, at: DateTime<Utc>) -> Result<(), StoreError> {
        let own = email_changes::table
            .filter(email_changes::user_id.eq(Key(user)))
            .filter(email_changes::used_at.is_null());
        diesel::update(own)
            .set(email_changes::used_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CodePurpose, testing::TestDatabase};
    use chrono::TimeDelta;

    crate::on_both_databases!(what_was_sent_long_ago_is_forgotten_and_the_rest_stays);

    fn what_was_sent_long_ago_is_forgotten_and_the_rest_stays(database: TestDatabase) {
        let now: DateTime<Utc> = "2026-09-07T09:00:00Z".parse().unwrap();
        let known = database
            .open()
            .write_blocking(move |tx| {
                for (digest, days) in [("old", 31), ("new", 29)] {
                    let at = now - TimeDelta::days(days);
                    let id = Uuid::now_v7();
                    tx.insert_one_time_code(CodePurpose::PasswordReset, digest, id, at)?;
                    tx.insert_password_reset(&PasswordResetRow {
                        id,
                        email_digest: "of nobody".to_owned(),
                        user_id: None,
                        asked_at: at,
                        expires_at: at,
                        used_at: None,
                    })?;
                }
                assert_eq!(tx.forget_codes_before(now - TimeDelta::days(30))?, 2);
                let known = ["old", "new"].map(|digest| tx.one_time_code(CodePurpose::PasswordReset, digest));
                known.into_iter().collect::<Result<Vec<_>, StoreError>>()
            })
            .unwrap();
        assert!(known[0].is_none() && known[1].is_some());
    }
}
