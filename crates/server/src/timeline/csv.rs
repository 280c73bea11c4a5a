//! For spreadsheets: RFC 4180, with cells that a spreadsheet would run as a formula made plain text.

use super::{Road, words};
use crate::failure::Failure;
use csv::{Terminator, WriterBuilder};
use ehcp_deadlines::Deadline;

const HEADER: [&str; 14] = [
    "rule",
    "limit",
    "what",
    "who",
    "trigger",
    "trigger_on",
    "due_on",
    "weekday",
    "last_day_to_the_letter",
    "status",
    "relaxed",
    "met_on",
    "source",
    "steps",
];

/// A row for each deadline under a header.
///
/// # Errors
/// When it cannot be written as CSV.
pub fn text(road: &Road, steps: bool) -> Result<String, Failure> {
    let failed =
        |error: String| Failure::not_done(format!("The timeline cannot be written as CSV: {error}."));
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    let width = if steps { HEADER.len() } else { HEADER.len() - 1 };
    writer
        .write_record(HEADER.iter().take(width))
        .map_err(|error| failed(error.to_string()))?;
    for deadline in &road.deadlines {
        writer
            .write_record(row(deadline).iter().take(width))
            .map_err(|error| failed(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| failed(error.to_string()))
}

fn row(deadline: &Deadline) -> [String; 14] {
    let date = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let steps: Vec<&str> = deadline.steps.iter().map(|step| step.text.as_str()).collect();
    [
        deadline.rule.to_string(),
        deadline.limit.to_owned(),
        deadline.title.to_owned(),
        words::plain(deadline.must_act),
        deadline
            .trigger
            .map(|trigger| trigger.fact.to_string())
            .unwrap_or_default(),
        date(deadline.trigger.map(|trigger| trigger.on)),
        date(deadline.due),
        deadline
            .due
            .map(|due| due.format("%A").to_string())
            .unwrap_or_default(),
        date(deadline.strict_last_day),
        words::plain(deadline.status),
        if deadline.relaxed { "yes" } else { "no" }.to_owned(),
        date(deadline.met_on),
        deadline.source.to_owned(),
        steps.join(" "),
    ]
    .map(neutral)
}

/// A spreadsheet takes a cell that begins with one of these for a formula.
fn neutral(cell: String) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_becomes_text() {
        for cell in ["=1+1", "+44", "-1", "@x", "\tx", "\rx"] {
            assert_eq!(neutral(cell.to_owned()), format!("'{cell}"));
        }
        assert_eq!(neutral("reg 5(1)".to_owned()), "reg 5(1)");
    }
}
