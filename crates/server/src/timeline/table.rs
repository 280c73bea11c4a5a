//! For reading: at most 120 columns, two lines or a few for each deadline.

use super::{Road, words};
use ehcp_calendar::human_date;
use ehcp_deadlines::Deadline;

const WIDTH: usize = 120;
const DUE: usize = 23;
const STATUS: usize = 21;
const WHAT: usize = 52;

/// Where the lines under a deadline begin.
const INDENT: usize = DUE;

/// The whole table.
pub fn text(road: &Road, steps: bool) -> String {
    let facts: Vec<String> = road
        .facts
        .iter()
        .map(|(kind, on)| format!("{} {}", kind.label(), human_date(on)))
        .collect();
    let mut out = String::new();
    wrapped(
        &mut out,
        0,
        &format!("As of {}. {}.", words::day(road.as_of), facts.join("; ")),
    );
    out.push('\n');
    columns(&mut out, ["Due", "Status", "What", "Who"]);
    out.push_str(&"-".repeat(WIDTH));
    out.push('\n');
    for deadline in &road.deadlines {
        write(&mut out, deadline, steps);
    }
    out
}

fn write(out: &mut String, deadline: &Deadline, steps: bool) {
    let due = deadline.due.map_or_else(|| "no day".to_owned(), words::day);
    let who = words::plain(deadline.must_act);
    columns(out, [&due, &words::status(deadline), deadline.title, &who]);
    let mut about = words::rule(deadline);
    if deadline.trigger.is_some() {
        about.push_str(&format!("; {}", words::trigger(deadline)));
    }
    wrapped(out, INDENT, &format!("{about}; {}.", deadline.source));
    for note in notes(deadline) {
        wrapped(out, INDENT, &note);
    }
    if steps {
        for (number, step) in (1..).zip(&deadline.steps) {
            wrapped(out, INDENT, &format!("{number}. {}", step.text));
        }
    }
}

fn notes(deadline: &Deadline) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(met) = deadline.met_on {
        notes.push(format!("Done on {}.", words::day(met)));
    }
    if let Some(ended) = deadline.ended_on {
        notes.push(format!("Ended on {}.", words::day(ended)));
    }
    if let Some(strict) = deadline.strict_last_day {
        notes.push(format!("Last day by the letter: {}.", words::day(strict)));
    }
    if let Some(time) = deadline.by_time {
        notes.push(format!("By {time} on the last day."));
    }
    if let Some(target) = deadline.policy_target {
        notes.push(format!(
            "An exception applies. A target that is policy, not law: {}.",
            words::day(target)
        ));
    }
    notes
}

/// One row; what is too long for its column goes on in the next line.
fn columns(out: &mut String, cells: [&str; 4]) {
    let [due, status, what, who] = cells;
    let columns = [
        (lines(due, DUE - 2), DUE),
        (lines(status, STATUS - 2), STATUS),
        (lines(what, WHAT - 2), WHAT),
        (lines(who, WIDTH - DUE - STATUS - WHAT), 0),
    ];
    let height = columns.iter().map(|(lines, _)| lines.len()).max().unwrap_or(0);
    for number in 0..height {
        let mut row = String::new();
        for (lines, width) in &columns {
            let cell = lines.get(number).map_or("", String::as_str);
            row.push_str(&format!("{cell:<width$}"));
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
}

fn wrapped(out: &mut String, indent: usize, text: &str) {
    for line in lines(text, WIDTH - indent) {
        out.push_str(&" ".repeat(indent));
        out.push_str(&line);
        out.push('\n');
    }
}

/// A text in lines of at most so many characters, broken between words; a longer word has a line of its own.
fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_keep_every_word() {
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
        assert_eq!(
            lines("a wonderfully long word", 6),
            ["a", "wonderfully", "long", "word"]
        );
        assert_eq!(lines("", 6), Vec::<String>::new());
    }
}
