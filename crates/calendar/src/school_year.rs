//! School years and year groups (Education Act 1996, s.579): 1 September to 31 August.

use crate::date::subtract_days;
use chrono::{Datelike, NaiveDate, Weekday};

/// The calendar year in which the school year of a day began: 2026 for every day from 1 September 2026 to
/// 31 August 2027.
pub fn school_year_of(day: NaiveDate) -> i32 {
    if day.month() >= 9 {
        day.year()
    } else {
        day.year() - 1
    }
}

/// The first day of the school year that begins in a calendar year, for years that a date can have.
pub fn school_year_starts(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 9, 1).unwrap_or(NaiveDate::MAX)
}

/// The cohort of a child: the calendar year of the 1 September on or before the day of birth.
pub fn cohort_year(born: NaiveDate) -> i32 {
    school_year_of(born)
}

/// The calendar year in whose September a child of a date of birth enters a national curriculum year group;
/// Reception is 0. A child taught out of cohort enters in another year.
pub fn enters_year_group_in(born: NaiveDate, group: u8) -> i32 {
    cohort_year(born) + 5 + i32::from(group)
}

/// The last Friday in June of a calendar year: the school leaving date.
pub fn last_friday_in_june(year: i32) -> NaiveDate {
    let last = NaiveDate::from_ymd_opt(year, 6, 30).unwrap_or(NaiveDate::MAX);
    subtract_days(last, last.weekday().days_since(Weekday::Fri))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::add_days;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_child_born_on_the_last_of_august_is_the_youngest_of_the_older_cohort() {
        assert_eq!(enters_year_group_in(day("2010-08-31"), 12), 2026);
        assert_eq!(enters_year_group_in(day("2010-09-01"), 12), 2027);
        assert_eq!(enters_year_group_in(day("2016-01-20"), 7), 2027);
    }

    #[test]
    fn the_school_leaving_date_is_the_last_friday_in_june() {
        assert_eq!(last_friday_in_june(2027), day("2027-06-25"));
        assert_eq!(last_friday_in_june(2028), day("2028-06-30"));
    }

    proptest! {
        #[test]
        fn every_day_lies_in_its_school_year(n in 0..100_000_u32) {
            let at = add_days(day("1900-01-01"), n);
            let year = school_year_of(at);
            prop_assert!(school_year_starts(year) <= at && at < school_year_starts(year + 1));
        }
    }
}
