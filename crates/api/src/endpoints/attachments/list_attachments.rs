use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::AttachmentView;

/// List the files of evidence on a case
///
/// Those that the caller gave, and those that are shared with them; all of them for the authority's staff.
#[utoipa::path(
    tag = "attachments",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "The files, the first one first.",
        body = ListOf<AttachmentView>,
        example = json!(example::attachments()),
    )),
)]
#[get("/cases/{case_id}/attachments")]
pub(crate) async fn list_attachments(caller: Caller, id: PathId<CaseId>) -> Answer {
    let items = caller
        .look("list_attachments", move |look| {
            ehcp_casework::attachments(look, id.0)
        })
        .await?;
    answer::list(&items)
}
