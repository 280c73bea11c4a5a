//! Exceptions as inputs, and examples about an exception itself.

use super::{
    InputError, Worked, generic,
    inputs::{Inputs, read_date, read_stretches},
    rule_id,
};
use crate::{
    error::shown,
    exception::{ExceptionFact, ExceptionKind},
    relax::{CLOSURE_DAYS, advice_window, covid_window},
    rule::RuleId,
};
use chrono::NaiveDate;
use ehcp_calendar::{Calendar, days_between_inclusive, human_date, longest, subtract_days};
use serde_json::{Map, Value};

/// The exceptions among the inputs of a rule, under `exception` or `exceptions`; none where neither is given.
pub(super) fn read(inputs: &Inputs<'_>) -> Result<Option<Vec<ExceptionFact>>, InputError> {
    let mut out = Vec::new();
    let one = inputs.value("exception");
    let several = inputs.value("exceptions");
    if one.is_none() && several.is_none() {
        return Ok(None);
    }
    if let Some(value) = one {
        let mut read = read_one("exception", value, inputs)?;
        beside(inputs, &mut read)?;
        out.extend(read);
    }
    if let Some(value) = several {
        let list = value.as_array().ok_or_else(|| {
            InputError::new(
                "exceptions",
                "This must be a list, such as [\"ex-school-closure\"].",
            )
        })?;
        for item in list {
            out.extend(read_one("exceptions", item, inputs)?);
        }
    }
    Ok(Some(out))
}

/// Reasons that are often given and that the law does not name as an exception.
const NO_EXCEPTIONS: [(&[&str], &str); 2] = [
    (
        &[
            "ep-shortage",
            "educational-psychologist-shortage",
            "staff-shortage",
            "workload",
            "la-workload",
        ],
        "Too few educational psychologists or other staff, or too much work, is not an exception: the time limit stays.",
    ),
    (
        &[
            "summer",
            "summer-holiday",
            "summer-holidays",
            "school-holiday",
            "school-holidays",
            "half-term",
            "christmas",
            "easter",
        ],
        "A school holiday as such is not an exception: only a closure of at least four weeks can be one (ex-school-closure).",
    ),
];

fn why_no_exception(word: &str) -> Option<&'static str> {
    let word = word.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    let bare = word.strip_prefix("ex-").unwrap_or(&word);
    NO_EXCEPTIONS
        .iter()
        .find(|(words, _)| words.contains(&bare))
        .map(|(_, why)| *why)
}

fn kind(field: &'static str, word: &str) -> Result<ExceptionKind, InputError> {
    word.trim()
        .replace('_', "-")
        .parse()
        .map_err(|error: crate::exception::UnknownException| InputError::new(field, error.to_string()))
}

/// An exception given as a word or as an object; several absences in one object are several facts.
fn read_one(
    field: &'static str,
    value: &Value,
    inputs: &Inputs<'_>,
) -> Result<Vec<ExceptionFact>, InputError> {
    match value {
        Value::String(word) if let Some(why) = why_no_exception(word) => {
            inputs.note(why);
            Ok(Vec::new())
        }
        Value::String(word) => Ok(vec![ExceptionFact::new(kind(field, word)?)]),
        Value::Object(members) => read_object(field, members, inputs),
        _ => Err(InputError::new(
            field,
            "An exception is a word such as \"ex-personal\", or an object such as {\"type\": \"ex-absent-4w\", \"from\": \"2026-08-01\", \"to\": \"2026-08-31\"}.",
        )),
    }
}

fn read_object(
    field: &'static str,
    members: &Map<String, Value>,
    inputs: &Inputs<'_>,
) -> Result<Vec<ExceptionFact>, InputError> {
    const KNOWN: [&str; 11] = [
        "type",
        "exception",
        "kind",
        "id",
        "from",
        "to",
        "until",
        "closed_from",
        "reopens",
        "advice_requested",
        "missed_on",
    ];
    if let Some(unknown) = members
        .keys()
        .find(|key| !KNOWN.contains(&key.as_str()) && *key != "absences")
    {
        return Err(InputError::new(
            field,
            format!(
                "An exception has no member called {}. Known are: {}, absences.",
                shown(unknown),
                KNOWN.join(", ")
            ),
        ));
    }
    let word = ["type", "exception", "kind", "id"]
        .iter()
        .find_map(|name| members.get(*name)?.as_str());
    let word = word.ok_or_else(|| {
        InputError::new(
            field,
            "Name the exception in \"type\", such as {\"type\": \"ex-absent-4w\"}.",
        )
    })?;
    let date = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| members.get(*name).filter(|value| !value.is_null()))
            .map(|value| read_date(field, value))
            .transpose()
    };
    if let Some(why) = why_no_exception(word) {
        inputs.note(why);
        return Ok(Vec::new());
    }
    let mut fact = ExceptionFact::new(kind(field, word)?);
    fact.from = date(&["from", "closed_from"])?;
    fact.until = match date(&["to", "until"])? {
        Some(last) => Some(last),
        None => date(&["reopens"])?.map(|reopens| subtract_days(reopens, 1)),
    };
    fact.advice_requested = date(&["advice_requested"])?;
    fact.missed_on = date(&["missed_on"])?;
    in_order(field, &fact)?;
    match members.get("absences") {
        Some(value) => Ok(absences(fact.kind, read_stretches(field, value)?)),
        None => Ok(vec![fact]),
    }
}

