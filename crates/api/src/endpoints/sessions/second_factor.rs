use super::secrets::{Password, Secret};
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::SignInBody,
};
use actix_web::{get, post};
use ehcp_casework::{NewSecondFactor, RecoveryCodes, SecondFactorView};
use serde::Deserialize;
use utoipa::ToSchema;

/// What documentation shows as recovery codes.
fn recovery_codes() -> Vec<String> {
    ["MFRG-G2LT", "KRUG-K4TF"]
        .iter()
        .flat_map(|half| (2..7).map(move |n| format!("{half}-{n}A{n}B-ONXW")))
        .collect()
}

/// A code of an authenticator app.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeRequest {
    /// The six digits that the app shows.
    #[schema(value_type = String, min_length = 1, max_length = 128)]
    code: Secret,
}

/// One's own password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnPassword {
    /// The password.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 128)]
    password: Password,
}

/// My second factor
///
/// Whether the caller has one, and whether their role must.
#[utoipa::path(
    tag = "sessions",
    responses((
        status = 200,
        description = "The caller's second factor. Its seed is never shown again.",
        body = SecondFactorView,
        example = json!({
            "enrolled": true, "enrolled_at": "2026-09-16T09:30:00Z", "recovery_codes_left": 9, "required": true,
        }),
    )),
)]
#[get("/me/second-factor")]
pub(crate) async fn read_second_factor(caller: Caller) -> Answer {
    let view = caller
        .look("read_second_factor", ehcp_casework::own_second_factor)
        .await?;
    answer::plain(&view)
}

/// Begin to enrol a second factor
///
/// Gives the seed for an authenticator app (six digits, every thirty seconds), this once. It counts as soon as a code
/// of it is sent to `/v1/me/second-factor/confirmations`. Needs a proof of identity of the last five minutes.
#[utoipa::path(
    tag = "sessions",
    responses(
        (
            status = 201,
            description = "Waiting for its first code.",
            body = NewSecondFactor,
            example = json!({
                "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
                "otpauth_uri": "otpauth://totp/EHCP%20Tracker:rosa.whitfield%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=EHCP%20Tracker",
            }),
        ),
    ),
)]
#[post("/me/second-factor")]
pub(crate) async fn start_second_factor(caller: Caller) -> Answer {
    let new = caller.casework().start_second_factor(caller.asking()).await?;
    answer::made("/v1/me/second-factor", &new)
}

/// Confirm a second factor
///
/// Sends the first code of a new second factor, which counts from now on, and gets the recovery codes, this once.
#[utoipa::path(
    tag = "sessions",
    request_body(content = CodeRequest, description = "The code.", example = json!({"code": "287082"})),
    responses((
        status = 201,
        description = "It counts. The recovery codes are to be kept apart from the device.",
        body = RecoveryCodes,
        example = json!({"recovery_codes": recovery_codes()}),
    )),
)]
#[post("/me/second-factor/confirmations")]
pub(crate) async fn confirm_second_factor(caller: Caller, body: SignInBody<CodeRequest>) -> Answer {
    let code = body.into_inner().code.0.to_string();
    let codes = caller
        .casework()
        .confirm_second_factor(caller.asking(), code)
        .await?;
    answer::made("/v1/me/second-factor", &codes)
}

/// Get new recovery codes
///
/// The earlier ones are of no use any more. Needs a proof of identity of the last five minutes.
#[utoipa::path(
    tag = "sessions",
    responses((
        status = 201,
        description = "The new codes, this once.",
        body = RecoveryCodes,
        example = json!({"recovery_codes": recovery_codes()}),
    )),
)]
#[post("/me/second-factor/recovery-codes")]
pub(crate) async fn create_recovery_codes(caller: Caller) -> Answer {
    let codes = caller.casework().renew_recovery_codes(caller.asking()).await?;
    answer::made("/v1/me/second-factor", &codes)
}

/// Give up my second factor
///
/// Needs a proof of identity of the last five minutes, and the password once more: alone it must have 15 characters.
#[utoipa::path(
    tag = "sessions",
    request_body(
        content = OwnPassword,
        description = "The password.",
        example = json!({"password": "a quiet river in spring"}),
    ),
    responses((status = 204, description = "Given up.")),
)]
#[post("/me/second-factor/removals")]
pub(crate) async fn remove_second_factor(caller: Caller, body: SignInBody<OwnPassword>) -> Answer {
    let password = body.into_inner().password.0;
    caller
        .casework()
        .remove_second_factor(caller.asking(), password)
        .await?;
    answer::done()
}
