//! What an assessment consists of: requests, dated facts, exceptions, decisions.

use crate::cases::{CaseRow, stamp};
use crate::children::Recorded;
use crate::most::{MOST_DECISIONS, MOST_EXCEPTIONS, MOST_REQUESTS};
use crate::schema::{assessments, decisions, exceptions, facts, requests, users};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use ehcp_access::{Permitted, Role};
use ehcp_assessment::{DecisionKind, RequestSource};
use ehcp_case::{
    AdviceRequestId, AssessmentId, CaseId, DecisionId, EducationSettingId, ExceptionId, FactId, FactKind,
    RequestId, UserId,
};
use ehcp_deadlines::ExceptionKind;

/// A dated fact that holds now.
#[derive(Debug, Clone, Copy, Queryable, Selectable)]
#[diesel(table_name = facts)]
pub struct FactRow {
    /// The fact.
    pub id: FactId,
    /// The request for advice it belongs to; `None` when it is of the whole assessment.
    pub advice_request_id: Option<AdviceRequestId>,
    /// What happened.
    pub kind: FactKind,
    /// When.
    pub happened_on: NaiveDate,
}

/// A request, or the authority becoming responsible.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = requests)]
pub struct RequestRow {
    /// The row.
    pub id: RequestId,
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// Who asked.
    pub source: RequestSource,
    /// The setting that asked.
    pub education_setting_id: Option<EducationSettingId>,
    /// The day on which it was received.
    pub received_on: NaiveDate,
    /// Why, in the requester's words.
    pub reasons: Option<String>,
    /// Who sent or recorded it.
    pub recorded_by: UserId,
}

/// An exception to a time limit.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = exceptions)]
pub struct ExceptionRow {
    /// The exception.
    pub id: ExceptionId,
    /// The request for advice it belongs to; `None` when it is of the whole assessment.
    pub advice_request_id: Option<AdviceRequestId>,
    /// Which one.
    pub kind: ExceptionKind,
    /// The first day on which it held.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: Option<NaiveDate>,
    /// The day on which a closed setting was asked for advice.
    pub advice_requested_on: Option<NaiveDate>,
    /// The evidence.
    pub evidence: String,
    /// Why it made keeping the limit impractical.
    pub why_impractical: String,
}

/// A decision.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = decisions)]
pub struct DecisionRow {
    /// The decision.
    pub id: DecisionId,
    /// What was decided.
    pub kind: DecisionKind,
    /// The legal test.
    pub criteria: String,
    /// The evidence.
    pub evidence_considered: String,
    /// The reasons.
    pub reasons: String,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// The day on which the family was told.
    pub notified_on: NaiveDate,
    /// Who decided.
    pub decided_by: UserId,
    /// In which role; unknown for what was recorded before this was kept.
    pub decided_as: Option<Role>,
}

/// A fact to keep.
#[derive(Debug, Clone, Copy)]
pub struct NewFact<'a> {
    /// Its id.
    pub id: FactId,
    /// The assessment.
    pub assessment: AssessmentId,
    /// The request for advice it belongs to.
    pub advice_request: Option<AdviceRequestId>,
    /// What happened.
    pub kind: FactKind,
    /// When.
    pub happened_on: NaiveDate,
    /// Why it replaces an earlier one.
    pub reason: Option<&'a str>,
}

/// Why a date was corrected: which fact, when that was recorded, and the reason.
pub type CorrectionReason = (FactKind, DateTime<Utc>, String);

