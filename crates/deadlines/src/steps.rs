//! The way to a date, in plain English.

use crate::{
    answer::Step,
    compute::{Arrival, Happened, Outcome, State, is_christmas_stretch, last_day_excl},
    facts::Facts,
    rule::{Count, Formula, Limit, Period, Start},
};
use chrono::{Datelike, NaiveDate};
use ehcp_calendar::{Calendar, human_date, number_in_words, subtract_days};

/// The steps that led to an outcome.
pub(crate) fn steps(outcome: &Outcome, facts: &Facts, calendar: &Calendar, relaxed: bool) -> Vec<Step> {
    let source = outcome.version.source;
    let mut out = Vec::new();
    match outcome.state {
        State::NotStarted => out.push(not_started(outcome.limit)),
        State::NotInForce(from) => out.push(said(format!(
            "{}; this rule came into force on {} ({source}).",
            happened(from),
            human_date(outcome.version.from)
        ))),
        State::FellAway(from) => out.push(fell_away(outcome.limit, from, facts, source)),
        State::Started {
            governing,
            other,
            days_before,
        } => {
            if let Some(step) = which_start_governs(outcome.limit, facts) {
                out.push(step);
            }
            if let Some(other) = other {
                counting(&mut out, &other, source, calendar);
            }
            counting(&mut out, &governing, source, calendar);
            if let (Some(other), Some(due)) = (other, governing.due) {
                out.push(which_governs(&other, due));
            }
            if let (1.., Some(end)) = (days_before, governing.due) {
                out.push(days_earlier(days_before, end));
            }
            strict_reading(&mut out, &governing, calendar);
        }
    }
    if relaxed {
        out.push(said(
            "An exception applies, so the number of days is relaxed. It adds no days: what is due must still be done as soon as practicable."
                .to_owned(),
        ));
    }
    out
}

fn said(text: String) -> Step {
    Step { text, on: None }
}

fn reached(text: String, on: NaiveDate) -> Step {
    Step { text, on: Some(on) }
}

/// "Request received 7 September 2026".
fn happened((fact, on): Happened) -> String {
    format!("{} {}", fact.label(), human_date(on))
}

/// "six weeks", "one month".
pub(crate) fn period_words(period: Period) -> String {
    let (number, word) = match period {
        Period::Days(n) => (n, "day"),
        Period::Weeks(n) => (n, "week"),
        Period::Months(n) => (n, "month"),
    };
    several(number, word)
}

/// "three working days", "one week".
fn several(number: u32, word: &str) -> String {
    format!(
        "{} {word}{}",
        number_in_words(number),
        if number == 1 { "" } else { "s" }
    )
}

fn starts(formula: &Formula) -> Vec<&'static str> {
    let of = |start: &Start| start.facts().iter().map(|fact| fact.label()).collect::<Vec<_>>();
    match formula {
        Formula::LaterOfBoth(a, b) => [of(&a.start), of(&b.start)].concat(),
        Formula::One(term)
        | Formula::LaterWhereKnown(term, _)
        | Formula::EarlierWhereKnown(term, _)
        | Formula::DaysBefore(term, _) => of(&term.start),
        Formula::OnTheDayUnlessAwareLate { event, aware, .. } => vec![event.label(), aware.label()],
    }
}

fn not_started(limit: &Limit) -> Step {
    let joint = if matches!(limit.formula, Formula::LaterOfBoth(..)) {
        "; and: "
    } else {
        "; or: "
    };
    said(format!(
        "Not started. It starts with: {}.",
        starts(&limit.formula).join(joint)
    ))
}

fn fell_away(limit: &Limit, from: Happened, facts: &Facts, source: &str) -> Step {
    let Some((fact, period)) = limit.only_within else {
        return said(happened(from));
    };
    let since = facts.get(fact).map(|on| happened((fact, on))).unwrap_or_default();
    said(format!(
        "{}; {since}. That is more than {} later, so this does not apply ({source}).",
        happened(from),
        period_words(period)
    ))
}

