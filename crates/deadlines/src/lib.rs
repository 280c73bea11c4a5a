//! The statutory rules as data, and the calculator that explains its answer.

mod answer;
mod exception;
mod facts;
mod rule;
mod rule_id;
mod rules;

pub use answer::{DUE_SOON_DAYS, Deadline, DueDate, DueDates, Relaxation, Status, Step, Trigger};
pub use exception::{ExceptionFact, ExceptionKind, UnknownException};
pub use facts::{Facts, FactsBody, SchoolClosure};
pub use rule::{
    Confidence, Count, Formula, Kind, Limit, Nature, Period, Process, RightsId, Rule, RuleId, Start, Term,
    UnknownRule, Version,
};
pub use rules::{catalogue, rule};
