//! Tries to prove who one is, the devices that are known, and sign-ins that wait for their second step.

use crate::dialect::{Locked, PerBackend};
use crate::schema::{known_devices, sign_in_challenges, sign_in_tries};
use crate::types::{Instant, Key};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_case::UserId;
use uuid::Uuid;

/// What is counted of the tries to prove one thing.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = sign_in_tries)]
pub struct TriesRow {
    /// A digest of what is tried.
    pub key: String,
    /// Whether the count is kept until a good try, for months at most; else it is forgotten after a quiet day.
    pub lasting: bool,
    /// How many failures, those under way included.
    pub failures: i64,
    /// When the window began in which the first of them are free.
    pub window_started_at: DateTime<Utc>,
    /// Until when nothing is looked at.
    pub blocked_until: Option<DateTime<Utc>>,
    /// When the last was made.
    pub last_at: DateTime<Utc>,
}

/// A device on which somebody has signed in.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = known_devices)]
pub struct DeviceRow {
    /// The device.
    pub id: Uuid,
    /// Who.
    pub user_id: UserId,
    /// The digest of the token that the device keeps.
    pub digest: String,
    /// When it was first used.
    pub first_used_at: DateTime<Utc>,
    /// When it was last used.
    pub last_used_at: DateTime<Utc>,
}

/// A sign-in whose password was right and whose second factor is due.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = sign_in_challenges)]
pub struct ChallengeRow {
    /// The digest of the token that the caller holds.
    pub digest: String,
    /// Who.
    pub user_id: UserId,
    /// The known device, if it is one.
    pub device_id: Option<Uuid>,
    /// From which network.
    pub network: Option<String>,
    /// When the password was right.
    pub made_at: DateTime<Utc>,
    /// Until when the second step may follow.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub spent_at: Option<DateTime<Utc>>,
}

