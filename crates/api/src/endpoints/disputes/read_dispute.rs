use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::{IfNoneMatchHeader, PathId},
};
use actix_web::{HttpRequest, get};
use ehcp_case::DisputeId;
use ehcp_casework::DisputeView;

/// Read a dispute
///
/// What it is about, where it stands, what happened and what must be done because of it, with the last days. Its `ETag` names
/// the version of the case, which recording the next step needs.
#[utoipa::path(
    tag = "disputes",
    params(("dispute_id" = DisputeId, Path, description = "The dispute."), IfNoneMatchHeader),
    responses((
        status = 200,
        description = "The dispute.",
        body = DisputeView,
        example = json!(example::dispute()),
    )),
)]
#[get("/disputes/{dispute_id}")]
pub(crate) async fn read_dispute(request: HttpRequest, caller: Caller, id: PathId<DisputeId>) -> Answer {
    let view = caller
        .look("read_dispute", move |look| ehcp_casework::dispute(look, id.0))
        .await?;
    answer::ok(&request, &view, view.version)
}
