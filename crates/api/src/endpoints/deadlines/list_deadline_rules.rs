use super::{example, rule_view::RuleView};
use crate::{
    answer::{self, Answer},
    extract::Query,
};
use actix_web::get;
use ehcp_deadlines::{Process, catalogue};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What the catalogue is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RuleFilter {
    /// Only the rules of this process.
    #[param(example = "assessment")]
    process: Option<Process>,
}

/// The catalogue of rules.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeadlineRules {
    /// The rules, in the order of the procedures.
    #[schema(max_items = 500)]
    items: Vec<RuleView>,
}

/// List the statutory rules
///
/// Every rule as data: its limits with what starts, meets and ends them and how they are counted, its legal source,
/// the exceptions that may relax it, who must act, who must be told and which rights go with it. A rule that the law
/// changed keeps its old version for old triggers. The catalogue is short and comes in one piece.
#[utoipa::path(
    tag = "deadlines",
    security(()),
    params(RuleFilter),
    responses((status = 200, description = "The rules.", body = DeadlineRules, example = json!(example::rules()))),
)]
#[get("/deadline-rules")]
pub(crate) async fn list_deadline_rules(filter: Query<RuleFilter>) -> Answer {
    let process = filter.0.process;
    let fits = |rule: &&ehcp_deadlines::Rule| process.is_none_or(|process| rule.process == process);
    let items = catalogue().iter().filter(fits).map(RuleView::from).collect();
    answer::plain(&DeadlineRules { items })
}
