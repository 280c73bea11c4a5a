//! Days, weeks and calendar months.

use chrono::{Datelike, Days, Months, NaiveDate};
use thiserror::Error;

/// The first year of which dates are taken.
pub const FIRST_YEAR: i32 = 1900;

/// The last year of which dates are taken.
pub const LAST_YEAR: i32 = 2200;

/// A date whose year nobody can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("The year must be from {FIRST_YEAR} to {LAST_YEAR}, and this date is {date}.")]
pub struct DateOutOfRange {
    /// The date that was given.
    pub date: NaiveDate,
}

/// The same date, if its year is from 1900 to 2200.
///
/// # Errors
/// When it is not. Dates from outside go through here before any sum is done with them.
pub fn check_range(date: NaiveDate) -> Result<NaiveDate, DateOutOfRange> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&date.year()) {
        Ok(date)
    } else {
        Err(DateOutOfRange { date })
    }
}

/// The day so many days later.
pub fn add_days(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(days.into()))
        .unwrap_or(NaiveDate::MAX)
}

/// The day so many days earlier.
pub fn subtract_days(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_sub_days(Days::new(days.into()))
        .unwrap_or(NaiveDate::MIN)
}

/// The same weekday so many weeks later; the first day is not counted.
pub fn add_weeks(date: NaiveDate, weeks: u32) -> NaiveDate {
    add_days(date, weeks.saturating_mul(7))
}

/// The corresponding date so many calendar months later, or the last day of that month where it has no such day
/// (Interpretation Act 1978, Schedule 1; *Dodds v Walker*). The first day is not counted.
pub fn add_months_clamped(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months))
        .unwrap_or(NaiveDate::MAX)
}

/// The corresponding date so many calendar months earlier, or the last day of that month.
pub fn subtract_months_clamped(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_sub_months(Months::new(months))
        .unwrap_or(NaiveDate::MIN)
}

/// The last day of so many months that begin with this day: the day before the corresponding date, or the last day
/// of that month where there is no corresponding date. No months end on the day itself.
pub fn last_day_of_months_beginning_with(date: NaiveDate, months: u32) -> NaiveDate {
    let corresponding = add_months_clamped(date, months);
    if months == 0 || corresponding.day() != date.day() {
        corresponding
    } else {
        subtract_days(corresponding, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_without_the_day_ends_on_its_last_day() {
        assert_eq!(add_months_clamped(day("2026-12-30"), 2), day("2027-02-28"));
        assert_eq!(add_months_clamped(day("2027-12-31"), 2), day("2028-02-29"));
        assert_eq!(subtract_months_clamped(day("2027-07-31"), 5), day("2027-02-28"));
    }

    #[test]
    fn months_beginning_with_a_day_end_the_day_before_the_corresponding_date() {
        assert_eq!(
            last_day_of_months_beginning_with(day("2023-03-01"), 12),
            day("2024-02-29")
        );
        assert_eq!(
            last_day_of_months_beginning_with(day("2024-02-29"), 12),
            day("2025-02-28")
        );
        assert_eq!(
            last_day_of_months_beginning_with(day("2026-11-30"), 3),
            day("2027-02-28")
        );
    }

    #[test]
    fn a_year_nobody_can_mean_is_refused_by_name() {
        let error = check_range(day("1899-12-31")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "The year must be from 1900 to 2200, and this date is 1899-12-31."
        );
        assert!(check_range(day("2200-12-31")).is_ok());
    }

    proptest! {
        #[test]
        fn sums_never_panic_and_never_go_backwards(days in -700_000..700_000_i32, n in 0..u32::MAX) {
            let date = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            prop_assert!(add_days(date, n) >= date);
            prop_assert!(add_weeks(date, n) >= date);
            prop_assert!(add_months_clamped(date, n) >= date);
            prop_assert!(subtract_months_clamped(date, n) <= date);
        }
    }
}
