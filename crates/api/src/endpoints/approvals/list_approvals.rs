use super::example;
use crate::{
    answer::{self, Answer, PageOf},
    auth::Caller,
    extract::{Listing, PageParams},
};
use actix_web::get;
use ehcp_access::ApprovalState;
use ehcp_case::ApprovalId;
use ehcp_casework::ApprovalView;
use serde::Deserialize;
use utoipa::IntoParams;

/// What the list is narrowed to.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovalFilter {
    /// Where they stand; those that still wait when left out.
    pub state: Option<ApprovalState>,
}

/// List what waits for a second person
///
/// What the caller asked, and what the caller could agree to, because they hold the right that it needs; the latest
/// first.
#[utoipa::path(
    tag = "approvals",
    params(PageParams, ApprovalFilter),
    responses((
        status = 200,
        description = "A page of what waits.",
        body = PageOf<ApprovalView>,
        example = json!({"items": [example::pending()]}),
    )),
)]
#[get("/approvals")]
pub(crate) async fn list_approvals(caller: Caller, listing: Listing<ApprovalFilter, ApprovalId>) -> Answer {
    let (state, after, limit) = (listing.filter.state, listing.after, listing.probe());
    let waiting = caller
        .look("list_approvals", move |look| {
            ehcp_casework::approvals(look, state.unwrap_or(ApprovalState::Pending), after, limit)
        })
        .await?;
    answer::probed(&listing, waiting, |approval| approval.id)
}
