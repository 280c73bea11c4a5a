//! The way back: an order of the Tribunal, an appeal that is not opposed or a mediation agreement puts an assessment that
//! ended with a refusal back on the road (SEND Regulations 2014, regs 42(2), 44(2), 45).

use crate::dates::DateChecks;
use crate::{Assessment, Happening, HappeningKind};
use chrono::NaiveDate;
use ehcp_case::{FactKind, Refusal, Stage};

/// What puts an assessment back on the road.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopening {
    /// The day of the order, of the letter to the Tribunal or of the agreement: the new time runs from it.
    pub on: NaiveDate,
    /// Where the assessment stands from now on.
    pub stage: Stage,
    /// The dated facts: what starts the new time, and what counts as decided.
    pub facts: Vec<(FactKind, NaiveDate)>,
}

/// What is known of an assessment that goes on after a refusal. Its ordinary time ended with the refusal; what is owed has a
/// time of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopened {
    /// From which day it goes on.
    pub on: NaiveDate,
    /// The rule that gives the new time.
    pub rule: &'static str,
    /// The last day of each thing that is still owed, by the fact that it becomes.
    pub last_days: Vec<(FactKind, NaiveDate)>,
}

impl Reopened {
    /// The last day of what is still owed.
    pub fn last_day(&self, fact: FactKind) -> Option<NaiveDate> {
        let known = self.last_days.iter().find(|(kind, _)| *kind == fact);
        known.map(|(_, day)| *day)
    }
}

/// Puts an assessment back on the road. Nothing where it is on the road already, or ended with a plan: then what is owed is done
/// on the road that it is on.
///
/// # Errors
/// [`Refusal::Invalid`] when the day lies in the future or before the refusal.
pub fn reopen(
    assessment: &Assessment,
    reopening: &Reopening,
    today: NaiveDate,
) -> Result<Option<Happening>, Refusal> {
    let refused = match assessment.stage {
        Stage::NotAssessed => assessment.facts.get(FactKind::AssessmentRefused),
        Stage::PlanNotIssued => assessment.facts.get(FactKind::RefusalToIssueNotified),
        _ => return Ok(None),
    };
    DateChecks::default()
        .not_future("/on", reopening.on, today)
        .not_before(
            "/on",
            reopening.on,
            refused,
            "the day the family was told of the refusal",
        )
        .done()?;
    let mut happening =
        Happening::new(HappeningKind::AssessmentReopened, reopening.on).moves_to(reopening.stage);
    happening.facts.clone_from(&reopening.facts);
    Ok(Some(happening))
}
