use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::PlanId;
use ehcp_casework::{PlanView, ServeDraft};

/// Serve a draft on the family
///
/// Records that the draft was sent, and works out the day on which it counts as served (Education Act 1996, s.572;
/// Interpretation Act 1978, s.7). The family then has at least fifteen days beginning with that day (SEND Regulations
/// 2014, reg 13(1)). `If-Match` takes the `ETag` of the plan.
#[utoipa::path(
    tag = "plans",
    params(("plan_id" = PlanId, Path, description = "The version of the plan."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = ServeDraft, example = json!(example::serve_draft())),
    responses((
        status = 200,
        description = "The draft as it was served.",
        body = PlanView,
        example = json!(example::served_draft()),
    )),
)]
#[post("/plans/{plan_id}/services")]
pub(crate) async fn serve_plan_draft(
    writer: Writer,
    id: PathId<PlanId>,
    seen: SeenVersion,
    command: Body<ServeDraft>,
) -> Answer {
    writer
        .once("serve_plan_draft", command, move |act, command| {
            let view = ehcp_casework::serve_draft(act, id.0, seen.get()?, command)?;
            Ok(Made::changed(view).versioned())
        })
        .await
}
