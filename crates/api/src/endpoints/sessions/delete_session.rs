use crate::{
    answer::{self, Answer},
    auth::Caller,
};
use actix_web::delete;

/// Sign out
///
/// Ends the session of the token that comes with the request. From the next request on the token is refused.
#[utoipa::path(
    tag = "sessions",
    responses((status = 204, description = "Signed out.")),
)]
#[delete("/sessions/current")]
pub(crate) async fn delete_session(caller: Caller) -> Answer {
    caller.casework().sign_out(caller.bearer()).await?;
    answer::done()
}
