use crate::{
    answer::{self, Answer},
    extract::SignInBody,
    state::State,
};
use actix_web::{post, web::Data};
use ehcp_case::Line;
use serde::Deserialize;
use utoipa::ToSchema;

/// For whom a new password is asked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordReset {
    /// The e-mail address of the account.
    #[schema(value_type = String, example = "amina.okafor@example.org", min_length = 3, max_length = 200)]
    email: Line,
}

/// Ask for a new password
///
/// Sends a code to the address if there is an account with it, three times an hour at most. The answer is the same
/// whether there is one or not, and nothing about the account changes.
#[utoipa::path(
    tag = "accounts",
    security(()),
    request_body(
        content = PasswordReset,
        description = "The address of the account.",
        example = json!({"email": "amina.okafor@example.org"}),
    ),
    responses((status = 204, description = "If there is an account, a code is on its way to its address.")),
)]
#[post("/password-resets")]
pub(crate) async fn create_password_reset(state: Data<State>, body: SignInBody<PasswordReset>) -> Answer {
    let email = body.into_inner().email.to_string();
    state.services.casework.ask_for_new_password(email).await?;
    answer::done()
}
