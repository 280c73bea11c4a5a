use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::RepresentationView;

/// List what the family said about the drafts
///
/// For the family and those who work on the plan.
#[utoipa::path(
    tag = "plans",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "What the family said about the drafts, the latest first.",
        body = ListOf<RepresentationView>,
        example = json!(example::representations()),
    )),
)]
#[get("/cases/{case_id}/representations")]
pub(crate) async fn list_representations(caller: Caller, id: PathId<CaseId>) -> Answer {
    let items = caller
        .look("list_representations", move |look| {
            ehcp_casework::representations(look, id.0)
        })
        .await?;
    answer::list(&items)
}
