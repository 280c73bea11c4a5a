use super::example;
use crate::{
    answer::Answer,
    auth::Caller,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::AttachmentId;
use ehcp_casework::{AttachmentView, WithdrawAttachment};

/// Withdraw a file that was given by mistake
///
/// By whoever gave it, or by an officer. Its bytes and its name go; that it was there, and why it is not, stays.
/// `If-Match` takes the `ETag` of the file.
#[utoipa::path(
    tag = "attachments",
    params(
        ("attachment_id" = AttachmentId, Path, description = "The file."),
        IdempotencyKeyHeader,
        IfMatchHeader,
    ),
    request_body(
        content = WithdrawAttachment,
        example = json!({"reason": "This is the report of another child."}),
    ),
    responses((
        status = 200,
        description = "What stays of the file.",
        body = AttachmentView,
        example = json!(example::withdrawn()),
    )),
)]
#[post("/attachments/{attachment_id}/withdrawals")]
pub(crate) async fn withdraw_attachment(
    caller: Caller,
    writer: Writer,
    id: PathId<AttachmentId>,
    seen: SeenVersion,
    body: Body<WithdrawAttachment>,
) -> Answer {
    let answer = writer
        .once("withdraw_attachment", body, move |act, command| {
            let view = ehcp_casework::withdraw_attachment(act, id.0, seen.get()?, command)?;
            Ok(Made::changed(view).versioned())
        })
        .await?;
    caller.casework().remove_withdrawn_bytes(id.0).await;
    Ok(answer)
}
