//! The read log and the security log. Each connection of a process that writes them has a stream of its own, so that
//! nobody waits for anybody else's head; within a stream the entries of each log have numbers without gaps and are
//! chained by hash. A process that crashes leaves a stream that simply ends.

use crate::chain::{ChainHash, FIRST_HASH};
use crate::dialect::insert_all;
use crate::schema::{access_reasons, log_streams, read_log, read_log_cases, security_log};
use crate::types::{Instant, Key};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_case::{CaseId, SessionId, UserId};
use sha2::{Digest as _, Sha256};
use std::slice;
use uuid::Uuid;

thread_local! {
    /// The stream of this thread's connection. A connection belongs to one thread for life.
    static OWN_STREAM: Uuid = Uuid::now_v7();
}

/// How a read ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOutcome {
    /// The data was shown, or was the same as the reader already had.
    Shown,
    /// The kept answer of a repeated call was shown again.
    ShownAgain,
    /// A whole list left the system.
    Exported,
}

impl ReadOutcome {
    /// The word under which it is kept.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::ShownAgain => "shown_again",
            Self::Exported => "exported",
        }
    }
}

/// Why somebody looked, in their own words, with the salt of its digest.
#[derive(Debug, Clone)]
pub struct AccessReason {
    /// 64 hex digits.
    pub salt: String,
    /// The reason.
    pub reason: String,
}

/// A read of personal data.
#[derive(Debug, Clone)]
pub struct ReadRecord {
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
    /// The relationships through which they were reached, as words.
    pub purpose: Option<String>,
    /// The reason that the reader gave.
    pub reason: Option<AccessReason>,
    /// The network of the caller, never the whole address.
    pub network: Option<String>,
    /// How it ended.
    pub outcome: ReadOutcome,
}

/// A refusal, a sign-in, or what else matters for the safety of the system.
#[derive(Debug, Clone)]
pub struct SecurityRecord {
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
    /// The network of the caller, never the whole address.
    pub network: Option<String>,
    /// How often it happened: more than once in an entry that sums up a flood.
    pub occurrences: i64,
}

/// An entry of the read log as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = read_log)]
pub struct ReadLogRow {
    /// The stream.
    pub stream_id: Uuid,
    /// Its place in the stream, from 1, without gaps.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub user_id: UserId,
    /// In which session.
    pub session_id: SessionId,
    /// The operation's name.
    pub operation: String,
    /// The cases, as a JSON list.
    pub case_ids: String,
    /// The relationships through which they were reached.
    pub purpose: Option<String>,
    /// A salted digest of the reason given.
    pub reason_digest: Option<String>,
    /// The network of the caller.
    pub network: Option<String>,
    /// How it ended.
    pub outcome: String,
    /// The hash of the entry before it; 64 zeros for the first.
    pub previous_hash: String,
    /// The hash of this entry.
    pub hash: String,
}

impl ReadLogRow {
    /// The hash that this entry must have.
    #[must_use]
    pub fn expected_hash(&self) -> String {
        ChainHash::default()
            .part(&self.previous_hash)
            .part(self.stream_id.to_string())
            .part(self.number.to_string())
            .part(self.at.timestamp_micros().to_string())
            .part(self.user_id.to_string())
            .part(self.session_id.to_string())
            .part(&self.operation)
            .part(&self.case_ids)
            .optional(self.purpose.as_ref())
            .optional(self.reason_digest.as_ref())
            .optional(self.network.as_ref())
            .part(&self.outcome)
            .finish()
    }
}

/// An entry of the security log as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = security_log)]
pub struct SecurityLogRow {
    /// The stream.
    pub stream_id: Uuid,
    /// Its place in the stream, from 1, without gaps.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, when known.
    pub user_id: Option<UserId>,
    /// What happened.
    pub event: String,
    /// The operation's name.
    pub operation: String,
    /// What it was about.
    pub subject: Option<String>,
    /// The network of the caller.
    pub network: Option<String>,
    /// How often it happened.
    pub occurrences: i64,
    /// The hash of the entry before it; 64 zeros for the first.
    pub previous_hash: String,
    /// The hash of this entry.
    pub hash: String,
}

impl SecurityLogRow {
    /// The hash that this entry must have.
    #[must_use]
    pub fn expected_hash(&self) -> String {
        ChainHash::default()
            .part(&self.previous_hash)
            .part(self.stream_id.to_string())
            .part(self.number.to_string())
            .part(self.at.timestamp_micros().to_string())
            .optional(self.user_id.map(|user| user.to_string()))
            .part(&self.event)
            .part(&self.operation)
            .optional(self.subject.as_ref())
            .optional(self.network.as_ref())
            .part(self.occurrences.to_string())
            .finish()
    }
}

