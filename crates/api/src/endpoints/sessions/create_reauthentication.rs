use super::secrets::{Password, Secret};
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::SignInBody,
    problem::{FieldError, Refusal},
};
use actix_web::post;
use chrono::{DateTime, Utc};
use ehcp_casework::{FRESH_FOR, Shown, ShownAgain};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the caller shows.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reauthentication {
    /// The password.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password, min_length = 1, max_length = 128)]
    password: Option<Password>,
    /// Or the six digits that the authenticator app shows.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 128)]
    code: Option<Secret>,
}

/// A fresh proof of identity.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReauthenticationView {
    /// When it was given.
    pub(crate) proved_at: DateTime<Utc>,
    /// Until when it is fresh enough for what needs a step-up.
    pub(crate) fresh_until: DateTime<Utc>,
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
    let Reauthentication { password, code } = body.into_inner();
    let shown = match (password, code) {
        (Some(password), None) => ShownAgain::Password(password.0),
        (None, Some(code)) => ShownAgain::SecondFactor(Shown::Code(code.0.trim().to_owned())),
        _ => {
            return Err(Refusal::invalid(vec![FieldError::new(
                "/password",
                "one_of",
                "Send `password` or `code`, and not both.",
            )]));
        }
    };
    let proved_at = caller.casework().prove_again(caller.asking(), shown).await?;
    let view = ReauthenticationView {
        proved_at,
        fresh_until: proved_at + FRESH_FOR,
    };
    answer::made("/v1/sessions/current", &view)
}
