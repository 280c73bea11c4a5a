use super::{
    example,
    hypothesis::{Day, Hypothesis, SupposedClosure, SupposedException, not_calculated},
    rule_view::facts_of,
};
use crate::{
    answer::{self, Answer},
    extract::Body,
    problem::Refusal,
    state::State,
};
use actix_web::{post, web::Data};
use chrono::NaiveDate;
use ehcp_calendar::Calendar;
use ehcp_case::FactKind;
use ehcp_deadlines::{Deadline, Facts, RuleId, check_order_of, deadline, rule};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A rule and what is supposed to have happened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeadlineQuestion {
    /// The rule.
    rule: RuleId,
    /// The day of each fact, by its word. Facts that do not matter to the rule are not looked at.
    #[serde(default)]
    #[schema(value_type = BTreeMap<FactKind, NaiveDate>)]
    facts: BTreeMap<String, Day>,
    /// The exceptions that may relax a limit.
    #[serde(default)]
    #[schema(max_items = 50)]
    exceptions: Vec<SupposedException>,
    /// The closures of the child's school; only counting in school days needs them.
    #[serde(default)]
    #[schema(max_items = 100)]
    school_closures: Vec<SupposedClosure>,
    /// The day for which the status is asked; today when left out.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>, example = "2026-10-05")]
    as_of: Option<Day>,
}

/// What a rule gives on these facts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeadlineCalculation {
    /// The rule.
    rule: RuleId,
    /// What it is about, in a few words.
    #[schema(max_length = 200)]
    title: &'static str,
    /// What it means for a family, in plain English.
    #[schema(max_length = 2000)]
    explanation: &'static str,
    /// The day for which the status holds.
    as_of: NaiveDate,
    /// Every limit of the rule, with the steps that led to its day.
    #[schema(max_items = 20)]
    deadlines: Vec<Deadline>,
}

impl DeadlineCalculation {
    /// Works out one rule.
    pub(super) fn of(id: RuleId, facts: &Facts, as_of: NaiveDate) -> Result<Self, Refusal> {
        let rule = rule(id).ok_or_else(Refusal::not_found)?;
        check_order_of(id, facts, Calendar::england_and_wales()).map_err(|error| not_calculated(&error))?;
        let deadlines = deadline(id, facts, Calendar::england_and_wales(), as_of)
            .map_err(|error| not_calculated(&error))?;
        Ok(Self {
            rule: id,
            title: rule.title,
            explanation: rule.explanation,
            as_of,
            deadlines,
        })
    }
}

/// Calculate the days of one rule
///
/// Every limit of the rule on the facts given, each with its last lawful day, where it stands, who holds the ball and
/// the steps that led to the day, in plain English. Nothing is kept, and no personal data is needed: send days only.
/// An exception relaxes a limit, it never adds days. Days beyond the known bank holidays are refused, not guessed.
#[utoipa::path(
    tag = "deadlines",
    security(()),
    request_body(content = DeadlineQuestion, example = json!(example::deadline_question())),
    responses((
        status = 200,
        description = "The limits of the rule.",
        body = DeadlineCalculation,
        example = json!(example::deadline_calculation()),
    )),
)]
#[post("/deadline-calculations")]
pub(crate) async fn calculate_deadline(state: Data<State>, question: Body<DeadlineQuestion>) -> Answer {
    let question = question.into_inner();
    let wanted = rule(question.rule).map(facts_of).unwrap_or_default();
    let today = || state.services.casework.moment().today;
    let as_of = question.as_of.map_or_else(today, |day| day.0);
    let supposed = Hypothesis {
        facts: question.facts,
        exceptions: question.exceptions,
        school_closures: question.school_closures,
    };
    let facts = supposed.into_facts(&wanted)?;
    answer::plain(&DeadlineCalculation::of(question.rule, &facts, as_of)?)
}
