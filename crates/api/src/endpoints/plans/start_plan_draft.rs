use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{PlanTextBody, PlanView};

/// Start a draft plan
///
/// Starts the first draft, or the next version of one that was served. The family sees a draft once it is served. A
/// draft must not name a placement (Children and Families Act 2014, s.38(5)): leave section I out.
#[utoipa::path(
    tag = "plans",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = PlanTextBody, example = json!(example::plan_text())),
    responses((
        status = 201,
        description = "The draft.",
        body = PlanView,
        example = json!(example::new_draft()),
    )),
)]
#[post("/cases/{case_id}/plans")]
pub(crate) async fn start_plan_draft(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    command: Body<PlanTextBody>,
) -> Answer {
    writer
        .once("start_plan_draft", command, move |act, command| {
            let view = ehcp_casework::start_draft(act, id.0, seen.get()?, command)?;
            Ok(Made::created(format!("/v1/plans/{}", view.plan.id), view).versioned())
        })
        .await
}
