use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::{IfNoneMatchHeader, PathId},
};
use actix_web::{HttpRequest, get};
use ehcp_case::PlanId;
use ehcp_casework::PlanView;

/// Read a version of a plan
///
/// With the sections that the reader may see. Its `ETag` is what replacing or serving a draft needs.
#[utoipa::path(
    tag = "plans",
    params(("plan_id" = PlanId, Path, description = "The version of the plan."), IfNoneMatchHeader),
    responses((
        status = 200,
        description = "The version of the plan.",
        body = PlanView,
        example = json!(example::draft()),
    )),
)]
#[get("/plans/{plan_id}")]
pub(crate) async fn read_plan(request: HttpRequest, caller: Caller, id: PathId<PlanId>) -> Answer {
    let view = caller
        .look("read_plan", move |look| ehcp_casework::plan(look, id.0))
        .await?;
    answer::ok(&request, &view, view.plan.version)
}
