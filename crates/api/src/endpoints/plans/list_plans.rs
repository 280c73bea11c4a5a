use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::PlanSummary;

/// List the versions of a plan
///
/// Drafts and final plans of the assessment that is open, or the last one, without their texts: read a version for its
/// sections. A draft that is being written is shown to staff only.
#[utoipa::path(
    tag = "plans",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "The versions of the plan of a case, the latest first.",
        body = ListOf<PlanSummary>,
        example = json!(example::plans()),
    )),
)]
#[get("/cases/{case_id}/plans")]
pub(crate) async fn list_plans(caller: Caller, id: PathId<CaseId>) -> Answer {
    let items = caller
        .look("list_plans", move |look| ehcp_casework::plans(look, id.0))
        .await?;
    answer::list(&items)
}
