use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::{IfNoneMatchHeader, PathId},
};
use actix_web::{HttpRequest, get};
use ehcp_case::AttachmentId;
use ehcp_casework::AttachmentView;

/// Read what is known of a file of evidence
///
/// Its name, kind, size and digest; for the authority's staff also who gave it and who may see it. Its bytes stand at
/// `/content`.
#[utoipa::path(
    tag = "attachments",
    params(("attachment_id" = AttachmentId, Path, description = "The file."), IfNoneMatchHeader),
    responses((
        status = 200,
        description = "What is known of the file.",
        body = AttachmentView,
        example = json!(example::attachment()),
    )),
)]
#[get("/attachments/{attachment_id}")]
pub(crate) async fn read_attachment(
    request: HttpRequest,
    caller: Caller,
    id: PathId<AttachmentId>,
) -> Answer {
    let view = caller
        .look("read_attachment", move |look| {
            ehcp_casework::attachment(look, id.0)
        })
        .await?;
    answer::ok(&request, &view, view.version)
}
