use super::{
    secrets::{Password, Secret},
    session_view::{self, SessionView},
};
use crate::{
    answer::{self, Answer},
    auth::Network,
    extract::SignInBody,
    state::State,
};
use actix_web::{post, web::Data};
use chrono::{DateTime, Utc};
use ehcp_case::Line;
use ehcp_casework::{SignIn, SignInStep};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// E-mail address and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInRequest {
    /// The e-mail address of the account.
    #[schema(value_type = String, example = "amina.okafor@example.org", min_length = 3, max_length = 200)]
    email: Line,
    /// The password.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 128)]
    password: Password,
    /// What this device got with an earlier sign-in, if it has one.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 128)]
    device_token: Option<Secret>,
}

/// The second factor is due.
#[derive(Serialize, ToSchema)]
pub(crate) struct SecondStepDue {
    /// What to send with the code.
    #[schema(max_length = 100)]
    challenge: String,
    /// Until when.
    expires_at: DateTime<Utc>,
}

/// Sign in
///
/// Opens a session and gives an access token of at most 15 minutes and a refresh token. An unknown address and a
/// wrong password are answered alike, after the same time. After ten failures for one address within five minutes
/// each further try has to wait, except on a device on which the person has signed in before.
#[utoipa::path(
    tag = "sessions",
    security(()),
    request_body(
        content = SignInRequest,
        description = "Who signs in.",
        example = json!({"email": "amina.okafor@example.org", "password": "a quiet river in spring"}),
    ),
    responses(
        (status = 201, description = "Signed in.", body = SessionView, example = json!(session_view::example())),
        (
            status = 202,
            description = "The password is right, and the second factor is due: send it to `/v1/session-confirmations`.",
            body = SecondStepDue,
            example = json!({"challenge": "challenge_3f6c1a…", "expires_at": "2026-09-16T09:35:00Z"}),
        ),
    ),
)]
#[post("/sessions")]
pub(crate) async fn create_session(
    state: Data<State>,
    network: Network,
    body: SignInBody<SignInRequest>,
) -> Answer {
    let SignInRequest {
        email,
        password,
        device_token,
    } = body.into_inner();
    let casework = state.services.casework.asked(network.asked());
    let ask = SignIn {
        email: email.to_string(),
        password: password.0,
        device_token: device_token.map(|token| token.0),
        network: Some(network.0),
    };
    match casework.sign_in(ask).await? {
        SignInStep::Open(signed_in) => session_view::signed_in(&state, *signed_in),
        SignInStep::SecondStep(due) => answer::accepted(&SecondStepDue {
            challenge: due.token.to_string(),
            expires_at: due.expires_at,
        }),
    }
}