/// Where several facts could start the clock and more than one has happened, which one does.
fn which_start_governs(limit: &Limit, facts: &Facts) -> Option<Step> {
    let (kinds, word) = match &limit.formula {
        Formula::One(term) | Formula::DaysBefore(term, _) | Formula::LaterOfBoth(term, _) => match term.start
        {
            Start::Earliest(kinds) => (kinds, "earlier"),
            Start::Latest(kinds) => (kinds, "later"),
            Start::On(_) => return None,
        },
        _ => return None,
    };
    let known: Vec<Happened> = kinds
        .iter()
        .filter_map(|&kind| Some((kind, facts.get(kind)?)))
        .collect();
    let days = known.iter().map(|(_, on)| *on);
    let governing = if word == "earlier" {
        days.min()?
    } else {
        days.max()?
    };
    (known.len() > 1).then(|| {
        let all: Vec<String> = known.into_iter().map(happened).collect();
        reached(
            format!(
                "{}. The {word} governs: {}.",
                all.join("; "),
                human_date(governing)
            ),
            governing,
        )
    })
}

/// The count of one term.
fn counting(out: &mut Vec<Step>, arrival: &Arrival, source: &str, calendar: &Calendar) {
    const UNMOVED: &str = "Weekends and bank holidays do not move it.";
    let from = happened(arrival.from);
    let start = arrival.from.1;
    let Some(due) = arrival.due else {
        out.push(said(without_date(arrival.count, &from, source)));
        return;
    };
    let day = human_date(due);
    match arrival.count {
        Count::Excl(period) => {
            out.push(reached(
                format!(
                    "{from}; {} later is {day} ({source}). {UNMOVED}",
                    period_words(period)
                ),
                due,
            ));
            clamped(out, start, period, due);
        }
        Count::Incl(period) => out.push(reached(
            format!(
                "{from}; {} beginning with that day end on {day} ({source}). {UNMOVED}",
                period_words(period)
            ),
            due,
        )),
        Count::WorkingDaysExcl(n) => {
            out.push(reached(
                format!(
                    "{from}; {} later is {day} ({source}). Weekends are not counted.",
                    several(n, "working day")
                ),
                due,
            ));
            skipped(out, start, due, calendar);
        }
        Count::WorkingDaysIncl(n) => {
            out.push(reached(
                format!(
                    "{from}; {} beginning with that day end on {day} ({source}). Weekends are not counted.",
                    several(n, "working day")
                ),
                due,
            ));
            skipped(out, subtract_days(start, 1), due, calendar);
        }
        Count::Back(period) => {
            out.push(reached(
                format!("{from}; {} before is {day} ({source}).", period_words(period)),
                due,
            ));
            if let Period::Months(_) = period {
                month_is_short(out, start, due);
            }
        }
        Count::BackWorkingDays(n) => {
            out.push(reached(
                format!(
                    "{from}; {} before is {day} ({source}). Weekends are not counted.",
                    several(n, "working day")
                ),
                due,
            ));
            skipped(out, subtract_days(due, 1), subtract_days(start, 1), calendar);
        }
        Count::Fixed { .. } => out.push(reached(
            format!(
                "{from}; the law says before {day}, and guidance reads this as by {day} ({source}). {UNMOVED}"
            ),
            due,
        )),
        Count::Tribunal(period) => tribunal(out, arrival, period, due, source, calendar),
        Count::TribunalWorkingDays(n) => {
            out.push(reached(
                format!(
                    "{from}; {} later is {day} ({source}). August and 25 December to 1 January are not counted. The Tribunal must have it by 5 pm.",
                    several(n, "working day")
                ),
                due,
            ));
            skipped(out, start, due, calendar);
        }
        Count::SchoolDays(n) => out.push(reached(
            format!(
                "{from}; {} later is {day} ({source}). Days on which the school is closed are not counted.",
                several(n, "school day")
            ),
            due,
        )),
        Count::Immediately => out.push(reached(format!("{from}; it is due on that day ({source})."), due)),
        Count::AsSoonAsPracticable | Count::NoNumber => {}
    }
}

fn without_date(count: Count, from: &str, source: &str) -> String {
    match count {
        Count::AsSoonAsPracticable => {
            format!("{from}; the law gives no number of days, only: as soon as practicable ({source}).")
        }
        Count::SchoolDays(n) => format!(
            "{from}; {} are counted from then ({source}). Which days those are depends on when the school is open.",
            several(n, "school day")
        ),
        _ => format!("{from}; the law gives no number of days ({source})."),
    }
}

/// Says so where a month was too short for the corresponding date.
fn clamped(out: &mut Vec<Step>, start: NaiveDate, period: Period, end: NaiveDate) {
    if let Period::Months(_) = period {
        month_is_short(out, start, end);
    }
}

