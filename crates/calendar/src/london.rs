//! The London date of an instant.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

/// The last Sunday of a month that has 31 days.
fn last_sunday_of_31(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    last.checked_sub_days(Days::new(last.weekday().days_since(Weekday::Sun).into()))
}

/// Whether summer time is in force: from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of
/// October (Summer Time Act 1972 as amended; so since 1998).
fn is_summer_time(instant: DateTime<Utc>) -> bool {
    let change = |month| last_sunday_of_31(instant.year(), month).and_then(|day| day.and_hms_opt(1, 0, 0));
    match (change(3), change(10)) {
        (Some(begins), Some(ends)) => (begins..ends).contains(&instant.naive_utc()),
        _ => false,
    }
}

/// The date in London at an instant. A legal day is a London day, up to midnight: no rule ends it at office hours.
pub fn london_date(instant: DateTime<Utc>) -> NaiveDate {
    if is_summer_time(instant) {
        instant
            .checked_add_signed(TimeDelta::hours(1))
            .unwrap_or(instant)
            .date_naive()
    } else {
        instant.date_naive()
    }
}

/// The moment at which a day begins in London.
pub fn london_midnight(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN).and_utc();
    match midnight.checked_sub_signed(TimeDelta::hours(1)) {
        Some(earlier) if is_summer_time(earlier) => earlier,
        _ => midnight,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date_at(instant: &str) -> String {
        london_date(instant.parse().unwrap()).to_string()
    }

    #[test]
    fn late_on_the_last_evening_of_summer_time_is_the_next_day() {
        assert_eq!(date_at("2026-10-24T23:30:00Z"), "2026-10-25");
        assert_eq!(date_at("2026-10-25T23:30:00Z"), "2026-10-25");
    }

    #[test]
    fn summer_time_begins_at_one_in_the_morning() {
        assert_eq!(date_at("2027-03-27T23:30:00Z"), "2027-03-27");
        assert_eq!(date_at("2027-03-28T22:59:59Z"), "2027-03-28");
        assert_eq!(date_at("2027-03-28T23:00:00Z"), "2027-03-29");
    }

    #[test]
    fn a_day_begins_at_its_midnight_in_london_also_when_the_clocks_change_on_it() {
        for (day, begins) in [
            ("2026-10-24", "2026-10-23T23:00:00Z"),
            ("2026-10-25", "2026-10-24T23:00:00Z"),
            ("2026-10-26", "2026-10-26T00:00:00Z"),
            ("2027-03-28", "2027-03-28T00:00:00Z"),
            ("2027-03-29", "2027-03-28T23:00:00Z"),
        ] {
            let moment = london_midnight(day.parse().unwrap());
            assert_eq!(moment, begins.parse::<DateTime<Utc>>().unwrap(), "{day}");
            assert_eq!(london_date(moment).to_string(), day);
        }
    }

    #[test]
    fn the_offset_of_the_sender_does_not_matter() {
        assert_eq!(date_at("2026-10-02T23:30:00+01:00"), "2026-10-02");
        assert_eq!(date_at("2026-01-02T19:30:00-05:00"), "2026-01-03");
    }
}
