//! What people are shown of a dispute.

use crate::case_file::CaseFile;
use crate::dispute_file::{DisputeFile, StepOnRecord};
use crate::reading::reader;
use crate::shield::Shield;
use crate::{Error, Moment, StaffName, Versioned};
use chrono::{DateTime, NaiveDate, Utc};
use ehcp_access::Permitted;
use ehcp_assessment::Breach;
use ehcp_calendar::Calendar;
use ehcp_case::{CaseId, DecisionId, DisputeId, DisputeStepId, PlanId, Reader, UserId};
use ehcp_dispute::{AppealableDecision, Duty, DutyKind, DutyLimit, Step, follow_up};
use ehcp_store::{CaseRow, ReadTx};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// A dispute about one decision.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DisputeView {
    /// The dispute.
    pub id: DisputeId,
    /// The case.
    pub case_id: CaseId,
    /// What was decided.
    pub decision: AppealableDecision,
    /// The same in plain English, as it stands in the middle of a sentence.
    #[schema(
        example = "the decision not to carry out an EHC needs assessment",
        max_length = 200
    )]
    pub about: String,
    /// The refusal that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_id: Option<DecisionId>,
    /// The final plan that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_id: Option<PlanId>,
    /// The dispute to carry out whose end the plan was amended, where it is about the amended plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amended_in_dispute_id: Option<DisputeId>,
    /// The day on which the notice was sent: the time for mediation and appeal runs from it.
    pub notice_sent_on: NaiveDate,
    /// Where it stands, in plain English.
    #[schema(
        example = "The Tribunal received an appeal on 12 November 2026. It is not over yet.",
        max_length = 500
    )]
    pub standing_in_words: String,
    /// What must be done because of orders, concessions and agreements; for those who see the steps.
    #[schema(max_items = 100)]
    pub duties: Vec<DutyView>,
    /// How many of the last days of these were missed.
    pub last_days_missed: usize,
    /// What happened, in its order; for those who see more than where it stands.
    #[schema(max_items = 200)]
    pub steps: Vec<DisputeStepView>,
    /// The version of the case, which a next step names.
    pub version: i64,
}

impl Versioned for DisputeView {
    fn version(&self) -> i64 {
        self.version
    }
}

/// What must be done because of an order, a concession or an agreement.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutyView {
    /// Its number within the dispute, from 1.
    pub number: u32,
    /// Where it comes from and what it is.
    pub kind: DutyKind,
    /// The same in plain English, with the last days.
    #[schema(max_length = 2000)]
    pub in_words: String,
    /// From which day it is owed.
    pub since: NaiveDate,
    /// The words of the agreement; for those who may see what was said in mediation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub agreement: Option<String>,
    /// Whether nothing more is owed.
    pub carried_out: bool,
    /// The last day of each thing that is owed.
    #[schema(max_items = 10)]
    pub limits: Vec<DutyLimit>,
}

/// What happened in a dispute.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DisputeStepView {
    /// The record.
    pub id: DisputeStepId,
    /// Its place among the steps, from 1: what a correction names.
    pub place: i32,
    /// The day on which it happened.
    pub happened_on: NaiveDate,
    /// What happened, in plain English.
    #[schema(max_length = 300)]
    pub in_words: String,
    /// All that was recorded of it; absent where that is confidential.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// Said where it stands in the place of a wrong record.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
    /// Why the earlier record was wrong; for the council's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    pub reason: Option<String>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it; for the council's staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<StaffName>,
}

/// A dispute after a step was recorded, and what followed from that.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DisputeStepTaken {
    /// The dispute as it is now.
    pub dispute: DisputeView,
    /// Rules that were not kept by what happened.
    #[schema(max_items = 20)]
    pub breaches: Vec<Breach>,
    /// What is owed from now on because of it, in plain English.
    #[schema(value_type = Vec<ehcp_case::Prose>, max_items = 20)]
    pub goes_on: Vec<String>,
}

impl Versioned for DisputeStepTaken {
    fn version(&self) -> i64 {
        self.dispute.version
    }
}

/// How disputes are told to one reader.
pub(crate) struct Telling {
    reader: Reader,
    /// What the reader must not learn from the texts.
    shield: Shield,
    sees_steps: bool,
    sees_mediation: bool,
    /// Whether the reader is told who recorded something and what was withdrawn.
    sees_internal: bool,
    hides_whereabouts: bool,
    people: HashMap<UserId, String>,
}

