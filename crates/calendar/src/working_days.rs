//! Working days: not Saturday, Sunday, Christmas Day, Good Friday or a bank holiday in England and Wales.
//!
//! The SEND Regulations 2014 do not define the words; this is the definition of the Tribunal's rule 1(3).

use crate::{
    closure::Stretch,
    date::{add_days, subtract_days},
    holidays::Calendar,
};
use chrono::{Datelike, NaiveDate, Weekday};
use thiserror::Error;

/// A question about working days outside the years whose bank holidays are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "The bank holidays are known from {known_from} to {known_until}, and this needs to know about {asked}. Load a newer holiday table."
)]
pub struct BeyondKnownHolidays {
    /// The day asked about.
    pub asked: NaiveDate,
    /// The first known day.
    pub known_from: NaiveDate,
    /// The last known day.
    pub known_until: NaiveDate,
}

/// Whether it is a Saturday or a Sunday.
fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

impl Calendar {
    /// Whether people work on this day.
    ///
    /// # Errors
    /// When the holidays of its year are not known.
    pub fn is_working_day(&self, day: NaiveDate) -> Result<bool, BeyondKnownHolidays> {
        if day < self.known_from() || day > self.known_until() {
            return Err(BeyondKnownHolidays {
                asked: day,
                known_from: self.known_from(),
                known_until: self.known_until(),
            });
        }
        // Christmas Day that falls on a weekend has a substitute, and is itself no working day in any case.
        Ok(!is_weekend(day) && self.holiday_on(day).is_none())
    }

    /// The day itself where it is a working day, else the next one.
    ///
    /// # Errors
    /// When the holidays of a year it needs are not known.
    pub fn first_working_day_on_or_after(&self, day: NaiveDate) -> Result<NaiveDate, BeyondKnownHolidays> {
        let mut at = day;
        while !self.is_working_day(at)? {
            at = add_days(at, 1);
        }
        Ok(at)
    }

    /// The n-th working day after a day, which is not counted. The zeroth is the day itself.
    ///
    /// # Errors
    /// When the holidays of a year it needs are not known.
    pub fn nth_working_day_after(&self, day: NaiveDate, n: u32) -> Result<NaiveDate, BeyondKnownHolidays> {
        let mut at = day;
        for _ in 0..n {
            at = self.first_working_day_on_or_after(add_days(at, 1))?;
        }
        Ok(at)
    }

    /// The last of n working days beginning with a day: the day is the first where it is a working day, else the
    /// next working day is. No days end on the day itself.
    ///
    /// # Errors
    /// When the holidays of a year it needs are not known.
    pub fn last_of_working_days_beginning_with(
        &self,
        day: NaiveDate,
        n: u32,
    ) -> Result<NaiveDate, BeyondKnownHolidays> {
        match n.checked_sub(1) {
            None => Ok(day),
            Some(rest) => self.nth_working_day_after(self.first_working_day_on_or_after(day)?, rest),
        }
    }

    /// The n-th working day before a day, which is not counted. The zeroth is the day itself.
    ///
    /// # Errors
    /// When the holidays of a year it needs are not known.
    pub fn nth_working_day_before(&self, day: NaiveDate, n: u32) -> Result<NaiveDate, BeyondKnownHolidays> {
        let mut at = day;
        for _ in 0..n {
            at = subtract_days(at, 1);
            while !self.is_working_day(at)? {
                at = subtract_days(at, 1);
            }
        }
        Ok(at)
    }

    /// How many working days lie after the first day, up to and including the last. None where the last is earlier.
    ///
    /// # Errors
    /// When the holidays of a year it needs are not known.
    pub fn working_days_after_until(
        &self,
        after: NaiveDate,
        until: NaiveDate,
    ) -> Result<u32, BeyondKnownHolidays> {
        let mut count = 0;
        let mut at = add_days(after, 1);
        while at <= until {
            count += u32::from(self.is_working_day(at)?);
            at = add_days(at, 1);
        }
        Ok(count)
    }

    /// The n-th day after a day on which a school with these closures is open: a working day outside them.
    ///
    /// # Errors
    /// When the holidays of a year it needs are not known; so a school that never opens is an error in the end.
    pub fn nth_school_day_after(
        &self,
        day: NaiveDate,
        n: u32,
        closures: &[Stretch],
    ) -> Result<NaiveDate, BeyondKnownHolidays> {
        let closed = |at: NaiveDate| closures.iter().any(|&(from, until)| from <= at && at <= until);
        let mut at = day;
        for _ in 0..n {
            at = add_days(at, 1);
            while !self.is_working_day(at)? || closed(at) {
                at = add_days(at, 1);
            }
        }
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn known_day() -> impl Strategy<Value = NaiveDate> {
        (0..6_000_u32).prop_map(|n| add_days(day("2012-02-01"), n))
    }

    #[test]
    fn three_working_days_after_maundy_thursday_skip_easter() {
        let calendar = Calendar::england_and_wales();
        assert_eq!(
            calendar.nth_working_day_after(day("2026-04-02"), 3),
            Ok(day("2026-04-09"))
        );
    }

    #[test]
    fn fifteen_working_days_beginning_with_a_sunday_start_on_the_monday() {
        let calendar = Calendar::england_and_wales();
        assert_eq!(
            calendar.last_of_working_days_beginning_with(day("2027-01-31"), 15),
            Ok(day("2027-02-19"))
        );
    }

    #[test]
    fn five_working_days_before_new_year_skip_boxing_day() {
        let calendar = Calendar::england_and_wales();
        assert_eq!(
            calendar.nth_working_day_before(day("2027-01-06"), 5),
            Ok(day("2026-12-29"))
        );
        assert_eq!(
            calendar.nth_working_day_before(day("2027-01-06"), 6),
            Ok(day("2026-12-24"))
        );
    }

    #[test]
    fn past_the_known_years_is_an_error_that_names_the_day() {
        let calendar = Calendar::england_and_wales();
        let error = calendar
            .first_working_day_on_or_after(day("2028-12-30"))
            .unwrap_err();
        assert_eq!(error.asked, day("2029-01-01"));
        assert!(error.to_string().contains("2028-12-31"));
        assert!(calendar.is_working_day(day("2011-12-30")).is_err());
    }

    #[test]
    fn a_school_day_is_a_working_day_outside_the_closures() {
        let closures = [(day("2026-10-26"), day("2026-10-30"))];
        let tenth = Calendar::england_and_wales().nth_school_day_after(day("2026-10-20"), 10, &closures);
        assert_eq!(tenth, Ok(day("2026-11-10")));
    }

    proptest! {
        #[test]
        fn rolling_gives_a_working_day_and_a_second_time_changes_nothing(at in known_day()) {
            let calendar = Calendar::england_and_wales();
            let rolled = calendar.first_working_day_on_or_after(at).unwrap();
            prop_assert!(calendar.is_working_day(rolled).unwrap() && rolled >= at);
            prop_assert_eq!(calendar.first_working_day_on_or_after(rolled), Ok(rolled));
        }

        #[test]
        fn counting_forward_and_back_agree(at in known_day(), n in 1..40_u32) {
            let calendar = Calendar::england_and_wales();
            let there = calendar.nth_working_day_after(at, n).unwrap();
            prop_assert_eq!(calendar.working_days_after_until(at, there), Ok(n));
            let start = calendar.first_working_day_on_or_after(at).unwrap();
            let end = calendar.nth_working_day_after(start, n).unwrap();
            prop_assert_eq!(calendar.nth_working_day_before(end, n), Ok(start));
        }
    }
}
