//! Why a step cannot be taken, in words that tell a person what would be right.

use crate::Stage;
use serde::Serialize;
use utoipa::ToSchema;

/// What is wrong with one field of what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// A JSON pointer to the field, such as `/received_on`.
    #[schema(example = "/received_on", max_length = 500)]
    pub pointer: String,
    /// A stable word for the problem, such as `in_the_future`.
    #[schema(example = "in_the_future", max_length = 100)]
    pub code: &'static str,
    /// What was wrong and what would be right.
    #[schema(
        example = "This day is in the future. Give a day up to 22 November 2026.",
        max_length = 1000
    )]
    pub message: String,
}

impl FieldProblem {
    /// A problem with the field at `pointer`.
    pub fn new(pointer: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            message: message.into(),
        }
    }
}

/// Why a procedure refuses a step. Nothing has changed when one is returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The case is not at a stage where this can be done.
    WrongStage {
        /// What was to be done, as a phrase: "serve a draft plan".
        step: &'static str,
        /// Where the case stands.
        stage: Stage,
        /// Where it would have to stand.
        allowed: &'static [Stage],
    },
    /// The system itself would do something against the law.
    AgainstTheLaw {
        /// The rule that forbids it.
        rule: &'static str,
        /// The legal source.
        source: &'static str,
        /// What would be right.
        explanation: String,
    },
    /// It has already been done and can be done only once.
    AlreadyDone {
        /// What was done, when, and what can be done instead: whole sentences.
        explanation: String,
    },
    /// Something that must come first is missing.
    NotYet {
        /// What must come first.
        explanation: String,
    },
    /// What is on record does not allow it, and no step to come changes that: a list is full, or an assessment is over.
    NotAnyMore {
        /// What stands in the way, and what can be done instead.
        explanation: String,
    },
    /// Fields that are wrong in themselves or do not fit what is known.
    Invalid(Vec<FieldProblem>),
}

impl Refusal {
    /// A refusal because of one field.
    pub fn field(pointer: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldProblem::new(pointer, code, message)])
    }
}
