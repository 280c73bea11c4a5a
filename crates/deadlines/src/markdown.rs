//! The rules as a page for people, written from the data.

use crate::{
    exception::ExceptionKind,
    rule::{Confidence, Count, Formula, Kind, Limit, Nature, Process, Rule, Start, Term, Version},
    rules::catalogue,
    steps::period_words,
};
use chrono::NaiveDate;
use ehcp_calendar::{human_date, number_in_words};
use ehcp_case::Party;
use serde::Serialize;
use std::fmt::Write;

const HEAD: &str = "# Deadline rules

Every statutory rule as this program counts it, with its source. This is a reference, not legal advice.

How the keys count: **EXCL** the first day is not counted; **INCL** the first day is day one; **WD-EXCL** and
**WD-INCL** the same in working days of England and Wales; **BACK** before a day; **FIX** a calendar date; **TR12**
Tribunal time (by 5 pm, rolled to a working day, not ending in August or from 25 December to 1 January); **ASAP** as
soon as practicable, no number. Weekends and bank holidays never move EXCL, INCL, BACK or FIX days.

An exception relaxes the number of days where it made the limit impractical to keep. It never adds days.
";

/// Every rule as Markdown: the text of `docs/deadline-rules.md`.
pub fn rules_markdown() -> String {
    let mut out = String::from(HEAD);
    for process in Process::ALL {
        let rules: Vec<&Rule> = catalogue()
            .iter()
            .filter(|rule| rule.process == process)
            .collect();
        if rules.is_empty() {
            continue;
        }
        line(&mut out, &format!("\n## {}", process.label()));
        for rule in rules {
            write_rule(&mut out, rule);
        }
    }
    line(&mut out, "\n## Exceptions\n");
    for kind in ExceptionKind::ALL {
        line(
            &mut out,
            &format!("- `{kind}`: {} ({}).", kind.label(), kind.source()),
        );
    }
    out
}

fn line(out: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{text}");
}

/// The word by which a value travels.
fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn party(party: &Party) -> String {
    word(party).replace('_', " ")
}

fn write_rule(out: &mut String, rule: &Rule) {
    line(
        out,
        &format!("\n### `{}`: {}\n\n{}\n", rule.id, rule.title, rule.explanation),
    );
    let told: Vec<String> = rule.must_tell.iter().map(party).collect();
    line(
        out,
        &format!(
            "- Must act: {}. Must be told: {}.",
            party(&rule.must_act),
            told.join(", ")
        ),
    );
    if !rule.rights.is_empty() {
        let rights: Vec<String> = rule.rights.iter().map(word).collect();
        line(out, &format!("- Rights to explain: {}.", rights.join(", ")));
    }
    line(
        out,
        &format!("- {}; {}.", kind(rule.kind), confidence(rule.confidence)),
    );
    for version in rule.versions {
        write_version(out, version);
    }
}

fn write_version(out: &mut String, version: &Version) {
    let until = match version.until {
        Some(until) => format!("to {}", human_date(until)),
        None => "on".to_owned(),
    };
    line(
        out,
        &format!("- From {} {until}: {}.", human_date(version.from), version.source),
    );
    for limit in version.limits {
        write_limit(out, limit);
    }
    if !version.note.is_empty() {
        line(out, &format!("  - Note: {}", version.note));
    }
}

fn write_limit(out: &mut String, limit: &Limit) {
    line(
        out,
        &format!("  - `{}`: {}{}", limit.name, formula(&limit.formula), over(limit)),
    );
    let facts = |kinds: &[ehcp_case::FactKind]| {
        kinds
            .iter()
            .map(|kind| format!("`{kind}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    if !limit.met_by.is_empty() {
        line(out, &format!("    - Met by: {}", facts(limit.met_by)));
    }
    if !limit.ended_by.is_empty() {
        line(out, &format!("    - Ended by: {}", facts(limit.ended_by)));
    }
    if !limit.exceptions.is_empty() {
        let kinds: Vec<String> = limit.exceptions.iter().map(|kind| format!("`{kind}`")).collect();
        line(out, &format!("    - May be relaxed by: {}", kinds.join(", ")));
    }
}

fn over(limit: &Limit) -> String {
    let mut out = String::new();
    if limit.nature == Nature::Window {
        out.push_str(" A right or window: over after that, not overdue.");
    }
    if let Some((fact, period)) = limit.only_within {
        let _ = write!(out, " Only within {} of `{fact}`.", period_words(period));
    }
    out
}

fn formula(formula: &Formula) -> String {
    match formula {
        Formula::One(one) => format!("{}.", term(one)),
        Formula::LaterOfBoth(a, b) => format!("the later of {} and {}.", term(a), term(b)),
        Formula::LaterWhereKnown(a, b) => format!("{}, or if later {}.", term(a), term(b)),
        Formula::EarlierWhereKnown(a, b) => format!("{}, or if earlier {}.", term(a), term(b)),
        Formula::DaysBefore(of, days) => format!("{days} days before the last day of {}.", term(of)),
        Formula::OnTheDayUnlessAwareLate {
            event,
            aware,
            working_days,
        } => format!(
            "on the day of `{event}`; if `{aware}` is not at least {working_days} working days before it, {working_days} working days beginning with `{aware}` (BACK then WD-INCL)."
        ),
    }
}

fn term(term: &Term) -> String {
    let (key, start) = (term.count.key(), start(&term.start));
    match term.count {
        Count::Excl(period) | Count::Tribunal(period) => {
            format!("{} after {start} ({key})", period_words(period))
        }
        Count::Incl(period) => format!("{} beginning with {start} ({key})", period_words(period)),
        Count::WorkingDaysExcl(n) | Count::TribunalWorkingDays(n) => {
            format!("{} working days after {start} ({key})", number_in_words(n))
        }
        Count::WorkingDaysIncl(n) => format!(
            "{} working days beginning with {start} ({key})",
            number_in_words(n)
        ),
        Count::Back(period) => format!("at least {} before {start} ({key})", period_words(period)),
        Count::BackWorkingDays(n) => format!(
            "at least {} working days before {start} ({key})",
            number_in_words(n)
        ),
        Count::Fixed { month, day } => {
            format!(
                "before {} in the year of {start} ({key})",
                day_and_month(day, month)
            )
        }
        Count::SchoolDays(n) => format!("{} school days after {start} ({key})", number_in_words(n)),
        Count::Immediately => format!("on the day of {start} ({key})"),
        Count::AsSoonAsPracticable => format!("as soon as practicable after {start} ({key})"),
        Count::NoNumber => format!("no time is set; it concerns {start} ({key})"),
    }
}

/// "15 February": of any year, so of one that has every day.
fn day_and_month(day: u32, month: u32) -> String {
    let date = NaiveDate::from_ymd_opt(2000, month, day)
        .map(human_date)
        .unwrap_or_default();
    date.trim_end_matches(" 2000").to_owned()
}

fn start(start: &Start) -> String {
    let all = || {
        start
            .facts()
            .iter()
            .map(|kind| format!("`{kind}`"))
            .collect::<Vec<_>>()
    };
    match start {
        Start::On(kind) => format!("`{kind}`"),
        Start::Earliest(_) => format!("the earliest of {}", all().join(", ")),
        Start::Latest(_) => format!("the latest of {}", all().join(", ")),
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Law => "Law",
        Kind::Guidance => "Guidance",
        Kind::Policy => "Policy",
    }
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::ReadInLaw => "read in the law",
        Confidence::Derived => "derived from the law",
        Confidence::ReadInGuidance => "read in guidance",
        Confidence::ToBeChecked => "to be checked",
    }
}
