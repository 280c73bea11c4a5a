use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::{Listing, PageParams},
};
use actix_web::get;
use ehcp_case::AdviceRequestId;
use ehcp_casework::AdviceRequestView;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// This list has no filters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoFilter {}

/// A page of requests for advice.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AdviceRequestPage {
    /// The requests, the oldest first.
    #[schema(max_items = 200)]
    items: Vec<AdviceRequestView>,
    /// The address of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri-reference", max_length = 4000)]
    next: Option<String>,
}

/// The advice that you are asked for
///
/// What is asked of the signed-in person, or of the setting they work for, and not answered yet.
#[utoipa::path(
    tag = "advice",
    params(PageParams),
    responses((
        status = 200,
        description = "A page of requests.",
        body = AdviceRequestPage,
        example = json!(example::advice_to_do()),
    )),
)]
#[get("/advice-requests")]
pub(crate) async fn list_advice_requests(
    caller: Caller,
    listing: Listing<NoFilter, AdviceRequestId>,
) -> Answer {
    let (after, limit) = (listing.after, u32::from(listing.limit));
    let items = caller
        .look("list_advice_requests", move |look| {
            ehcp_casework::advice_to_do(look, after, limit)
        })
        .await?;
    let full = items.len() == usize::from(listing.limit);
    let last = items.last().filter(|_| full).map(|item| item.id);
    answer::page(&listing, &items, last.as_ref())
}
