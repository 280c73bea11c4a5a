use super::filter::{CSV_EXAMPLE, CaseFilter, CasesCsv, query, show};
use crate::{
    answer::{Answer, PageOf},
    auth::Caller,
    endpoints::examples,
    extract::{Listing, PageParams},
};
use actix_web::{HttpRequest, get};
use ehcp_casework::{CaseSummary, Position, cases};

/// List cases
///
/// The cases that the caller may see, by their next statutory day: a parent's own, a school's pupils, an officer's
/// area. `Accept: text/csv` gives the same page as a table.
#[utoipa::path(
    tag = "cases",
    params(PageParams, CaseFilter),
    responses((
        status = 200,
        description = "A page of cases.",
        content(
            (PageOf<CaseSummary> = "application/json", example = json!(examples::case_page())),
            (CasesCsv = "text/csv", example = json!(CSV_EXAMPLE)),
        ),
    )),
)]
#[get("/cases")]
pub(crate) async fn list_cases(
    request: HttpRequest,
    caller: Caller,
    listing: Listing<CaseFilter, Position>,
) -> Answer {
    let query = query(&listing)?;
    let page = caller.look("list_cases", move |look| cases(look, &query)).await?;
    show(&request, &listing, &page)
}
