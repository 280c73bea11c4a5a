//! Second factors, their recovery codes, and the secret with which the first administrator is made.

use crate::dialect::Locked;
use crate::schema::{first_administrator_secrets, recovery_codes, second_factors, users};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_access::Role;
use ehcp_case::UserId;

/// The second factor of a person.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = second_factors)]
pub struct SecondFactorRow {
    /// Whose.
    pub user_id: UserId,
    /// The seed, sealed.
    pub sealed_seed: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When a code of it was first shown; it counts from then on.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The last time step whose code was used.
    pub last_step: Option<i64>,
}

/// The one-time secret with which the first administrator is made.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = first_administrator_secrets)]
pub struct FirstAdministratorSecretRow {
    /// The digest of the secret.
    pub digest: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

impl ReadTx<'_> {
    /// The second factor of a person, confirmed or not.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn second_factor(&mut self, user: UserId) -> Result<Option<SecondFactorRow>, StoreError> {
        Ok(second_factors::table
            .find(Key(user))
            .select(SecondFactorRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// How many recovery codes of a person were not used.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn recovery_codes_left(&mut self, user: UserId) -> Result<i64, StoreError> {
        Ok(recovery_codes::table
            .filter(recovery_codes::user_id.eq(Key(user)))
            .filter(recovery_codes::spent_at.is_null())
            .count()
            .get_result(self.db())?)
    }

    /// Whether there has ever been an administrator.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn has_administrator(&mut self) -> Result<bool, StoreError> {
        let found: Option<Key<UserId>> = users::table
            .filter(users::role.eq(Word(Role::Admin)))
            .select(users::id)
            .first(self.db())
            .optional()?;
        Ok(found.is_some())
    }
}

impl WriteTx<'_> {
    /// The second factor of a person, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn lock_second_factor(&mut self, user: UserId) -> Result<Option<SecondFactorRow>, StoreError> {
        let found = second_factors::table
            .filter(second_factors::user_id.eq(Key(user)))
            .select(SecondFactorRow::as_select());
        let found: Vec<SecondFactorRow> = Locked(found).load(self.db())?;
        Ok(found.into_iter().next())
    }

    /// Keeps the second factor of a person who has none, or whose last one is gone.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_second_factor(&mut self, row: &SecondFactorRow) -> Result<(), StoreError> {
        diesel::insert_into(second_factors::table)
            .values((
                second_factors::user_id.eq(Key(row.user_id)),
                second_factors::sealed_seed.eq(&row.sealed_seed),
                second_factors::made_at.eq(Instant::new(row.made_at)),
                second_factors::confirmed_at.eq(row.confirmed_at.map(Instant::new)),
                second_factors::last_step.eq(row.last_step),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps that a code of a second factor was used, and since when it counts.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn second_factor_used(
        &mut self,
        user: UserId,
        confirmed_at: DateTime<Utc>,
        step: i64,
    ) -> Result<(), StoreError> {
        diesel::update(second_factors::table.find(Key(user)))
            .set((
                second_factors::confirmed_at.eq(Instant::new(confirmed_at)),
                second_factors::last_step.eq(step),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Forgets the second factor of a person and its recovery codes.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn delete_second_factor(&mut self, user: UserId) -> Result<(), StoreError> {
        self.replace_recovery_codes(user, &[])?;
        diesel::delete(second_factors::table.find(Key(user))).execute(self.db())?;
        Ok(())
    }

    /// Keeps the digests of new recovery codes in place of all earlier ones.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn replace_recovery_codes(&mut self, user: UserId, digests: &[String]) -> Result<(), StoreError> {
        diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(Key(user))))
            .execute(self.db())?;
        for digest in digests {
            diesel::insert_into(recovery_codes::table)
                .values((
                    recovery_codes::digest.eq(digest),
                    recovery_codes::user_id.eq(Key(user)),
                ))
                .execute(self.db())?;
        }
        Ok(())
    }

    /// Uses a recovery code up, and says whether it was there and not used.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn spend_recovery_code(
        &mut self,
        user: UserId,
        digest: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let unused = recovery_codes::table
            .find(digest)
            .filter(recovery_codes::user_id.eq(Key(user)))
            .filter(recovery_codes::spent_at.is_null());
        let spent = diesel::update(unused)
            .set(recovery_codes::spent_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(spent == 1)
    }

    /// Keeps a secret for the first administrator in place of earlier ones.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn replace_first_administrator_secret(
        &mut self,
        digest: &str,
        made_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        diesel::delete(first_administrator_secrets::table).execute(self.db())?;
        diesel::insert_into(first_administrator_secrets::table)
            .values((
                first_administrator_secrets::digest.eq(digest),
                first_administrator_secrets::made_at.eq(Instant::new(made_at)),
                first_administrator_secrets::expires_at.eq(Instant::new(expires_at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// The secret for the first administrator with this digest; nobody else uses it until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn lock_first_administrator_secret(
        &mut self,
        digest: &str,
    ) -> Result<Option<FirstAdministratorSecretRow>, StoreError> {
        let found = first_administrator_secrets::table
            .filter(first_administrator_secrets::digest.eq(digest))
            .select(FirstAdministratorSecretRow::as_select());
        let found: Vec<FirstAdministratorSecretRow> = Locked(found).load(self.db())?;
        Ok(found.into_iter().next())
    }

    /// Keeps that the secret for the first administrator was used.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn first_administrator_secret_used(
        &mut self,
        digest: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        diesel::update(first_administrator_secrets::table.find(digest))
            .set(first_administrator_secrets::used_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(())
    }
}
