//! The answers kept for repeated calls.

use crate::schema::idempotent_answers;
use crate::types::{Instant, Key};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_case::{CaseId, UserId};

/// The answer given to a call that created or sent something.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = idempotent_answers)]
pub struct KeptAnswer {
    /// The case that the answer shows.
    pub case_id: Option<CaseId>,
    /// A digest of the body that was sent.
    pub body_digest: String,
    /// The HTTP status of the answer.
    pub status: i32,
    /// The `Location`.
    pub location: Option<String>,
    /// The `ETag`.
    pub etag: Option<String>,
    /// The body.
    pub body: String,
    /// On which terms it was given: words of the policy, with spaces between.
    pub terms: Option<String>,
}

impl ReadTx<'_> {
    /// The answer kept for a call of a person.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn kept_answer(
        &mut self,
        user: UserId,
        operation: &str,
        key: &str,
    ) -> Result<Option<KeptAnswer>, StoreError> {
        Ok(idempotent_answers::table
            .find((Key(user), operation, key))
            .select(KeptAnswer::as_select())
            .first(self.db())
            .optional()?)
    }
}

impl WriteTx<'_> {
    /// Claims a call for this transaction; the answer follows with [`WriteTx::keep_answer`].
    ///
    /// # Errors
    /// [`StoreError::Conflict`] on `idempotent_answers` when the same call was answered beside this one.
    pub fn claim_answer(
        &mut self,
        user: UserId,
        operation: &str,
        key: &str,
        body_digest: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        diesel::insert_into(idempotent_answers::table)
            .values((
                idempotent_answers::user_id.eq(Key(user)),
                idempotent_answers::operation.eq(operation),
                idempotent_answers::idempotency_key.eq(key),
                idempotent_answers::body_digest.eq(body_digest),
                idempotent_answers::status.eq(0),
                idempotent_answers::body.eq(""),
                idempotent_answers::answered_at.eq(Instant::new(at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps the answer to a claimed call, so that the same call gives it again.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn keep_answer(
        &mut self,
        user: UserId,
        operation: &str,
        key: &str,
        answer: &KeptAnswer,
    ) -> Result<(), StoreError> {
        diesel::update(idempotent_answers::table.find((Key(user), operation, key)))
            .set((
                idempotent_answers::case_id.eq(answer.case_id.map(Key)),
                idempotent_answers::status.eq(answer.status),
                idempotent_answers::location.eq(&answer.location),
                idempotent_answers::etag.eq(&answer.etag),
                idempotent_answers::body.eq(&answer.body),
                idempotent_answers::terms.eq(&answer.terms),
            ))
            .execute(self.db())?;
        Ok(())
    }
}
