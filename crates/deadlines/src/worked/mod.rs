//! Worked examples: one rule, named inputs, named results.
//!
//! This is the front that the command line and the public calculator share. It reads untrusted JSON: nothing in
//! it panics, every input it does not know is refused by name, and what it cannot date it does not guess.

mod combined;
mod exceptions;
mod generic;
mod inputs;
mod names;
mod notices;
mod people;
mod periods;
mod transfers;

use crate::{error::shown, rule::RuleId};
use ehcp_calendar::Calendar;
use inputs::Inputs;
use serde_json::{Map, Value, json, value::RawValue};
use std::collections::BTreeMap;
use thiserror::Error;

/// The answer to a worked example.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Worked {
    /// The results by name: dates as `YYYY-MM-DD`, `null` where the law gives none.
    pub result: Map<String, Value>,
    /// How they were reached, in plain English.
    pub steps: Vec<String>,
}

/// An input that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field}: {message}")]
pub struct InputError {
    /// Which input; `rule` for the rule itself.
    pub field: String,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl InputError {
    pub(crate) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

impl Worked {
    fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.result.insert(name.to_owned(), value.into());
    }

    fn put_date(&mut self, name: &str, date: Option<chrono::NaiveDate>) {
        self.put(
            name,
            date.map_or(Value::Null, |date| Value::String(date.to_string())),
        );
    }

    fn say(&mut self, step: impl Into<String>) {
        self.steps.push(step.into());
    }
}

/// Works out one example: the id of a rule or an exception, or two ids joined by `+` where one event starts both.
///
/// # Errors
/// When the rule is not known, or an input is missing, unknown, malformed or outside what can be dated.
pub fn calculate(rule: &str, inputs: &Map<String, Value>, calendar: &Calendar) -> Result<Worked, InputError> {
    let inputs = Inputs::new(inputs);
    let answer = if rule.contains('+') {
        combined::calculate(rule, &inputs, calendar)
    } else if rule.starts_with("ex-") {
        exceptions::calculate(rule, &inputs, calendar)
    } else {
        rule_id(rule).and_then(|id| one_rule(id, &inputs, calendar))
    };
    inputs.settle(answer)
}

fn rule_id(text: &str) -> Result<RuleId, InputError> {
    text.parse()
        .map_err(|error: crate::rule::UnknownRule| InputError::new("rule", error.to_string()))
}

/// The rules whose answers have a form of their own; the others share one.
fn one_rule(id: RuleId, inputs: &Inputs<'_>, calendar: &Calendar) -> Result<Worked, InputError> {
    use RuleId::*;
    match id {
        EhcpDraftRepresentations | RaDraft | ArAmendmentRepresentations => {
            notices::representations(id, inputs, calendar)
        }
        EhcpFinalPlan | DetFinal => periods::final_plan(id, inputs, calendar),
        EhcpDraftSend => periods::draft_send(inputs, calendar),
        EhcnaSixMonthBar | RaSixMonthBar => periods::six_month_bar(id, inputs, calendar),
        ArFirstReview => periods::first_review(inputs, calendar),
        ArFinalAmendedPlan => periods::final_amended_plan(inputs, calendar),
        MoveTransferPlan => periods::transfer_plan(inputs, calendar),
        DetClockContinues => periods::clock_continues(inputs, calendar),
        PhaseTransferSchool | PhaseTransferPost16 => transfers::calculate(id, inputs, calendar),
        PfaYear9 => people::year_nine(inputs),
        DefYoungPerson => people::young_person(inputs),
        Ehcp25thYearEnd => people::twenty_fifth_year_end(inputs),
        AppealLodge => notices::appeal(inputs, calendar),
        CeasePlanKept => notices::plan_kept(inputs, calendar),
        RightsTextVersion => notices::rights_text(inputs),
        MedAgreementAppealable | DetOrders => combined::by_order_type(id, inputs, calendar),
        _ => generic::calculate(id, inputs, calendar),
    }
}

/// Works out a list of examples `[{"id": …, "rule": …, "inputs": {…}}]` and answers a list in the same order:
/// `{"id", "result", "steps"}`, or `{"id", "error": {"field", "message"}}` for one that cannot be worked out; the
/// others still are. Other members of an example are not looked at.
///
/// # Errors
/// When the text is not a JSON list.
pub fn calculate_list(text: &str, calendar: &Calendar) -> Result<String, InputError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let list: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| {
        InputError::new(
            "",
            format!("This is not a JSON list of examples such as [{{\"id\": …, \"rule\": …, \"inputs\": {{…}}}}]: {error}."),
        )
    })?;
    let answers: Vec<Value> = list.iter().map(|item| answer(item.get(), calendar)).collect();
    serde_json::to_string_pretty(&answers).map_err(|error| InputError::new("", error.to_string()))
}

/// Each example is read by itself, so that one that cannot be read does not spoil the others.
fn answer(text: &str, calendar: &Calendar) -> Value {
    let (id, answer) = match serde_json::from_str::<Value>(text) {
        Ok(item) => (
            item.get("id").cloned().unwrap_or_default(),
            work_out(&item, calendar),
        ),
        Err(_) => {
            let (id, field) = unreadable(text);
            let message = "This cannot be read: it is nested too deeply, or a number or a character in it is not possible.";
            (id, Err(InputError::new(field, message)))
        }
    };
    match answer {
        Ok(Worked { result, steps }) => json!({"id": id, "result": result, "steps": steps}),
        Err(InputError { field, message }) => {
            json!({"id": id, "error": {"field": field, "message": message}})
        }
    }
}

/// The id of an example that cannot be read as a whole, and the member or input that is the cause.
fn unreadable(text: &str) -> (Value, String) {
    type Members<'a> = BTreeMap<String, &'a RawValue>;
    let is_bad = |value: &RawValue| serde_json::from_str::<Value>(value.get()).is_err();
    let bad = |members: &Members<'_>| {
        let found = members.iter().find(|(_, value)| is_bad(value));
        found.map(|(name, _)| shown(name))
    };
    let members: Members<'_> = serde_json::from_str(text).unwrap_or_default();
    let id = members
        .get("id")
        .and_then(|id| serde_json::from_str(id.get()).ok());
    let inputs: Members<'_> = members
        .get("inputs")
        .and_then(|inputs| serde_json::from_str(inputs.get()).ok())
        .unwrap_or_default();
    let field = bad(&inputs).or_else(|| bad(&members)).unwrap_or_default();
    (id.unwrap_or_default(), field)
}

fn work_out(item: &Value, calendar: &Calendar) -> Result<Worked, InputError> {
    let item = item.as_object().ok_or_else(|| {
        InputError::new(
            "",
            "An example is a JSON object with id, rule and inputs, and this is something else.",
        )
    })?;
    let rule = item
        .get("rule")
        .and_then(Value::as_str)
        .ok_or_else(|| InputError::new("rule", "Name the rule, such as \"ehcna-decision-to-assess\"."))?;
    let inputs = item.get("inputs").and_then(Value::as_object).ok_or_else(|| {
        InputError::new(
            "inputs",
            "Give the inputs as an object, such as {\"request_received\": \"2026-09-07\"}.",
        )
    })?;
    calculate(rule, inputs, calendar)
}
