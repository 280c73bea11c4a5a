use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::DecisionView;

/// List the decisions on a case
///
/// With their reasons, for those who may see them, and what the family can do about each and until when.
#[utoipa::path(
    tag = "decisions",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "The decisions on a case, the latest first.",
        body = ListOf<DecisionView>,
        example = json!(example::decisions()),
    )),
)]
#[get("/cases/{case_id}/decisions")]
pub(crate) async fn list_decisions(caller: Caller, id: PathId<CaseId>) -> Answer {
    let items = caller
        .look("list_decisions", move |look| ehcp_casework::decisions(look, id.0))
        .await?;
    answer::list(&items)
}
