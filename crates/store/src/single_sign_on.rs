//! The authority's own sign-in: ways that are under way, and who somebody is to the provider.

use crate::dialect::{Locked, PerBackend};
use crate::schema::{sign_on_by_owner_alone, single_sign_on_identities, single_sign_on_starts};
use crate::types::{Instant, Key};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::{dsl::exists, prelude::*};
use ehcp_case::UserId;

/// A way to the provider and back that has begun.
#[derive(Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = single_sign_on_starts)]
pub struct SignOnStartRow {
    /// The digest of what the provider sends back.
    pub state_digest: String,
    /// What the ID token must repeat.
    pub nonce: String,
    /// The verifier of PKCE.
    pub verifier: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it is too old.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for SignOnStartRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignOnStartRow")
            .field("started_at", &self.started_at)
            .finish_non_exhaustive()
    }
}

/// Who somebody is to the provider.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = single_sign_on_identities)]
pub struct SignOnIdentityRow {
    /// The provider.
    pub issuer: String,
    /// Who it is there.
    pub subject: String,
    /// The account here.
    pub user_id: UserId,
    /// Since when.
    pub linked_at: DateTime<Utc>,
}

impl ReadTx<'_> {
    /// The account of somebody whom a provider names.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn sign_on_identity(
        &mut self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<SignOnIdentityRow>, StoreError> {
        Ok(single_sign_on_identities::table
            .find((issuer, subject))
            .select(SignOnIdentityRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// Who somebody is to the providers that have named them.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn sign_on_identities_of(&mut self, user: UserId) -> Result<Vec<SignOnIdentityRow>, StoreError> {
        self.sign_on_identities_of_all(&[user])
    }

    /// The same for several people at once.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn sign_on_identities_of_all(
        &mut self,
        users: &[UserId],
    ) -> Result<Vec<SignOnIdentityRow>, StoreError> {
        let users = users.iter().copied().map(Key);
        Ok(single_sign_on_identities::table
            .filter(single_sign_on_identities::user_id.eq_any(users))
            .select(SignOnIdentityRow::as_select())
            .order((
                single_sign_on_identities::user_id,
                single_sign_on_identities::issuer,
            ))
            .load(self.db())?)
    }

    /// Whether a link of an account was taken back, so that only its owner makes one again.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn is_linked_by_owner_alone(&mut self, user: UserId) -> Result<bool, StoreError> {
        let known = sign_on_by_owner_alone::table.find(Key(user));
        Ok(diesel::select(exists(known)).get_result(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Keeps that only its owner links an account from now on.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn link_by_owner_alone(&mut self, user: UserId, since: DateTime<Utc>) -> Result<(), StoreError> {
        PerBackend(
            diesel::insert_into(sign_on_by_owner_alone::table)
                .values((
                    sign_on_by_owner_alone::user_id.eq(Key(user)),
                    sign_on_by_owner_alone::since.eq(Instant::new(since)),
                ))
                .on_conflict_do_nothing(),
        )
        .execute(self.db())?;
        Ok(())
    }

    /// Keeps a way that begins.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_sign_on_start(&mut self, row: &SignOnStartRow) -> Result<(), StoreError> {
        diesel::insert_into(single_sign_on_starts::table)
            .values((
                single_sign_on_starts::state_digest.eq(&row.state_digest),
                single_sign_on_starts::nonce.eq(&row.nonce),
                single_sign_on_starts::verifier.eq(&row.verifier),
                single_sign_on_starts::started_at.eq(Instant::new(row.started_at)),
                single_sign_on_starts::expires_at.eq(Instant::new(row.expires_at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Takes a way out: whoever comes at the same moment finds nothing.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn take_sign_on_start(&mut self, state_digest: &str) -> Result<Option<SignOnStartRow>, StoreError> {
        let found = single_sign_on_starts::table
            .filter(single_sign_on_starts::state_digest.eq(state_digest))
            .select(SignOnStartRow::as_select());
        let found: Vec<SignOnStartRow> = Locked(found).load(self.db())?;
        let gone = diesel::delete(single_sign_on_starts::table.find(state_digest)).execute(self.db())?;
        Ok(found.into_iter().next().filter(|_| gone == 1))
    }

    /// Forgets ways that nobody has ended; says how many went, at most `at_most`.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn forget_sign_on_starts_before(
        &mut self,
        before: DateTime<Utc>,
        at_most: i64,
    ) -> Result<usize, StoreError> {
        let old: Vec<String> = single_sign_on_starts::table
            .filter(single_sign_on_starts::expires_at.lt(Instant::new(before)))
            .select(single_sign_on_starts::state_digest)
            .limit(at_most)
            .load(self.db())?;
        Ok(diesel::delete(
            single_sign_on_starts::table.filter(single_sign_on_starts::state_digest.eq_any(old)),
        )
        .execute(self.db())?)
    }

    /// Keeps who somebody is to a provider.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the provider's name for them is another account's.
    pub fn insert_sign_on_identity(&mut self, row: &SignOnIdentityRow) -> Result<(), StoreError> {
        diesel::insert_into(single_sign_on_identities::table)
            .values((
                single_sign_on_identities::issuer.eq(&row.issuer),
                single_sign_on_identities::subject.eq(&row.subject),
                single_sign_on_identities::user_id.eq(Key(row.user_id)),
                single_sign_on_identities::linked_at.eq(Instant::new(row.linked_at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Forgets who somebody is to the providers; says how many links went.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn delete_sign_on_identities_of(&mut self, user: UserId) -> Result<usize, StoreError> {
        let own = single_sign_on_identities::table.filter(single_sign_on_identities::user_id.eq(Key(user)));
        Ok(diesel::delete(own).execute(self.db())?)
    }
}
