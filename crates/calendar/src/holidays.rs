//! The bank holidays of England and Wales, as published.

use crate::date::{DateOutOfRange, check_range};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use std::sync::LazyLock;
use thiserror::Error;

const PUBLISHED: &str = include_str!("../data/bank_holidays_england_and_wales.json");

static ENGLAND_AND_WALES: LazyLock<Calendar> =
    LazyLock::new(|| Calendar::from_json(PUBLISHED).unwrap_or_else(|_| Calendar::knowing_nothing()));

/// A day on which nobody works by law, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// Its name, such as "Good Friday".
    #[serde(rename = "title")]
    pub name: String,
}

/// The working days of England and Wales, from the first of January of the first year whose holidays are known to
/// the last of December of the last.
#[derive(Debug, Clone)]
pub struct Calendar {
    source: String,
    known_from: NaiveDate,
    known_until: NaiveDate,
    /// In order of their dates, one for a date.
    holidays: Vec<Holiday>,
}

/// Why a table of holidays was refused.
#[derive(Debug, Error)]
pub enum CalendarDataError {
    /// Not the expected JSON.
    #[error("The holiday table could not be read: {0}.")]
    Json(#[from] serde_json::Error),
    /// For another part of the kingdom.
    #[error("The holiday table must be for england-and-wales, and it is for {0}.")]
    Division(String),
    /// Without any holiday.
    #[error("The holiday table has no holidays.")]
    Empty,
    /// With a year nobody can mean.
    #[error(transparent)]
    Range(#[from] DateOutOfRange),
}

#[derive(Deserialize)]
struct Table {
    source: String,
    division: String,
    events: Vec<Holiday>,
}

impl Calendar {
    /// The bank holidays of England and Wales that this program was built with.
    pub fn england_and_wales() -> &'static Self {
        &ENGLAND_AND_WALES
    }

    /// A calendar from a table `{source, division, events: [{date, title}]}` as GOV.UK publishes it. Every year
    /// from the first to the last holiday in it is taken as known.
    ///
    /// # Errors
    /// When the table cannot be read, is empty, is for another division or has an impossible year.
    pub fn from_json(text: &str) -> Result<Self, CalendarDataError> {
        let table: Table = serde_json::from_str(text)?;
        if table.division != "england-and-wales" {
            return Err(CalendarDataError::Division(table.division));
        }
        let mut calendar = Self::knowing_nothing().with_extra_holidays(table.events);
        calendar.source = table.source;
        let (Some(first), Some(last)) = (calendar.holidays.first(), calendar.holidays.last()) else {
            return Err(CalendarDataError::Empty);
        };
        let (first, last) = (check_range(first.date)?.year(), check_range(last.date)?.year());
        calendar.known_from = NaiveDate::from_ymd_opt(first, 1, 1).ok_or(CalendarDataError::Empty)?;
        calendar.known_until = NaiveDate::from_ymd_opt(last, 12, 31).ok_or(CalendarDataError::Empty)?;
        Ok(calendar)
    }

    /// A calendar that answers no question about working days.
    fn knowing_nothing() -> Self {
        Self {
            source: String::new(),
            known_from: NaiveDate::MAX,
            known_until: NaiveDate::MIN,
            holidays: Vec::new(),
        }
    }

    /// With more closed days, such as a bank holiday proclaimed after the table was published. They do not widen
    /// the known years.
    #[must_use]
    pub fn with_extra_holidays(mut self, extra: impl IntoIterator<Item = Holiday>) -> Self {
        self.holidays.extend(extra);
        self.holidays.sort_by_key(|holiday| holiday.date);
        self.holidays.dedup_by_key(|holiday| holiday.date);
        self
    }

    /// Without the holidays on these days, such as a bank holiday that was moved.
    #[must_use]
    pub fn without_holidays(mut self, moved: &[NaiveDate]) -> Self {
        self.holidays.retain(|holiday| !moved.contains(&holiday.date));
        self
    }

    /// Where the table comes from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The first day of which it is known whether it is a working day.
    pub fn known_from(&self) -> NaiveDate {
        self.known_from
    }

    /// The last such day.
    pub fn known_until(&self) -> NaiveDate {
        self.known_until
    }

    /// The holiday on this day, if it is one.
    pub fn holiday_on(&self, day: NaiveDate) -> Option<&Holiday> {
        let place = self
            .holidays
            .binary_search_by_key(&day, |holiday| holiday.date)
            .ok()?;
        self.holidays.get(place)
    }

    /// The holidays from the first day to the last, both included, in order.
    pub fn holidays_from_to(&self, first: NaiveDate, last: NaiveDate) -> &[Holiday] {
        let start = self.holidays.partition_point(|holiday| holiday.date < first);
        let end = self.holidays.partition_point(|holiday| holiday.date <= last);
        self.holidays.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_built_in_table_is_read_whole() {
        let calendar = Calendar::from_json(PUBLISHED).unwrap();
        assert_eq!(calendar.known_from(), day("2012-01-01"));
        assert_eq!(calendar.known_until(), day("2028-12-31"));
        assert_eq!(
            calendar
                .holiday_on(day("2022-09-19"))
                .unwrap()
                .name
                .split(' ')
                .next(),
            Some("Bank")
        );
        assert!(calendar.source().contains("GOV.UK"));
    }

    #[test]
    fn every_known_year_has_its_eight_holidays_or_more() {
        let calendar = Calendar::england_and_wales();
        for year in 2012..=2028 {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
            assert!(calendar.holidays_from_to(first, last).len() >= 8, "{year}");
        }
    }

    #[test]
    fn a_table_for_scotland_or_without_days_is_refused() {
        let table = |division: &str, events: &str| {
            format!(r#"{{"source": "test", "division": "{division}", "events": {events}}}"#)
        };
        let monday = r#"[{"date": "2026-01-02", "title": "2nd January"}]"#;
        assert!(
            Calendar::from_json(&table("scotland", monday))
                .unwrap_err()
                .to_string()
                .contains("scotland")
        );
        assert!(matches!(
            Calendar::from_json(&table("england-and-wales", "[]")),
            Err(CalendarDataError::Empty)
        ));
        assert!(Calendar::from_json("{").is_err());
    }

    #[test]
    fn a_moved_holiday_is_one_taken_away_and_one_added() {
        let calendar = Calendar::england_and_wales()
            .clone()
            .without_holidays(&[day("2027-05-03")])
            .with_extra_holidays([Holiday {
                date: day("2027-05-07"),
                name: "Moved holiday".to_owned(),
            }]);
        assert!(calendar.holiday_on(day("2027-05-03")).is_none());
        assert_eq!(
            calendar.holiday_on(day("2027-05-07")).unwrap().name,
            "Moved holiday"
        );
    }
}
