//! Why no date could be given.

use crate::rule::RuleId;
use chrono::NaiveDate;
use ehcp_calendar::{BeyondKnownHolidays, FIRST_YEAR, LAST_YEAR};
use ehcp_case::FactKind;
use thiserror::Error;

/// Why the calculator gives no answer. It never guesses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CalculationError {
    /// Working days were needed outside the years whose bank holidays are known.
    #[error("{rule} needs working days: {source}")]
    BeyondKnownHolidays {
        /// The rule that needed them.
        rule: RuleId,
        /// Which day was asked about, and what is known.
        source: BeyondKnownHolidays,
    },
    /// A fact has a year nobody can mean.
    #[error("{fact} is {date}; its year must be from {FIRST_YEAR} to {LAST_YEAR}.")]
    DateOutOfRange {
        /// The fact.
        fact: FactKind,
        /// Its day.
        date: NaiveDate,
    },
    /// Something was done before the fact from which the time for it is counted.
    #[error(
        "{fact} is {on}, and that is before {start} ({from}). \"{}\" cannot come before \"{}\": correct one of the two days.",
        fact.label(),
        start.label()
    )]
    OutOfOrder {
        /// What was done.
        fact: FactKind,
        /// When.
        on: NaiveDate,
        /// What starts the time for it.
        start: FactKind,
        /// When.
        from: NaiveDate,
    },
    /// A process has more limits than [`crate::DueDates::CAPACITY`]; a test shows that none has.
    #[error("The process has more than {} limits.", crate::DueDates::CAPACITY)]
    TooManyLimits,
}

/// The most characters of an unknown word that an error repeats.
const SHOWN: usize = 80;

/// A word as an error repeats it: a very long one is cut, so that an answer is not as long as what was sent.
pub(crate) fn shown(word: &str) -> String {
    match word.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", word.get(..end).unwrap_or_default()),
        None => word.to_owned(),
    }
}

impl CalculationError {
    pub(crate) fn beyond(rule: RuleId, source: BeyondKnownHolidays) -> Self {
        Self::BeyondKnownHolidays { rule, source }
    }
}
