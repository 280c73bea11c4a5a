//! Correcting a wrong date: a new fact replaces the old one, with a reason.

use crate::dates::DateChecks;
use crate::request::on_the_day;
use crate::{Assessment, Happening, HappeningKind, RequestSource};
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
    /// The request whose day this is, when the fact is that of a request or of becoming responsible.
    pub request: Option<CorrectedRequest>,
}

/// The request whose day is corrected.
#[derive(Debug, Clone, Copy)]
pub struct CorrectedRequest {
    /// Who asked.
    pub source: RequestSource,
    /// The day on which rights pass to the young person.
    pub young_person_from: NaiveDate,
    /// The day of the first of the other requests of this sort. The first event in time governs the clock, so when
    /// this is the earlier day, it becomes the fact.
    pub first_other: Option<NaiveDate>,
}

/// The order in which the facts of an assessment can only happen; those on one line in either order.
const ORDER: [&[FactKind]; 8] = [
    &[FactKind::RequestReceived, FactKind::BecameResponsible],
    &[FactKind::FamilyConsulted, FactKind::ConsideringNoticeSent],
    &[FactKind::AssessDecisionNotified],
    &[FactKind::IssueDecided],
    &[FactKind::AssessmentOutcomeNotified],
    &[FactKind::DraftSent],
    &[FactKind::DraftServed],
    &[FactKind::FinalPlanSent],
];

/// Facts that are one happening under two names: correcting the first corrects the second.
const TOGETHER: [(FactKind, FactKind); 2] = [
    (FactKind::AssessDecisionNotified, FactKind::AssessmentRefused),
    (
        FactKind::AssessmentOutcomeNotified,
        FactKind::RefusalToIssueNotified,
    ),
];

/// Where a fact stands in [`ORDER`].
fn place_of(fact: FactKind) -> Option<usize> {
    ORDER.iter().position(|kinds| kinds.contains(&fact))
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
        let words: Vec<_> = ORDER.iter().copied().flatten().map(|kind| kind.word()).collect();
        return Err(Refusal::field(
            "/fact",
            "not_correctable",
            format!("This day is not corrected here. These are: {}.", words.join(", ")),
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
        .holds(day != known, || {
            FieldProblem::new("/happened_on", "unchanged", "This is the day already recorded.")
        });
    checks = match correction.request {
        Some(request) => on_the_day(
            checks,
            ("/happened_on", "/happened_on"),
            day,
            request.source,
            assessment.born_on,
            request.young_person_from,
        ),
        None => checks.not_before(
            "/happened_on",
            day,
            Some(assessment.born_on),
            "the child's date of birth",
        ),
    };
    checks = in_order(checks, assessment, place, day);
    checks.done()?;
    let first_other = correction.request.and_then(|request| request.first_other);
    let governs = first_other.map_or(day, |other| other.min(day));
    let happening = Happening::new(HappeningKind::DateCorrected, day).fact(correction.fact, governs);
    let second = TOGETHER
        .into_iter()
        .find(|(first, second)| *first == correction.fact && assessment.facts.get(*second).is_some());
    Ok(match second {
        Some((_, second)) => happening.fact(second, day),
        None => happening,
    })
}

/// The day must not come before what is earlier in [`ORDER`], nor after what is later. Of the facts that start the clock
/// the first one counts.
fn in_order(checks: DateChecks, assessment: &Assessment, place: usize, day: NaiveDate) -> DateChecks {
    let known = |kinds: &[&[FactKind]]| -> Vec<(FactKind, NaiveDate)> {
        let kinds = kinds.iter().copied().flatten();
        kinds
            .filter_map(|kind| Some((*kind, assessment.facts.get(*kind)?)))
            .collect()
    };
    let (earlier, later) = ORDER.split_at(place);
    let (start, between) = earlier.split_at(earlier.len().min(1));
    let started = known(start).into_iter().min_by_key(|fact| fact.1);
    let before = known(between)
        .into_iter()
        .chain(started)
        .max_by_key(|fact| fact.1);
    let after = known(later.get(1..).unwrap_or_default())
        .into_iter()
        .min_by_key(|fact| fact.1);
    let checks = match before {
        Some((kind, on)) => checks.not_before("/happened_on", day, Some(on), kind.label()),
        None => checks,
    };
    match after {
        Some((kind, on)) => checks.holds(day <= on, || {
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
        }),
        None => checks,
    }
}
