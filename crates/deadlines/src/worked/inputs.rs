//! Reading inputs: each by name, none left unread.

use super::{InputError, Worked};
use chrono::{DateTime, NaiveDate, Utc};
use ehcp_calendar::{Stretch, check_range, london_date};
use serde_json::{Map, Value};
use std::cell::RefCell;

/// The inputs of an example, and which of them were asked for.
pub(super) struct Inputs<'a> {
    members: &'a Map<String, Value>,
    asked: RefCell<Vec<&'static str>>,
    /// Set where reading stopped because something is missing: a misspelt name may be the cause.
    missing: RefCell<bool>,
}

impl<'a> Inputs<'a> {
    pub fn new(members: &'a Map<String, Value>) -> Self {
        Self {
            members,
            asked: RefCell::default(),
            missing: RefCell::new(false),
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
        let asked = self.asked.borrow();
        match self.members.keys().find(|key| !asked.contains(&key.as_str())) {
            Some(unknown) => Err(InputError::new(
                unknown.clone(),
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

    /// Whether any of these inputs is given.
    pub fn has_any(&self, fields: &[&'static str]) -> bool {
        fields.iter().filter(|field| self.ask(field).is_some()).count() > 0
    }

    /// A date, if it is given.
    pub fn date(&self, field: &'static str) -> Result<Option<NaiveDate>, InputError> {
        self.ask(field).map(|value| read_date(field, value)).transpose()
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
                    return Err(InputError::new(
                        field,
                        format!("This is another name for {name}, which is {first}. Give only one of them."),
                    ));
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

    /// A word, if it is given, with `_` and spaces as `-`.
    pub fn word(&self, field: &'static str) -> Result<Option<String>, InputError> {
        let wrong = || InputError::new(field, "This must be a word in quotes.");
        self.ask(field)
            .map(|value| Ok(value.as_str().ok_or_else(wrong)?.trim().replace(['_', ' '], "-")))
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
pub(super) fn read_date(field: &'static str, value: &Value) -> Result<NaiveDate, InputError> {
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

fn in_range(field: &'static str, date: NaiveDate) -> Result<NaiveDate, InputError> {
    check_range(date).map_err(|error| InputError::new(field, error.to_string()))
}
