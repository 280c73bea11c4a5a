use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ApprovalId;
use ehcp_casework::{ApprovalView, DecideApproval, decide_approval as decide};

/// Agree to what somebody has asked, refuse it, or withdraw what one asked oneself
///
/// Another person who holds the same right agrees: what was asked is checked anew and done in the same moment. Nobody
/// agrees to what they asked themselves. After fourteen days it can only be asked anew.
#[utoipa::path(
    tag = "approvals",
    params(("approval_id" = ApprovalId, Path, description = "What was asked."), IdempotencyKeyHeader),
    request_body(
        content = DecideApproval,
        description = "Whether the caller agrees.",
        example = json!({"answer": "agree", "note": "I have seen the order."}),
    ),
    responses((
        status = 200,
        description = "What was asked, and where it stands now.",
        body = ApprovalView,
        example = json!(example::applied()),
    )),
)]
#[post("/approvals/{approval_id}/decisions")]
pub(crate) async fn decide_approval(
    writer: Writer,
    id: PathId<ApprovalId>,
    body: Body<DecideApproval>,
) -> Answer {
    writer
        .once("decide_approval", body, move |act, command| {
            decide(act, id.0, command).map(Made::changed)
        })
        .await
}
