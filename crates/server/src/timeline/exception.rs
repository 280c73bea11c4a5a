//! Reads an exception and a day from the command line.

use chrono::NaiveDate;
use ehcp_deadlines::{ExceptionFact, ExceptionKind};

const FORM: &str =
    "write it like school-closure:2026-07-23..2026-09-01@2026-07-16 or missed-appointment:2026-10-28";

/// A day written as 2026-09-07.
///
/// # Errors
/// What is wrong with it.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    text.trim()
        .parse()
        .map_err(|_| format!("\"{text}\" is no day; days are written as 2026-09-07"))
}

/// `KIND`, `KIND:DATE` for a missed appointment, `KIND:FROM..UNTIL`, each with `@DATE` when advice was asked for.
///
/// # Errors
/// What is wrong with it.
pub fn parse(text: &str) -> Result<ExceptionFact, String> {
    let (text, asked) = match text.split_once('@') {
        Some((text, asked)) => (text, Some(day(asked)?)),
        None => (text, None),
    };
    let (kind, days) = match text.split_once(':') {
        Some((kind, days)) => (kind, Some(days)),
        None => (text, None),
    };
    let kind: ExceptionKind = kind.parse().map_err(|_| {
        let known: Vec<&str> = ExceptionKind::ALL.iter().map(|kind| kind.word()).collect();
        format!(
            "there is no exception \"{kind}\"; there are: {}",
            known.join(", ")
        )
    })?;
    let mut exception = ExceptionFact::new(kind);
    exception.advice_requested = asked;
    match days.map(|days| days.split_once("..").ok_or(days)) {
        None => {}
        Some(Ok((from, until))) => {
            let (from, until) = (day(from)?, day(until)?);
            if until < from {
                return Err(format!("it ends on {until}, before it begins on {from}"));
            }
            exception = exception.lasting(from, until);
        }
        Some(Err(on)) if kind == ExceptionKind::MissedAppointment => exception = exception.missed(day(on)?),
        Some(Err(_)) => return Err(FORM.to_owned()),
    }
    Ok(exception)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_closure_has_its_days_and_the_day_of_the_request_for_advice() {
        let expected = ExceptionFact::new(ExceptionKind::SchoolClosure)
            .lasting(date("2026-07-23"), date("2026-09-01"))
            .advice_requested(date("2026-07-16"));
        assert_eq!(
            parse("school-closure:2026-07-23..2026-09-01@2026-07-16"),
            Ok(expected)
        );
        assert_eq!(
            parse("ex-school-closure:2026-07-23..2026-09-01@2026-07-16"),
            Ok(expected)
        );
    }

    #[test]
    fn a_missed_appointment_has_one_day() {
        let expected = ExceptionFact::new(ExceptionKind::MissedAppointment).missed(date("2026-10-28"));
        assert_eq!(parse("missed-appointment:2026-10-28"), Ok(expected));
    }

    #[test]
    fn days_may_be_unknown() {
        assert_eq!(parse("personal"), Ok(ExceptionFact::new(ExceptionKind::Personal)));
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_what_would_be_right() {
        for (text, says) in [
            ("holiday", "ex-school-closure"),
            (
                "school-closure:2026-07-23",
                "school-closure:2026-07-23..2026-09-01",
            ),
            ("school-closure:2026-09-01..2026-07-23", "before it begins"),
            ("school-closure:1 June..2 June", "2026-09-07"),
            ("personal@soon", "2026-09-07"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(says), "{text}: {error}");
        }
    }
}
