//! A checker of what should always hold in a stored assessment.

use crate::Assessment;
use ehcp_case::{FactKind, Stage};

/// Something in a stored assessment that should not be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(pub String);

/// Everything about a stored assessment that does not fit together.
pub fn check(assessment: &Assessment) -> Vec<Note> {
    use FactKind::*;
    let has = |kind| assessment.facts.get(kind).is_some();
    let needed: &[FactKind] = match assessment.stage {
        Stage::DecidingWhetherToAssess => &[],
        Stage::NotAssessed => &[AssessDecisionNotified, AssessmentRefused],
        Stage::Assessing => &[AssessDecisionNotified],
        Stage::PlanNotIssued => &[AssessDecisionNotified, RefusalToIssueNotified],
        Stage::WritingDraft => &[AssessDecisionNotified, IssueDecided],
        Stage::DraftWithFamily => &[AssessDecisionNotified, IssueDecided, DraftSent, DraftServed],
        Stage::PlanIssued => &[
            AssessDecisionNotified,
            IssueDecided,
            DraftSent,
            DraftServed,
            FinalPlanSent,
        ],
    };
    let mut notes: Vec<_> = needed
        .iter()
        .filter(|kind| !has(**kind))
        .map(|kind| {
            Note(format!(
                "at stage {} without {}",
                assessment.stage.word(),
                kind.word()
            ))
        })
        .collect();
    if assessment.clock_started_on().is_none() {
        notes.push(Note("no day from which the weeks run".to_owned()));
    }
    if has(FinalPlanSent) && assessment.stage != Stage::PlanIssued {
        notes.push(Note(format!("a final plan at stage {}", assessment.stage.word())));
    }
    notes
}
