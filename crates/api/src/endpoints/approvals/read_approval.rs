use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::ApprovalId;
use ehcp_casework::ApprovalView;

/// Read what waits for a second person
///
/// Shown to whoever asked and to those who could agree.
#[utoipa::path(
    tag = "approvals",
    params(("approval_id" = ApprovalId, Path, description = "What was asked.")),
    responses((
        status = 200,
        description = "What was asked, and where it stands.",
        body = ApprovalView,
        example = json!(example::pending()),
    )),
)]
#[get("/approvals/{approval_id}")]
pub(crate) async fn read_approval(caller: Caller, id: PathId<ApprovalId>) -> Answer {
    let approval = caller
        .look("read_approval", move |look| ehcp_casework::approval(look, id.0))
        .await?;
    answer::plain(&approval)
}
