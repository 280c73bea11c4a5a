use super::{
    secrets::Secret,
    session_view::{self, SessionView},
};
use crate::{
    answer::Answer,
    extract::SignInBody,
    problem::{FieldError, Refusal},
    state::State,
};
use actix_web::{post, web::Data};
use ehcp_casework::Shown;
use serde::Deserialize;
use utoipa::ToSchema;

/// The second step of a sign-in: a code of the app or a recovery code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecondStepRequest {
    /// What the first step gave.
    #[schema(value_type = String, min_length = 1, max_length = 128)]
    challenge: Secret,
    /// The six digits that the authenticator app shows.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 128)]
    code: Option<Secret>,
    /// A recovery code, if the app is out of reach.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 128)]
    recovery_code: Option<Secret>,
}

/// Sign in: the second step
///
/// For a sign-in that was answered 202: a code of the authenticator app, or a recovery code, within five minutes.
#[utoipa::path(
    tag = "sessions",
    security(()),
    request_body(
        content = SecondStepRequest,
        description = "The second factor.",
        example = json!({"challenge": "challenge_3f6c1a…", "code": "287082"}),
    ),
    responses((status = 201, description = "Signed in.", body = SessionView, example = json!(session_view::example()))),
)]
#[post("/session-confirmations")]
pub(crate) async fn confirm_session(state: Data<State>, body: SignInBody<SecondStepRequest>) -> Answer {
    let body = body.into_inner();
    let shown = shown(body.code, body.recovery_code)?;
    let casework = &state.services.casework;
    let signed_in = casework.confirm_sign_in(body.challenge.0, shown).await?;
    session_view::signed_in(&state, signed_in)
}

/// The one thing that is shown.
pub(super) fn shown(code: Option<Secret>, recovery_code: Option<Secret>) -> Result<Shown, Refusal> {
    match (code, recovery_code) {
        (Some(code), None) => Ok(Shown::Code(code.0.trim().to_owned())),
        (None, Some(code)) => Ok(Shown::RecoveryCode(code.0)),
        _ => Err(Refusal::invalid(vec![FieldError::new(
            "/code",
            "one_of",
            "Send `code` or `recovery_code`, and not both.",
        )])),
    }
}
