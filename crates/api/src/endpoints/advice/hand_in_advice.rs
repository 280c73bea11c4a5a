use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::AdviceRequestId;
use ehcp_casework::{AdviceRequestView, HandInAdvice};

/// Hand in advice, or refuse to advise
///
/// By whoever was asked, or by an officer for them. A refusal needs its reasons in writing (Children and Families Act
/// 2014, s.31(3)). `If-Match` takes the `ETag` of the request for advice, not that of the case.
#[utoipa::path(
    tag = "advice",
    params(("advice_request_id" = AdviceRequestId, Path, description = "The request for advice."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = HandInAdvice, example = json!(example::hand_in_advice())),
    responses((
        status = 200,
        description = "The request for advice with its answer.",
        body = AdviceRequestView,
        example = json!(example::answered_request()),
    )),
)]
#[post("/advice-requests/{advice_request_id}/answers")]
pub(crate) async fn hand_in_advice(
    writer: Writer,
    id: PathId<AdviceRequestId>,
    seen: SeenVersion,
    command: Body<HandInAdvice>,
) -> Answer {
    writer
        .once("hand_in_advice", command, move |act, command| {
            let view = ehcp_casework::hand_in_advice(act, id.0, seen.get()?, command)?;
            Ok(Made::changed(view).versioned())
        })
        .await
}