impl ReadTx<'_> {
    /// The device that keeps the token with this digest.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn known_device(&mut self, digest: &str) -> Result<Option<DeviceRow>, StoreError> {
        Ok(known_devices::table
            .filter(known_devices::digest.eq(digest))
            .select(DeviceRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The devices of a person that are known.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn devices_of(&mut self, user: UserId) -> Result<Vec<Uuid>, StoreError> {
        let ids: Vec<Key<Uuid>> = known_devices::table
            .filter(known_devices::user_id.eq(Key(user)))
            .select(known_devices::id)
            .load(self.db())?;
        Ok(ids.into_iter().map(|Key(id)| id).collect())
    }
}

impl WriteTx<'_> {
    /// What is counted under a key, made when there is nothing yet. Nobody else counts under it until the transaction
    /// ends, so that no failure is lost.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn lock_tries(
        &mut self,
        key: &str,
        lasting: bool,
        now: DateTime<Utc>,
    ) -> Result<TriesRow, StoreError> {
        let made = diesel::insert_into(sign_in_tries::table)
            .values((
                sign_in_tries::key.eq(key),
                sign_in_tries::lasting.eq(lasting),
                sign_in_tries::failures.eq(0_i64),
                sign_in_tries::window_started_at.eq(Instant::new(now)),
                sign_in_tries::last_at.eq(Instant::new(now)),
            ))
            .on_conflict_do_nothing();
        PerBackend(made).execute(self.db())?;
        let found = sign_in_tries::table
            .filter(sign_in_tries::key.eq(key))
            .select(TriesRow::as_select());
        let found: Vec<TriesRow> = Locked(found).load(self.db())?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::Internal("a count of tries was not kept".to_owned()))
    }

    /// Keeps what is counted.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn set_tries(&mut self, row: &TriesRow) -> Result<(), StoreError> {
        diesel::update(sign_in_tries::table.find(&row.key))
            .set((
                sign_in_tries::failures.eq(row.failures),
                sign_in_tries::window_started_at.eq(Instant::new(row.window_started_at)),
                sign_in_tries::blocked_until.eq(row.blocked_until.map(Instant::new)),
                sign_in_tries::last_at.eq(Instant::new(row.last_at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Forgets what is counted under a key.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn forget_tries(&mut self, key: &str) -> Result<(), StoreError> {
        diesel::delete(sign_in_tries::table.find(key)).execute(self.db())?;
        Ok(())
    }

    /// Forgets the counts whose last try was before a moment; the lasting ones have a moment of their own. Says how
    /// many went, at most `at_most`.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn forget_tries_before(
        &mut self,
        before: DateTime<Utc>,
        lasting_before: DateTime<Utc>,
        at_most: i64,
    ) -> Result<usize, StoreError> {
        let old: Vec<String> = sign_in_tries::table
            .filter(sign_in_tries::last_at.lt(Instant::new(before)))
            .filter(
                sign_in_tries::lasting
                    .eq(false)
                    .or(sign_in_tries::last_at.lt(Instant::new(lasting_before))),
            )
            .select(sign_in_tries::key)
            .limit(at_most)
            .load(self.db())?;
        Ok(diesel::delete(sign_in_tries::table.filter(sign_in_tries::key.eq_any(old))).execute(self.db())?)
    }

    /// Keeps a device.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_device(&mut self, device: &DeviceRow) -> Result<(), StoreError> {
        diesel::insert_into(known_devices::table)
            .values((
                known_devices::id.eq(Key(device.id)),
                known_devices::user_id.eq(Key(device.user_id)),
                known_devices::digest.eq(&device.digest),
                known_devices::first_used_at.eq(Instant::new(device.first_used_at)),
                known_devices::last_used_at.eq(Instant::new(device.last_used_at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps that a device was used.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn device_used(&mut self, id: Uuid, at: DateTime<Utc>) -> Result<(), StoreError> {
        diesel::update(known_devices::table.find(Key(id)))
            .set(known_devices::last_used_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(())
    }

    /// Forgets a device.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn forget_device(&mut self, id: Uuid) -> Result<(), StoreError> {
        diesel::delete(known_devices::table.find(Key(id))).execute(self.db())?;
        Ok(())
    }

    /// Keeps only the devices of a person that were used last, `most` of them.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn forget_all_devices_but_the_last(&mut self, user: UserId, most: i64) -> Result<usize, StoreError> {
        let old: Vec<Key<Uuid>> = known_devices::table
            .filter(known_devices::user_id.eq(Key(user)))
            .order((known_devices::last_used_at.desc(), known_devices::id.desc()))
            .select(known_devices::id)
            .offset(most)
            .limit(100)
            .load(self.db())?;
        Ok(diesel::delete(known_devices::table.filter(known_devices::id.eq_any(old))).execute(self.db())?)
    }

    /// Forgets devices that were not used since a moment; says how many went, at most `at_most`.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn forget_devices_before(
        &mut self,
        before: DateTime<Utc>,
        at_most: i64,
    ) -> Result<usize, StoreError> {
        let old: Vec<Key<Uuid>> = known_devices::table
            .filter(known_devices::last_used_at.lt(Instant::new(before)))
            .select(known_devices::id)
            .limit(at_most)
            .load(self.db())?;
        Ok(diesel::delete(known_devices::table.filter(known_devices::id.eq_any(old))).execute(self.db())?)
    }

    /// Keeps a sign-in that waits for its second step.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_challenge(&mut self, row: &ChallengeRow) -> Result<(), StoreError> {
        diesel::insert_into(sign_in_challenges::table)
            .values((
                sign_in_challenges::digest.eq(&row.digest),
                sign_in_challenges::user_id.eq(Key(row.user_id)),
                sign_in_challenges::device_id.eq(row.device_id.map(Key)),
                sign_in_challenges::network.eq(&row.network),
                sign_in_challenges::made_at.eq(Instant::new(row.made_at)),
                sign_in_challenges::expires_at.eq(Instant::new(row.expires_at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// A sign-in that waits, which nobody else answers until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn lock_challenge(&mut self, digest: &str) -> Result<Option<ChallengeRow>, StoreError> {
        let found = sign_in_challenges::table
            .filter(sign_in_challenges::digest.eq(digest))
            .select(ChallengeRow::as_select());
        let found: Vec<ChallengeRow> = Locked(found).load(self.db())?;
        Ok(found.into_iter().next())
    }

    /// Keeps that a sign-in that waited is answered.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn spend_challenge(&mut self, digest: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        diesel::update(sign_in_challenges::table.find(digest))
            .set(sign_in_challenges::spent_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(())
    }

    /// Spends every challenge of a person: a sign-in that is half done does not outlive what ends the sessions.
    ///
    /// # Errors
    /// When the database cannot write.
    pub(crate) fn spend_challenges_of(&mut self, user: UserId, at: DateTime<Utc>) -> Result<(), StoreError> {
        let open = sign_in_challenges::table
            .filter(sign_in_challenges::user_id.eq(Key(user)))
            .filter(sign_in_challenges::spent_at.is_null());
        diesel::update(open)
            .set(sign_in_challenges::spent_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(())
    }

    /// Forgets the sign-ins that nobody finished before a moment; says how many went, at most `at_most`.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn forget_challenges_before(
        &mut self,
        before: DateTime<Utc>,
        at_most: i64,
    ) -> Result<usize, StoreError> {
        let old: Vec<String> = sign_in_challenges::table
            .filter(sign_in_challenges::expires_at.lt(Instant::new(before)))
            .select(sign_in_challenges::digest)
            .limit(at_most)
            .load(self.db())?;
        Ok(
            diesel::delete(sign_in_challenges::table.filter(sign_in_challenges::digest.eq_any(old)))
                .execute(self.db())?,
        )
    }
}
