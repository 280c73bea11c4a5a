use super::{example, rule_view::RuleView};
use crate::{
    answer::{self, Answer},
    extract::{IfNoneMatchHeader, PathId},
    problem::Refusal,
};
use actix_web::{HttpRequest, get};
use ehcp_deadlines::{RuleId, rule};

/// Read a statutory rule
///
/// The rule with all its versions, the old ones first. Its `ETag` changes only with a new version of the program.
#[utoipa::path(
    tag = "deadlines",
    security(()),
    params(("rule_id" = RuleId, Path, description = "The rule.", example = "ehcna-decision-to-assess"), IfNoneMatchHeader),
    responses((status = 200, description = "The rule.", body = RuleView, example = json!(example::rule()))),
)]
#[get("/deadline-rules/{rule_id}")]
pub(crate) async fn read_deadline_rule(request: HttpRequest, id: PathId<RuleId>) -> Answer {
    let rule = rule(id.0).ok_or_else(Refusal::not_found)?;
    let versions = i64::try_from(rule.versions.len()).unwrap_or(i64::MAX);
    answer::ok(&request, &RuleView::from(rule), versions)
}
