//! Two rules that one event starts, and rules whose periods depend on the kind of order.

use super::{InputError, Worked, generic, inputs::Inputs, one_rule, rule_id};
use crate::{answer::Deadline, rule::RuleId};
use ehcp_calendar::Calendar;
use serde_json::Value;

/// Two or more ids joined by `+`.
pub(super) fn calculate(ids: &str, inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    let ids: Vec<RuleId> = ids
        .split('+')
        .map(|id| rule_id(id.trim()))
        .collect::<Result<_, _>>()?;
    if ids
        .iter()
        .enumerate()
        .any(|(place, id)| ids.iter().take(place).any(|before| before == id))
    {
        return Err(InputError::new(
            "rule",
            "Name each rule once, such as \"ar-report+ar-decision-notice\".",
        ));
    }
    let is_pair = |a: RuleId, b: RuleId| ids.len() == 2 && ids.contains(&a) && ids.contains(&b);
    if is_pair(RuleId::OrdAmendProvision, RuleId::OrdNameSchool) {
        let (provision, school) = (RuleId::OrdAmendProvision, RuleId::OrdNameSchool);
        return separate(
            &[(school, "section_I_due"), (provision, "sections_B_F_due")],
            inputs,
            calendar,
        );
    }
    if is_pair(RuleId::UnopContents, RuleId::UnopSectionI) {
        return merged(inputs, calendar);
    }
    let mut worked = Worked::default();
    for id in ids {
        let one = one_rule(id, inputs, calendar)?;
        worked.put(id.word(), Value::Object(one.result));
        worked.steps.extend(one.steps);
    }
    Ok(worked)
}

/// The one deadline of a rule that has one.
fn only(
    id: RuleId,
    inputs: &Inputs<'_>,
    calendar: &Calendar,
) -> Result<(generic::Read, Deadline), InputError> {
    let read = generic::read(id, inputs, calendar)?;
    match read
        .deadlines
        .iter()
        .find(|deadline| deadline.trigger.is_some())
        .cloned()
    {
        Some(deadline) => Ok((read, deadline)),
        None => Err(generic::not_started(id, &read, inputs)),
    }
}

/// Each rule keeps its own period: reg 44 has no rule that merges them.
fn separate(
    rules: &[(RuleId, &str)],
    inputs: &Inputs<'_>,
    calendar: &Calendar,
) -> Result<Worked, InputError> {
    let mut worked = Worked::default();
    for &(id, name) in rules {
        let (read, deadline) = only(id, inputs, calendar)?;
        worked.put_date(name, deadline.due);
        if read.exceptional {
            worked.put("time_limit_applies", !deadline.relaxed);
        }
        worked.steps.extend(generic::steps_of(&read.deadlines));
    }
    worked.say("Both were ordered; each keeps its own period (SEND Regulations 2014, reg 44(2)(e), (f)).");
    Ok(worked)
}

/// Contents and section I together: the period for the contents (reg 45(5)(b)).
fn merged(inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    let (read, deadline) = only(RuleId::UnopContents, inputs, calendar)?;
    let mut worked = Worked {
        steps: generic::steps_of(&read.deadlines),
        ..Worked::default()
    };
    worked.put_date(if read.exceptional { "base_due" } else { "due" }, deadline.due);
    if read.exceptional {
        worked.put("time_limit_applies", !deadline.relaxed);
    }
    worked
        .say("Contents and section I together have the longer period (SEND Regulations 2014, reg 45(5)(b)).");
    Ok(worked)
}

/// The limits of a kind of order, by their names in the rule.
fn limits_of_type(word: &str) -> Option<&'static [&'static str]> {
    Some(match word.strip_prefix("ord-").unwrap_or(word) {
        "assess" | "reassess" | "re-assess" => &["notify", "refuse_plan", "final_plan"],
        "make-plan" => &["draft", "final"],
        "reconsider" => &["reconsider"],
        "amend-provision" => &["amend_provision"],
        "name-school" => &["name_school"],
        "continue-amend" => &["continue_amend"],
        _ => return None,
    })
}

/// A rule whose limits depend on `order_type`; without it every limit is given by its name.
pub(super) fn by_order_type(
    id: RuleId,
    inputs: &Inputs<'_>,
    calendar: &Calendar,
) -> Result<Worked, InputError> {
    let word = inputs.word("order_type")?;
    let read = generic::read(id, inputs, calendar)?;
    let started: Vec<&Deadline> = read.deadlines.iter().filter(|d| d.trigger.is_some()).collect();
    if started.is_empty() {
        return Err(generic::not_started(id, &read, inputs));
    }
    let wanted = match &word {
        None => None,
        Some(word) => Some(limits_of_type(word).ok_or_else(|| {
            InputError::new(
                "order_type",
                "This must be assess, make-plan, reconsider, amend-provision, name-school or continue-amend.",
            )
        })?),
    };
    let chosen: Vec<&Deadline> = started
        .into_iter()
        .filter(|deadline| wanted.is_none_or(|names| names.contains(&deadline.limit)))
        .collect();
    let mut worked = Worked::default();
    match chosen.as_slice() {
        [] => {
            return Err(InputError::new(
                "order_type",
                "This rule has no period for this kind of order.",
            ));
        }
        [one] => {
            worked.put_date(if read.exceptional { "base_due" } else { "due" }, one.due);
            if read.exceptional {
                worked.put("time_limit_applies", !one.relaxed);
            }
        }
        several => generic::put_several(&mut worked, several, read.exceptional),
    }
    let chosen: Vec<Deadline> = chosen.into_iter().cloned().collect();
    worked.steps = generic::steps_of(&chosen);
    Ok(worked)
}
