use super::secrets::Password;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::SignInBody,
};
use actix_web::post;
use chrono::{DateTime, Utc};
use ehcp_casework::FRESH_FOR;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the caller shows.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reauthentication {
    /// The password.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 128)]
    password: Password,
}

/// A fresh proof of identity.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReauthenticationView {
    /// When it was given.
    proved_at: DateTime<Utc>,
    /// Until when it is fresh enough for what needs a step-up.
    fresh_until: DateTime<Utc>,
}

/// Prove again who I am
///
/// For what is answered `step-up-needed`: the proof holds for five minutes, in this session.
#[utoipa::path(
    tag = "sessions",
    request_body(
        content = Reauthentication,
        description = "What the caller shows.",
        example = json!({"password": "a quiet river in spring"}),
    ),
    responses((
        status = 201,
        description = "Proved.",
        body = ReauthenticationView,
        example = json!({"proved_at": "2026-09-16T09:40:00Z", "fresh_until": "2026-09-16T09:45:00Z"}),
    )),
)]
#[post("/me/reauthentications")]
pub(crate) async fn create_reauthentication(caller: Caller, body: SignInBody<Reauthentication>) -> Answer {
    let password = body.into_inner().password.0;
    let proved_at = caller.casework().prove_again(caller.asking(), password).await?;
    let view = ReauthenticationView {
        proved_at,
        fresh_until: proved_at + FRESH_FOR,
    };
    answer::made("/v1/sessions/current", &view)
}
