use super::example;
use crate::{
    answer::{self, Answer, PageOf},
    auth::Caller,
    extract::{Listing, NoFilter, PageParams},
};
use actix_web::get;
use ehcp_case::AdviceRequestId;
use ehcp_casework::AdviceRequestView;

/// List the advice that one is asked for
///
/// What is asked of the caller, or of the setting the caller works for, and not answered yet; the oldest first.
#[utoipa::path(
    tag = "advice",
    params(PageParams),
    responses((
        status = 200,
        description = "A page of requests for advice.",
        body = PageOf<AdviceRequestView>,
        example = json!(example::advice_to_do()),
    )),
)]
#[get("/advice-requests")]
pub(crate) async fn list_advice_requests(
    caller: Caller,
    listing: Listing<NoFilter, AdviceRequestId>,
) -> Answer {
    let (after, limit) = (listing.after, listing.probe());
    let asked = caller
        .look("list_advice_requests", move |look| {
            ehcp_casework::advice_to_do(look, after, limit)
        })
        .await?;
    answer::probed(&listing, asked, |request| request.id)
}
