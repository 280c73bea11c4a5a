use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{AdviceRequestView, RequestAdvice};

/// Ask for advice
///
/// Asks a body or a person for advice on an assessment (SEND Regulations 2014, reg 6). Its six weeks run from the day
/// on which the body received the request (reg 8(1)). Name the setting or the adviser when they sign in here: then it
/// stands in their list.
#[utoipa::path(
    tag = "advice",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = RequestAdvice, example = json!(example::request_advice())),
    responses((
        status = 201,
        description = "The request for advice.",
        body = AdviceRequestView,
        example = json!(example::advice_request()),
    )),
)]
#[post("/cases/{case_id}/advice-requests")]
pub(crate) async fn request_advice(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    command: Body<RequestAdvice>,
) -> Answer {
    writer
        .once("request_advice", command, move |act, command| {
            let view = ehcp_casework::request_advice(act, id.0, seen.get()?, command)?;
            Ok(Made::created(format!("/v1/advice-requests/{}", view.id), view).versioned())
        })
        .await
}
