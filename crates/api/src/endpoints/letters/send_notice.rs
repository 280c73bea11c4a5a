use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{NoticeView, SendNotice};

/// Send a statutory notice
///
/// To each of the family who has the rights today a letter of their own, or to the bodies that are named. Each letter is
/// made from the template in force and the facts of today, and held exactly as it was sent. What the sending does in the
/// case happens with it: a decision is told to the family, and its last days count from today. Whoever signs in here is
/// told that a letter is waiting, and no more than that. `If-Match` takes the `ETag` of the case.
#[utoipa::path(
    tag = "letters",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = SendNotice, example = json!(example::send())),
    responses((
        status = 201,
        description = "The notice with its letters.",
        body = NoticeView,
        example = json!(example::notice()),
    )),
)]
#[post("/cases/{case_id}/notices")]
pub(crate) async fn send_notice(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    command: Body<SendNotice>,
) -> Answer {
    writer
        .once("send_notice", command, move |act, command| {
            let (view, version) = ehcp_casework::send_notice(act, id.0, seen.get()?, command)?;
            Ok(Made::created(format!("/v1/notices/{}", view.id), view).at_version(version))
        })
        .await
}