impl Telling {
    pub(crate) fn of(
        tx: &mut ReadTx<'_>,
        permit: &Permitted<CaseRow>,
        shield: Shield,
        file: &CaseFile,
    ) -> Result<Self, Error> {
        let fields = permit.fields();
        let recorders = file.disputes.iter().flat_map(|known| &known.steps);
        let recorders = recorders
            .filter(|_| fields.sees_staff_names())
            .map(|known| known.row.recorded_by);
        Ok(Self {
            reader: reader(permit),
            shield,
            sees_steps: fields.sees_dispute_steps(),
            sees_mediation: fields.sees_mediation(),
            sees_internal: fields.sees_internal(),
            hides_whereabouts: permit.hides_whereabouts(),
            people: tx.user_names(recorders)?.into_iter().collect(),
        })
    }

    pub(crate) fn dispute(
        &self,
        known: &DisputeFile,
        case: &CaseRow,
        moment: &Moment,
    ) -> Result<DisputeView, Error> {
        let duties = known
            .dispute
            .duties()
            .iter()
            .map(|duty| self.duty(known, duty, case, moment.calendar))
            .collect::<Result<Vec<_>, Error>>()?;
        let last_days_missed = duties
            .iter()
            .flat_map(|duty| &duty.limits)
            .filter(|limit| limit.was_late() || limit.is_overdue(moment.today))
            .count();
        Ok(DisputeView {
            id: known.row.id,
            case_id: known.row.case_id,
            decision: known.row.decision,
            about: known.row.decision.plain_english().to_owned(),
            decision_id: known.row.decision_id,
            plan_id: known.row.plan_id,
            amended_in_dispute_id: known.row.amended_in_dispute_id,
            notice_sent_on: known.notice.sent_on,
            standing_in_words: known.dispute.standing_in_words(self.reader),
            duties: if self.sees_steps { duties } else { Vec::new() },
            last_days_missed,
            steps: known
                .steps
                .iter()
                .filter(|_| self.sees_steps)
                .filter_map(|step| self.step(step, case))
                .collect(),
            version: case.version,
        })
    }

    fn duty(
        &self,
        known: &DisputeFile,
        duty: &Duty,
        case: &CaseRow,
        calendar: &Calendar,
    ) -> Result<DutyView, Error> {
        let next =
            follow_up(&known.notice, duty, calendar).map_err(|error| Error::Calendar(error.to_string()))?;
        let shown = self.sees_mediation && !case.seals(known.row.id);
        Ok(DutyView {
            number: duty.number,
            kind: duty.kind,
            in_words: next.plain_english,
            since: duty.since,
            agreement: duty
                .text
                .as_ref()
                .filter(|_| shown)
                .map(|text| self.shield.text(text.to_string())),
            carried_out: duty.is_carried_out(),
            limits: next.limits,
        })
    }

    /// A step; one that never happened is shown to nobody but the council's staff.
    fn step(&self, known: &StepOnRecord, case: &CaseRow) -> Option<DisputeStepView> {
        let row = &known.row;
        let sealed = case.seals(row.id);
        if known.step.is_none() && !self.sees_internal {
            return None;
        }
        let staff = self.sees_internal && !sealed;
        Some(DisputeStepView {
            id: row.id,
            place: row.place,
            happened_on: row.happened_on,
            in_words: known.step.as_ref().map_or_else(
                || "What was recorded here never happened.".to_owned(),
                |step| step.plain_english(self.reader).to_owned(),
            ),
            step: known
                .step
                .as_ref()
                .filter(|step| !sealed && self.shows(step))
                .cloned(),
            corrected: row.replaces.is_some(),
            reason: row.reason.clone().filter(|_| staff),
            recorded_at: row.recorded_at,
            recorded_by: self
                .people
                .get(&row.recorded_by)
                .filter(|_| !sealed)
                .map(|name| StaffName {
                    id: row.recorded_by,
                    name: name.clone(),
                }),
        })
    }

    /// Whether all of a step is for the reader: nothing said in mediation, nothing that tells where somebody is.
    fn shows(&self, step: &Step) -> bool {
        let texts = step.texts();
        (self.sees_mediation || !step.is_confidential())
            && (!self.hides_whereabouts || texts.is_empty())
            && texts.iter().all(|(_, text)| self.shield.lets_pass(text))
    }
}

impl CaseFile {
    /// One of the disputes.
    pub(crate) fn dispute(&self, id: DisputeId) -> Result<&DisputeFile, Error> {
        self.disputes
            .iter()
            .find(|known| known.row.id == id)
            .ok_or(Error::NotFound)
    }
}
