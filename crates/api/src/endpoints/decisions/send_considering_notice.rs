use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{CaseView, SendConsideringNotice};

/// Record the notice that an assessment is considered
///
/// Records that the family, the health body, social care and the head of the setting were told that an assessment is
/// being considered (SEND Regulations 2014, reg 4(2)), and that the family was asked for its views and evidence
/// (Children and Families Act 2014, s.36(7)). Answers with the case.
#[utoipa::path(
    tag = "decisions",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = SendConsideringNotice, example = json!(example::considering_notice())),
    responses((
        status = 200,
        description = "The case with the notice in its timeline.",
        body = CaseView,
        example = json!(example::case()),
    )),
)]
#[post("/cases/{case_id}/considering-notices")]
pub(crate) async fn send_considering_notice(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    command: Body<SendConsideringNotice>,
) -> Answer {
    writer
        .once("send_considering_notice", command, move |act, command| {
            let view = ehcp_casework::send_considering_notice(act, id.0, seen.get()?, command)?;
            Ok(Made::changed(view).versioned())
        })
        .await
}
