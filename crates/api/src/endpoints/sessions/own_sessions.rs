use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::{delete, get};
use ehcp_case::SessionId;
use ehcp_casework::SessionSummary;

/// My sessions
///
/// Where the caller is signed in: when, how, and from which network as far as it is kept.
#[utoipa::path(
    tag = "sessions",
    responses((
        status = 200,
        description = "The caller's open sessions, the newest first.",
        body = ListOf<SessionSummary>,
        example = json!({"items": [{
            "id": "01990d2b-7c11-7d3e-9a51-3f2b8c6d1e90", "current": true, "how": "password",
            "network": "192.0.2.0/24", "started_at": "2026-09-16T09:30:00Z", "proved_at": "2026-09-16T09:30:00Z",
            "expires_at": "2026-09-16T10:30:00Z", "ends_at_latest": "2026-09-16T21:30:00Z",
        }]}),
    )),
)]
#[get("/me/sessions")]
pub(crate) async fn list_own_sessions(caller: Caller) -> Answer {
    let sessions = caller
        .look("list_own_sessions", ehcp_casework::own_sessions)
        .await?;
    answer::list(&sessions)
}

/// End one of my sessions
///
/// Its tokens are of no use from the next request on.
#[utoipa::path(
    tag = "sessions",
    params(("session_id" = SessionId, Path, description = "The session.")),
    responses((status = 204, description = "Ended.")),
)]
#[delete("/me/sessions/{session_id}")]
pub(crate) async fn end_own_session(caller: Caller, id: PathId<SessionId>) -> Answer {
    let casework = caller.casework();
    casework
        .end_own_session(caller.asking(), "end_own_session", id.0)
        .await?;
    answer::done()
}

/// Sign out everywhere else
///
/// Ends all of the caller's sessions but this one.
#[utoipa::path(
    tag = "sessions",
    responses((status = 204, description = "Ended.")),
)]
#[delete("/me/sessions")]
pub(crate) async fn end_other_sessions(caller: Caller) -> Answer {
    let casework = caller.casework();
    casework
        .end_other_sessions(caller.asking(), "end_other_sessions")
        .await?;
    answer::done()
}
