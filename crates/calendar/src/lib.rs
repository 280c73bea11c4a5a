//! Weeks, months, working days, bank holidays and school years; knows where its data ends.
//!
//! Only civil dates are spoken here, and no clock is read. The name of a function says whether its end is
//! counted. Nothing overflows or panics for dates of the years 1900 to 2200 ([`check_range`]); beyond, sums stop
//! at the ends of what a date can be.

mod closure;
mod date;
mod holidays;
mod london;
mod person;
mod school_year;
mod words;
mod working_days;

pub use closure::{Stretch, days_between_inclusive, joined, longest, union_days};
pub use date::{
    DateOutOfRange, FIRST_YEAR, LAST_YEAR, add_days, add_months_clamped, add_weeks, check_range,
    last_day_of_months_beginning_with, subtract_days, subtract_months_clamped,
};
pub use holidays::{Calendar, CalendarDataError, Holiday};
pub use london::{london_date, london_midnight};
pub use person::{attains_age_on, compulsory_school_age_ends, young_person_from};
pub use school_year::{
    cohort_year, enters_year_group_in, last_friday_in_june, school_year_of, school_year_starts,
};
pub use words::{human_date, number_in_words};
pub use working_days::BeyondKnownHolidays;
