//! Reading inputs: each by name, none left unread.

use super::{InputError, Worked};
use crate::error::shown;
use chrono::{DateTime, NaiveDate, Utc};
use ehcp_calendar::{Stretch, check_range, london_date};
use serde_json::{Map, Value};
use std::cell::RefCell;

/// The inputs of an example, and which of them were asked for.
pub(super) struct Inputs<'a> {
    members: &'a Map<String, Value>,
    asked: RefCell<Vec<&'static str>>,
    /// Which of them were asked for as a date, and so may have an ending.
    dated: RefCell<Vec<&'static str>>,
    /// Set where reading stopped because something is missing: a misspelt name may be the cause.
    missing: RefCell<bool>,
    /// What is to be said beside the steps of the answer.
    notes: RefCell<Vec<&'static str>>,
}

/// The endings that a date's name may have beside its own: `order_date`, `agreement_on`.
const ENDINGS: [&str; 3] = ["", "_on", "_date"];

/// Whether a given name is this field's, perhaps with an ending.
fn is_named(given: &str, field: &str) -> bool {
    given
        .strip_prefix(field)
        .is_some_and(|ending| ENDINGS.contains(&ending))
}

impl<'a> Inputs<'a> {
    pub fn new(members: &'a Map<String, Value>) -> Self {
        Self {
            members,
            asked: RefCell::default(),
            missing: RefCell::new(false),
            dated: RefCell::default(),
            notes: RefCell::default(),
        }
    }

    /// Adds a sentence to the steps of the answer, once.
    pub fn note(&self, sentence: &'static str) {
        let mut notes = self.notes.borrow_mut();
        if !notes.contains(&sentence) {
            notes.push(sentence);
        }
    }

    /// Remembers that a name is known, and gives its value unless it is null.
    fn ask(&self, field: &'static str) -> Option<&'a Value> {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&field) {
            asked.push(field);
        }
        self.members.get(field).filter(|value| !value.is_null())
    }

    /// The answer, unless an input was never asked for.
    pub fn settle(&self, answer: Result<Worked, InputError>) -> Result<Worked, InputError> {
        if answer.is_err() && !*self.missing.borrow() {
            return answer;
        }
        let answer = answer.map(|mut worked| {
            worked
                .steps
                .extend(self.notes.borrow().iter().map(|&note| note.to_owned()));
            worked
        });
        let asked = self.asked.borrow();
        let dated = self.dated.borrow();
        let is_known = |key: &str| asked.contains(&key) || dated.iter().any(|field| is_named(key, field));
        match self.members.keys().find(|key| !is_known(key)) {
            Some(unknown) => Err(InputError::new(
                shown(unknown),
                format!("This input is not known here. Known are: {}.", asked.join(", ")),
            )),
            None => answer,
        }
    }

    /// The error for an input that must be there.
    pub fn missing(&self, field: &'static str, example: &str) -> InputError {
        *self.missing.borrow_mut() = true;
        InputError::new(field, format!("This input is missing. Give {example}."))
    }

    /// The name under which a date is given, which may have an ending.
    pub fn given_name(&self, field: &str) -> Option<String> {
        ENDINGS
            .iter()
            .map(|ending| format!("{field}{ending}"))
            .find(|name| self.members.get(name).is_some_and(|value| !value.is_null()))
    }

    /// A date, if it is given; under its name alone and with an ending it must be the same.
    pub fn date(&self, field: &'static str) -> Result<Option<NaiveDate>, InputError> {
        self.ask(field);
        let mut dated = self.dated.borrow_mut();
        if !dated.contains(&field) {
            dated.push(field);
        }
        let mut found = None;
        for name in ENDINGS.map(|ending| format!("{field}{ending}")) {
            let Some(value) = self.members.get(&name).filter(|value| !value.is_null()) else {
                continue;
            };
            let date = read_date(&name, value)?;
            match found {
                Some(first) if first != date => return Err(differs(name, field, first)),
                _ => found = Some(date),
            }
        }
        Ok(found)
    }

    /// The date of birth, if it is given.
    pub fn birth(&self) -> Result<Option<NaiveDate>, InputError> {
        let found = self.date_by(&["dob", "date_of_birth", "birth_date", "born"])?;
        Ok(found.map(|(_, date)| date))
    }

    /// A date that must be there.
    pub fn required_date(&self, field: &'static str) -> Result<NaiveDate, InputError> {
        self.date(field)?
            .ok_or_else(|| self.missing(field, "a date such as 2026-09-07"))
    }