/// The heads of a stream's two logs.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = log_streams)]
pub struct LogStreamRow {
    /// The stream.
    pub id: Uuid,
    /// When its first entry was written.
    pub started_at: DateTime<Utc>,
    /// How many reads it holds.
    pub reads: i64,
    /// The hash of the last one.
    pub reads_hash: String,
    /// How many security entries it holds.
    pub security: i64,
    /// The hash of the last one.
    pub security_hash: String,
}

#[derive(Insertable)]
#[diesel(table_name = read_log, treat_none_as_default_value = false)]
struct NewRead<'a> {
    stream_id: Key<Uuid>,
    number: i64,
    at: Instant,
    user_id: Key<UserId>,
    session_id: Key<SessionId>,
    operation: &'a str,
    case_ids: &'a str,
    purpose: Option<&'a str>,
    reason_digest: Option<&'a str>,
    network: Option<&'a str>,
    outcome: &'a str,
    previous_hash: &'a str,
    hash: &'a str,
}

impl<'a> From<&'a ReadLogRow> for NewRead<'a> {
    fn from(row: &'a ReadLogRow) -> Self {
        Self {
            stream_id: Key(row.stream_id),
            number: row.number,
            at: Instant::new(row.at),
            user_id: Key(row.user_id),
            session_id: Key(row.session_id),
            operation: &row.operation,
            case_ids: &row.case_ids,
            purpose: row.purpose.as_deref(),
            reason_digest: row.reason_digest.as_deref(),
            network: row.network.as_deref(),
            outcome: &row.outcome,
            previous_hash: &row.previous_hash,
            hash: &row.hash,
        }
    }
}

#[derive(Insertable)]
#[diesel(table_name = read_log_cases, treat_none_as_default_value = false)]
struct NewReadCase {
    case_id: Key<CaseId>,
    at: Instant,
    stream_id: Key<Uuid>,
    number: i64,
}

/// The digest of a reason: it proves what the reason was for as long as its salt is kept.
#[must_use]
pub fn salted_digest(salt: &str, text: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(salt);
    hasher.update(text);
    hex::encode(hasher.finalize())
}

