use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::ExceptionView;

/// List the exceptions on a case
///
/// The evidence is for those who may see the circumstances of the family.
#[utoipa::path(
    tag = "exceptions",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "The exceptions recorded on a case.",
        body = ListOf<ExceptionView>,
        example = json!(example::exceptions()),
    )),
)]
#[get("/cases/{case_id}/exceptions")]
pub(crate) async fn list_exceptions(caller: Caller, id: PathId<CaseId>) -> Answer {
    let items = caller
        .look("list_exceptions", move |look| {
            ehcp_casework::exceptions(look, id.0)
        })
        .await?;
    answer::list(&items)
}
