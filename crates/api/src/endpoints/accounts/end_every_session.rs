use crate::{
    answer::{self, Answer},
    auth::Caller,
};
use actix_web::delete;

/// Sign everybody out
///
/// Ends every session of everybody, programs included, but the one that asks. For when a key or the database may have
/// been seen by others.
#[utoipa::path(
    tag = "sessions",
    responses((status = 204, description = "No session but this one is open any more.")),
)]
#[delete("/sessions")]
pub(crate) async fn end_every_session(caller: Caller) -> Answer {
    caller
        .act("end_every_session", ehcp_casework::end_every_session)
        .await?;
    answer::done()
}
