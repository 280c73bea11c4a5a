//! Ages, and the day on which rights pass to the young person.

use crate::{
    date::{add_days, add_months_clamped},
    school_year::{last_friday_in_june, school_year_of},
};
use chrono::{Datelike, NaiveDate};

/// The day on which a person attains an age in years: the anniversary of the birth (Family Law Reform Act 1969,
/// s.9). Someone born on 29 February attains it on 1 March in other years.
pub fn attains_age_on(born: NaiveDate, years: u32) -> NaiveDate {
    let anniversary = add_months_clamped(born, years.saturating_mul(12));
    if anniversary.day() == born.day() {
        anniversary
    } else {
        add_days(anniversary, 1)
    }
}

/// The last day of compulsory school age: the last Friday in June of the school year in which the child becomes 16
/// (Education Act 1996, s.8). Where the birthday comes after that Friday, this is before the birthday.
pub fn compulsory_school_age_ends(born: NaiveDate) -> NaiveDate {
    last_friday_in_june(school_year_of(attains_age_on(born, 16)) + 1)
}

/// The first day on which the child is a young person (Children and Families Act 2014, s.83(2)) and holds the
/// rights that were the parent's.
pub fn young_person_from(born: NaiveDate) -> NaiveDate {
    add_days(compulsory_school_age_ends(born), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_rights_pass_on_the_day_after_the_leaving_date_of_the_year_of_the_sixteenth_birthday() {
        assert_eq!(compulsory_school_age_ends(day("2010-11-02")), day("2027-06-25"));
        assert_eq!(young_person_from(day("2010-11-02")), day("2027-06-26"));
        // Sixteen on 31 August 2027: the leaving date of that school year is already past.
        assert_eq!(young_person_from(day("2011-08-31")), day("2027-06-26"));
        assert_eq!(young_person_from(day("2011-09-01")), day("2028-07-01"));
    }

    #[test]
    fn a_person_born_on_leap_day_attains_an_age_on_the_first_of_march_in_other_years() {
        assert_eq!(attains_age_on(day("2004-02-29"), 25), day("2029-03-01"));
        assert_eq!(attains_age_on(day("2004-02-29"), 24), day("2028-02-29"));
    }

    proptest! {
        #[test]
        fn a_young_person_is_one_from_a_saturday_in_late_june_or_the_first_of_july(n in 0..100_000_u32) {
            let from = young_person_from(add_days(day("1900-01-01"), n));
            prop_assert_eq!(from.weekday(), Weekday::Sat);
            prop_assert!((6, 25) <= (from.month(), from.day()) && (from.month(), from.day()) <= (7, 1));
        }
    }
}
