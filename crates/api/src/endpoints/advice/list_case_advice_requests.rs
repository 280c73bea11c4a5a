use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::AdviceRequestView;

/// List the requests for advice on a case
///
/// Each with its last day and where that stands. Who was asked for advice sees what they were asked and what they
/// answered; the texts of others are for those who may see them.
#[utoipa::path(
    tag = "advice",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "The requests for advice on a case, the first one first.",
        body = ListOf<AdviceRequestView>,
        example = json!(example::advice_requests()),
    )),
)]
#[get("/cases/{case_id}/advice-requests")]
pub(crate) async fn list_case_advice_requests(caller: Caller, id: PathId<CaseId>) -> Answer {
    let items = caller
        .look("list_case_advice_requests", move |look| {
            ehcp_casework::advice_requests(look, id.0)
        })
        .await?;
    answer::list(&items)
}