fn in_order(field: &'static str, fact: &ExceptionFact) -> Result<(), InputError> {
    match (fact.from, fact.until) {
        (Some(from), Some(until)) if until < from => Err(InputError::new(
            field,
            format!("The last day, {until}, comes before the first, {from}. Give the first day first."),
        )),
        _ => Ok(()),
    }
}

fn absences(kind: ExceptionKind, stretches: Vec<(NaiveDate, NaiveDate)>) -> Vec<ExceptionFact> {
    stretches
        .into_iter()
        .map(|(from, until)| ExceptionFact::new(kind).lasting(from, until))
        .collect()
}

/// The days of a single exception given beside it rather than in it.
fn beside(inputs: &Inputs<'_>, facts: &mut Vec<ExceptionFact>) -> Result<(), InputError> {
    let from = inputs.date_by(&["from", "exception_from", "closed_from", "absent_from"])?;
    let to = inputs.date_by(&[
        "to",
        "until",
        "exception_to",
        "exception_until",
        "absent_to",
        "absent_until",
    ])?;
    let reopens = inputs.date("reopens")?;
    let advice_requested = inputs.date("advice_requested")?;
    let missed_on = inputs.date("missed_on")?;
    let stretches = inputs.stretches("absences")?;
    if let ([only], Some(stretches)) = (facts.as_slice(), stretches) {
        *facts = absences(only.kind, stretches);
    }
    for fact in facts.iter_mut() {
        fact.from = fact.from.or(from.map(|(_, date)| date));
        fact.until = fact
            .until
            .or(to.map(|(_, date)| date))
            .or(reopens.map(|day| subtract_days(day, 1)));
        fact.advice_requested = fact.advice_requested.or(advice_requested);
        fact.missed_on = fact.missed_on.or(missed_on);
        in_order(from.map_or("reopens", |(name, _)| name), fact)?;
    }
    Ok(())
}

/// An example about an exception itself.
pub(super) fn calculate(word: &str, inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    let kind: ExceptionKind = word
        .parse()
        .map_err(|error: crate::exception::UnknownException| InputError::new("rule", error.to_string()))?;
    match kind {
        ExceptionKind::SchoolClosure | ExceptionKind::EarlyYearsClosure => closure(inputs),
        ExceptionKind::AbsentFourWeeks => absence(inputs, 28, true),
        ExceptionKind::AbsentTwoWeeks => {
            let relaxable = is_relaxable_order(inputs)?;
            absence(inputs, 14, relaxable)
        }
        ExceptionKind::Covid => covid(inputs, calendar),
        ExceptionKind::MissedAppointment | ExceptionKind::Circumstances => {
            of_rule(kind, RuleId::EhcnaAdviceResponse, inputs, calendar)
        }
        ExceptionKind::Personal => of_rule(kind, RuleId::EhcnaDecisionToAssess, inputs, calendar),
        ExceptionKind::Reg13Three
        | ExceptionKind::TribunalDirection
        | ExceptionKind::Agreed
        | ExceptionKind::ConsentShort => Err(InputError::new(
            "rule",
            format!(
                "{word} has no dates of its own. Give it as an exception of a rule, such as {{\"rule\": \"ord-assess\", \"inputs\": {{\"order\": \"2026-07-01\", \"exception\": \"{word}\"}}}}."
            ),
        )),
    }
}

/// Whether the exception fits the limit of a rule.
fn of_rule(
    kind: ExceptionKind,
    id: RuleId,
    inputs: &Inputs<'_>,
    calendar: &Calendar,
) -> Result<Worked, InputError> {
    let mut facts = vec![ExceptionFact::new(kind)];
    beside(inputs, &mut facts)?;
    let id = match inputs.word("for_rule")? {
        Some(word) => rule_id(&word)?,
        None => id,
    };
    let read = generic::read(id, inputs, calendar)?;
    let facts = facts
        .into_iter()
        .fold(read.facts.clone(), crate::facts::Facts::with_exception);
    let deadlines = generic::work_out(id, &facts, calendar, inputs)?;
    let Some(deadline) = deadlines.iter().find(|deadline| deadline.due.is_some()) else {
        return Err(generic::not_started(id, &read, inputs));
    };
    let mut worked = Worked {
        steps: generic::steps_of(&deadlines),
        ..Worked::default()
    };
    worked.put_date("base_due", deadline.due);
    worked.put("exception_available", deadline.relaxed);
    Ok(worked)
}