impl ReadTx<'_> {
    /// The reasons given for corrected dates of a case.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn correction_reasons(&mut self, case: CaseId) -> Result<Vec<CorrectionReason>, StoreError> {
        let rows: Vec<(FactKind, DateTime<Utc>, Option<String>)> = facts::table
            .filter(facts::case_id.eq(Key(case)))
            .filter(facts::reason.is_not_null())
            .select((facts::kind, facts::recorded_at, facts::reason))
            .order(facts::id)
            .limit(1000)
            .load(self.db())?;
        Ok(rows
            .into_iter()
            .filter_map(|(kind, at, reason)| Some((kind, at, reason?)))
            .collect())
    }

    /// The facts of an assessment that hold now.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn facts_of(&mut self, assessment: AssessmentId) -> Result<Vec<FactRow>, StoreError> {
        Ok(facts::table
            .filter(facts::assessment_id.eq(Key(assessment)))
            .filter(facts::superseded_at.is_null())
            .select(FactRow::as_select())
            .order(facts::id)
            .load(self.db())?)
    }

    /// The requests of an assessment, the first one first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn requests_of(&mut self, assessment: AssessmentId) -> Result<Vec<RequestRow>, StoreError> {
        Ok(requests::table
            .filter(requests::assessment_id.eq(Key(assessment)))
            .select(RequestRow::as_select())
            .order((requests::received_on, requests::id))
            .limit(i64::from(MOST_REQUESTS))
            .load(self.db())?)
    }

    /// The exceptions of an assessment, in the order in which they were recorded.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn exceptions_of(&mut self, assessment: AssessmentId) -> Result<Vec<ExceptionRow>, StoreError> {
        Ok(exceptions::table
            .filter(exceptions::assessment_id.eq(Key(assessment)))
            .select(ExceptionRow::as_select())
            .order(exceptions::id)
            .limit(i64::from(MOST_EXCEPTIONS))
            .load(self.db())?)
    }

    /// The decisions of a case, the latest first, each with the name of who decided.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn decisions_of(&mut self, case: CaseId) -> Result<Vec<(DecisionRow, String)>, StoreError> {
        Ok(decisions::table
            .inner_join(users::table.on(users::id.eq(decisions::decided_by)))
            .filter(decisions::case_id.eq(Key(case)))
            .select((DecisionRow::as_select(), users::display_name))
            .order(decisions::id.desc())
            .limit(i64::from(MOST_DECISIONS))
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Keeps a request.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_request(
        &mut self,
        case: CaseId,
        request: &RequestRow,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        let (at, by) = stamp(recorded);
        diesel::insert_into(requests::table)
            .values((
                requests::id.eq(Key(request.id)),
                requests::case_id.eq(Key(case)),
                requests::assessment_id.eq(Key(request.assessment_id)),
                requests::source.eq(Word(request.source)),
                requests::education_setting_id.eq(request.education_setting_id.map(Key)),
                requests::received_on.eq(request.received_on),
                requests::reasons.eq(&request.reasons),
                requests::recorded_at.eq(at),
                requests::recorded_by.eq(by),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Moves the day of a request that was recorded wrong, and with it the day on which its assessment began. The fact
    /// keeps the history.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn move_request(
        &mut self,
        _permit: &Permitted<CaseRow>,
        request: RequestId,
        day: NaiveDate,
    ) -> Result<(), StoreError> {
        diesel::update(requests::table.find(Key(request)))
            .set(requests::received_on.eq(day))
            .execute(self.db())?;
        let assessment: AssessmentId = requests::table
            .find(Key(request))
            .select(requests::assessment_id)
            .first(self.db())?;
        let first: Option<NaiveDate> = requests::table
            .filter(requests::assessment_id.eq(Key(assessment)))
            .select(diesel::dsl::min(requests::received_on))
            .first(self.db())?;
        if let Some(first) = first {
            diesel::update(assessments::table.find(Key(assessment)))
                .set(assessments::opened_on.eq(first))
                .execute(self.db())?;
        }
        Ok(())
    }

    /// Keeps a dated fact. The one of the same kind that held until now stays, marked as superseded.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn put_fact(
        &mut self,
        case: CaseId,
        fact: &NewFact<'_>,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        let (at, by) = stamp(recorded);
        let mut current = facts::table
            .filter(facts::assessment_id.eq(Key(fact.assessment)))
            .filter(facts::kind.eq(Word(fact.kind)))
            .filter(facts::superseded_at.is_null())
            .select(facts::id)
            .into_boxed();
        current = match fact.advice_request {
            Some(request) => current.filter(facts::advice_request_id.eq(Key(request))),
            None => current.filter(facts::advice_request_id.is_null()),
        };
        let replaced: Option<FactId> = current.first(self.db()).optional()?;
        if let Some(replaced) = replaced {
            diesel::update(facts::table.find(Key(replaced)))
                .set(facts::superseded_at.eq(Instant::new(recorded.at)))
                .execute(self.db())?;
        }
        diesel::insert_into(facts::table)
            .values((
                facts::id.eq(Key(fact.id)),
                facts::case_id.eq(Key(case)),
                facts::assessment_id.eq(Key(fact.assessment)),
                facts::advice_request_id.eq(fact.advice_request.map(Key)),
                facts::kind.eq(Word(fact.kind)),
                facts::happened_on.eq(fact.happened_on),
                facts::recorded_at.eq(at),
                facts::recorded_by.eq(by),
                facts::replaces.eq(replaced.map(Key)),
                facts::reason.eq(fact.reason),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Moves the days that decisions and plans show, after the fact they come from was corrected from one day to another.
    /// An assessment that went on after a refusal has two decisions of one kind: only the one of the first day moves. The
    /// fact keeps the history.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn move_copies(
        &mut self,
        assessment: AssessmentId,
        fact: FactKind,
        from: NaiveDate,
        day: NaiveDate,
    ) -> Result<(), StoreError> {
        use DecisionKind::{Assess, DoNotAssess, DoNotIssue, Issue};
        match fact {
            FactKind::AssessDecisionNotified => {
                self.move_notice(assessment, [Assess, DoNotAssess], from, day)
            }
            FactKind::AssessmentOutcomeNotified => {
                self.move_notice(assessment, [Issue, DoNotIssue], from, day)
            }
            FactKind::IssueDecided => {
                let decided = decisions::table
                    .filter(decisions::assessment_id.eq(Key(assessment)))
                    .filter(decisions::kind.eq(Word(Issue)))
                    .filter(decisions::decided_on.eq(from));
                diesel::update(decided)
                    .set(decisions::decided_on.eq(day))
                    .execute(self.db())?;
                Ok(())
            }
            FactKind::DraftSent | FactKind::DraftServed | FactKind::FinalPlanSent => {
                self.move_plan_day(assessment, fact, day)
            }
            FactKind::RepresentationsReceived => self.move_representations(assessment, day),
            _ => Ok(()),
        }
    }

    fn move_notice(
        &mut self,
        assessment: AssessmentId,
        kinds: [DecisionKind; 2],
        from: NaiveDate,
        day: NaiveDate,
    ) -> Result<(), StoreError> {
        let told = decisions::table
            .filter(decisions::assessment_id.eq(Key(assessment)))
            .filter(decisions::kind.eq_any(kinds.map(Word)))
            .filter(decisions::notified_on.eq(from));
        diesel::update(told)
            .set(decisions::notified_on.eq(day))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps an exception.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_exception(
        &mut self,
        permit: &Permitted<CaseRow>,
        row: &ExceptionRow,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        let (at, by) = stamp(recorded);
        diesel::insert_into(exceptions::table)
            .values((
                exceptions::id.eq(Key(row.id)),
                exceptions::case_id.eq(Key(permit.subject().id)),
                exceptions::assessment_id.eq(Key(permit.subject().assessment_id)),
                exceptions::advice_request_id.eq(row.advice_request_id.map(Key)),
                exceptions::kind.eq(Word(row.kind)),
                exceptions::from_on.eq(row.from_on),
                exceptions::until_on.eq(row.until_on),
                exceptions::advice_requested_on.eq(row.advice_requested_on),
                exceptions::evidence.eq(&row.evidence),
                exceptions::why_impractical.eq(&row.why_impractical),
                exceptions::recorded_at.eq(at),
                exceptions::recorded_by.eq(by),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps a decision.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_decision(
        &mut self,
        permit: &Permitted<CaseRow>,
        row: &DecisionRow,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        diesel::insert_into(decisions::table)
            .values((
                decisions::id.eq(Key(row.id)),
                decisions::case_id.eq(Key(permit.subject().id)),
                decisions::assessment_id.eq(Key(permit.subject().assessment_id)),
                decisions::kind.eq(Word(row.kind)),
                decisions::criteria.eq(&row.criteria),
                decisions::evidence_considered.eq(&row.evidence_considered),
                decisions::reasons.eq(&row.reasons),
                decisions::decided_on.eq(row.decided_on),
                decisions::notified_on.eq(row.notified_on),
                decisions::decided_by.eq(Key(row.decided_by)),
                decisions::recorded_at.eq(Instant::new(recorded.at)),
                decisions::decided_as.eq(row.decided_as.map(Word)),
            ))
            .execute(self.db())?;
        Ok(())
    }
}
