//! What `verify` and the checkpoints read: heads, histories, and whether what follows from a log is there.

use crate::schema::{
    account_events, account_heads, advice_requests, cases, decisions, exceptions, facts, log_streams, plans,
    read_log, read_log_cases, representations, requests, security_log,
};
use crate::types::{Instant, Key};
use crate::{AccountHeadRow, ReadTx, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use ehcp_case::{AdviceRequestId, AssessmentId, CaseId, FactId, FactKind, UserId};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A dated fact with its history.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = facts)]
pub struct FactHistoryRow {
    /// The fact.
    pub id: FactId,
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// The request for advice it belongs to.
    pub advice_request_id: Option<AdviceRequestId>,
    /// What happened.
    pub kind: FactKind,
    /// When.
    pub happened_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: UserId,
    /// The fact that it replaces.
    pub replaces: Option<FactId>,
    /// When another replaced it.
    pub superseded_at: Option<DateTime<Utc>>,
}

/// The ids of a case's rows by the name under which its events speak of them, such as `decision_id`.
pub type RowsByName = HashMap<&'static str, HashSet<Uuid>>;

/// A place in the index of the read log by case.
pub type ReadIndexPlace = (CaseId, DateTime<Utc>, Uuid, i64);

type IndexRow = (
    CaseId,
    DateTime<Utc>,
    Uuid,
    i64,
    Option<DateTime<Utc>>,
    Option<String>,
);

/// The most logs without a head that are named.
const HEADLESS_MAX: i64 = 5;

