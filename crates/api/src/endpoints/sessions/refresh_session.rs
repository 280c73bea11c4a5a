use super::{
    secrets::Secret,
    session_view::{self, SessionView},
};
use crate::{answer::Answer, extract::SignInBody, state::State};
use actix_web::{post, web::Data};
use serde::Deserialize;
use utoipa::ToSchema;

/// The token that refreshes a session.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefreshRequest {
    /// The refresh token that came last.
    #[schema(value_type = String, min_length = 1, max_length = 128)]
    refresh_token: Secret,
}

/// Refresh a session
///
/// Gives a new access token and a new refresh token; the one that is sent is used up. Should the answer be lost, send
/// the same token once more within ten seconds. A spent token that comes at any other time ends the whole session:
/// somebody else may have it.
#[utoipa::path(
    tag = "sessions",
    security(()),
    request_body(
        content = RefreshRequest,
        description = "The session's refresh token.",
        example = json!({"refresh_token": "refresh_3f6c1a…"}),
    ),
    responses((status = 201, description = "Refreshed.", body = SessionView, example = json!(session_view::example()))),
)]
#[post("/session-refreshes")]
pub(crate) async fn refresh_session(state: Data<State>, body: SignInBody<RefreshRequest>) -> Answer {
    let token = body.into_inner().refresh_token.0;
    session_view::signed_in(&state, state.services.casework.refresh_session(token).await?)
}
