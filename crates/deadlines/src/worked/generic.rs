//! The answer that most rules share: the facts of the rule in, its limits out.

use super::{InputError, Worked, exceptions, inputs::Inputs, names::names};
use crate::{
    answer::Deadline,
    calculator::deadline,
    compute::limits_of,
    error::CalculationError,
    facts::Facts,
    relax::affected_days,
    rule::{Count, Formula, Rule, RuleId, Term},
    rules::rule,
};
use chrono::NaiveDate;
use ehcp_calendar::Calendar;
use ehcp_case::FactKind;

/// What was read for a rule: its facts, under which name, and the deadlines that follow.
pub(super) struct Read {
    pub facts: Facts,
    pub deadlines: Vec<Deadline>,
    /// Whether any exception was among the inputs.
    pub exceptional: bool,
}

/// The facts that can start a limit of a rule, and those its limits look at.
fn start_facts(rule: &Rule) -> Vec<FactKind> {
    let mut out = Vec::new();
    for limit in rule.versions.iter().flat_map(|version| version.limits) {
        let terms: &[&Term] = match &limit.formula {
            Formula::One(a) | Formula::DaysBefore(a, _) => &[a],
            Formula::LaterOfBoth(a, b)
            | Formula::LaterWhereKnown(a, b)
            | Formula::EarlierWhereKnown(a, b) => &[a, b],
            Formula::OnTheDayUnlessAwareLate { event, aware, .. } => {
                out.extend([*event, *aware]);
                &[]
            }
        };
        out.extend(terms.iter().flat_map(|term| term.start.facts()));
        out.extend(limit.only_within.map(|(fact, _)| fact));
    }
    let mut unique = Vec::new();
    for fact in out {
        if !unique.contains(&fact) {
            unique.push(fact);
        }
    }
    unique
}

/// Whether a rule can be answered without any fact, because it has no number.
fn needs_no_date(rule: &Rule) -> bool {
    rule.versions
        .iter()
        .flat_map(|version| version.limits)
        .all(|limit| {
            matches!(
                limit.formula,
                Formula::One(Term {
                    count: Count::AsSoonAsPracticable | Count::NoNumber | Count::Immediately,
                    ..
                })
            )
        })
}

/// Reads the facts of a rule from the inputs.
fn read_facts(rule: &Rule, inputs: &Inputs<'_>) -> Result<Facts, InputError> {
    let mut facts = Facts::new();
    for fact in start_facts(rule) {
        let mut found = inputs.date_by(&names(fact))?;
        if matches!(
            fact,
            FactKind::RequestReceived | FactKind::ReassessmentRequestReceived
        ) {
            found = received(inputs, found)?;
        }
        facts.set(fact, found.map(|(_, date)| date));
    }
    for (from, until) in closures_of(rule, inputs)? {
        facts = facts.with_school_closure(from, until);
    }
    Ok(facts)
}

