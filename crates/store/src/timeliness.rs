//! The first plans of a stretch of days with what the published figure asks of them. Read by an index, a page at a time, in a
//! fixed number of statements for each page.

use crate::disputes::DisputeStepRow;
use crate::schema::{decisions, dispute_steps, disputes, exceptions, facts, plans};
use crate::steps::{ExceptionRow, FactRow};
use crate::types::{Key, Word};
use crate::{ReadTx, StoreError};
use chrono::NaiveDate;
use diesel::prelude::*;
use ehcp_assessment::PlanKind;
use ehcp_case::{AssessmentId, DisputeId, PlanId};
use ehcp_dispute::AppealableDecision;

/// A first plan that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentPlan {
    /// The plan.
    pub id: PlanId,
    /// Its assessment.
    pub assessment_id: AssessmentId,
    /// The day on which it was sent.
    pub sent_on: NaiveDate,
}

/// What is on record of the assessments of some plans.
#[derive(Debug, Clone, Default)]
pub struct OfAssessments {
    /// The facts of each assessment that hold now.
    pub facts: Vec<(AssessmentId, FactRow)>,
    /// The exceptions of the whole of each assessment.
    pub exceptions: Vec<(AssessmentId, ExceptionRow)>,
    /// The disputes about refusals on the way to each plan: what was decided, and when the family was told.
    pub disputes: Vec<(AssessmentId, DisputeId, AppealableDecision, NaiveDate)>,
    /// Every row of the steps of these disputes, in the order in which they were recorded.
    pub steps: Vec<DisputeStepRow>,
}

impl ReadTx<'_> {
    /// The first plans that were sent from one day to another, both counted, in their order; after one of them, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn first_plans_sent(
        &mut self,
        (from, until): (NaiveDate, NaiveDate),
        after: Option<(NaiveDate, PlanId)>,
        limit: i64,
    ) -> Result<Vec<SentPlan>, StoreError> {
        let mut query = plans::table
            .filter(plans::kind.eq(Word(PlanKind::Final)))
            .filter(plans::number.eq(1))
            .filter(plans::sent_on.ge(from))
            .filter(plans::sent_on.le(until))
            .into_boxed();
        if let Some((day, id)) = after {
            query = query.filter(
                plans::sent_on
                    .gt(day)
                    .or(plans::sent_on.eq(day).and(plans::id.gt(Key(id)))),
            );
        }
        let rows: Vec<(PlanId, AssessmentId, Option<NaiveDate>)> = query
            .select((plans::id, plans::assessment_id, plans::sent_on))
            .order((plans::sent_on, plans::id))
            .limit(limit)
            .load(self.db())?;
        Ok(rows
            .into_iter()
            .filter_map(|(id, assessment_id, sent_on)| {
                Some(SentPlan {
                    id,
                    assessment_id,
                    sent_on: sent_on?,
                })
            })
            .collect())
    }

    /// What is on record of these assessments, in four statements.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn of_assessments(&mut self, ids: &[AssessmentId]) -> Result<OfAssessments, StoreError> {
        let keys: Vec<_> = ids.iter().copied().map(Key).collect();
        let facts = facts::table
            .filter(facts::assessment_id.eq_any(keys.clone()))
            .filter(facts::advice_request_id.is_null())
            .filter(facts::superseded_at.is_null())
            .select((facts::assessment_id, FactRow::as_select()))
            .load(self.db())?;
        let exceptions = exceptions::table
            .filter(exceptions::assessment_id.eq_any(keys.clone()))
            .filter(exceptions::advice_request_id.is_null())
            .select((exceptions::assessment_id, ExceptionRow::as_select()))
            .load(self.db())?;
        let disputes: Vec<(AssessmentId, DisputeId, AppealableDecision, NaiveDate)> = disputes::table
            .inner_join(decisions::table.on(decisions::id.nullable().eq(disputes::decision_id)))
            .filter(decisions::assessment_id.eq_any(keys))
            .select((
                decisions::assessment_id,
                disputes::id,
                disputes::decision,
                decisions::notified_on,
            ))
            .load(self.db())?;
        let about: Vec<_> = disputes.iter().map(|(_, id, ..)| Key(*id)).collect();
        let steps = dispute_steps::table
            .filter(dispute_steps::dispute_id.eq_any(about))
            .select(DisputeStepRow::as_select())
            .order((dispute_steps::recorded_at, dispute_steps::id))
            .load(self.db())?;
        Ok(OfAssessments {
            facts,
            exceptions,
            disputes,
            steps,
        })
    }
}
