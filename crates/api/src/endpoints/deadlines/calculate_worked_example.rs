use super::{example, hypothesis::step};
use crate::{
    answer::{self, Answer},
    extract::Body,
    problem::{FieldError, Refusal},
};
use actix_web::post;
use ehcp_calendar::Calendar;
use ehcp_deadlines::worked::{self, InputError, Worked};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// The most inputs of one example.
const INPUTS_MAX: usize = 50;

/// A rule and its inputs by name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WorkedQuestion {
    /// The id of a rule or of an exception, or two ids joined by `+` where one event starts both.
    #[schema(example = "ehcna-decision-to-assess", min_length = 1, max_length = 200)]
    rule: String,
    /// The inputs by name: days as `YYYY-MM-DD`, and words, numbers or lists where the rule needs them.
    #[schema(value_type = Object, example = json!({"request_received": "2026-09-07"}))]
    inputs: Map<String, Value>,
}

/// The results by name, and the way to them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WorkedExample {
    /// The results by name: days as `YYYY-MM-DD`, `null` where the law gives none.
    #[schema(value_type = Object)]
    result: Map<String, Value>,
    /// How they were reached, in plain English.
    #[schema(value_type = Vec<ehcp_case::Prose>, max_items = 100)]
    steps: Vec<String>,
}

impl WorkedExample {
    /// Works out one example.
    pub(super) fn of(rule: &str, inputs: &Map<String, Value>) -> Result<Self, InputError> {
        let Worked { result, steps } = worked::calculate(rule, inputs, Calendar::england_and_wales())?;
        Ok(Self { result, steps })
    }
}

/// Work out an example by name
///
/// The short form of the calculator: one rule, named inputs, named results, with the steps. It answers the same as
/// the command `ehcp deadlines`. Inputs it does not know are refused by name. Nothing is kept.
#[utoipa::path(
    tag = "deadlines",
    security(()),
    request_body(content = WorkedQuestion, example = json!(example::worked_question())),
    responses((
        status = 200,
        description = "The results.",
        body = WorkedExample,
        example = json!(example::worked_example()),
    )),
)]
#[post("/worked-calculations")]
pub(crate) async fn calculate_worked_example(question: Body<WorkedQuestion>) -> Answer {
    let WorkedQuestion { rule, inputs } = question.into_inner();
    if inputs.len() > INPUTS_MAX {
        let message = format!("Give at most {INPUTS_MAX} inputs; there are {}.", inputs.len());
        return Err(Refusal::invalid(vec![FieldError::new(
            "/inputs", "too_many", message,
        )]));
    }
    answer::plain(&WorkedExample::of(&rule, &inputs).map_err(refused)?)
}

fn refused(error: InputError) -> Refusal {
    let pointer = match error.field.as_str() {
        "rule" => "/rule".to_owned(),
        "" => "/inputs".to_owned(),
        field => format!("/inputs/{}", step(field)),
    };
    let message: String = error.message.chars().take(2000).collect();
    Refusal::invalid(vec![FieldError::new(pointer, "invalid_value", message)])
}
