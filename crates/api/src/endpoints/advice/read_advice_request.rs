use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::{IfNoneMatchHeader, PathId},
};
use actix_web::{HttpRequest, get};
use ehcp_case::AdviceRequestId;
use ehcp_casework::AdviceRequestView;

/// Read a request for advice
///
/// What is asked, by when, and the answer once there is one; also when its assessment is over.
#[utoipa::path(
    tag = "advice",
    params(("advice_request_id" = AdviceRequestId, Path, description = "The request for advice."), IfNoneMatchHeader),
    responses((
        status = 200,
        description = "The request for advice.",
        body = AdviceRequestView,
        example = json!(example::advice_request()),
    )),
)]
#[get("/advice-requests/{advice_request_id}")]
pub(crate) async fn read_advice_request(
    request: HttpRequest,
    caller: Caller,
    id: PathId<AdviceRequestId>,
) -> Answer {
    let view = caller
        .look("read_advice_request", move |look| {
            ehcp_casework::advice_request(look, id.0)
        })
        .await?;
    answer::ok(&request, &view, view.version)
}
