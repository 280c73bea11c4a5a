use crate::{
    answer::{self, Answer},
    auth::Caller,
    endpoints::examples,
    extract::{IfNoneMatchHeader, PathId},
};
use actix_web::{HttpRequest, get};
use ehcp_case::CaseId;
use ehcp_casework::{CaseView, Versioned as _};

/// Read a case
///
/// Where the case stands, what happens next and who holds the ball: one answer is enough to paint a page. Its `ETag`
/// is what every change of the case wants as `If-Match`.
#[utoipa::path(
    tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case."), IfNoneMatchHeader),
    responses((status = 200, description = "The case.", body = CaseView, example = json!(examples::case()))),
)]
#[get("/cases/{case_id}")]
pub(crate) async fn read_case(request: HttpRequest, caller: Caller, id: PathId<CaseId>) -> Answer {
    let case = caller
        .look("read_case", move |look| ehcp_casework::case(look, id.0))
        .await?;
    answer::ok(&request, &case, case.version())
}
