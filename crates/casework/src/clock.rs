//! The one clock. Everything below is given the moment and the day.

use chrono::{DateTime, Datelike, Duration, NaiveDate, SubsecRound, Utc};
use chrono_tz::Europe::London;
use std::sync::{Arc, Mutex, PoisonError};

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that is set by hand: for tests, and for the demonstration council's year of happenings.
    Movable(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A movable clock that stands at this moment.
    pub fn standing_at(moment: DateTime<Utc>) -> Self {
        Self::Movable(Arc::new(Mutex::new(moment)))
    }

    /// The moment, in whole microseconds: what both databases can keep.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one clock")]
            Self::System => Utc::now().trunc_subsecs(6),
            Self::Movable(moment) => *moment.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Moves a movable clock to a moment; the machine's clock stays as it is.
    pub fn set(&self, moment: DateTime<Utc>) {
        if let Self::Movable(own) = self {
            *own.lock().unwrap_or_else(PoisonError::into_inner) = moment.trunc_subsecs(6);
        }
    }

    /// Moves a movable clock forward.
    pub fn advance(&self, by: Duration) {
        self.set(self.now() + by);
    }
}

/// The day in London at a moment: the law's days are London days.
pub fn london_day(moment: DateTime<Utc>) -> NaiveDate {
    moment.with_timezone(&London).date_naive()
}

/// The year in which a case reference is given.
pub(crate) fn reference_year(day: NaiveDate) -> u16 {
    u16::try_from(day.year()).unwrap_or(2000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_past_eleven_at_night_in_summer_time_is_already_the_next_day_in_london() {
        let moment = "2026-10-24T23:30:00Z".parse().unwrap();
        assert_eq!(london_day(moment).to_string(), "2026-10-25");
        let winter = "2026-12-24T23:30:00Z".parse().unwrap();
        assert_eq!(london_day(winter).to_string(), "2026-12-24");
    }

    #[test]
    fn a_movable_clock_stands_until_it_is_moved() {
        let clock = Clock::standing_at("2026-09-07T09:00:00Z".parse().unwrap());
        assert_eq!(clock.now(), clock.now());
        clock.advance(Duration::days(1));
        assert_eq!(london_day(clock.now()).to_string(), "2026-09-08");
    }
}
