//! The statutory rules as data, and the calculator that explains its answer.
//!
//! A rule is an entry in a list ([`catalogue`]). The calculator takes facts, a calendar and a day, and answers with
//! dates, a status and the steps in plain English; it has no clock and never guesses.
//!
//! ```
//! use ehcp_calendar::Calendar;
//! use ehcp_case::FactKind;
//! use ehcp_deadlines::{Facts, Process, RuleId, timeline};
//!
//! let received = "2026-09-07".parse()?;
//! let facts = Facts::new().with(FactKind::RequestReceived, received);
//! let deadlines = timeline(Process::Assessment, &facts, Calendar::england_and_wales(), received)?;
//! let decision = deadlines.iter().find(|d| d.rule == RuleId::EhcnaDecisionToAssess).unwrap();
//! assert_eq!(decision.due, Some("2026-10-19".parse()?));
//! assert_eq!(
//!     decision.steps[0].text,
//!     "Request received 7 September 2026; six weeks later is 19 October 2026 (SEND Regulations 2014, reg 5(1)). \
//!      Weekends and bank holidays do not move it."
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod calculator;
mod compute;
mod error;
mod exception;
mod facts;
mod markdown;
mod relax;
mod rights;
mod rule;
mod rule_id;
mod rules;
mod steps;
pub mod worked;

pub use answer::{DUE_SOON_DAYS, Deadline, DueDate, DueDates, Relaxation, Status, Step, Trigger};
pub use calculator::{check_order, check_order_of, deadline, due_dates, timeline};
pub use error::CalculationError;
pub use exception::{ExceptionFact, ExceptionKind, UnknownException};
pub use facts::{Facts, FactsBody, SchoolClosure};
pub use markdown::rules_markdown;
pub use relax::CLOSURE_DAYS;
pub use rights::{NoticeRights, rights_for};
pub use rule::{
    Confidence, Count, Formula, Kind, Limit, Nature, Period, Process, RightsId, Rule, RuleId, Start, Term,
    UnknownRule, Version,
};
pub use rules::{catalogue, rule};
