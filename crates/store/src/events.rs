//! The append-only log of each case, chained by hash.

use crate::cases::{CaseRow, stamp};
use crate::chain::ChainHash;
use crate::children::Recorded;
use crate::schema::{cases, event_salts, events};
use crate::types::{Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use ehcp_assessment::HappeningKind;
use ehcp_case::{CaseId, EventId, UserId};

/// An entry of a case's log. Its details hold ids, field names, dates and digests, never texts.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct EventRow {
    /// The case.
    pub case_id: CaseId,
    /// Its place in the log, from 1, without gaps.
    pub sequence: i64,
    /// The entry.
    pub id: EventId,
    /// What happened.
    pub kind: HappeningKind,
    /// The day on which it happened.
    pub happened_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: UserId,
    /// Details as a JSON object.
    pub details: String,
    /// The hash of the entry before it; 64 zeros for the first.
    pub previous_hash: String,
    /// The hash of this entry.
    pub hash: String,
}

/// An event to append.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Its id.
    pub id: EventId,
    /// What happened.
    pub kind: HappeningKind,
    /// The day on which it happened.
    pub happened_on: NaiveDate,
    /// Details as a JSON object: ids, field names, dates and digests.
    pub details: String,
    /// The salts of the digests in the details, by the digest's name: 64 hex digits each. Without its salt a digest
    /// says nothing about the text, so erasing the salt erases what the log knows of it.
    pub salts: Vec<(String, String)>,
}

impl EventRow {
    /// The hash that this entry must have.
    pub fn expected_hash(&self) -> String {
        ChainHash::default()
            .part(&self.previous_hash)
            .part(self.case_id.to_string())
            .part(self.sequence.to_string())
            .part(self.id.to_string())
            .part(self.kind.word())
            .part(self.happened_on.to_string())
            .part(self.recorded_at.timestamp_micros().to_string())
            .part(self.recorded_by.to_string())
            .part(&self.details)
            .finish()
    }
}

impl ReadTx<'_> {
    /// A case's log in order, leaving out some kinds: after the `after` first of what is left; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn events_shown_after(
        &mut self,
        case: CaseId,
        after: i64,
        limit: i64,
        without: &[HappeningKind],
    ) -> Result<Vec<EventRow>, StoreError> {
        Ok(events::table
            .filter(events::case_id.eq(Key(case)))
            .filter(events::kind.ne_all(without.iter().copied().map(Word).collect::<Vec<_>>()))
            .order(events::sequence)
            .offset(after)
            .limit(limit)
            .select(EventRow::as_select())
            .load(self.db())?)
    }

    /// A case's log after an entry, in order; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn events_after(
        &mut self,
        case: CaseId,
        after: i64,
        limit: i64,
    ) -> Result<Vec<EventRow>, StoreError> {
        Ok(events::table
            .filter(events::case_id.eq(Key(case)))
            .filter(events::sequence.gt(after))
            .order(events::sequence)
            .limit(limit)
            .select(EventRow::as_select())
            .load(self.db())?)
    }

    /// The salts of a case's event digests, as event, name and salt. Those that were erased are not among them.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn salts_of(&mut self, case: CaseId) -> Result<Vec<(EventId, String, String)>, StoreError> {
        let of_case = events::table
            .filter(events::case_id.eq(Key(case)))
            .select(events::id);
        Ok(event_salts::table
            .filter(event_salts::event_id.eq_any(of_case))
            .select((event_salts::event_id, event_salts::name, event_salts::salt))
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Appends to a case's log. `case` must have been read under [`WriteTx::lock_case`] in this transaction.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn append_event(
        &mut self,
        case: &mut CaseRow,
        event: NewEvent,
        recorded: Recorded,
    ) -> Result<EventRow, StoreError> {
        let mut row = EventRow {
            case_id: case.id,
            sequence: case.last_event.saturating_add(1),
            id: event.id,
            kind: event.kind,
            happened_on: event.happened_on,
            recorded_at: recorded.at,
            recorded_by: recorded.by,
            details: event.details,
            previous_hash: case.last_event_hash.clone(),
            hash: String::new(),
        };
        row.hash = row.expected_hash();
        let (at, by) = stamp(recorded);
        diesel::insert_into(events::table)
            .values((
                events::case_id.eq(Key(row.case_id)),
                events::sequence.eq(row.sequence),
                events::id.eq(Key(row.id)),
                events::kind.eq(Word(row.kind)),
                events::happened_on.eq(row.happened_on),
                events::recorded_at.eq(at),
                events::recorded_by.eq(by),
                events::details.eq(&row.details),
                events::previous_hash.eq(&row.previous_hash),
                events::hash.eq(&row.hash),
            ))
            .execute(self.db())?;
        for (name, salt) in &event.salts {
            diesel::insert_into(event_salts::table)
                .values((
                    event_salts::event_id.eq(Key(row.id)),
                    event_salts::name.eq(name),
                    event_salts::salt.eq(salt),
                ))
                .execute(self.db())?;
        }
        diesel::update(cases::table.find(Key(case.id)))
            .set((
                cases::last_event.eq(row.sequence),
                cases::last_event_hash.eq(&row.hash),
            ))
            .execute(self.db())?;
        case.last_event = row.sequence;
        case.last_event_hash.clone_from(&row.hash);
        Ok(row)
    }

    /// Forgets the salts of all digests in a case's log: what the log says stays whole, and can no longer be matched
    /// with any text. For erasure.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn erase_salts_of(&mut self, case: CaseId) -> Result<usize, StoreError> {
        let of_case = events::table
            .filter(events::case_id.eq(Key(case)))
            .select(events::id);
        Ok(
            diesel::delete(event_salts::table.filter(event_salts::event_id.eq_any(of_case)))
                .execute(self.db())?,
        )
    }
}
