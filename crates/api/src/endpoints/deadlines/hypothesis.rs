//! Facts that somebody supposes: read, checked day by day, and made into the calculator's facts.

use crate::{
    error_codes::ErrorCode,
    problem::{FieldError, Refusal},
};
use chrono::NaiveDate;
use ehcp_calendar::check_range;
use ehcp_case::FactKind;
use ehcp_deadlines::{CalculationError, ExceptionFact, ExceptionKind, Facts};
use serde::{Deserialize, Deserializer, de};
use std::{borrow::Cow, collections::BTreeMap};
use utoipa::ToSchema;

/// The most exceptions in one calculation.
const EXCEPTIONS_MAX: usize = 50;

/// The most closures in one calculation: some years of school holidays.
const CLOSURES_MAX: usize = 100;

/// A day from outside: written as `YYYY-MM-DD`, and of a year from 1900 to 2200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(pub(super) NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let day = shaped.then(|| text.parse().ok()).flatten().ok_or_else(|| {
            de::Error::custom(format_args!(
                "\"{}\" is not a day of the calendar. Give a day as YYYY-MM-DD, such as 2026-09-07.",
                shortened(&text)
            ))
        })?;
        check_range(day).map(Self).map_err(de::Error::custom)
    }
}

/// An exception supposed for a calculation. Days that are left out are taken to fit.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SupposedException {
    /// Which exception.
    pub(super) kind: ExceptionKind,
    /// The first day affected: the first closed day, the first day away.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>, example = "2026-07-23")]
    from: Option<Day>,
    /// The last day affected: the last closed day (not the day of reopening), the last day away.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>, example = "2026-09-01")]
    until: Option<Day>,
    /// The day on which the closed setting was asked for advice.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>, example = "2026-07-20")]
    advice_requested: Option<Day>,
    /// The day of the missed appointment.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>, example = "2026-10-01")]
    missed_on: Option<Day>,
}

/// A stretch of days on which the child's school is supposed to be closed.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SupposedClosure {
    /// The first closed day.
    #[schema(value_type = NaiveDate, example = "2026-07-23")]
    from: Day,
    /// The last closed day.
    #[schema(value_type = NaiveDate, example = "2026-09-01")]
    until: Day,
}

/// What is supposed to have happened.
pub(super) struct Hypothesis {
    pub(super) facts: BTreeMap<String, Day>,
    pub(super) exceptions: Vec<SupposedException>,
    pub(super) school_closures: Vec<SupposedClosure>,
}

impl Hypothesis {
    /// The calculator's facts, or every value that cannot be used. `wanted` are the facts worth naming to somebody
    /// who named another.
    pub(super) fn into_facts(self, wanted: &[FactKind]) -> Result<Facts, Refusal> {
        let mut wrong = Vec::new();
        let mut facts = Facts::new();
        for (word, day) in &self.facts {
            match word.parse() {
                Ok(kind) => facts.set(kind, Some(day.0)),
                Err(_) => wrong.push(unknown_fact(word, wanted)),
            }
        }
        wrong.extend(too_many("/exceptions", self.exceptions.len(), EXCEPTIONS_MAX));
        wrong.extend(too_many(
            "/school_closures",
            self.school_closures.len(),
            CLOSURES_MAX,
        ));
        for (place, exception) in self.exceptions.iter().enumerate() {
            if let (Some(from), Some(until)) = (exception.from, exception.until) {
                wrong.extend(backwards(&format!("/exceptions/{place}"), from, until));
            }
            facts = facts.with_exception(exception.into());
        }
        for (place, closure) in self.school_closures.iter().enumerate() {
            wrong.extend(backwards(
                &format!("/school_closures/{place}"),
                closure.from,
                closure.until,
            ));
            facts = facts.with_school_closure(closure.from.0, closure.until.0);
        }
        match wrong.is_empty() {
            true => Ok(facts),
            false => {
                wrong.truncate(100);
                Err(Refusal::invalid(wrong))
            }
        }
    }
}

impl From<&SupposedException> for ExceptionFact {
    fn from(supposed: &SupposedException) -> Self {
        let day = |day: Option<Day>| day.map(|day| day.0);
        Self {
            kind: supposed.kind,
            from: day(supposed.from),
            until: day(supposed.until),
            advice_requested: day(supposed.advice_requested),
            missed_on: day(supposed.missed_on),
        }
    }
}

/// Why the calculator gives no date, as an answer.
pub(super) fn not_calculated(error: &CalculationError) -> Refusal {
    match error {
        CalculationError::BeyondKnownHolidays { .. } => {
            Refusal::new(ErrorCode::OutsideCalendar).detail(error.to_string())
        }
        CalculationError::OutOfOrder { fact, .. } => Refusal::invalid(vec![FieldError::new(
            format!("/facts/{fact}"),
            "out_of_order",
            error.to_string(),
        )]),
        CalculationError::DateOutOfRange { fact, .. } => Refusal::invalid(vec![FieldError::new(
            format!("/facts/{fact}"),
            "invalid_value",
            error.to_string(),
        )]),
        CalculationError::TooManyLimits => Refusal::new(ErrorCode::Internal),
    }
}

/// One step of a JSON pointer (RFC 6901).
pub(super) fn step(name: &str) -> String {
    shortened(name).replace('~', "~0").replace('/', "~1")
}

/// What somebody sent, cut to a length that can be quoted back.
fn shortened(text: &str) -> String {
    text.chars().take(100).collect()
}

fn unknown_fact(word: &str, wanted: &[FactKind]) -> FieldError {
    let wanted: Vec<String> = wanted.iter().map(|kind| format!("`{kind}`")).collect();
    let mut message = format!("There is no kind of fact called \"{}\".", shortened(word));
    // A process has dozens of facts; the message must stay readable.
    if (1..=60).contains(&wanted.len()) {
        message.push_str(&format!(" What counts here: {}.", wanted.join(", ")));
    }
    FieldError::new(format!("/facts/{}", step(word)), "unknown_fact", message)
}

fn too_many(pointer: &str, found: usize, most: usize) -> Option<FieldError> {
    (found > most).then(|| {
        let message = format!("Give at most {most}; there are {found}.");
        FieldError::new(pointer, "too_many", message)
    })
}

fn backwards(pointer: &str, from: Day, until: Day) -> Option<FieldError> {
    (until < from).then(|| {
        let message = format!(
            "The last day, {}, lies before the first, {}. Give the last affected day.",
            until.0, from.0
        );
        FieldError::new(format!("{pointer}/until"), "before_first_day", message)
    })
}
