//! A timeline, written for people, programs, calendars and spreadsheets.

pub mod csv;
pub mod exception;
pub mod ics;
pub mod json;
pub mod table;
mod words;

use chrono::NaiveDate;
use ehcp_deadlines::{Deadline, Facts};

/// Facts and the deadlines that follow from them, as they stand on a day.
pub struct Road {
    /// What is known.
    pub facts: Facts,
    /// The day on which the statuses hold.
    pub as_of: NaiveDate,
    /// The deadlines, in the order of the procedure.
    pub deadlines: Vec<Deadline>,
}
