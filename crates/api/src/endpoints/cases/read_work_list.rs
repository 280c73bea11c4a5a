use super::filter::{CSV_EXAMPLE, CaseFilter, CasesCsv, query, show};
use crate::{
    answer::{Answer, PageOf},
    auth::Caller,
    endpoints::examples,
    extract::{Listing, PageParams},
};
use actix_web::{HttpRequest, get};
use ehcp_casework::{CaseSummary, Position, work_list};

/// Read one's work list
///
/// For staff: the open cases of one's own caseload and teams, the most urgent first. `Accept: text/csv` gives the
/// same page as a table.
#[utoipa::path(
    tag = "cases",
    params(PageParams, CaseFilter),
    responses((
        status = 200,
        description = "A page of cases.",
        content(
            (PageOf<CaseSummary> = "application/json", example = json!({"items": [examples::case_summary()]})),
            (CasesCsv = "text/csv", example = json!(CSV_EXAMPLE)),
        ),
    )),
)]
#[get("/work-list")]
pub(crate) async fn read_work_list(
    request: HttpRequest,
    caller: Caller,
    listing: Listing<CaseFilter, Position>,
) -> Answer {
    let query = query(&listing)?;
    let page = caller
        .look("read_work_list", move |look| work_list(look, &query))
        .await?;
    show(&request, &listing, &page)
}
