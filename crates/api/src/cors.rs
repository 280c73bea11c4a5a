//! Which pages of other origins may call the API from a browser (CORS). None, unless they are configured.

use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap,
    HeaderValue, ORIGIN, VARY,
};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// What a page may send beside what browsers always let it send.
const MAY_SEND: &str = "accept, access-reason, authorization, content-disposition, content-type, idempotency-key, if-match, if-none-match, if-range, range, traceparent";

/// What a page may read of an answer beside what browsers always let it read.
const MAY_READ: &str = "accept-ranges, content-disposition, content-range, etag, link, location, ratelimit, ratelimit-policy, \
     repr-digest, retry-after, www-authenticate";

/// Seconds for which a browser may remember what it was told.
const REMEMBERED: &str = "600";

/// The origin of a page, as browsers write it: scheme, host and, if it is not the usual one, port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(HeaderValue);

/// Why a text is no origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "An origin is written as browsers send it, such as https://send.example.gov.uk: scheme, host in small letters and, \
     if needed, a port; no path, no star."
)]
pub struct NotAnOrigin;

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let host = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or(NotAnOrigin)?;
        let (name, port) = match host.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (host, None),
        };
        let named = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte));
        let numbered = port.is_none_or(|port| port.parse::<u16>().is_ok());
        match HeaderValue::from_str(text) {
            Ok(value) if named && numbered => Ok(Self(value)),
            _ => Err(NotAnOrigin),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.to_str().unwrap_or_default())
    }
}

/// The origins whose pages may call the API. Each is matched exactly. Nobody is ever told that credentials may be sent:
/// tokens travel in a header that the page sets itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cors {
    /// The origins; none by default.
    pub origins: Vec<Origin>,
}

impl Cors {
    /// Lets the page of a listed origin read an answer. Without a list nothing is said at all.
    pub(crate) fn share(&self, origin: Option<&HeaderValue>, headers: &mut HeaderMap) {
        if self.origins.is_empty() {
            return;
        }
        // Also for those who are not listed: a cache must not give one page's answer to another.
        headers.append(VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = origin.filter(|origin| self.lists(origin)) {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(MAY_READ));
        }
    }

    /// Tells a browser what a page of a listed origin may send to an address with these methods.
    pub(crate) fn answer_preflight(&self, asked: &HeaderMap, methods: &str, headers: &mut HeaderMap) {
        let listed = asked.get(ORIGIN).is_some_and(|origin| self.lists(origin));
        if !listed || !asked.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
            return;
        }
        if let Ok(methods) = HeaderValue::from_str(methods) {
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
        }
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(MAY_SEND));
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(REMEMBERED));
    }

    fn lists(&self, origin: &HeaderValue) -> bool {
        self.origins.iter().any(|listed| listed.0 == *origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_send_it() {
        for right in [
            "https://send.example.gov.uk",
            "http://localhost:3000",
            "https://a-b.example",
        ] {
            assert_eq!(right.parse::<Origin>().unwrap().to_string(), right);
        }
        for wrong in [
            "",
            "*",
            "null",
            "https://",
            "https://*.example.org",
            "https://Send.example.org",
            "https://send.example.org/",
            "https://send.example.org/path",
            "https://user@send.example.org",
            "https://send.example.org:port",
            "send.example.org",
            "ftp://send.example.org",
            "https://send.example.org\r\nX: 1",
        ] {
            assert_eq!(wrong.parse::<Origin>(), Err(NotAnOrigin), "{wrong:?}");
        }
    }
}
