//! What happens next, and who holds the ball.

use crate::{AdviceKind, Assessment};
use chrono::{Days, NaiveDate};
use ehcp_case::{FactKind, Party, Stage};
use serde::Serialize;
use utoipa::ToSchema;

/// Something that happens next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NextStep {
    /// What, in plain English.
    #[schema(
        example = "We decide whether to carry out an EHC needs assessment and tell you.",
        max_length = 500
    )]
    pub what: String,
    /// Who holds the ball.
    pub who: Party,
    /// The rule that sets its last day, if one does; the case's deadlines give the day.
    #[schema(example = "ehcna-decision-to-assess", max_length = 100)]
    pub rule: Option<&'static str>,
    /// The last day where it follows from the draft plan alone.
    pub by: Option<NaiveDate>,
}

fn step(what: impl Into<String>, who: Party, rule: Option<&'static str>) -> NextStep {
    NextStep {
        what: what.into(),
        who,
        rule,
        by: None,
    }
}

/// What happens next, the nearest first.
pub fn next_steps(assessment: &Assessment, today: NaiveDate) -> Vec<NextStep> {
    match assessment.stage {
        Stage::DecidingWhetherToAssess => deciding(assessment),
        Stage::Assessing => assessing(assessment),
        Stage::WritingDraft => vec![
            step(
                "We write the draft plan and send it to you.",
                Party::LocalAuthority,
                Some("ehcp-draft-send"),
            ),
            step(
                "We send you the final plan.",
                Party::LocalAuthority,
                Some("ehcp-final-plan"),
            ),
        ],
        Stage::DraftWithFamily => draft_with_family(assessment, today),
        Stage::NotAssessed | Stage::PlanNotIssued => vec![step(
            "If you disagree, contact a mediation adviser. After that you can appeal to the Tribunal.",
            Party::ParentOrYoungPerson,
            Some("med-contact-adviser"),
        )],
        Stage::PlanIssued => vec![step(
            "The plan is in force. We review it within twelve months.",
            Party::LocalAuthority,
            Some("ar-first-review"),
        )],
    }
}

fn deciding(assessment: &Assessment) -> Vec<NextStep> {
    let mut steps = Vec::new();
    if assessment.facts.get(FactKind::FamilyConsulted).is_none() {
        steps.push(step(
            "We ask you what you think about an assessment.",
            Party::LocalAuthority,
            Some("ehcna-consult-on-request"),
        ));
    }
    if assessment.facts.get(FactKind::ConsideringNoticeSent).is_none() {
        steps.push(step(
            "We tell you that we are considering an assessment, and ask for your views and evidence.",
            Party::LocalAuthority,
            Some("ehcna-notify-considering"),
        ));
    } else {
        steps.push(step(
            "You can send us your views and evidence.",
            Party::ParentOrYoungPerson,
            Some("ehcna-notify-considering"),
        ));
    }
    steps.push(step(
        "We decide whether to carry out an EHC needs assessment and tell you.",
        Party::LocalAuthority,
        Some("ehcna-decision-to-assess"),
    ));
    steps
}

fn assessing(assessment: &Assessment) -> Vec<NextStep> {
    let asked = |kind: AdviceKind| assessment.advice.iter().any(|advice| advice.kind == kind);
    let mut steps: Vec<_> = AdviceKind::ALWAYS
        .into_iter()
        .filter(|kind| !asked(*kind))
        .map(|kind| {
            step(
                format!("We ask for advice from {}.", kind.plain_english()),
                Party::LocalAuthority,
                Some("ehcna-advice-sought"),
            )
        })
        .collect();
    steps.extend(
        assessment
            .advice
            .iter()
            .filter(|advice| advice.answered_on.is_none())
            .map(|advice| {
                step(
                    format!("We wait for advice from {}.", advice.kind.plain_english()),
                    Party::AdviceGiver,
                    Some("ehcna-advice-response"),
                )
            }),
    );
    steps.push(step(
        "We decide whether to issue an EHC plan and tell you.",
        Party::LocalAuthority,
        Some("ehcp-decision-not-to-issue"),
    ));
    steps
}

fn draft_with_family(assessment: &Assessment, today: NaiveDate) -> Vec<NextStep> {
    let last_day = assessment
        .facts
        .get(FactKind::DraftServed)
        .and_then(|served| served.checked_add_days(Days::new(14)));
    let mut steps = Vec::new();
    if !assessment.represented && last_day.is_some_and(|last| last >= today) {
        steps.push(NextStep {
            by: last_day,
            ..step(
                "Tell us what you think of the draft, which school or college you would like, and whether you want a meeting.",
                Party::ParentOrYoungPerson,
                Some("ehcp-draft-representations"),
            )
        });
    }
    steps.push(step(
        "We send you the final plan.",
        Party::LocalAuthority,
        Some("ehcp-final-plan"),
    ));
    steps
}
