use super::example;
use crate::{
    answer::{self, Answer, PageOf},
    auth::Caller,
    extract::{Listing, NoFilter, PageParams},
};
use actix_web::get;
use ehcp_casework::SealedIdentityView;
use uuid::Uuid;

/// List the sealed identities that are open for you
///
/// What another person has agreed to open for you in the last 24 hours, the latest adoption first. For information
/// governance alone.
#[utoipa::path(
    tag = "children",
    params(PageParams),
    responses((
        status = 200,
        description = "A page of the list.",
        body = PageOf<SealedIdentityView>,
        example = json!({"items": [example::sealed()]}),
    )),
)]
#[get("/sealed-identities")]
pub(crate) async fn list_opened_sealed_identities(
    caller: Caller,
    listing: Listing<NoFilter, Uuid>,
) -> Answer {
    let (after, limit) = (listing.after, listing.probe());
    let found = caller
        .look("list_opened_sealed_identities", move |look| {
            ehcp_casework::opened_sealed_identities(look, after, limit)
        })
        .await?;
    answer::probed(&listing, found, |identity| identity.id)
}
