use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::DisclosureView;

/// List to whom plans and papers were passed on
///
/// The latest record first. The family sees to whom, what, when and on which basis; why the basis holds is for staff.
#[utoipa::path(
    tag = "disclosures",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "The list.",
        body = ListOf<DisclosureView>,
        example = json!({"items": [example::disclosure()]}),
    )),
)]
#[get("/cases/{case_id}/disclosures")]
pub(crate) async fn list_disclosures(caller: Caller, id: PathId<CaseId>) -> Answer {
    let found = caller
        .look("list_disclosures", move |look| {
            ehcp_casework::disclosures(look, id.0)
        })
        .await?;
    answer::list(&found)
}
