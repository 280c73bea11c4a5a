//! Exceptions to the time limits of an assessment. They relax the number; they never add days.

use crate::dates::DateChecks;
use crate::{AdviceState, Assessment, Happening, HappeningKind, Move};
use chrono::NaiveDate;
use ehcp_calendar::human_date;
use ehcp_case::{FieldProblem, Refusal};
use ehcp_deadlines::{ExceptionFact, ExceptionKind};

/// An exception to record, for the whole assessment or for one request for advice.
#[derive(Debug, Clone, Copy)]
pub struct ExceptionRecorded {
    /// Which exception, with the days on which it holds.
    pub exception: ExceptionFact,
}

/// The exceptions that the law knows for the whole assessment (regs 5(4), 10(4)).
const OF_ASSESSMENT: [ExceptionKind; 4] = [
    ExceptionKind::SchoolClosure,
    ExceptionKind::EarlyYearsClosure,
    ExceptionKind::Personal,
    ExceptionKind::AbsentFourWeeks,
];

/// The exceptions that the law knows for one request for advice (reg 8(2)).
const OF_ADVICE: [ExceptionKind; 3] = [
    ExceptionKind::Circumstances,
    ExceptionKind::AbsentFourWeeks,
    ExceptionKind::MissedAppointment,
];

/// Records an exception, of the assessment or (with `advice`) of one request for advice.
///
/// # Errors
/// At a wrong stage, for an exception that the law does not know here, or with impossible days.
pub fn record_exception(
    assessment: &Assessment,
    advice: Option<&AdviceState>,
    recorded: &ExceptionRecorded,
    today: NaiveDate,
) -> Result<Happening, Refusal> {
    Move::RecordException.check(assessment.stage)?;
    let fact = &recorded.exception;
    let known: &[ExceptionKind] = if advice.is_some() {
        &OF_ADVICE
    } else {
        &OF_ASSESSMENT
    };
    let begins = fact.from.or(fact.missed_on).unwrap_or(today);
    DateChecks::default()
        .holds(known.contains(&fact.kind), || {
            let words: Vec<_> = known.iter().map(|kind| kind.word()).collect();
            FieldProblem::new(
                "/kind",
                "not_an_exception_here",
                format!("The law does not know this exception here. It knows: {}.", words.join(", ")),
            )
        })
        .holds(fact.from.is_some() || fact.kind == ExceptionKind::MissedAppointment, || {
            FieldProblem::new("/from_on", "missing", "Give the first day on which this held.")
        })
        .holds(fact.kind != ExceptionKind::MissedAppointment || fact.missed_on.is_some(), || {
            FieldProblem::new("/from_on", "missing", "Give the day of the missed appointment.")
        })
        .not_future("/from_on", begins, today)
        .not_before("/from_on", begins, Some(assessment.born_on), "the child's date of birth")
        .holds(ends_within(assessment, fact), || {
            FieldProblem::new(
                if fact.until.is_some() { "/until_on" } else { "/from_on" },
                "before_the_assessment",
                format!(
                    "This was over before the assessment began ({}), so it cannot have delayed it.",
                    assessment.clock_started_on().map(human_date).unwrap_or_default()
                ),
            )
        })
        .holds(fact.until.is_none_or(|until| until >= begins), || {
            FieldProblem::new("/until_on", "too_early", "The last day is before the first. Give a later one.")
        })
        .holds(!needs_advice_day(fact.kind) || fact.advice_requested.is_some(), || {
            FieldProblem::new(
                "/advice_requested_on",
                "missing",
                "A closure counts only if advice was asked for around it. Give the day on which the setting was asked.",
            )
        })
        .done()?;
    Ok(Happening::new(HappeningKind::ExceptionRecorded, begins))
}

/// Whether what happened reaches into the assessment. What goes on has not ended.
fn ends_within(assessment: &Assessment, fact: &ExceptionFact) -> bool {
    let last = fact.until.or(fact.missed_on);
    assessment
        .clock_started_on()
        .zip(last)
        .is_none_or(|(began, last)| last >= began)
}

fn needs_advice_day(kind: ExceptionKind) -> bool {
    matches!(
        kind,
        ExceptionKind::SchoolClosure | ExceptionKind::EarlyYearsClosure
    )
}
