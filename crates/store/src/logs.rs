//! The read log, the security log and the answers kept for repeated calls.

use crate::schema::{idempotent_answers, read_log, security_log};
use crate::types::{Instant, Key};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_case::{CaseId, SessionId, UserId};
use uuid::Uuid;

/// A read of personal data.
#[derive(Debug, Clone)]
pub struct ReadRecord {
    /// The entry.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub user_id: UserId,
    /// In which session.
    pub session_id: SessionId,
    /// The operation's name.
    pub operation: &'static str,
    /// The cases whose data was read.
    pub case_ids: Vec<CaseId>,
}

/// A refusal, or a sign-in.
#[derive(Debug, Clone)]
pub struct SecurityRecord {
    /// The entry.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, when known.
    pub user_id: Option<UserId>,
    /// What happened, as a word.
    pub event: &'static str,
    /// The operation's name.
    pub operation: &'static str,
    /// What it was about: an id or a digest.
    pub subject: Option<String>,
}

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
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Records a read of personal data.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn record_read(&mut self, read: &ReadRecord) -> Result<(), StoreError> {
        let ids: Vec<String> = read.case_ids.iter().map(ToString::to_string).collect();
        let ids = serde_json::to_string(&ids).map_err(|error| StoreError::Internal(error.to_string()))?;
        diesel::insert_into(read_log::table)
            .values((
                read_log::id.eq(Key(read.id)),
                read_log::at.eq(Instant::new(read.at)),
                read_log::user_id.eq(Key(read.user_id)),
                read_log::session_id.eq(Key(read.session_id)),
                read_log::operation.eq(read.operation),
                read_log::case_ids.eq(ids),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Records a refusal or a sign-in.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn record_security(&mut self, record: &SecurityRecord) -> Result<(), StoreError> {
        diesel::insert_into(security_log::table)
            .values((
                security_log::id.eq(Key(record.id)),
                security_log::at.eq(Instant::new(record.at)),
                security_log::user_id.eq(record.user_id.map(Key)),
                security_log::event.eq(record.event),
                security_log::operation.eq(record.operation),
                security_log::subject.eq(&record.subject),
            ))
            .execute(self.db())?;
        Ok(())
    }
}
