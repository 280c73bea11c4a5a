//! What the calculator answers.

use crate::{
    exception::ExceptionKind,
    rule::{Kind, RightsId, RuleId},
};
use chrono::NaiveDate;
use ehcp_case::{FactKind, Party};
use serde::Serialize;
use utoipa::ToSchema;

/// Days before the due day from which a running limit counts as due soon.
pub const DUE_SOON_DAYS: i64 = 14;

/// Where a limit stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The fact that starts it has not happened, or not yet on the day asked for.
    NotStarted,
    /// It runs, or it has no number of days and has not been done.
    Running,
    /// It runs and ends within [`DUE_SOON_DAYS`] days.
    DueSoon,
    /// Its last day is over and it has not been done.
    Overdue,
    /// It was done in time.
    Met,
    /// It was done after its last day.
    MetLate,
    /// It no longer matters: another fact ended it, or the time for using a right is over.
    Ended,
}

/// One step of the way to a date, in plain English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Step {
    /// The sentence.
    #[schema(max_length = 1000)]
    pub text: String,
    /// The date at which it arrives, if it arrives at one.
    pub on: Option<NaiveDate>,
}

/// What an exception recorded on the case does to a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Relaxation {
    /// Which exception.
    pub exception: ExceptionKind,
    /// Whether its facts fit this limit; only then is the number of days relaxed.
    pub applies: bool,
    /// Why, in plain English.
    #[schema(max_length = 1000)]
    pub why: String,
    /// Where the law says so.
    #[schema(example = "SEND Regulations 2014, reg 5(1)", max_length = 300)]
    pub source: &'static str,
}

/// One limit of one rule for one process, explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Deadline {
    /// The rule.
    pub rule: RuleId,
    /// The name of the limit within the rule; `due` where there is only one.
    #[schema(example = "due", max_length = 100)]
    pub limit: &'static str,
    /// What is to be done, in a few words.
    #[schema(example = "Decide whether to assess", max_length = 300)]
    pub title: &'static str,
    /// The fact that governs and its day. For a limit counted backwards it lies after the due day.
    pub trigger: Option<Trigger>,
    /// The last lawful day. Absent where nothing is known that starts it, and where the law gives no number.
    pub due: Option<NaiveDate>,
    /// The last day on the stricter reading, where letter and guidance differ ("before" 15 February, clear days).
    pub strict_last_day: Option<NaiveDate>,
    /// Where it stands on the day asked for.
    pub status: Status,
    /// The day on which it was met.
    pub met_on: Option<NaiveDate>,
    /// Whether it was also met on the stricter reading, where there is one.
    pub met_on_strict_reading: Option<bool>,
    /// The day on which another fact ended it.
    pub ended_on: Option<NaiveDate>,
    /// Whether an exception relaxes the number of days. It stands beside `overdue`, never instead of it.
    pub relaxed: bool,
    /// The exceptions that were looked at and why they apply or do not.
    #[schema(max_items = 100)]
    pub relaxations: Vec<Relaxation>,
    /// A target that a service may set itself where exceptions apply: the last day and every affected day once.
    /// It is policy, not law, and not a due date.
    pub policy_target: Option<NaiveDate>,
    /// Days from the trigger to the day asked for, or to the day on which it was met or ended. Absent while not started.
    pub days_used: Option<i64>,
    /// Days left until the due day, negative when overdue. Absent once met or ended.
    pub days_left: Option<i64>,
    /// The hour on the last day by which it must be done (`17:00`), where the law names one.
    #[schema(example = "17:00", pattern = "^[0-2][0-9]:[0-5][0-9]$", max_length = 5)]
    pub by_time: Option<&'static str>,
    /// How the date was reached.
    #[schema(max_items = 100)]
    pub steps: Vec<Step>,
    /// Who must act.
    pub must_act: Party,
    /// Who must be told.
    #[schema(max_items = 20)]
    pub must_tell: Vec<Party>,
    /// The rights that the notice must explain.
    #[schema(max_items = 20)]
    pub rights: Vec<RightsId>,
    /// Where the law says so.
    #[schema(example = "SEND Regulations 2014, reg 5(1)", max_length = 300)]
    pub source: &'static str,
    /// Law, guidance or neither.
    pub kind: Kind,
    /// Who holds the ball on the day asked for: who must act, or nobody other than the authority once it is done.
    pub holder: Party,
}

/// The fact from which a limit runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Trigger {
    /// What happened.
    pub fact: FactKind,
    /// When.
    pub on: NaiveDate,
}

/// The dates of one limit, without any text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueDate {
    /// The rule.
    pub rule: RuleId,
    /// The name of the limit within the rule.
    pub limit: &'static str,
    /// The day of the governing fact.
    pub trigger_on: Option<NaiveDate>,
    /// The last lawful day.
    pub due: Option<NaiveDate>,
    /// Whether an exception relaxes the number of days.
    pub relaxed: bool,
    /// The day on which it was met.
    pub met_on: Option<NaiveDate>,
    /// Whether another fact ended it before it was met.
    pub ended: bool,
}

/// The dates of one timeline; a fixed place for each, so that computing them allocates nothing.
#[derive(Debug, Clone)]
pub struct DueDates {
    places: [DueDate; Self::CAPACITY],
    length: usize,
}

impl Default for DueDates {
    fn default() -> Self {
        Self::new()
    }
}

impl DueDates {
    /// The most limits that a process can have; a test holds every process to it.
    pub const CAPACITY: usize = 40;

    /// None.
    pub const fn new() -> Self {
        let nothing = DueDate {
            rule: RuleId::EhcnaConsultOnRequest,
            limit: "",
            trigger_on: None,
            due: None,
            relaxed: false,
            met_on: None,
            ended: false,
        };
        Self {
            places: [nothing; Self::CAPACITY],
            length: 0,
        }
    }

    /// The dates, in the order of the rules.
    pub fn as_slice(&self) -> &[DueDate] {
        self.places.get(..self.length).unwrap_or_default()
    }

    /// The dates of one limit, if the timeline has it.
    pub fn find(&self, rule: RuleId, limit: &str) -> Option<&DueDate> {
        self.as_slice()
            .iter()
            .find(|due| due.rule == rule && due.limit == limit)
    }

    pub(crate) fn clear(&mut self) {
        self.length = 0;
    }

    /// Adds one; `false` when all places are taken.
    pub(crate) fn push(&mut self, due: DueDate) -> bool {
        match self.places.get_mut(self.length) {
            Some(place) => {
                *place = due;
                self.length += 1;
                true
            }
            None => false,
        }
    }
}

impl<'a> IntoIterator for &'a DueDates {
    type Item = &'a DueDate;
    type IntoIter = std::slice::Iter<'a, DueDate>;
    fn into_iter(self) -> Self::IntoIter {
        self.as_slice().iter()
    }
}
