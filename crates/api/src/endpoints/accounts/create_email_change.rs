use crate::{
    answer::{self, Answer},
    auth::Caller,
    endpoints::sessions::secrets::Password,
    extract::{IdempotencyKey, IdempotencyKeyHeader, SignInBody},
};
use actix_web::post;
use ehcp_case::Line;
use ehcp_casework::Once;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

/// The new address, and proof of who asks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmailChange {
    /// The e-mail address to sign in with from then on.
    #[schema(value_type = String, example = "amina@example.org", min_length = 3, max_length = 200)]
    email: Line,
    /// The present password.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 128)]
    password: Password,
}

/// Ask for another e-mail address
///
/// Sends a code to the new address, and word to the old one. The address changes when the code is shown, within one
/// hour. An address that another account has is answered in the same way.
#[utoipa::path(
    tag = "accounts",
    params(IdempotencyKeyHeader),
    request_body(
        content = EmailChange,
        description = "The new address and the present password.",
        example = json!({"email": "amina@example.org", "password": "a quiet river in spring"}),
    ),
    responses((status = 204, description = "A code is on its way to the new address.")),
)]
#[post("/me/email-changes")]
pub(crate) async fn create_email_change(
    caller: Caller,
    key: IdempotencyKey,
    body: SignInBody<EmailChange>,
) -> Answer {
    let sent = body.into_inner();
    // Without the password: no digest of it is kept.
    let once = Once {
        key: key.0,
        body_digest: hex::encode(Sha256::digest(sent.email.as_str())),
    };
    let casework = caller.casework();
    casework
        .ask_for_new_email(caller.asking(), once, &sent.email, sent.password.0)
        .await?;
    answer::done()
}
