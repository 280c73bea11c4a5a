use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::PathId,
};
use actix_web::delete;
use ehcp_case::UserId;

/// Take back that an account is linked with the authority's own sign-in
///
/// Ends the person's sessions, and a letter tells of it. Whoever the provider named so is nobody here from now on; at their
/// next sign-in there staff and settings are matched anew, as at the first; of a family no address makes the link again, only
/// its owner does. To keep somebody out, close the account.
#[utoipa::path(
    tag = "sessions",
    params(("user_id" = UserId, Path, description = "The account.")),
    responses((status = 204, description = "The account is linked with nobody.")),
)]
#[delete("/users/{user_id}/single-sign-on-links")]
pub(crate) async fn remove_single_sign_on_links(caller: Caller, id: PathId<UserId>) -> Answer {
    caller
        .act("remove_single_sign_on_links", move |act| {
            ehcp_casework::remove_sign_on_links(act, id.0)
        })
        .await?;
    answer::done()
}
