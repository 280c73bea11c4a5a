//! The version a change is based on (RFC 9110 section 13, RFC 6585).

use crate::{answer::version_of, problem::Refusal};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::IF_MATCH};
use ehcp_casework::{Error, NoVersionSeen};
use serde::Deserialize;
use std::future::{Ready, ready};
use utoipa::IntoParams;

/// The version from `If-Match`. A missing header is 428. `*`, a list and what is not an entity tag are 400. A weak
/// tag, and a tag this server never gave, can match nothing: 412.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(
    /// The version the caller has seen.
    pub i64,
);

/// The `If-Match` header, for the document.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfMatchHeader {
    /// The `ETag` received when reading what is now changed. Only its version part is compared. `*` and lists are refused.
    #[serde(rename = "If-Match")]
    #[param(example = "\"7-1f3a90bc\"", max_length = 64)]
    pub if_match: String,
}

/// The `If-None-Match` header of a read, for the document.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfNoneMatchHeader {
    /// The `ETag` of the last reading: if it is still the present one, the answer is 304 without a body.
    #[serde(rename = "If-None-Match")]
    #[param(example = "\"7-1f3a90bc\"", max_length = 1000)]
    pub if_none_match: Option<String>,
}

impl FromRequest for IfMatch {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            read(request)
                .map(Self)
                .map_err(|fault| Error::NoVersionSeen(fault).into()),
        )
    }
}

/// The same for a change that carries an `Idempotency-Key` too: a repeated call is answered before `If-Match` is
/// looked at, so a missing or unfit header is refused only when the version is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenVersion(Result<i64, NoVersionSeen>);

impl SeenVersion {
    /// The version the caller has seen.
    ///
    /// # Errors
    /// When the header is missing or unfit.
    pub fn get(self) -> Result<i64, Error> {
        self.0.map_err(Error::NoVersionSeen)
    }
}

impl FromRequest for SeenVersion {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(read(request))))
    }
}

fn read(request: &HttpRequest) -> Result<i64, NoVersionSeen> {
    let mut values = request.headers().get_all(IF_MATCH);
    match (values.next(), values.next()) {
        (None, _) => Err(NoVersionSeen::Missing),
        (Some(_), Some(_)) => Err(NoVersionSeen::Unreadable),
        (Some(only), None) => seen_version(only.as_bytes()),
    }
}

fn seen_version(header: &[u8]) -> Result<i64, NoVersionSeen> {
    let header = header.trim_ascii();
    let (weak, tag) = match header.strip_prefix(b"W/") {
        Some(rest) => (true, rest),
        None => (false, header),
    };
    let inner = tag.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    let Some(inner) = inner.filter(|inner| {
        inner
            .iter()
            .all(|byte| *byte > 0x20 && *byte != b'"' && *byte != 0x7f)
    }) else {
        return Err(NoVersionSeen::Unreadable);
    };
    match version_of(inner) {
        Some(version) if !weak => Ok(version),
        _ => Err(NoVersionSeen::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use NoVersionSeen::{Unknown as Stale, Unreadable as Malformed};

    #[test]
    fn only_one_strong_tag_of_ours_gives_a_version() {
        assert_eq!(seen_version(b"\"7-1f3a90bc\"").unwrap(), 7);
        assert_eq!(seen_version(b" \"7-00000000\" ").unwrap(), 7);
        for (header, code) in [
            ("*", Malformed),
            ("", Malformed),
            ("7", Malformed),
            ("7-1f3a90bc", Malformed),
            ("\"7-1f3a90bc", Malformed),
            ("\"7-1f3a90bc\", \"8-1f3a90bc\"", Malformed),
            ("w/\"7-1f3a90bc\"", Malformed),
            ("W/\"7-1f3a90bc\"", Stale),
            ("\"abc\"", Stale),
            ("\"\"", Stale),
            ("\"-7-1f3a90bc\"", Stale),
            ("\"+7-1f3a90bc\"", Stale),
            ("\"7-1F3A90BC\"", Stale),
            ("\"07-1f3a90bc\"", Stale),
            ("\"7-1f3a90b\"", Stale),
            ("\"99999999999999999999-1f3a90bc\"", Stale),
        ] {
            assert_eq!(seen_version(header.as_bytes()).unwrap_err(), code, "{header}");
        }
    }
}