fn month_is_short(out: &mut Vec<Step>, start: NaiveDate, end: NaiveDate) {
    if start.day() != end.day() {
        out.push(reached(
            format!(
                "That month has no day {}, so its last day counts: {}.",
                start.day(),
                human_date(end)
            ),
            end,
        ));
    }
}

/// Names the bank holidays on weekdays that were not counted, after one day until another.
fn skipped(out: &mut Vec<Step>, after: NaiveDate, until: NaiveDate, calendar: &Calendar) {
    let names: Vec<String> = calendar
        .holidays_from_to(after.succ_opt().unwrap_or(after), until)
        .iter()
        .filter(|holiday| holiday.date.weekday().number_from_monday() <= 5)
        .map(|holiday| format!("{} ({})", holiday.name, human_date(holiday.date)))
        .collect();
    if !names.is_empty() {
        out.push(said(format!(
            "Not a working day, so not counted: {}.",
            names.join(", ")
        )));
    }
}

/// Tribunal time: the end of the period, and where it rolls.
fn tribunal(
    out: &mut Vec<Step>,
    arrival: &Arrival,
    period: Period,
    due: NaiveDate,
    source: &str,
    calendar: &Calendar,
) {
    let ends = last_day_excl(arrival.from.1, period);
    out.push(reached(
        format!(
            "{}; {} later is {} ({source}).",
            happened(arrival.from),
            period_words(period),
            human_date(ends)
        ),
        ends,
    ));
    clamped(out, arrival.from.1, period, ends);
    let (why, next) = if ends.month() == 8 {
        (
            "Time before the Tribunal does not end in August".to_owned(),
            "the first working day after 31 August",
        )
    } else if is_christmas_stretch(ends) {
        (
            "Time before the Tribunal does not end from 25 December to 1 January".to_owned(),
            "the first working day after 1 January",
        )
    } else if due != ends {
        let name = calendar.holiday_on(ends).map(|holiday| holiday.name.clone());
        let name = name.unwrap_or_else(|| format!("a {}", weekday(ends)));
        (format!("That day is {name}"), "the next working day")
    } else {
        out.push(said("The Tribunal must have it by 5 pm.".to_owned()));
        return;
    };
    out.push(reached(
        format!(
            "{why}; {next} is {}. The Tribunal must have it by 5 pm.",
            human_date(due)
        ),
        due,
    ));
    if ends.month() != 8 && !is_christmas_stretch(ends) {
        skipped(out, ends, due, calendar);
    }
}

fn weekday(day: NaiveDate) -> &'static str {
    match day.weekday() {
        chrono::Weekday::Mon => "Monday",
        chrono::Weekday::Tue => "Tuesday",
        chrono::Weekday::Wed => "Wednesday",
        chrono::Weekday::Thu => "Thursday",
        chrono::Weekday::Fri => "Friday",
        chrono::Weekday::Sat => "Saturday",
        chrono::Weekday::Sun => "Sunday",
    }
}

/// Which of two terms governs.
fn which_governs(other: &Arrival, due: NaiveDate) -> Step {
    let word = match other.due {
        Some(day) if day > due => "earlier",
        _ => "later",
    };
    reached(
        format!("The {word} of the two governs: {}.", human_date(due)),
        due,
    )
}

fn days_earlier(days: u32, end: NaiveDate) -> Step {
    let latest = subtract_days(end, days);
    reached(
        format!(
            "The family must have {} before that day, so the draft must be served by {}.",
            several(days, "day"),
            human_date(latest)
        ),
        latest,
    )
}

/// The stricter reading, where letter and guidance differ.
fn strict_reading(out: &mut Vec<Step>, arrival: &Arrival, calendar: &Calendar) {
    let Some(strict) = arrival.strict else { return };
    let reading = match arrival.count {
        Count::Fixed { .. } => "By the letter of the law (\"before\")",
        _ => "If the time must be clear of both days",
    };
    out.push(reached(
        format!("{reading}, the last day is {}.", human_date(strict)),
        strict,
    ));
    if let (Count::BackWorkingDays(_), Some(due)) = (arrival.count, arrival.due) {
        skipped(out, subtract_days(strict, 1), subtract_days(due, 1), calendar);
    }
}
