//! The answer that every way of signing in ends in.

use crate::{
    answer::{self, Answer},
    auth::NewAccessToken,
    endpoints::examples::PARENT,
    error_codes::ErrorCode,
    problem::Refusal,
    state::State,
};
use aws_lc_rs::rand;
use chrono::{DateTime, Utc};
use ehcp_access::Role;
use ehcp_case::{SessionId, UserId};
use ehcp_casework::SignedIn;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::{Builder, Uuid};

/// A session with its tokens.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionView {
    /// How the access token is sent: always `Bearer`.
    #[schema(example = "Bearer", max_length = 10)]
    token_type: &'static str,
    /// The access token, for `Authorization: Bearer …`. It says nothing that a caller may rely on: take it as it is.
    #[schema(max_length = 2048)]
    access_token: String,
    /// When the access token ends: refresh the session before.
    expires_at: DateTime<Utc>,
    /// Good for one `POST /v1/session-refreshes`, which gives the next one. Keep it where scripts of others cannot
    /// read it.
    #[schema(max_length = 100)]
    refresh_token: String,
    /// Until when the session can be refreshed.
    refresh_until: DateTime<Utc>,
    /// When the session ends however often it is refreshed.
    ends_at_latest: DateTime<Utc>,
    /// The session.
    session_id: SessionId,
    /// Who signed in.
    user_id: UserId,
    /// What the person is to the authority.
    role: Role,
    /// The name that others see.
    #[schema(example = "Amina Okafor", max_length = 200)]
    display_name: String,
    /// Whether the person must enrol a second factor before anything else.
    must_enrol_second_factor: bool,
    /// Only on a device that was not known: keep it on the device and send it with the next sign-in, so that nobody
    /// else's failures slow this person down here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    device_token: Option<String>,
}

/// 201 with the session and its tokens.
pub(crate) fn signed_in(state: &State, signed_in: SignedIn) -> Answer {
    let access_token = access_token(
        state,
        (signed_in.user, signed_in.session, signed_in.role),
        signed_in.issued_at,
        signed_in.access_until,
    )?;
    answer::made(
        "/v1/sessions/current",
        &SessionView {
            token_type: "Bearer",
            access_token,
            expires_at: signed_in.access_until,
            refresh_token: signed_in.refresh_token.to_string(),
            refresh_until: signed_in.refresh_until,
            ends_at_latest: signed_in.ends_at_latest,
            session_id: signed_in.session,
            user_id: signed_in.user,
            role: signed_in.role,
            display_name: signed_in.display_name,
            must_enrol_second_factor: signed_in.must_enrol,
            device_token: signed_in.device_token.map(|token| token.to_string()),
        },
    )
}

/// An access token of a session, from one moment until another.
pub(crate) fn access_token(
    state: &State,
    (user, session, role): (UserId, SessionId, Role),
    issued_at: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<String, Refusal> {
    let new = NewAccessToken {
        user,
        session,
        role: role.word().to_owned(),
        id: token_id()?,
        lifetime: (until - issued_at).num_seconds(),
    };
    state.services.tokens.issue(new, issued_at).map_err(|error| {
        tracing::error!(%error, "an access token could not be made");
        Refusal::new(ErrorCode::Internal)
    })
}

fn token_id() -> Result<Uuid, Refusal> {
    let mut bytes = [0; 16];
    rand::fill(&mut bytes).map_err(|_| Refusal::new(ErrorCode::Internal))?;
    Ok(Builder::from_random_bytes(bytes).into_uuid())
}

/// What documentation shows as a session.
pub(crate) fn example() -> Value {
    json!({
        "token_type": "Bearer",
        "access_token": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCIsImtpZCI6ImE1Yj.eyJzdWIiOiIwMTk5MGQyYiJ9.c2lnbmF0dXJl",
        "expires_at": "2026-09-16T09:45:00Z",
        "refresh_token": "refresh_3f6c1a…",
        "refresh_until": "2026-09-16T10:30:00Z",
        "ends_at_latest": "2026-09-16T21:30:00Z",
        "session_id": "01990d2b-7c11-7d3e-9a51-3f2b8c6d1e90",
        "user_id": PARENT,
        "role": "parent",
        "display_name": "Amina Okafor",
        "must_enrol_second_factor": false,
    })
}
