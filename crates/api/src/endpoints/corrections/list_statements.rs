use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::StatementView;

/// List statements about what is on record
///
/// Staff see all of a case; everybody else sees their own.
#[utoipa::path(
    tag = "corrections",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "The statements.",
        body = ListOf<StatementView>,
        example = json!({"items": [example::statement()]}),
    )),
)]
#[get("/cases/{case_id}/statements")]
pub(crate) async fn list_statements(caller: Caller, id: PathId<CaseId>) -> Answer {
    let statements = caller
        .look("list_statements", move |look| {
            ehcp_casework::statements(look, id.0)
        })
        .await?;
    answer::list(&statements)
}
