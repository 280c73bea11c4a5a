//! "Challenge this": what can be done about what was decided, and until when.

use crate::case_file::CaseFile;
use crate::dispute_file::DisputeFile;
use crate::reading::reader;
use crate::{Error, Look};
use chrono::NaiveDate;
use ehcp_access::{Action, Permitted, WhoActs};
use ehcp_assessment::{DecisionKind, PlanKind};
use ehcp_case::{CaseId, FactKind};
use ehcp_dispute::{
    AppealableDecision, Asked, ClosedRoute, Dispute, Notice, OpenRoute, RightsHolder, RouteKind, challenge,
};
use ehcp_store::{CaseRow, ChildRow};
use serde::Serialize;
use utoipa::ToSchema;

/// What can be done about what was decided.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChallengesView {
    /// The day for which it holds.
    pub as_of: NaiveDate,
    /// What can be done now.
    #[schema(max_items = 100)]
    pub open: Vec<OpenRoute>,
    /// What cannot be done, or not any more, with why.
    #[schema(max_items = 100)]
    pub closed: Vec<ClosedRoute>,
    /// The page on which the council takes complaints, where it has named one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        example = "https://www.example.org/complaints",
        format = "uri",
        max_length = 500
    )]
    pub complaints_page: Option<String>,
}

/// The most decisions that are looked at, the latest ones.
const MOST_LOOKED_AT: usize = 10;

/// What can be done now about the decisions of a case that can be appealed: every way for the latest of them, and of earlier
/// ones what is still open.
///
/// # Errors
/// When the case is hidden, this is not for the person, or a last day lies beyond the known bank holidays.
pub fn challenges(
    look: &mut Look<'_, '_>,
    id: CaseId,
    complaints_page: Option<&str>,
) -> Result<ChallengesView, Error> {
    let (permit, child) = look.case(id, Action::ReadDisputes)?;
    let file = CaseFile::load(look.tx, permit.subject(), child)?;
    let disputes = appealable(look, &permit, &file)?;
    let asked = Asked {
        disputes: &disputes,
        last_assessed_on: last_assessed_on(&file),
        holder: holder(look, &file.child)?,
        reader: reader(&permit),
    };
    let answer = challenge(&asked, look.moment.calendar, look.moment.today)
        .map_err(|error| Error::Calendar(error.to_string()))?;
    let latest = disputes.iter().map(|dispute| dispute.notice().sent_on).max();
    let is_open = |decision, sent_on| {
        answer
            .open
            .iter()
            .any(|open| is_of_one(open.route) && (open.decision, open.notice_sent_on) == (decision, sent_on))
    };
    let closed = answer
        .closed
        .iter()
        .filter(|way| Some(way.notice_sent_on) == latest || is_open(way.decision, way.notice_sent_on))
        .cloned()
        .collect();
    Ok(ChallengesView {
        as_of: look.moment.today,
        closed,
        open: answer.open,
        complaints_page: complaints_page.map(str::to_owned),
    })
}

/// Whether the way belongs to one decision and can run out.
const fn is_of_one(route: RouteKind) -> bool {
    matches!(
        route,
        RouteKind::MediationAdviser | RouteKind::AppealWithCertificate | RouteKind::AppealWithoutCertificate
    )
}

/// The latest of the decisions that can be appealed, each with what has happened about it since.
fn appealable(
    look: &mut Look<'_, '_>,
    permit: &Permitted<CaseRow>,
    file: &CaseFile,
) -> Result<Vec<Dispute>, Error> {
    let case = permit.subject();
    let known = |fits: &dyn Fn(&DisputeFile) -> bool, decision, sent_on| {
        file.disputes.iter().find(|known| fits(known)).map_or_else(
            || Dispute::about(Notice { decision, sent_on }),
            |known| known.dispute.clone(),
        )
    };
    let mut all = Vec::new();
    for (row, _) in look.tx.decisions_of(case.id)? {
        let decision = match row.kind {
            DecisionKind::DoNotAssess => AppealableDecision::NotToAssess,
            DecisionKind::DoNotIssue => AppealableDecision::NotToIssue,
            DecisionKind::Assess | DecisionKind::Issue => continue,
        };
        if !case.seals(row.id) {
            let fits = |known: &DisputeFile| known.row.decision_id == Some(row.id);
            all.push(known(&fits, decision, row.notified_on));
        }
    }
    for plan in &file.plans {
        let Some(sent_on) = plan.sent_on.filter(|_| plan.kind == PlanKind::Final) else {
            continue;
        };
        if !case.seals(plan.id) {
            let fits = |known: &DisputeFile| known.row.plan_id == Some(plan.id);
            all.push(known(&fits, AppealableDecision::PlanAsMade, sent_on));
        }
    }
    for earlier in &file.disputes {
        let Some(sent_on) = earlier.amended_on() else {
            continue;
        };
        let fits = |known: &DisputeFile| known.row.amended_in_dispute_id == Some(earlier.row.id);
        all.push(known(&fits, AppealableDecision::PlanAsMade, sent_on));
    }
    all.sort_by_key(|dispute| dispute.notice().sent_on);
    let skipped = all.len().saturating_sub(MOST_LOOKED_AT);
    Ok(all.split_off(skipped))
}

/// The day on which the last assessment was finished.
fn last_assessed_on(file: &CaseFile) -> Option<NaiveDate> {
    [FactKind::AssessmentOutcomeNotified, FactKind::FinalPlanSent]
        .into_iter()
        .filter_map(|kind| file.assessment.facts.get(kind))
        .max()
}

/// Who holds the family's rights today. Until it is recorded who acts after compulsory school age, the parents go on as before.
fn holder(look: &mut Look<'_, '_>, child: &ChildRow) -> Result<RightsHolder, Error> {
    let today = look.moment.today;
    if today < child.young_person_from {
        return Ok(RightsHolder::Parent);
    }
    let acts = look
        .tx
        .acting_from(child.id, today)?
        .filter(|row| row.from_on <= today);
    Ok(match acts {
        None => RightsHolder::Parent,
        Some(row) => match row.who_acts {
            WhoActs::YoungPerson => RightsHolder::YoungPerson,
            WhoActs::Parent => RightsHolder::AlternativePerson,
            WhoActs::Representative if row.user_id == Some(look.actor.user) => {
                RightsHolder::AlternativePerson
            }
            WhoActs::Representative => RightsHolder::Representative,
        },
    })
}
