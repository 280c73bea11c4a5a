//! Whether an exception recorded on a case fits a limit.

use crate::{
    exception::{ExceptionFact, ExceptionKind},
    facts::Facts,
    rule::Limit,
};
use chrono::NaiveDate;
use ehcp_calendar::{
    Stretch, add_days, days_between_inclusive, human_date, longest, subtract_days, union_days,
};

/// The days of a closure that make it an exception: four weeks.
pub const CLOSURE_DAYS: i64 = 28;

/// The window in which a closed setting must have been asked for advice: from one week before the first closed day
/// to one week before it reopens.
pub(crate) fn advice_window((first_closed, last_closed): Stretch) -> Stretch {
    (
        subtract_days(first_closed, 7),
        subtract_days(add_days(last_closed, 1), 7),
    )
}

/// The first and the last day on which an act could fall due for the coronavirus exception to be there
/// (SI 2020/471: in force on 1 May 2020, ceasing to have effect on 25 September 2020).
pub(crate) fn covid_window() -> Option<Stretch> {
    Some((
        NaiveDate::from_ymd_opt(2020, 5, 1)?,
        NaiveDate::from_ymd_opt(2020, 9, 24)?,
    ))
}

/// Whether an exception fits, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// The law does not name it for this limit.
    NotForThisLimit,
    /// Its days fit.
    Fits,
    /// No days are recorded against which to check it.
    Assumed,
    /// The setting was closed for fewer than four weeks.
    ClosedTooShort(i64),
    /// The setting was asked for advice outside the window.
    AskedOutside(Stretch),
    /// Away for fewer days in a row than needed.
    AwayTooShort { longest: i64, needed: i64 },
    /// It did not happen while the limit ran.
    OutsidePeriod,
    /// The act did not fall due while the coronavirus regulations were in force.
    NotInForce,
}

impl Fit {
    /// Whether the number of days is relaxed.
    pub fn relaxes(self) -> bool {
        matches!(self, Self::Fits | Self::Assumed)
    }

    /// Why, in plain English.
    pub fn why(self, label: &str) -> String {
        match self {
            Self::NotForThisLimit => format!("{label}. The law does not name this exception for this time limit."),
            Self::Fits => format!("{label}. The dates fit, so the number of days is relaxed."),
            Self::Assumed => {
                format!("{label}. No dates are recorded to check it against; it is taken to fit, so the number of days is relaxed.")
            }
            Self::ClosedTooShort(days) => {
                format!("The school, college or nursery was closed for {days} days; this exception needs at least {CLOSURE_DAYS}.")
            }
            Self::AskedOutside((from, until)) => format!(
                "Advice was not asked for between {} and {}, as this exception needs.",
                human_date(from),
                human_date(until)
            ),
            Self::AwayTooShort { longest, needed } => format!(
                "The longest absence in a row while the time ran was {longest} days; this exception needs at least {needed}."
            ),
            Self::OutsidePeriod => format!("{label}. The days given are not within the time limit, so it does not relax it."),
            Self::NotInForce => {
                "The coronavirus exception was there only for what fell due from 1 May 2020 to 24 September 2020."
                    .to_owned()
            }
        }
    }
}

/// Whether an exception is one for this limit: named itself, or brought in through reg 44(3)(c) or 45(7)(c).
fn is_for(kind: ExceptionKind, limit: &Limit) -> bool {
    let imported = matches!(
        kind,
        ExceptionKind::SchoolClosure | ExceptionKind::EarlyYearsClosure | ExceptionKind::AbsentFourWeeks
    );
    limit.exceptions.contains(&kind) || (imported && limit.exceptions.contains(&ExceptionKind::Reg13Three))
}

/// Whether an exception fits a limit that runs over a period (its first and last day).
pub(crate) fn fit(exception: &ExceptionFact, facts: &Facts, limit: &Limit, period: Stretch) -> Fit {
    if !is_for(exception.kind, limit) {
        return Fit::NotForThisLimit;
    }
    match exception.kind {
        ExceptionKind::SchoolClosure | ExceptionKind::EarlyYearsClosure => closure_fit(exception),
        ExceptionKind::AbsentFourWeeks => absence_fit(exception.kind, facts, period, 28),
        ExceptionKind::AbsentTwoWeeks => absence_fit(exception.kind, facts, period, 14),
        ExceptionKind::MissedAppointment => within(exception.missed_on.map(|day| (day, day)), period),
        ExceptionKind::Personal | ExceptionKind::Circumstances | ExceptionKind::Reg13Three => {
            within(affected(exception, period), period)
        }
        ExceptionKind::Covid => match covid_window() {
            Some((from, until)) if (from..=until).contains(&period.1) => Fit::Fits,
            _ => Fit::NotInForce,
        },
        ExceptionKind::TribunalDirection | ExceptionKind::Agreed | ExceptionKind::ConsentShort => {
            Fit::Assumed
        }
    }
}

/// The affected days; one that has not ended goes on to the end of the period.
fn affected(exception: &ExceptionFact, period: Stretch) -> Option<Stretch> {
    let from = exception.from?;
    Some((from, exception.until.unwrap_or(period.1.max(from))))
}

fn within(days: Option<Stretch>, (first, last): Stretch) -> Fit {
    match days {
        None => Fit::Assumed,
        Some((from, until)) if from <= last && until >= first => Fit::Fits,
        Some(_) => Fit::OutsidePeriod,
    }
}

fn closure_fit(exception: &ExceptionFact) -> Fit {
    let (Some(from), Some(until)) = (exception.from, exception.until) else {
        return Fit::Assumed;
    };
    let days = days_between_inclusive((from, until));
    if days < CLOSURE_DAYS {
        return Fit::ClosedTooShort(days);
    }
    let window = advice_window((from, until));
    match exception.advice_requested {
        None => Fit::Assumed,
        Some(asked) if (window.0..=window.1).contains(&asked) => Fit::Fits,
        Some(_) => Fit::AskedOutside(window),
    }
}

/// All absences of a kind together: those that touch are one.
fn absence_fit(kind: ExceptionKind, facts: &Facts, period: Stretch, needed: i64) -> Fit {
    let of_kind = || {
        facts
            .exceptions()
            .iter()
            .filter(|exception| exception.kind == kind)
    };
    if of_kind().all(|exception| exception.from.is_none()) {
        return Fit::Assumed;
    }
    let inside = of_kind()
        .filter_map(|exception| affected(exception, period))
        .map(|(from, until)| (from.max(period.0), until.min(period.1)));
    let longest = longest(inside);
    if longest >= needed {
        Fit::Fits
    } else {
        Fit::AwayTooShort { longest, needed }
    }
}

/// Whether any exception relaxes the limit.
pub(crate) fn is_relaxed(facts: &Facts, limit: &Limit, period: Stretch) -> bool {
    facts
        .exceptions()
        .iter()
        .any(|exception| fit(exception, facts, limit, period).relaxes())
}

/// The days of all the exceptions that fit, each day once, none before the limit began to run.
pub(crate) fn affected_days(facts: &Facts, limit: &Limit, period: Stretch) -> i64 {
    union_days(
        facts
            .exceptions()
            .iter()
            .filter(|exception| fit(exception, facts, limit, period).relaxes())
            .filter_map(|exception| affected(exception, period))
            .map(|(from, until)| (from.max(period.0), until)),
    )
}
