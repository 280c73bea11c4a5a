use super::{example, rule_view::RuleView};
use crate::{
    answer::{self, Answer},
    extract::PathId,
    problem::Refusal,
};
use actix_web::get;
use ehcp_deadlines::{RuleId, rule};

/// Read a statutory rule
///
/// The rule with all its versions, the old ones first.
#[utoipa::path(
    tag = "deadlines",
    security(()),
    params(("rule_id" = RuleId, Path, description = "The rule.", example = "ehcna-decision-to-assess")),
    responses((status = 200, description = "The rule.", body = RuleView, example = json!(example::rule()))),
)]
#[get("/deadline-rules/{rule_id}")]
pub(crate) async fn read_deadline_rule(id: PathId<RuleId>) -> Answer {
    let rule = rule(id.0).ok_or_else(Refusal::not_found)?;
    answer::plain(&RuleView::from(rule))
}
