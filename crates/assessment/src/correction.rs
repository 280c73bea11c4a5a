//! Correcting a wrong date: a new fact replaces the old one, with a reason.

use crate::dates::DateChecks;
use crate::{Assessment, Happening, HappeningKind};
use chrono::NaiveDate;
use ehcp_case::{FactKind, FieldProblem, Prose, Refusal};

/// A date to correct.
#[derive(Debug, Clone)]
pub struct Correction {
    /// Which fact.
    pub fact: FactKind,
    /// The right day.
    pub happened_on: NaiveDate,
    /// Why the earlier one was wrong.
    pub reason: Prose,
}

/// The order in which the facts of an assessment can only happen.
const ORDER: [FactKind; 8] = [
    FactKind::RequestReceived,
    FactKind::ConsideringNoticeSent,
    FactKind::AssessDecisionNotified,
    FactKind::IssueDecided,
    FactKind::AssessmentOutcomeNotified,
    FactKind::DraftSent,
    FactKind::DraftServed,
    FactKind::FinalPlanSent,
];

/// Facts that are one happening under two names: correcting the first corrects the second.
const TOGETHER: [(FactKind, FactKind); 2] = [
    (FactKind::AssessDecisionNotified, FactKind::AssessmentRefused),
    (
        FactKind::AssessmentOutcomeNotified,
        FactKind::RefusalToIssueNotified,
    ),
];

/// Where a fact stands in [`ORDER`]; becoming responsible stands where a request does.
fn place_of(fact: FactKind) -> Option<usize> {
    let fact = if fact == FactKind::BecameResponsible {
        FactKind::RequestReceived
    } else {
        fact
    };
    ORDER.iter().position(|kind| *kind == fact)
}

/// Corrects the day of a fact that is known. The stage does not change.
///
/// # Errors
/// When the fact is not known, the day is the same, in the future, before birth, or out of order with its neighbours.
pub fn correct(
    assessment: &Assessment,
    correction: &Correction,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    let Some(place) = place_of(correction.fact) else {
        let words: Vec<_> = ORDER.iter().map(|kind| kind.word()).collect();
        return Err(Refusal::field(
            "/fact",
            "not_correctable",
            format!(
                "This day is not corrected here. These are: became_responsible, {}.",
                words.join(", ")
            ),
        ));
    };
    let Some(known) = assessment.facts.get(correction.fact) else {
        return Err(Refusal::NotYet {
            explanation: format!(
                "There is no day recorded for \"{}\", so there is nothing to correct.",
                correction.fact.word()
            ),
        });
    };
    let day = correction.happened_on;
    // What was posted can count as served on a day to come.
    let latest = if correction.fact == FactKind::DraftServed {
        day.max(today)
    } else {
        today
    };
    let mut checks = DateChecks::default()
        .not_future("/happened_on", day, latest)
        .not_before(
            "/happened_on",
            day,
            Some(assessment.born_on),
            "the child's date of birth",
        )
        .holds(day != known, || {
            FieldProblem::new("/happened_on", "unchanged", "This is the day already recorded.")
        });
    {
        let (earlier, later) = ORDER.split_at(place);
        let before = earlier
            .iter()
            .filter_map(|kind| Some((*kind, assessment.facts.get(*kind)?)))
            .max_by_key(|f| f.1);
        let after = later
            .iter()
            .skip(1)
            .filter_map(|kind| Some((*kind, assessment.facts.get(*kind)?)))
            .min_by_key(|f| f.1);
        if let Some((kind, on)) = before {
            checks = checks.not_before("/happened_on", day, Some(on), kind.label());
        }
        if let Some((kind, on)) = after {
            checks = checks.holds(day <= on, || {
                FieldProblem::new(
                    "/happened_on",
                    "too_late",
                    format!(
                        "{} is after \"{}\" ({}). Correct that day first if it is wrong too.",
                        ehcp_calendar::human_date(day),
                        kind.label(),
                        ehcp_calendar::human_date(on)
                    ),
                )
            });
        }
    }
    checks.done()?;
    let happening = Happening::new(HappeningKind::DateCorrected, day).fact(correction.fact, day);
    let second = TOGETHER
        .into_iter()
        .find(|(first, second)| *first == correction.fact && assessment.facts.get(*second).is_some());
    Ok(match second {
        Some((_, second)) => happening.fact(second, day),
        None => happening,
    })
}
