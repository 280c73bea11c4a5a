//! The JSON body of a request.

use super::{json_scan, tagged, wording};
use crate::{
    error_codes::ErrorCode,
    problem::{FieldError, Refusal},
    state::State,
};
use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest,
    dev::Payload,
    http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE},
    web::{BytesMut, Data},
};
use futures_util::{StreamExt as _, future::LocalBoxFuture};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use std::time::Duration;
use zeroize::Zeroize as _;

/// The longest JSON body, in bytes.
pub const JSON_BODY_LIMIT: usize = 256 * 1024;

/// The longest body of a sign-in and of the calls like it, in bytes.
pub const SIGN_IN_BODY_LIMIT: usize = 4 * 1024;

/// SHA-256 over method, path and body: tells a repeated request from another one under the same `Idempotency-Key`.
pub type Fingerprint = [u8; 32];

/// A JSON object read into `T`, which should deny unknown members.
///
/// Refuses with 415 what is not plain `application/json`, with 413 more than `LIMIT` bytes (before keeping them),
/// with 400 what is not JSON, with 408 what does not arrive in time, and with 422 wrong data, pointing at it.
#[derive(Debug)]
pub struct Body<T, const LIMIT: usize = JSON_BODY_LIMIT> {
    /// What was sent.
    pub value: T,
    /// For idempotent operations.
    pub fingerprint: Fingerprint,
}

/// The short body of a sign-in and of the calls like it.
pub type SignInBody<T> = Body<T, SIGN_IN_BODY_LIMIT>;

impl<T, const LIMIT: usize> Body<T, LIMIT> {
    /// What was sent.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T: DeserializeOwned + 'static, const LIMIT: usize> FromRequest for Body<T, LIMIT> {
    type Error = Refusal;
    type Future = LocalBoxFuture<'static, Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let head = check_head(request, LIMIT);
        let patience = request
            .app_data::<Data<State>>()
            .map(|state| state.config.body_timeout);
        let start = format!("{} {}\n", request.method(), request.path());
        let payload = payload.take();
        Box::pin(async move {
            head?;
            let patience = patience.unwrap_or(Duration::from_secs(30));
            let mut bytes = match tokio::time::timeout(patience, collect(payload, LIMIT)).await {
                Ok(bytes) => bytes?,
                Err(_) => return Err(Refusal::new(ErrorCode::RequestTimeout)),
            };
            let fingerprint = Sha256::new()
                .chain_update(start)
                .chain_update(&bytes)
                .finalize()
                .into();
            let value = parse(&bytes);
            // It may hold a password.
            bytes.zeroize();
            Ok(Self {
                value: value?,
                fingerprint,
            })
        })
    }
}

fn check_head(request: &HttpRequest, limit: usize) -> Result<(), Refusal> {
    let headers = request.headers();
    let plain = headers
        .get(CONTENT_ENCODING)
        .is_none_or(|value| value.as_bytes().eq_ignore_ascii_case(b"identity"));
    if !plain {
        let detail = "Send the body without `Content-Encoding`: compressed bodies are not read.";
        return Err(Refusal::new(ErrorCode::UnsupportedMediaType).detail(detail));
    }
    let single = headers.get_all(CONTENT_TYPE).count() == 1;
    let charset_fits = request
        .mime_type()
        .ok()
        .flatten()
        .is_some_and(|mime| mime.get_param("charset").is_none_or(|charset| charset == "utf-8"));
    if !single || !charset_fits || !request.content_type().eq_ignore_ascii_case("application/json") {
        return Err(Refusal::new(ErrorCode::UnsupportedMediaType));
    }
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| u64::try_from(limit).is_ok_and(|limit| length > limit)) {
        return Err(too_large(limit));
    }
    Ok(())
}

fn too_large(limit: usize) -> Refusal {
    Refusal::new(ErrorCode::BodyTooLarge).detail(format!("The body may have at most {limit} bytes here."))
}

async fn collect(mut payload: Payload, limit: usize) -> Result<BytesMut, Refusal> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let Ok(chunk) = chunk else {
            let detail = "The body broke off or was framed wrongly. Send the request again.";
            return Err(Refusal::new(ErrorCode::MalformedRequest).detail(detail));
        };
        if bytes.len().saturating_add(chunk.len()) > limit {
            return Err(too_large(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let mistakes = json_scan::scan(bytes).map_err(|error| not_json(bytes, &error))?;
    if !mistakes.is_empty() {
        return Err(Refusal::invalid(mistakes));
    }
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        let mistake = FieldError::new("", "wrong_type", "The body must be a JSON object.");
        return Err(Refusal::invalid(vec![mistake]));
    }
    let mut input = serde_json::Deserializer::from_slice(bytes);
    wording::read(&mut input, "")
        .map_err(|mistake| Refusal::invalid(vec![tagged::pinpointed::<T>(bytes, mistake)]))
}

fn not_json(bytes: &[u8], error: &serde_json::Error) -> Refusal {
    let said = error.to_string();
    let reason = said.split(" at line ").next().unwrap_or_default();
    let detail = if bytes.is_empty() {
        "The body is empty; a JSON object was expected.".to_owned()
    } else {
        format!(
            "The body is not valid JSON at line {}, column {}: {reason}.",
            error.line(),
            error.column()
        )
    };
    Refusal::new(ErrorCode::MalformedJson).detail(detail)
}