impl ReadTx<'_> {
    /// The heads of the logs of cases in the order of their ids, after one; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn case_heads_after(
        &mut self,
        after: Option<CaseId>,
        limit: i64,
    ) -> Result<Vec<(CaseId, i64, String)>, StoreError> {
        let mut heads = cases::table.order(cases::id).limit(limit).into_boxed();
        if let Some(after) = after {
            heads = heads.filter(cases::id.gt(Key(after)));
        }
        Ok(heads
            .select((cases::id, cases::last_event, cases::last_event_hash))
            .load(self.db())?)
    }

    /// The head of the log of an account, a team or a setting.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn account_head(&mut self, subject: Uuid) -> Result<Option<AccountHeadRow>, StoreError> {
        Ok(account_heads::table
            .find(Key(subject))
            .select(AccountHeadRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// Logs that have entries but no head: of the read log, the security log, and the account logs. A few of each.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn headless_logs(&mut self) -> Result<[Vec<Uuid>; 3], StoreError> {
        let reads = read_log::table
            .left_join(log_streams::table.on(log_streams::id.eq(read_log::stream_id)))
            .filter(log_streams::id.nullable().is_null())
            .select(read_log::stream_id)
            .distinct()
            .limit(HEADLESS_MAX)
            .load(self.db())?;
        let security = security_log::table
            .left_join(log_streams::table.on(log_streams::id.eq(security_log::stream_id)))
            .filter(log_streams::id.nullable().is_null())
            .select(security_log::stream_id)
            .distinct()
            .limit(HEADLESS_MAX)
            .load(self.db())?;
        let accounts = account_events::table
            .left_join(account_heads::table.on(account_heads::subject_id.eq(account_events::subject_id)))
            .filter(account_heads::subject_id.nullable().is_null())
            .select(account_events::subject_id)
            .distinct()
            .limit(HEADLESS_MAX)
            .load(self.db())?;
        Ok([reads, security, accounts])
    }

    /// Of the reads after a place in the read log, at most `limit`: the last one, and how many of their cases the
    /// index by case lacks.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn reads_not_indexed(
        &mut self,
        after: Option<(Uuid, i64)>,
        limit: i64,
    ) -> Result<(Option<(Uuid, i64)>, u64), StoreError> {
        let mut reads = read_log::table
            .order((read_log::stream_id, read_log::number))
            .limit(limit)
            .into_boxed();
        if let Some((stream, number)) = after {
            reads = reads.filter(
                read_log::stream_id.gt(Key(stream)).or(read_log::stream_id
                    .eq(Key(stream))
                    .and(read_log::number.gt(number))),
            );
        }
        let rows: Vec<(Uuid, i64, DateTime<Utc>, String)> = reads
            .select((
                read_log::stream_id,
                read_log::number,
                read_log::at,
                read_log::case_ids,
            ))
            .load(self.db())?;
        let Some((stream, number, ..)) = rows.last() else {
            return Ok((None, 0));
        };
        let last = (*stream, *number);
        let mut expected = HashSet::new();
        for (stream, number, at, cases) in &rows {
            let ids: Vec<Uuid> = serde_json::from_str(cases)
                .map_err(|_| StoreError::Corrupt("the cases of a read".to_owned()))?;
            expected.extend(ids.into_iter().map(|id| (id, *at, *stream, *number)));
        }
        let cases: Vec<Key<Uuid>> = expected.iter().map(|(id, ..)| Key(*id)).collect();
        let first = rows.iter().map(|row| row.2).min().unwrap_or_default();
        let latest = rows.iter().map(|row| row.2).max().unwrap_or_default();
        for chunk in cases.chunks(500) {
            let found: Vec<(Uuid, DateTime<Utc>, Uuid, i64)> = read_log_cases::table
                .filter(read_log_cases::case_id.eq_any(chunk.to_vec()))
                .filter(read_log_cases::at.between(Instant::new(first), Instant::new(latest)))
                .select(read_log_cases::all_columns)
                .load(self.db())?;
            for row in found {
                expected.remove(&row);
            }
        }
        Ok((Some(last), u64::try_from(expected.len()).unwrap_or(u64::MAX)))
    }

    /// Of the rows after a place in the index of the read log by case, at most `limit`: the last one, and how many are
    /// not what the read log says.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn index_rows_unread(
        &mut self,
        after: Option<ReadIndexPlace>,
        limit: i64,
    ) -> Result<(Option<ReadIndexPlace>, u64), StoreError> {
        use read_log_cases as index;
        let mut rows = index::table
            .left_join(
                read_log::table.on(read_log::stream_id
                    .eq(index::stream_id)
                    .and(read_log::number.eq(index::number))),
            )
            .order((index::case_id, index::at, index::stream_id, index::number))
            .limit(limit)
            .into_boxed();
        if let Some((case, at, stream, number)) = after {
            let (case, at, stream) = (Key(case), Instant::new(at), Key(stream));
            let same_moment = index::case_id.eq(case).and(index::at.eq(at));
            rows = rows.filter(
                index::case_id
                    .gt(case)
                    .or(index::case_id.eq(case).and(index::at.gt(at)))
                    .or(same_moment.and(index::stream_id.gt(stream)))
                    .or(same_moment
                        .and(index::stream_id.eq(stream))
                        .and(index::number.gt(number))),
            );
        }
        let rows: Vec<IndexRow> = rows
            .select((
                index::case_id,
                index::at,
                index::stream_id,
                index::number,
                read_log::at.nullable(),
                read_log::case_ids.nullable(),
            ))
            .load(self.db())?;
        let wrong = rows.iter().filter(|(case, at, .., read_at, cases)| {
            read_at.as_ref() != Some(at)
                || !cases
                    .as_ref()
                    .is_some_and(|cases| cases.contains(&case.to_string()))
        });
        let wrong = u64::try_from(wrong.count()).unwrap_or(u64::MAX);
        let last = rows
            .last()
            .map(|(case, at, stream, number, ..)| (*case, *at, *stream, *number));
        Ok((last, wrong))
    }

    /// Every fact of a case with its history, in the order of recording.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn fact_history(&mut self, case: CaseId) -> Result<Vec<FactHistoryRow>, StoreError> {
        Ok(facts::table
            .filter(facts::case_id.eq(Key(case)))
            .order((facts::recorded_at, facts::id))
            .select(FactHistoryRow::as_select())
            .load(self.db())?)
    }

    /// The rows of a case by the name under which its events speak of them.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn rows_of(&mut self, case: CaseId) -> Result<RowsByName, StoreError> {
        let mut rows = RowsByName::new();
        macro_rules! of_case {
            ($name:literal, $table:ident) => {
                let ids: Vec<Uuid> = $table::table
                    .filter($table::case_id.eq(Key(case)))
                    .select($table::id)
                    .load(self.db())?;
                rows.insert($name, ids.into_iter().collect());
            };
        }
        of_case!("request_id", requests);
        of_case!("advice_request_id", advice_requests);
        of_case!("exception_id", exceptions);
        of_case!("decision_id", decisions);
        of_case!("plan_id", plans);
        of_case!("representation_id", representations);
        Ok(rows)
    }

    /// The texts of a case of which its events hold digests, by the id that the event names and the digest's name.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn digested_texts(
        &mut self,
        case: CaseId,
    ) -> Result<HashMap<(Uuid, &'static str), String>, StoreError> {
        let mut texts = HashMap::new();
        let decided: Vec<(Uuid, String)> = decisions::table
            .filter(decisions::case_id.eq(Key(case)))
            .select((decisions::id, decisions::reasons))
            .load(self.db())?;
        texts.extend(
            decided
                .into_iter()
                .map(|(id, text)| ((id, "reasons_digest"), text)),
        );
        let excepted: Vec<(Uuid, String)> = exceptions::table
            .filter(exceptions::case_id.eq(Key(case)))
            .select((exceptions::id, exceptions::evidence))
            .load(self.db())?;
        texts.extend(
            excepted
                .into_iter()
                .map(|(id, text)| ((id, "evidence_digest"), text)),
        );
        let advised: Vec<(Uuid, Option<String>)> = advice_requests::table
            .filter(advice_requests::case_id.eq(Key(case)))
            .select((advice_requests::id, advice_requests::answer_text))
            .load(self.db())?;
        texts.extend(
            advised
                .into_iter()
                .filter_map(|(id, text)| Some(((id, "text_digest"), text?))),
        );
        Ok(texts)
    }
}