impl WriteTx<'_> {
    /// Records a read of personal data.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn record_read(&mut self, read: &ReadRecord) -> Result<(), StoreError> {
        self.record_reads(slice::from_ref(read))
    }

    /// Records reads of personal data, in this order, with few statements.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn record_reads(&mut self, reads: &[ReadRecord]) -> Result<(), StoreError> {
        let Some(first) = reads.first() else {
            return Ok(());
        };
        let mut head = self.own_stream(first.at)?;
        let mut rows = Vec::with_capacity(reads.len());
        let mut by_case = Vec::new();
        for read in reads {
            let row = chained_read(&head, read)?;
            head.reads = row.number;
            head.reads_hash.clone_from(&row.hash);
            by_case.extend(read.case_ids.iter().map(|case| NewReadCase {
                case_id: Key(*case),
                at: Instant::new(row.at),
                stream_id: Key(row.stream_id),
                number: row.number,
            }));
            if let Some(reason) = &read.reason {
                self.keep_reason(&row, reason)?;
            }
            rows.push(row);
        }
        let new: Vec<NewRead<'_>> = rows.iter().map(NewRead::from).collect();
        insert_all!(self.db(), read_log::table, new)?;
        insert_all!(self.db(), read_log_cases::table, by_case)?;
        diesel::update(log_streams::table.find(Key(head.id)))
            .set((
                log_streams::reads.eq(head.reads),
                log_streams::reads_hash.eq(&head.reads_hash),
            ))
            .execute(self.db())?;
        Ok(())
    }

    fn keep_reason(&mut self, row: &ReadLogRow, reason: &AccessReason) -> Result<(), StoreError> {
        diesel::insert_into(access_reasons::table)
            .values((
                access_reasons::stream_id.eq(Key(row.stream_id)),
                access_reasons::number.eq(row.number),
                access_reasons::salt.eq(&reason.salt),
                access_reasons::reason.eq(&reason.reason),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Records a refusal, a sign-in, or what else matters for the safety of the system.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn record_security(&mut self, record: &SecurityRecord) -> Result<(), StoreError> {
        let head = self.own_stream(record.at)?;
        let mut row = SecurityLogRow {
            stream_id: head.id,
            number: head.security.saturating_add(1),
            at: Instant::new(record.at).utc(),
            user_id: record.user_id,
            event: record.event.to_owned(),
            operation: record.operation.to_owned(),
            subject: record.subject.clone(),
            network: record.network.clone(),
            occurrences: record.occurrences,
            previous_hash: head.security_hash,
            hash: String::new(),
        };
        row.hash = row.expected_hash();
        diesel::insert_into(security_log::table)
            .values((
                security_log::stream_id.eq(Key(row.stream_id)),
                security_log::number.eq(row.number),
                security_log::at.eq(Instant::new(row.at)),
                security_log::user_id.eq(row.user_id.map(Key)),
                security_log::event.eq(&row.event),
                security_log::operation.eq(&row.operation),
                security_log::subject.eq(&row.subject),
                security_log::network.eq(&row.network),
                security_log::occurrences.eq(row.occurrences),
                security_log::previous_hash.eq(&row.previous_hash),
                security_log::hash.eq(&row.hash),
            ))
            .execute(self.db())?;
        diesel::update(log_streams::table.find(Key(head.id)))
            .set((
                log_streams::security.eq(row.number),
                log_streams::security_hash.eq(&row.hash),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// The heads of this connection's stream, which begins now if it has none yet.
    fn own_stream(&mut self, at: DateTime<Utc>) -> Result<LogStreamRow, StoreError> {
        let own = OWN_STREAM.with(|id| *id);
        let known = log_streams::table
            .find(Key(own))
            .select(LogStreamRow::as_select())
            .first(self.db())
            .optional()?;
        if let Some(known) = known {
            return Ok(known);
        }
        let head = LogStreamRow {
            id: own,
            started_at: at,
            reads: 0,
            reads_hash: FIRST_HASH.to_owned(),
            security: 0,
            security_hash: FIRST_HASH.to_owned(),
        };
        diesel::insert_into(log_streams::table)
            .values((
                log_streams::id.eq(Key(head.id)),
                log_streams::started_at.eq(Instant::new(head.started_at)),
                log_streams::reads.eq(head.reads),
                log_streams::reads_hash.eq(&head.reads_hash),
                log_streams::security.eq(head.security),
                log_streams::security_hash.eq(&head.security_hash),
            ))
            .execute(self.db())?;
        Ok(head)
    }
}

fn chained_read(head: &LogStreamRow, read: &ReadRecord) -> Result<ReadLogRow, StoreError> {
    let ids: Vec<String> = read.case_ids.iter().map(ToString::to_string).collect();
    let reason = read.reason.as_ref();
    let mut row = ReadLogRow {
        stream_id: head.id,
        number: head.reads.saturating_add(1),
        at: Instant::new(read.at).utc(),
        user_id: read.user_id,
        session_id: read.session_id,
        operation: read.operation.to_owned(),
        case_ids: serde_json::to_string(&ids).map_err(|error| StoreError::Internal(error.to_string()))?,
        purpose: read.purpose.clone(),
        reason_digest: reason.map(|reason| salted_digest(&reason.salt, &reason.reason)),
        network: read.network.clone(),
        outcome: read.outcome.word().to_owned(),
        previous_hash: head.reads_hash.clone(),
        hash: String::new(),
    };
    row.hash = row.expected_hash();
    Ok(row)
}

impl ReadTx<'_> {
    /// Streams in the order of their ids, after one; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn log_streams_after(
        &mut self,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<LogStreamRow>, StoreError> {
        let mut streams = log_streams::table
            .order(log_streams::id)
            .limit(limit)
            .into_boxed();
        if let Some(after) = after {
            streams = streams.filter(log_streams::id.gt(Key(after)));
        }
        Ok(streams.select(LogStreamRow::as_select()).load(self.db())?)
    }

    /// One stream.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn log_stream(&mut self, id: Uuid) -> Result<Option<LogStreamRow>, StoreError> {
        Ok(log_streams::table
            .find(Key(id))
            .select(LogStreamRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The reads of a stream after a number, in order; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn reads_after(
        &mut self,
        stream: Uuid,
        after: i64,
        limit: i64,
    ) -> Result<Vec<ReadLogRow>, StoreError> {
        Ok(read_log::table
            .filter(read_log::stream_id.eq(Key(stream)))
            .filter(read_log::number.gt(after))
            .order(read_log::number)
            .limit(limit)
            .select(ReadLogRow::as_select())
            .load(self.db())?)
    }

    /// The security entries of a stream after a number, in order; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn security_after(
        &mut self,
        stream: Uuid,
        after: i64,
        limit: i64,
    ) -> Result<Vec<SecurityLogRow>, StoreError> {
        Ok(security_log::table
            .filter(security_log::stream_id.eq(Key(stream)))
            .filter(security_log::number.gt(after))
            .order(security_log::number)
            .limit(limit)
            .select(SecurityLogRow::as_select())
            .load(self.db())?)
    }
}
