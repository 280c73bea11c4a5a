use super::example;
use crate::{
    answer::{self, Answer},
    auth::Network,
    endpoints::sessions::secrets::{Password, Secret},
    extract::SignInBody,
    state::State,
};
use actix_web::{post, web::Data};
use serde::Deserialize;
use utoipa::ToSchema;

/// The code and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    /// The code of the message.
    #[schema(value_type = String, min_length = 1, max_length = 128)]
    code: Secret,
    /// The new password.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 128)]
    password: Password,
}

/// Choose a new password
///
/// With the code of a message, within one hour and once. Every session of the account ends, and the account is told. It
/// does not sign in.
#[utoipa::path(
    tag = "accounts",
    security(()),
    request_body(
        content = NewPassword,
        description = "The code and the new password.",
        example = json!({"code": example::CODE, "password": "a quiet river in spring"}),
    ),
    responses((status = 204, description = "The password is set; sign in with it.")),
)]
#[post("/password-reset-completions")]
pub(crate) async fn use_password_reset(
    state: Data<State>,
    network: Network,
    body: SignInBody<NewPassword>,
) -> Answer {
    let sent = body.into_inner();
    let casework = &state.services.casework;
    casework
        .choose_new_password(sent.code.0, sent.password.0, network.0)
        .await?;
    answer::done()
}
