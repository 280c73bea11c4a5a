use super::example;
use crate::{
    answer::{self, Answer, PageOf},
    auth::Caller,
    extract::{Listing, NoFilter, PageParams},
};
use actix_web::get;
use ehcp_case::InvitationId;
use ehcp_casework::InvitationView;

/// List the invitations
///
/// Newest first: those that the caller may send again or take back. A setting sees those of its colleagues, a manager
/// their own. Invitations of families are listed with the child.
#[utoipa::path(
    tag = "accounts",
    params(PageParams),
    responses((
        status = 200,
        description = "A page of invitations.",
        body = PageOf<InvitationView>,
        example = json!({"items": [example::invitation()]}),
    )),
)]
#[get("/invitations")]
pub(crate) async fn list_invitations(caller: Caller, listing: Listing<NoFilter, InvitationId>) -> Answer {
    let (after, limit) = (listing.after, listing.probe());
    let invitations = caller
        .look("list_invitations", move |look| {
            ehcp_casework::invitations(look, after, limit)
        })
        .await?;
    answer::probed(&listing, invitations, |invitation| invitation.id)
}
