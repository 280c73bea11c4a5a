use super::secrets::Password;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::SignInBody,
};
use actix_web::put;
use serde::Deserialize;
use utoipa::ToSchema;

/// The present and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    /// The present password.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 128)]
    current_password: Password,
    /// The new one: 15 to 128 characters, 8 beside a second factor, and not easily guessed.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 128)]
    new_password: Password,
}

/// Change my password
///
/// Ends all of the caller's other sessions.
#[utoipa::path(
    tag = "sessions",
    request_body(
        content = PasswordChange,
        description = "Both passwords.",
        example = json!({
            "current_password": "a quiet river in spring", "new_password": "lanterns under the old bridge",
        }),
    ),
    responses((status = 204, description = "Changed.")),
)]
#[put("/me/password")]
pub(crate) async fn change_own_password(caller: Caller, body: SignInBody<PasswordChange>) -> Answer {
    let PasswordChange {
        current_password,
        new_password,
    } = body.into_inner();
    caller
        .casework()
        .change_own_password(caller.asking(), current_password.0, new_password.0)
        .await?;
    answer::done()
}
