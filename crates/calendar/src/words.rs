//! Dates and numbers as people read them.

use chrono::{Datelike, NaiveDate};
use std::borrow::Cow;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const NUMBERS: [&str; 21] = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// A date such as "7 September 2026".
pub fn human_date(date: NaiveDate) -> String {
    let month = usize::try_from(date.month0())
        .ok()
        .and_then(|place| MONTHS.get(place))
        .unwrap_or(&"");
    format!("{} {month} {}", date.day(), date.year())
}

/// A number in words up to twenty, in digits beyond; zero is "no".
pub fn number_in_words(number: u32) -> Cow<'static, str> {
    match usize::try_from(number).ok().and_then(|place| NUMBERS.get(place)) {
        Some(word) => Cow::Borrowed(word),
        None => Cow::Owned(number.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_people_write_it() {
        assert_eq!(human_date("2026-09-07".parse().unwrap()), "7 September 2026");
        assert_eq!(human_date("2028-12-31".parse().unwrap()), "31 December 2028");
    }

    #[test]
    fn numbers_are_words_up_to_twenty() {
        assert_eq!(
            [number_in_words(6), number_in_words(20), number_in_words(30)],
            ["six", "twenty", "30"]
        );
    }
}
