//! Reading a case in an emergency.

use crate::schema::{break_glass, cases};
use crate::ties::{AsOf, kept_from, reached_at_all};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use ehcp_access::{Actor, EmergencyGround, Finding, LimitEffect, Reach};
use ehcp_case::{BreakGlassId, CaseId, UserId};

/// One opening of a case in an emergency.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = break_glass)]
pub struct BreakGlassRow {
    /// The opening.
    pub id: BreakGlassId,
    /// The case.
    pub case_id: CaseId,
    /// Who opened it.
    pub user_id: UserId,
    /// The kind of reason.
    pub ground: EmergencyGround,
    /// The reason in words.
    pub reason: String,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
    /// When it was closed before its end.
    pub closed_at: Option<DateTime<Utc>>,
    /// When somebody looked at it.
    pub reviewed_at: Option<DateTime<Utc>>,
    /// Who.
    pub reviewed_by: Option<UserId>,
    /// What they found.
    pub finding: Option<Finding>,
    /// In their words.
    pub review_note: Option<String>,
}

impl ReadTx<'_> {
    /// Whether somebody has a case open in an emergency at a moment.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn has_open_emergency(&mut self, user: UserId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let now = Instant::new(now);
        let open = break_glass::table
            .filter(break_glass::user_id.eq(Key(user)))
            .filter(break_glass::opened_at.le(now))
            .filter(break_glass::ends_at.gt(now))
            .filter(break_glass::closed_at.is_null());
        Ok(diesel::select(exists(open)).get_result(self.db())?)
    }

    /// One opening. It says nothing of who may see it.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn break_glass(&mut self, id: BreakGlassId) -> Result<Option<BreakGlassRow>, StoreError> {
        Ok(break_glass::table
            .find(Key(id))
            .select(BreakGlassRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// The openings by somebody or of cases that they reach, the latest first; perhaps only those that nobody has
    /// looked at. After `after`; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn break_glass_reached(
        &mut self,
        reach: &Reach,
        actor: &Actor,
        at: AsOf,
        unreviewed: bool,
        after: Option<BreakGlassId>,
        limit: i64,
    ) -> Result<Vec<BreakGlassRow>, StoreError> {
        let mut found = Vec::new();
        let mut place = after;
        // Openings are few: those that the person may not see are passed over.
        loop {
            let mut query = break_glass::table.select(BreakGlassRow::as_select()).into_boxed();
            if unreviewed {
                query = query.filter(break_glass::reviewed_at.is_null());
            }
            if let Some(place) = place {
                query = query.filter(break_glass::id.lt(Key(place)));
            }
            let batch: Vec<BreakGlassRow> = query.order(break_glass::id.desc()).limit(200).load(self.db())?;
            let last = batch.len() < 200;
            place = batch.last().map(|row| row.id);
            let of = || batch.iter().map(|row| row.case_id);
            let seen = self.those_where(of(), reached_at_all(reach, actor, at))?;
            let barred = self.those_where(of(), kept_from(actor, LimitEffect::Bar, at))?;
            found.extend(batch.into_iter().filter(|row| {
                let own = row.user_id == actor.user && !barred.contains(&row.case_id);
                own || seen.contains(&row.case_id)
            }));
            let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
            if last || found.len() >= wanted {
                found.truncate(wanted);
                return Ok(found);
            }
        }
    }

    /// The case with a reference. It says nothing of who may know of it.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn case_by_reference(&mut self, reference: &str) -> Result<Option<CaseId>, StoreError> {
        Ok(cases::table
            .filter(cases::reference.eq(reference))
            .select(cases::id)
            .first(self.db())
            .optional()?)
    }
}

impl WriteTx<'_> {
    /// Keeps an opening.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_break_glass(&mut self, row: &BreakGlassRow) -> Result<(), StoreError> {
        diesel::insert_into(break_glass::table)
            .values((
                break_glass::id.eq(Key(row.id)),
                break_glass::case_id.eq(Key(row.case_id)),
                break_glass::user_id.eq(Key(row.user_id)),
                break_glass::ground.eq(Word(row.ground)),
                break_glass::reason.eq(&row.reason),
                break_glass::opened_at.eq(Instant::new(row.opened_at)),
                break_glass::ends_at.eq(Instant::new(row.ends_at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps that an opening was closed before its end.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn close_break_glass(&mut self, id: BreakGlassId, at: DateTime<Utc>) -> Result<(), StoreError> {
        diesel::update(break_glass::table.find(Key(id)))
            .set(break_glass::closed_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps what somebody found who looked at an opening.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn review_break_glass(
        &mut self,
        id: BreakGlassId,
        by: UserId,
        at: DateTime<Utc>,
        finding: Finding,
        note: &str,
    ) -> Result<(), StoreError> {
        diesel::update(break_glass::table.find(Key(id)))
            .set((
                break_glass::reviewed_at.eq(Instant::new(at)),
                break_glass::reviewed_by.eq(Key(by)),
                break_glass::finding.eq(Word(finding)),
                break_glass::review_note.eq(note),
            ))
            .execute(self.db())?;
        Ok(())
    }
}
