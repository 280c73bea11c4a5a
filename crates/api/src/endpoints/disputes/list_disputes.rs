use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::DisputeView;

/// List the disputes of a case
///
/// The latest first. The family and those who deal with the case see what happened; what was said and agreed in mediation is
/// for the staff who deal with it. The contact centre sees where each stands.
#[utoipa::path(
    tag = "disputes",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "The disputes.",
        body = ListOf<DisputeView>,
        example = json!({"items": [example::dispute()]}),
    )),
)]
#[get("/cases/{case_id}/disputes")]
pub(crate) async fn list_disputes(caller: Caller, id: PathId<CaseId>) -> Answer {
    let found = caller
        .look("list_disputes", move |look| ehcp_casework::disputes(look, id.0))
        .await?;
    answer::list(&found)
}
