use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::RestrictionView;

/// Read whether a case is restricted
///
/// Information governance also sees why, and who may know of the case.
#[utoipa::path(
    tag = "restrictions",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "Whether it is restricted.",
        body = RestrictionView,
        example = json!(example::restriction()),
    )),
)]
#[get("/cases/{case_id}/restriction")]
pub(crate) async fn read_restriction(caller: Caller, id: PathId<CaseId>) -> Answer {
    let found = caller
        .look("read_restriction", move |look| {
            ehcp_casework::restriction(look, id.0)
        })
        .await?;
    answer::plain(&found)
}
