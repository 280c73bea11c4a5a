use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::{Body, IfMatch, IfMatchHeader, PathId},
};
use actix_web::put;
use ehcp_case::AttachmentId;
use ehcp_casework::{AttachmentView, ShareAttachment};

/// Say who may see a file of evidence
///
/// Beside whoever gave it and the authority's staff: the family, those who are asked for advice, and from whom of them it
/// is kept all the same. `If-Match` takes the `ETag` of the file.
#[utoipa::path(
    tag = "attachments",
    params(("attachment_id" = AttachmentId, Path, description = "The file."), IfMatchHeader),
    request_body(
        content = ShareAttachment,
        example = json!({"with_family": true, "with_advisers": true, "tells_no_whereabouts": true, "kept_from": []}),
    ),
    responses((
        status = 200,
        description = "The file, with who may see it.",
        body = AttachmentView,
        example = json!(example::shared()),
    )),
)]
#[put("/attachments/{attachment_id}/sharing")]
pub(crate) async fn share_attachment(
    caller: Caller,
    id: PathId<AttachmentId>,
    seen: IfMatch,
    body: Body<ShareAttachment>,
) -> Answer {
    let command = body.into_inner();
    let view = caller
        .act("share_attachment", move |act| {
            ehcp_casework::share_attachment(act, id.0, seen.0, &command)
        })
        .await?;
    answer::changed(&view, view.version)
}
