//! What is known about one process: dated facts and exceptions.

use crate::exception::ExceptionFact;
use chrono::NaiveDate;
use ehcp_case::FactKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The dated facts of one process, at most one day for each kind, and the exceptions recorded on it.
///
/// Making one allocates nothing; exceptions and closures allocate when they are added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "FactsBody", into = "FactsBody")]
pub struct Facts {
    days: [Option<NaiveDate>; FactKind::COUNT],
    exceptions: Vec<ExceptionFact>,
    school_closures: Vec<(NaiveDate, NaiveDate)>,
}

/// [`Facts`] as they travel.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactsBody {
    /// The day of each fact, by kind.
    #[serde(default)]
    pub facts: BTreeMap<FactKind, NaiveDate>,
    /// The exceptions that may relax a limit.
    #[serde(default)]
    pub exceptions: Vec<ExceptionFact>,
    /// First and last day of each closure of the child's school; only counting in school days needs them.
    #[serde(default)]
    pub school_closures: Vec<SchoolClosure>,
}

/// A stretch of days on which a school is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SchoolClosure {
    /// The first closed day.
    pub from: NaiveDate,
    /// The last closed day.
    pub until: NaiveDate,
}

impl Default for Facts {
    fn default() -> Self {
        Self::new()
    }
}

impl Facts {
    /// No facts.
    pub const fn new() -> Self {
        Self {
            days: [None; FactKind::COUNT],
            exceptions: Vec::new(),
            school_closures: Vec::new(),
        }
    }

    /// With this fact on this day.
    #[must_use]
    pub fn with(mut self, kind: FactKind, on: NaiveDate) -> Self {
        self.set(kind, Some(on));
        self
    }

    /// Sets or clears the day of a fact.
    pub fn set(&mut self, kind: FactKind, on: Option<NaiveDate>) {
        if let Some(day) = self.days.get_mut(kind.place()) {
            *day = on;
        }
    }

    /// The day of a fact.
    pub fn get(&self, kind: FactKind) -> Option<NaiveDate> {
        self.days.get(kind.place()).copied().flatten()
    }

    /// With an exception.
    #[must_use]
    pub fn with_exception(mut self, exception: ExceptionFact) -> Self {
        self.exceptions.push(exception);
        self
    }

    /// The exceptions, in the order in which they were added.
    pub fn exceptions(&self) -> &[ExceptionFact] {
        &self.exceptions
    }

    /// With a closure of the child's school: its first and its last closed day.
    #[must_use]
    pub fn with_school_closure(mut self, from: NaiveDate, until: NaiveDate) -> Self {
        self.school_closures.push((from, until));
        self
    }

    /// The closures of the child's school: first and last closed day.
    pub fn school_closures(&self) -> &[(NaiveDate, NaiveDate)] {
        &self.school_closures
    }

    /// Every fact that has a day, in the order of [`FactKind::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (FactKind, NaiveDate)> + '_ {
        FactKind::ALL
            .iter()
            .copied()
            .zip(self.days)
            .filter_map(|(kind, day)| Some((kind, day?)))
    }
}

impl From<FactsBody> for Facts {
    fn from(body: FactsBody) -> Self {
        let mut facts = Self::new();
        for (kind, on) in body.facts {
            facts.set(kind, Some(on));
        }
        facts.exceptions = body.exceptions;
        facts.school_closures = body.school_closures.iter().map(|c| (c.from, c.until)).collect();
        facts
    }
}

impl From<Facts> for FactsBody {
    fn from(facts: Facts) -> Self {
        Self {
            facts: facts.iter().collect(),
            school_closures: facts
                .school_closures
                .iter()
                .map(|&(from, until)| SchoolClosure { from, until })
                .collect(),
            exceptions: facts.exceptions,
        }
    }
}
