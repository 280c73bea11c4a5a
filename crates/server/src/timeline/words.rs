//! What the formats for people share: weekdays, statuses, parties.

use chrono::{Datelike as _, NaiveDate};
use ehcp_calendar::human_date;
use ehcp_deadlines::{Deadline, Status};
use serde::Serialize;

/// A day such as "Mon 19 October 2026".
pub fn day(date: NaiveDate) -> String {
    format!("{} {}", date.weekday(), human_date(date))
}

/// A status in words. An exception stands beside it, never instead of it.
pub fn status(deadline: &Deadline) -> String {
    let status = match deadline.status {
        Status::NotStarted => "not started",
        Status::Running => "running",
        Status::DueSoon => "due soon",
        Status::Overdue => "overdue",
        Status::Met => "met",
        Status::MetLate => "met late",
        Status::Ended => "ended",
    };
    match deadline.relaxed {
        true => format!("{status}, relaxed"),
        false => status.to_owned(),
    }
}

/// The word by which a value travels, with spaces.
pub fn plain(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word.replace('_', " "),
        _ => String::new(),
    }
}

/// The rule, and the name of the limit where a rule has several.
pub fn rule(deadline: &Deadline) -> String {
    match deadline.limit {
        "due" => deadline.rule.to_string(),
        limit => format!("{} ({limit})", deadline.rule),
    }
}

/// The fact from which it runs, such as "Request received 7 September 2026".
pub fn trigger(deadline: &Deadline) -> String {
    deadline.trigger.map_or_else(String::new, |trigger| {
        format!("{} {}", trigger.fact.label(), human_date(trigger.on))
    })
}
