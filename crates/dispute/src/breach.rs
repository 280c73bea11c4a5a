//! Rules that were not kept.

use ehcp_case::Party;
use ehcp_deadlines::RuleId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A rule that was not kept by something that has happened, whoever had to keep it. What was late on the family's side
/// is told in the same way: the Tribunal can still allow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Breach {
    /// The rule.
    #[schema(example = "med-cert-after")]
    pub rule: RuleId,
    /// Who had to keep it.
    pub by: Party,
    /// Where the law says so.
    #[schema(max_length = 300)]
    pub source: String,
    /// How it was not kept, in plain English.
    #[schema(max_length = 1000)]
    pub explanation: String,
}

impl Breach {
    pub(crate) fn new(rule: RuleId, by: Party, source: &str, explanation: impl Into<String>) -> Self {
        Self {
            rule,
            by,
            source: source.to_owned(),
            explanation: explanation.into(),
        }
    }
}
