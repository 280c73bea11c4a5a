use crate::{
    answer::{self, Answer},
    auth::Caller,
    endpoints::examples,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::{CaseDeadlines, case_deadlines};

/// Read a case's deadlines
///
/// Every statutory limit that runs in the case: its last day, where it stands today, the steps that led to the day in
/// plain English, and the legal source. The family and the officer read the same.
#[utoipa::path(
    tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "The deadlines, as of today.",
        body = CaseDeadlines,
        example = json!(examples::deadlines()),
    )),
)]
#[get("/cases/{case_id}/deadlines")]
pub(crate) async fn read_case_deadlines(caller: Caller, id: PathId<CaseId>) -> Answer {
    let deadlines = caller
        .look("read_case_deadlines", move |look| case_deadlines(look, id.0))
        .await?;
    answer::plain(&deadlines)
}
