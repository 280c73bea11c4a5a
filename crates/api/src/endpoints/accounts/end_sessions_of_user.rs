use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::PathId,
};
use actix_web::delete;
use ehcp_case::UserId;

/// Sign a person out everywhere
///
/// Ends every session of the person: from the next request on they must sign in again. Their account stays as it is; to
/// keep them out, close it.
#[utoipa::path(
    tag = "sessions",
    params(("user_id" = UserId, Path, description = "The account.")),
    responses((status = 204, description = "No session of this person is open any more.")),
)]
#[delete("/users/{user_id}/sessions")]
pub(crate) async fn end_sessions_of_user(caller: Caller, id: PathId<UserId>) -> Answer {
    caller
        .act("end_sessions_of_user", move |act| {
            ehcp_casework::end_sessions_of_user(act, id.0)
        })
        .await?;
    answer::done()
}
