//! What a family disputes: a decision that can be appealed, and the steps since.

use crate::most::{MOST_DISPUTE_STEPS, MOST_DISPUTES};
use crate::schema::{decisions, dispute_steps, disputes, plans};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use ehcp_case::{CaseId, DecisionId, DisputeId, DisputeStepId, PlanId, UserId};
use ehcp_dispute::AppealableDecision;

/// A dispute about one decision.
#[derive(Debug, Clone, Copy, Queryable, Selectable)]
#[diesel(table_name = disputes)]
pub struct DisputeRow {
    /// The dispute.
    pub id: DisputeId,
    /// The case.
    pub case_id: CaseId,
    /// What was decided.
    pub decision: AppealableDecision,
    /// The decision, when it was a refusal.
    pub decision_id: Option<DecisionId>,
    /// The final plan, when it is about what a plan says.
    pub plan_id: Option<PlanId>,
    /// The dispute to carry out whose end the plan was amended, when it is about the amended plan.
    pub amended_in_dispute_id: Option<DisputeId>,
    /// When it was put on record.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: UserId,
}

/// A step of a dispute, or what stands in the place of a wrong one.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = dispute_steps)]
pub struct DisputeStepRow {
    /// The row.
    pub id: DisputeStepId,
    /// The dispute.
    pub dispute_id: DisputeId,
    /// The case.
    pub case_id: CaseId,
    /// Its place among the steps of the dispute, from 1.
    pub place: i32,
    /// The day on which it happened.
    pub happened_on: NaiveDate,
    /// What happened, as JSON; nothing where the step in this place never happened.
    pub content: Option<String>,
    /// The row in whose place it stands.
    pub replaces: Option<DisputeStepId>,
    /// Why it replaces that.
    pub reason: Option<String>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: UserId,
}

impl ReadTx<'_> {
    /// The disputes of a case in the order in which they came on record, each with the day on which the notice of its
    /// decision or its plan was sent, where one of these was.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn disputes_of(&mut self, case: CaseId) -> Result<Vec<(DisputeRow, Option<NaiveDate>)>, StoreError> {
        let rows: Vec<(DisputeRow, Option<NaiveDate>, Option<NaiveDate>)> = disputes::table
            .left_join(decisions::table.on(decisions::id.nullable().eq(disputes::decision_id)))
            .left_join(plans::table.on(plans::id.nullable().eq(disputes::plan_id)))
            .filter(disputes::case_id.eq(Key(case)))
            .select((
                DisputeRow::as_select(),
                decisions::notified_on.nullable(),
                plans::sent_on.nullable(),
            ))
            .order(disputes::id)
            .limit(i64::from(MOST_DISPUTES))
            .load(self.db())?;
        Ok(rows
            .into_iter()
            .map(|(row, notified_on, sent_on)| (row, notified_on.or(sent_on)))
            .collect())
    }

    /// A dispute. It says nothing of who may see it.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn dispute(&mut self, id: DisputeId) -> Result<Option<DisputeRow>, StoreError> {
        Ok(disputes::table
            .find(Key(id))
            .select(DisputeRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// Every row of the steps of a case's disputes, replaced ones included, in the order in which they were recorded.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn dispute_steps_of(&mut self, case: CaseId) -> Result<Vec<DisputeStepRow>, StoreError> {
        Ok(dispute_steps::table
            .filter(dispute_steps::case_id.eq(Key(case)))
            .select(DisputeStepRow::as_select())
            .order((dispute_steps::recorded_at, dispute_steps::id))
            .limit(i64::from(MOST_DISPUTES * MOST_DISPUTE_STEPS))
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Keeps a dispute.
    ///
    /// # Errors
    /// When the database cannot write, or there is one about this decision.
    pub fn insert_dispute(&mut self, row: &DisputeRow) -> Result<(), StoreError> {
        diesel::insert_into(disputes::table)
            .values((
                disputes::id.eq(Key(row.id)),
                disputes::case_id.eq(Key(row.case_id)),
                disputes::decision.eq(Word(row.decision)),
                disputes::decision_id.eq(row.decision_id.map(Key)),
                disputes::plan_id.eq(row.plan_id.map(Key)),
                disputes::amended_in_dispute_id.eq(row.amended_in_dispute_id.map(Key)),
                disputes::recorded_at.eq(Instant::new(row.recorded_at)),
                disputes::recorded_by.eq(Key(row.recorded_by)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps a step of a dispute.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_dispute_step(&mut self, row: &DisputeStepRow) -> Result<(), StoreError> {
        diesel::insert_into(dispute_steps::table)
            .values((
                dispute_steps::id.eq(Key(row.id)),
                dispute_steps::dispute_id.eq(Key(row.dispute_id)),
                dispute_steps::case_id.eq(Key(row.case_id)),
                dispute_steps::place.eq(row.place),
                dispute_steps::happened_on.eq(row.happened_on),
                dispute_steps::content.eq(&row.content),
                dispute_steps::replaces.eq(row.replaces.map(Key)),
                dispute_steps::reason.eq(&row.reason),
                dispute_steps::recorded_at.eq(Instant::new(row.recorded_at)),
                dispute_steps::recorded_by.eq(Key(row.recorded_by)),
            ))
            .execute(self.db())?;
        Ok(())
    }
}