/// The day of receipt, also from an instant: the London date. Both must agree.
fn received(
    inputs: &Inputs<'_>,
    found: Option<(&'static str, NaiveDate)>,
) -> Result<Option<(&'static str, NaiveDate)>, InputError> {
    match (found, inputs.instant_date("received_at")?) {
        (Some((name, date)), Some(at)) if date != at => Err(InputError::new(
            "received_at",
            format!(
                "In London that time is on {at}, and {name} is {date}. Give only one, or make them agree."
            ),
        )),
        (None, Some(at)) => Ok(Some(("received_at", at))),
        (found, _) => Ok(found),
    }
}

fn closures_of(rule: &Rule, inputs: &Inputs<'_>) -> Result<Vec<(NaiveDate, NaiveDate)>, InputError> {
    if rule.id == RuleId::SpecialSchoolStay {
        Ok(inputs.stretches("school_closures")?.unwrap_or_default())
    } else {
        Ok(Vec::new())
    }
}

/// Reads facts and exceptions and works out the deadlines.
pub(super) fn read(id: RuleId, inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Read, InputError> {
    let rule = rule(id).ok_or_else(|| InputError::new("rule", "This rule has no entry."))?;
    let mut facts = read_facts(rule, inputs)?;
    let exceptions = exceptions::read(inputs)?;
    let exceptional = exceptions.is_some();
    for exception in exceptions.unwrap_or_default() {
        facts = facts.with_exception(exception);
    }
    let deadlines = work_out(id, &facts, calendar, inputs)?;
    Ok(Read {
        facts,
        deadlines,
        exceptional,
    })
}

/// The deadlines of a rule for facts; a calculation error names the input behind it.
pub(super) fn work_out(
    id: RuleId,
    facts: &Facts,
    calendar: &Calendar,
    inputs: &Inputs<'_>,
) -> Result<Vec<Deadline>, InputError> {
    let as_of = facts
        .iter()
        .map(|(_, on)| on)
        .max()
        .unwrap_or(calendar.known_from());
    let main = rule(id).map(start_facts).unwrap_or_default();
    let given = |fact: &FactKind| {
        let names = names(*fact);
        names
            .iter()
            .find_map(|name| inputs.given_name(name))
            .or_else(|| names.first().map(|&name| name.to_owned()))
    };
    let field = |fact: Option<&FactKind>| fact.and_then(given).unwrap_or_else(|| "inputs".to_owned());
    let deadlines = deadline(id, facts, calendar, as_of).map_err(|error| {
        let fact = match error {
            CalculationError::DateOutOfRange { fact, .. } => Some(fact),
            _ => main.iter().copied().find(|fact| facts.get(*fact).is_some()),
        };
        InputError::new(field(fact.as_ref()), error.to_string())
    })?;
    let early = deadlines.iter().find(|deadline| {
        deadline.due.is_none()
            && deadline
                .trigger
                .is_some_and(|t| rule(id).is_some_and(|r| r.version_on(t.on).is_none()))
    });
    if let Some((deadline, trigger)) = early.and_then(|deadline| Some((deadline, deadline.trigger?))) {
        return Err(InputError::new(
            field(Some(&trigger.fact)),
            deadline
                .steps
                .first()
                .map(|step| step.text.clone())
                .unwrap_or_default(),
        ));
    }
    Ok(deadlines)
}

/// The error for a rule whose start is not among the inputs.
pub(super) fn not_started(id: RuleId, read: &Read, inputs: &Inputs<'_>) -> InputError {
    let missing = rule(id)
        .map(start_facts)
        .unwrap_or_default()
        .into_iter()
        .find(|fact| read.facts.get(*fact).is_none());
    let field = missing
        .and_then(|fact| names(fact).first().copied())
        .unwrap_or("inputs");
    inputs.missing(field, "a date such as 2026-09-07")
}

/// The steps of deadlines, each sentence once; where there are several, each says which of them it is about.
pub(super) fn steps_of(deadlines: &[Deadline]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut say = |deadline: &Deadline, sentence: &str| {
        let sentence = match deadlines {
            [] | [_] => sentence.to_owned(),
            _ => format!("{}: {sentence}", deadline.title),
        };
        if !out.contains(&sentence) {
            out.push(sentence);
        }
    };
    for deadline in deadlines {
        for step in &deadline.steps {
            say(deadline, &step.text);
        }
        for relaxation in &deadline.relaxations {
            say(deadline, &relaxation.why);
        }
    }
    out
}

/// The answer of a rule without a form of its own.
pub(super) fn calculate(id: RuleId, inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    if matches!(
        id,
        RuleId::ArDecisionNotice | RuleId::ArReport | RuleId::ArMeetingNotice | RuleId::ArAdviceCirculation
    ) {
        inputs.yes("not_in_institution")?;
    }
    let moved_authority = continues_with_another(id, inputs)?;
    let read = read(id, inputs, calendar)?;
    let undated = rule(id).is_some_and(needs_no_date);
    let started: Vec<&Deadline> = read.deadlines.iter().filter(|d| d.trigger.is_some()).collect();
    if started.is_empty() && !undated {
        return Err(not_started(id, &read, inputs));
    }
    let mut worked = Worked {
        steps: steps_of(&read.deadlines),
        ..Worked::default()
    };
    if moved_authority {
        worked.put_date("due", None);
        worked.say("Another authority became responsible, so the first clock does not go on (SI 2015/62, reg 15(3)).");
        return Ok(worked);
    }
    if let Some(at) = inputs.instant_date("received_at").ok().flatten()
        && inputs.date("request_received")?.is_none()
    {
        worked.put_date("request_received", Some(at));
    }
    match started.as_slice() {
        [only] if read.deadlines.len() == 1 && only.limit == "due" => {
            put_single(&mut worked, id, only, &read, calendar)?
        }
        [] => worked.put_date("due", None),
        several => put_several(&mut worked, several, read.exceptional),
    }
    Ok(worked)
}

/// For an assessment of a detained person: whether another authority took over, which ends the first clock.
fn continues_with_another(id: RuleId, inputs: &Inputs<'_>) -> Result<bool, InputError> {
    if !matches!(id, RuleId::DetDecision | RuleId::DetRefuse) {
        return Ok(false);
    }
    inputs.date("detained_from")?;
    inputs.date("released")?;
    Ok(inputs.yes("same_home_authority")? == Some(false))
}

/// One limit: its date under the usual name, and what the exceptions do.
fn put_single(
    worked: &mut Worked,
    id: RuleId,
    deadline: &Deadline,
    read: &Read,
    calendar: &Calendar,
) -> Result<(), InputError> {
    match (id, deadline.strict_last_day) {
        (RuleId::OrdDismissCease, _) => worked.put_date("cease_on", deadline.due),
        (RuleId::ArMeetingNotice | RuleId::ArAdviceCirculation | RuleId::MedDateNotice, strict) => {
            worked.put_date("latest", deadline.due);
            worked.put_date("latest_clear_days", strict);
        }
        _ if read.exceptional => worked.put_date("base_due", deadline.due),
        _ => worked.put_date("due", deadline.due),
    }
    if read.exceptional {
        put_relaxation(worked, id, deadline, &read.facts, calendar)?;
    }
    Ok(())
}

/// What the exceptions do to one limit; with dated ones also the affected days and the policy target.
pub(super) fn put_relaxation(
    worked: &mut Worked,
    id: RuleId,
    deadline: &Deadline,
    facts: &Facts,
    calendar: &Calendar,
) -> Result<(), InputError> {
    worked.put("time_limit_applies", !deadline.relaxed);
    let (Some(rule), Some(target)) = (rule(id), deadline.policy_target) else {
        return Ok(());
    };
    let mut days = None;
    let found = limits_of(rule, facts, calendar, |outcome| {
        if let (Some(due), Some((_, from))) = (outcome.state.due(), outcome.state.trigger())
            && outcome.limit.name == deadline.limit
        {
            days = Some(affected_days(facts, outcome.limit, (from.min(due), due)));
        }
        Ok(())
    });
    found.map_err(|error| InputError::new("inputs", error.to_string()))?;
    if let Some(days) = days {
        worked.put("union_days", days);
        worked.put_date("policy_target", Some(target));
        worked.say(format!(
            "A service may aim for {}, counting each of the {days} affected days once. That is a policy target, not a due date.",
            ehcp_calendar::human_date(target)
        ));
    }
    Ok(())
}

/// Several limits: each date under the limit's name.
pub(super) fn put_several(worked: &mut Worked, deadlines: &[&Deadline], exceptional: bool) {
    for deadline in deadlines {
        worked.put_date(deadline.limit, deadline.due);
    }
    if !exceptional {
        return;
    }
    let all = deadlines.iter().all(|deadline| deadline.relaxed);
    let none = deadlines.iter().all(|deadline| !deadline.relaxed);
    if all || none {
        worked.put("time_limit_applies", none);
    } else {
        let each: serde_json::Map<String, serde_json::Value> = deadlines
            .iter()
            .map(|deadline| (deadline.limit.to_owned(), (!deadline.relaxed).into()))
            .collect();
        worked.put("time_limit_applies", each);
    }
}
