use super::example;
use crate::{
    answer::{self, Answer, PageOf},
    auth::Caller,
    extract::{Listing, NoFilter, PageParams},
};
use actix_web::get;
use chrono::NaiveDate;
use ehcp_case::CaseId;
use ehcp_casework::OpenHandOver;

/// List for whom it must be recorded who will act
///
/// The cases of one's caseload and teams, from twelve weeks before the day on which the rights pass.
#[utoipa::path(
    tag = "children",
    params(PageParams),
    responses((
        status = 200,
        description = "A page of cases, the first day first.",
        body = PageOf<OpenHandOver>,
        example = json!({"items": [example::open()]}),
    )),
)]
#[get("/open-hand-overs")]
pub(crate) async fn list_open_hand_overs(
    caller: Caller,
    listing: Listing<NoFilter, (NaiveDate, CaseId)>,
) -> Answer {
    let (after, limit) = (listing.after, listing.probe());
    let open = caller
        .look("list_open_hand_overs", move |look| {
            ehcp_casework::open_hand_overs(look, after, limit)
        })
        .await?;
    answer::probed(&listing, open, |open| (open.rights_pass_on, open.case_id))
}
