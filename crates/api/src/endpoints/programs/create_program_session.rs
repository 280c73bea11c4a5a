use super::example;
use crate::{
    answer::{self, Answer},
    auth::Network,
    endpoints::sessions::{secrets::Secret, session_view},
    extract::SignInBody,
    state::State,
};
use actix_web::{post, web::Data};
use chrono::{DateTime, Utc};
use ehcp_access::Role;
use ehcp_case::{SessionId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The secret of a key.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProgramKey {
    /// What was drawn for the program.
    #[schema(value_type = String, min_length = 1, max_length = 128)]
    key: Secret,
}

/// A session of a program: one access token, which is not refreshed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProgramSessionView {
    /// How the access token is sent: always `Bearer`.
    #[schema(example = "Bearer", max_length = 10)]
    token_type: &'static str,
    /// The access token, for `Authorization: Bearer …`.
    #[schema(max_length = 2048)]
    access_token: String,
    /// When the session and the token end: ask for the next one before.
    expires_at: DateTime<Utc>,
    /// The session.
    session_id: SessionId,
    /// The program.
    program_id: UserId,
}

/// Let a program in with its key
///
/// Opens a session of at most 15 minutes with one access token. A key that was taken back, has expired, was not drawn or
/// never given is answered alike. Keep the token until it ends and ask for the next one then.
#[utoipa::path(
    tag = "programs",
    security(()),
    request_body(
        content = ProgramKey,
        description = "The secret that was drawn for the program.",
        example = json!({"key": example::SECRET}),
    ),
    responses((
        status = 201,
        description = "Let in.",
        body = ProgramSessionView,
        example = json!({
            "token_type": "Bearer",
            "access_token": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCIsImtpZCI6ImE1Yj.eyJzdWIiOiIwMTk5MGQyYiJ9.c2lnbmF0dXJl",
            "expires_at": "2026-09-16T09:45:00Z",
            "session_id": "01990d2b-7c11-7d3e-9a51-3f2b8c6d1e90",
            "program_id": example::PROGRAM,
        }),
    )),
)]
#[post("/program-sessions")]
pub(crate) async fn create_program_session(
    state: Data<State>,
    network: Network,
    body: SignInBody<ProgramKey>,
) -> Answer {
    let casework = state.services.casework.asked(network.asked());
    let key = body.into_inner().key.0;
    let opened = casework.open_program_session(key, Some(network.0)).await?;
    let access_token = session_view::access_token(
        &state,
        (opened.program, opened.session, Role::Service),
        opened.issued_at,
        opened.expires_at,
    )?;
    answer::made(
        "/v1/sessions/current",
        &ProgramSessionView {
            token_type: "Bearer",
            access_token,
            expires_at: opened.expires_at,
            session_id: opened.session,
            program_id: opened.program,
        },
    )
}
