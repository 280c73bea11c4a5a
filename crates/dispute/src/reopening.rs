//! What an order, a concession or an agreement does to the procedures of the case.

use crate::{AppealableDecision, Duty, DutyKind, DutyLimit, Notice, OrderKind, SetBy};
use chrono::NaiveDate;
use ehcp_calendar::{Calendar, human_date};
use ehcp_case::{FactKind, Stage};
use ehcp_deadlines::{CalculationError, Process};
use serde::Serialize;
use utoipa::ToSchema;

/// Which procedure goes on, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "goes_on", rename_all = "snake_case")]
pub enum Reopening {
    /// The first assessment goes on at this stage. The refusal and its day stay on record: they are not overwritten.
    Assessment {
        /// Where it stands from now on.
        stage: Stage,
    },
    /// A re-assessment of a plan in force begins.
    Reassessment,
    /// A plan in force is changed.
    PlanAmendment,
    /// A plan in force goes on as it is.
    PlanContinues,
    /// A plan ends.
    PlanEnds,
    /// What was agreed is done; no procedure of the case changes.
    AgreementOnly,
}

/// What the procedures of the case do next because of an order, a concession or an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowUp {
    /// The number of the duty within the dispute.
    pub duty: u32,
    /// Which procedure goes on, and where.
    pub reopening: Reopening,
    /// The timeline that replaces the ordinary one for what is owed.
    pub process: Process,
    /// The dated facts to record: what starts the new time, and what counts as decided.
    pub facts: Vec<(FactKind, NaiveDate)>,
    /// The last day of each thing owed.
    pub limits: Vec<DutyLimit>,
    /// What happens, in plain English.
    pub plain_english: String,
}

/// What follows from a duty for the procedures of the case.
///
/// # Errors
/// As the deadlines: where a day has an impossible year.
pub fn follow_up(notice: &Notice, duty: &Duty, calendar: &Calendar) -> Result<FollowUp, CalculationError> {
    let reopening = reopening(notice.decision, duty.kind);
    let mut facts = vec![(duty.kind.fact(), duty.since)];
    // Who must make a plan has been decided for: the draft is written from that day.
    if reopening
        == (Reopening::Assessment {
            stage: Stage::WritingDraft,
        })
    {
        facts.push((FactKind::IssueDecided, duty.since));
    }
    let limits = duty.limits(calendar)?;
    Ok(FollowUp {
        duty: duty.number,
        reopening,
        process: duty.kind.process(),
        facts,
        plain_english: plain_english(duty, &limits),
        limits,
    })
}

/// Which procedure goes on.
pub(crate) fn reopening(decision: AppealableDecision, kind: DutyKind) -> Reopening {
    let Some(order) = kind.as_order() else {
        return if kind == DutyKind::DismissedAppeal {
            Reopening::PlanEnds
        } else {
            Reopening::AgreementOnly
        };
    };
    match order {
        OrderKind::Assess if decision == AppealableDecision::NotToReassess => Reopening::Reassessment,
        OrderKind::Assess | OrderKind::Reconsider => Reopening::Assessment {
            stage: Stage::Assessing,
        },
        OrderKind::MakePlan => Reopening::Assessment {
            stage: Stage::WritingDraft,
        },
        OrderKind::AmendProvision | OrderKind::NameSchool | OrderKind::ContinueAndAmend => {
            Reopening::PlanAmendment
        }
        OrderKind::Continue => Reopening::PlanContinues,
    }
}

fn plain_english(duty: &Duty, limits: &[DutyLimit]) -> String {
    let since = human_date(duty.since);
    let begin = match duty.kind {
        DutyKind::DismissedAppeal => {
            format!("On {since} the Tribunal dismissed the appeal: the EHC plan ends.")
        }
        DutyKind::Order { order } => format!("On {since} the Tribunal ordered us to {}.", order.phrase()),
        DutyKind::Concession { concession } => format!(
            "On {since} we told the Tribunal that we do not oppose the appeal: we {}.",
            concession.as_order().phrase()
        ),
        DutyKind::Agreement { as_if_ordered } => {
            format!(
                "On {since} it was agreed in mediation that we {}.",
                as_if_ordered.phrase()
            )
        }
        DutyKind::OtherAgreement { .. } => format!("On {since} something was agreed in mediation."),
    };
    limits.iter().fold(begin, |text, limit| match limit.due {
        Some(due) => {
            let set_by = match limit.set_by {
                SetBy::Law => "",
                SetBy::Tribunal => ", as the Tribunal directed",
                SetBy::Agreement => ", as agreed",
            };
            format!("{text} {}: by {}{set_by}.", limit.deed.label(), human_date(due))
        }
        None => text,
    })
}