/// A closure: at least 28 days, and advice asked for in its window.
fn closure(inputs: &Inputs<'_>) -> Result<Worked, InputError> {
    let from = inputs.date("closed_from")?;
    let reopens = inputs.date("reopens")?;
    let asked = inputs.date("advice_requested")?;
    let from = match from {
        Some(day) => day,
        None => inputs.required_date("closed_from")?,
    };
    let reopens = match reopens {
        Some(day) => day,
        None => inputs.required_date("reopens")?,
    };
    if reopens <= from {
        return Err(InputError::new(
            "reopens",
            format!("The day of reopening must come after {from}, the first closed day."),
        ));
    }
    let closed = (from, subtract_days(reopens, 1));
    let days = days_between_inclusive(closed);
    let mut worked = Worked::default();
    worked.put("closed_days", days);
    worked.say(format!(
        "Closed from {} until it reopens on {}: {days} days.",
        human_date(from),
        human_date(reopens)
    ));
    if days < CLOSURE_DAYS {
        worked.put("exception_available", false);
        worked.say(format!(
            "This exception needs a closure of at least {CLOSURE_DAYS} days."
        ));
        return Ok(worked);
    }
    let asked = match asked {
        Some(day) => day,
        None => inputs.required_date("advice_requested")?,
    };
    let (start, end) = advice_window(closed);
    let inside = (start..=end).contains(&asked);
    worked.put_date("window_start", Some(start));
    worked.put_date("window_end", Some(end));
    worked.put("exception_available", inside);
    worked.say(format!(
        "Advice must be asked for from {} (one week before the closure) to {} (one week before reopening); it was asked for on {}, {}.",
        human_date(start),
        human_date(end),
        human_date(asked),
        if inside { "inside" } else { "outside" }
    ));
    Ok(worked)
}

/// An absence: enough days in a row.
fn absence(inputs: &Inputs<'_>, needed: i64, relaxable: bool) -> Result<Worked, InputError> {
    let stretches = inputs.stretches("absences")?;
    let from = inputs.date_by(&["from", "absent_from"])?;
    let to = inputs.date_by(&["to", "until", "absent_to", "absent_until"])?;
    let stretches = match (stretches, from, to) {
        (Some(stretches), _, _) => stretches,
        (None, Some((_, from)), Some((field, to))) => {
            if to < from {
                return Err(InputError::new(
                    field,
                    format!("This comes before {from}, the first day."),
                ));
            }
            vec![(from, to)]
        }
        _ => return Err(inputs.missing("absences", "a list such as [[\"2026-08-01\", \"2026-08-28\"]]")),
    };
    let days = longest(stretches);
    let mut worked = Worked::default();
    worked.put("exception_available", relaxable && days >= needed);
    worked.say(format!(
        "The longest absence in a row is {days} days; this exception needs at least {needed}."
    ));
    if !relaxable {
        worked.say("It is there only for orders to assess and to make a plan, and for the same unopposed appeals (SEND Regulations 2014, reg 44(3), 45(7)).");
    }
    Ok(worked)
}

/// Whether an order is of a kind that reg 44(3) or 45(7) relaxes.
fn is_relaxable_order(inputs: &Inputs<'_>) -> Result<bool, InputError> {
    let Some(word) = inputs.word("order_type")? else {
        return Ok(true);
    };
    match word
        .strip_prefix("ord-")
        .or(word.strip_prefix("unop-"))
        .unwrap_or(&word)
    {
        "assess" | "reassess" | "re-assess" | "make-plan" | "refuse-issue" => Ok(true),
        "dismiss-cease" | "reconsider" | "amend-provision" | "name-school" | "continue"
        | "continue-amend" | "contents" | "section-i" | "cease" => Ok(false),
        _ => Err(InputError::new(
            "order_type",
            "This must be assess, make-plan, reconsider, amend-provision, name-school, continue, continue-amend, dismiss-cease, or refuse-issue, contents, section-i or cease of an unopposed appeal.",
        )),
    }
}

/// Coronavirus: what fell due while the regulations were in force, looked at while they were.
fn covid(inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    let evaluated_on = inputs.date("evaluated_on")?;
    let id = match inputs.word("for_rule")? {
        Some(word) => rule_id(&word)?,
        None => RuleId::EhcnaDecisionToAssess,
    };
    let read = generic::read(id, inputs, calendar)?;
    let Some(due) = read.deadlines.iter().find_map(|deadline| deadline.due) else {
        return Err(generic::not_started(id, &read, inputs));
    };
    let named = crate::rules::rule(id).is_some_and(|rule| {
        rule.versions
            .iter()
            .flat_map(|v| v.limits)
            .any(|limit| limit.exceptions.contains(&ExceptionKind::Covid))
    });
    let inside = |day: NaiveDate| covid_window().is_some_and(|(from, until)| (from..=until).contains(&day));
    let mut worked = Worked {
        steps: generic::steps_of(&read.deadlines),
        ..Worked::default()
    };
    worked.put_date("base_due", Some(due));
    worked.put(
        "covid_exception_available",
        named && inside(due) && inside(evaluated_on.unwrap_or(due)),
    );
    worked.say(
        "The coronavirus exception was in force from 1 May 2020 and ceased to have effect on 25 September 2020 (SI 2020/471).",
    );
    Ok(worked)
}
