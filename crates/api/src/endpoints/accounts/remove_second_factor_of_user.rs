use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::PathId,
};
use actix_web::delete;
use ehcp_case::UserId;

/// Take away a second factor that somebody has lost
///
/// For somebody who has neither their device nor a recovery code. Make sure who asks: call back on a number that is known.
/// The password goes with it and the sessions end; a letter tells the person to choose a new password, and where a second
/// factor is required they set one up at the next sign-in.
#[utoipa::path(
    tag = "sessions",
    params(("user_id" = UserId, Path, description = "The account.")),
    responses((status = 204, description = "The account has no second factor and no password.")),
)]
#[delete("/users/{user_id}/second-factor")]
pub(crate) async fn remove_second_factor_of_user(caller: Caller, id: PathId<UserId>) -> Answer {
    caller
        .act("remove_second_factor_of_user", move |act| {
            ehcp_casework::remove_second_factor_of_user(act, id.0)
        })
        .await?;
    answer::done()
}
