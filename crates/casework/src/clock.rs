//! The one clock. Everything below is given the moment and the day.

use chrono::{DateTime, Duration, SubsecRound, Utc};
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_movable_clock_stands_until_it_is_moved() {
        let clock = Clock::standing_at("2026-09-07T09:00:00Z".parse().unwrap());
        assert_eq!(clock.now(), clock.now());
        clock.advance(Duration::days(1));
        assert_eq!(clock.now().to_rfc3339(), "2026-09-08T09:00:00+00:00");
    }
}