    /// A date under any of several names; two of them must agree.
    pub fn date_by(&self, fields: &[&'static str]) -> Result<Option<(&'static str, NaiveDate)>, InputError> {
        let mut found: Option<(&'static str, NaiveDate)> = None;
        for &field in fields {
            let Some(date) = self.date(field)? else { continue };
            match found {
                None => found = Some((field, date)),
                Some((_, first)) if first == date => {}
                Some((name, first)) => {
                    return Err(differs(field, name, first));
                }
            }
        }
        Ok(found)
    }

    /// The London date of an instant, if it is given.
    pub fn instant_date(&self, field: &'static str) -> Result<Option<NaiveDate>, InputError> {
        let Some(value) = self.ask(field) else {
            return Ok(None);
        };
        let wrong = || {
            InputError::new(
                field,
                "This must be a time with its offset, such as 2026-10-02T23:30:00+01:00 or 2026-10-24T23:30:00Z.",
            )
        };
        let instant = DateTime::parse_from_rfc3339(value.as_str().ok_or_else(wrong)?).map_err(|_| wrong())?;
        let instant: DateTime<Utc> = instant.into();
        in_range(field, instant.date_naive())?;
        Ok(Some(london_date(instant)))
    }

    /// Yes or no, if it is given.
    pub fn yes(&self, field: &'static str) -> Result<Option<bool>, InputError> {
        let wrong = || InputError::new(field, "This must be true or false.");
        self.ask(field)
            .map(|value| value.as_bool().ok_or_else(wrong))
            .transpose()
    }

    /// A word, if it is given, in small letters and with `_` and spaces as `-`.
    pub fn word(&self, field: &'static str) -> Result<Option<String>, InputError> {
        let wrong = || InputError::new(field, "This must be a word in quotes.");
        self.ask(field)
            .map(|value| {
                let word = value.as_str().ok_or_else(wrong)?;
                Ok(word.trim().to_ascii_lowercase().replace(['_', ' '], "-"))
            })
            .transpose()
    }

    /// A whole number from one bound to the other, if it is given.
    pub fn number(&self, field: &'static str, from: i64, until: i64) -> Result<Option<i64>, InputError> {
        let wrong = || {
            InputError::new(
                field,
                format!("This must be a whole number from {from} to {until}."),
            )
        };
        self.ask(field)
            .map(|value| {
                value
                    .as_i64()
                    .filter(|n| (from..=until).contains(n))
                    .ok_or_else(wrong)
            })
            .transpose()
    }

    /// The value of an input that has a form of its own.
    pub fn value(&self, field: &'static str) -> Option<&'a Value> {
        self.ask(field)
    }

    /// A list of stretches of days, each `[first, last]` or `{"from": first, "to": last}`.
    pub fn stretches(&self, field: &'static str) -> Result<Option<Vec<Stretch>>, InputError> {
        self.ask(field)
            .map(|value| read_stretches(field, value))
            .transpose()
    }
}

fn differs(field: impl Into<String>, name: &str, first: NaiveDate) -> InputError {
    InputError::new(
        field,
        format!("This is another name for {name}, which is {first}. Give only one of them."),
    )
}

/// A list of stretches of days.
pub(super) fn read_stretches(field: &'static str, value: &Value) -> Result<Vec<Stretch>, InputError> {
    let wrong = || {
        InputError::new(
            field,
            "This must be a list of first and last days, such as [[\"2026-08-01\", \"2026-08-28\"]].",
        )
    };
    value
        .as_array()
        .ok_or_else(wrong)?
        .iter()
        .map(|pair| read_stretch(field, pair).ok_or_else(wrong)?)
        .collect()
}

/// One stretch; none where it does not have the form of one.
fn read_stretch(field: &'static str, value: &Value) -> Option<Result<Stretch, InputError>> {
    let (from, to) = match value {
        Value::Array(pair) => match pair.as_slice() {
            [from, to] => (from, to),
            _ => return None,
        },
        Value::Object(members) => (
            members.get("from")?,
            members.get("to").or_else(|| members.get("until"))?,
        ),
        _ => return None,
    };
    Some(read_date(field, from).and_then(|from| {
        let to = read_date(field, to)?;
        if to < from {
            return Err(InputError::new(
                field,
                format!("The last day, {to}, comes before the first, {from}. Give the first day first."),
            ));
        }
        Ok((from, to))
    }))
}

/// A date of the form `YYYY-MM-DD` and nothing else, of the years 1900 to 2200.
pub(super) fn read_date(field: &str, value: &Value) -> Result<NaiveDate, InputError> {
    let wrong = |what: String| {
        InputError::new(
            field,
            format!("{what} Write the date as YYYY-MM-DD, such as 2026-09-07."),
        )
    };
    let text = value
        .as_str()
        .ok_or_else(|| wrong("This must be a date in quotes.".to_owned()))?;
    let (year, month, day) = date_parts(text).ok_or_else(|| wrong("This is not a date.".to_owned()))?;
    let date = NaiveDate::from_ymd_opt(year, month, day)
        .ok_or_else(|| wrong(format!("There is no day {day} in month {month} of {year}.")))?;
    in_range(field, date)
}

fn date_parts(text: &str) -> Option<(i32, u32, u32)> {
    let bytes = text.as_bytes();
    let digits_at = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
    let shaped = bytes.len() == 10
        && bytes.get(4) == Some(&b'-')
        && bytes.get(7) == Some(&b'-')
        && [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(digits_at);
    if !shaped {
        return None;
    }
    Some((
        text.get(0..4)?.parse().ok()?,
        text.get(5..7)?.parse().ok()?,
        text.get(8..10)?.parse().ok()?,
    ))
}

fn in_range(field: &str, date: NaiveDate) -> Result<NaiveDate, InputError> {
    check_range(date).map_err(|error| InputError::new(field, error.to_string()))
}
