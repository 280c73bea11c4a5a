use super::example;
use crate::{
    answer::{self, Answer},
    endpoints::sessions::secrets::Secret,
    extract::SignInBody,
    state::State,
};
use actix_web::{post, web::Data};
use serde::Deserialize;
use utoipa::ToSchema;

/// The code that was sent to the new address.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmailConfirmation {
    /// The code of the message.
    #[schema(value_type = String, min_length = 1, max_length = 128)]
    code: Secret,
}

/// Confirm a new e-mail address
///
/// With the code that was sent to it. From then on it is the address to sign in with; every session of the account ends,
/// and both addresses are told.
#[utoipa::path(
    tag = "accounts",
    security(()),
    request_body(
        content = EmailConfirmation,
        description = "The code.",
        example = json!({"code": example::CODE}),
    ),
    responses((status = 204, description = "The address is changed; sign in with it.")),
)]
#[post("/email-change-confirmations")]
pub(crate) async fn use_email_change(state: Data<State>, body: SignInBody<EmailConfirmation>) -> Answer {
    let sent = body.into_inner();
    state.services.casework.confirm_new_email(sent.code.0).await?;
    answer::done()
}
