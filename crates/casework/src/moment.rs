//! The moment at which something is asked.

use chrono::{DateTime, NaiveDate, Utc};
use ehcp_calendar::Calendar;
use ehcp_store::AsOf;

/// The moment at which something is asked, with the calendar by which days are counted.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The moment.
    pub now: DateTime<Utc>,
    /// The day in London.
    pub today: NaiveDate,
    /// The bank holidays.
    pub calendar: &'static Calendar,
}

impl Moment {
    /// The moment for which relationships are asked.
    pub fn as_of(&self) -> AsOf {
        AsOf {
            now: self.now,
            today: self.today,
        }
    }

    /// The moment `now`, with the calendar of England and Wales.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            now,
            today: ehcp_calendar::london_date(now),
            calendar: Calendar::england_and_wales(),
        }
    }
}
