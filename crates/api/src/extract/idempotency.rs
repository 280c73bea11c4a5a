//! The key that makes a repeated request harmless.

use crate::{error_codes::ErrorCode, problem::Refusal};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::Deserialize;
use std::future::{Ready, ready};
use utoipa::IntoParams;

/// The longest `Idempotency-Key`, in characters.
const KEY_MAX: usize = 128;

/// The `Idempotency-Key` of a request: 1 to 128 visible ASCII characters. Missing, repeated or unfit is 400. Its
/// scope is one user and one operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(
    /// The key as sent.
    pub String,
);

/// The `Idempotency-Key` header, for the document.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IdempotencyKeyHeader {
    /// A new value for each new intention, the same one for each retry. Kept for 24 hours per user and operation.
    #[serde(rename = "Idempotency-Key")]
    #[param(
        example = "5b0e2c9e-6a0f-4f0c-8f5c-6f4b1f1d2a3c",
        min_length = 1,
        max_length = 128,
        pattern = "^[!-~]+$"
    )]
    pub idempotency_key: String,
}

impl FromRequest for IdempotencyKey {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut values = request.headers().get_all("idempotency-key");
        let key = match (values.next(), values.next()) {
            (Some(only), None) => only.to_str().ok().filter(|key| fits(key)),
            _ => None,
        };
        ready(
            key.map(|key| Self(key.to_owned()))
                .ok_or_else(|| Refusal::new(ErrorCode::IdempotencyKeyMissing)),
        )
    }
}

fn fits(key: &str) -> bool {
    (1..=KEY_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_1_to_128_visible_ascii_characters() {
        assert!(fits("a") && fits(&"k".repeat(128)) && fits("~!\"quoted\""));
        for key in ["", "a b", "é", "tab\t", &"k".repeat(129)] {
            assert!(!fits(key), "{key}");
        }
    }
}
