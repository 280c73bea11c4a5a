//! W3C trace context: which trace a request belongs to.

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload, http::header::HeaderMap};
use aws_lc_rs::rand;
use std::{
    fmt,
    future::{Ready, ready},
};

/// The longest `traceparent` that is looked at; longer ones can only be nonsense.
const HEADER_MAX: usize = 256;

/// The id that ties together an answer, its log line and its audit entry: 16 bytes, never all zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TraceId([u8; 16]);

impl TraceId {
    /// The caller's trace, if `traceparent` names one; else a new one. A malformed header is no error. The caller's
    /// `sampled` flag is not believed.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let mut values = headers.get_all("traceparent");
        match (values.next(), values.next()) {
            (Some(only), None) => parse(only.as_bytes()).unwrap_or_else(Self::random),
            _ => Self::random(),
        }
    }

    fn random() -> Self {
        let mut bytes = [0; 16];
        // Without random numbers the id is only less useful, so a failure does not stop the request.
        if rand::fill(&mut bytes).is_err() || bytes == [0; 16] {
            bytes = [0xff; 16];
        }
        Self(bytes)
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl FromRequest for TraceId {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = request.extensions().get::<Self>().copied();
        ready(Ok(found.unwrap_or_else(|| Self::of(request.headers()))))
    }
}

/// `version "-" trace-id "-" parent-id "-" flags`, all lower-case hex. A version above 00 may have more after another
/// `-`; version ff is forbidden.
fn parse(header: &[u8]) -> Option<TraceId> {
    if header.len() > HEADER_MAX {
        return None;
    }
    let mut parts = header.split(|byte| *byte == b'-');
    let version = hex_of::<1>(parts.next()?)?;
    let trace = hex_of::<16>(parts.next()?)?;
    let parent = hex_of::<8>(parts.next()?)?;
    hex_of::<1>(parts.next()?)?;
    let version_fits = match version {
        [0] => parts.next().is_none(),
        [0xff] => false,
        _ => true,
    };
    (version_fits && trace != [0; 16] && parent != [0; 8]).then_some(TraceId(trace))
}

fn hex_of<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let lower = text
        .iter()
        .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte));
    hex::decode_to_slice(text, &mut bytes).ok().filter(|()| lower)?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

    #[test]
    fn a_well_formed_header_continues_its_trace() {
        for (version, rest) in [
            ("00", ""),
            ("01", ""),
            ("01", "-more"),
            ("cc", "-"),
            ("fe", "-a-b"),
        ] {
            for flags in ["00", "01", "ff"] {
                let header = format!("{version}-{TRACE}-00f067aa0ba902b7-{flags}{rest}");
                assert_eq!(
                    parse(header.as_bytes()).map(|id| id.to_string()).as_deref(),
                    Some(TRACE),
                    "{header}"
                );
            }
        }
    }

    #[test]
    fn anything_else_starts_a_new_trace() {
        let zero = "0".repeat(32);
        for header in [
            String::new(),
            "00".into(),
            "-".into(),
            "---".into(),
            format!("00-{TRACE}"),
            format!("00-{TRACE}-00f067aa0ba902b7"),
            format!("00-{TRACE}-00f067aa0ba902b7-"),
            format!("00-{TRACE}-00f067aa0ba902b7-1"),
            format!("00-{TRACE}-00f067aa0ba902b7-011"),
            format!("00-{TRACE}-00f067aa0ba902b7-0g"),
            format!("00-{TRACE}-00f067aa0ba902b7-01-"),
            format!("00-{TRACE}-00f067aa0ba902b7-01-more"),
            format!("ff-{TRACE}-00f067aa0ba902b7-01"),
            format!("0-{TRACE}-00f067aa0ba902b7-01"),
            format!("000-{TRACE}-00f067aa0ba902b7-01"),
            format!("0x-{TRACE}-00f067aa0ba902b7-01"),
            format!("00-{zero}-00f067aa0ba902b7-01"),
            format!("00-{TRACE}-0000000000000000-01"),
            format!("00-{}-00f067aa0ba902b7-01", TRACE.to_uppercase()),
            format!("00-{TRACE}-00F067AA0BA902B7-01"),
            format!("00-{TRACE}0-00f067aa0ba902b7-01"),
            format!("00-{}-00f067aa0ba902b7-01", &TRACE[1..]),
            format!("00-{TRACE}-00f067aa0ba902b-01"),
            format!("00-{TRACE}-00f067aa0ba902b77-01"),
            format!(" 00-{TRACE}-00f067aa0ba902b7-01"),
            format!("00-{TRACE}-00f067aa0ba902b7-01 "),
            format!("00 {TRACE} 00f067aa0ba902b7 01"),
            format!("00_{TRACE}_00f067aa0ba902b7_01"),
            format!("00-{TRACE}-00f067aa0ba902b7-01,00-{TRACE}-00f067aa0ba902b7-01"),
            format!("01-{TRACE}-00f067aa0ba902b7-01more"),
            format!("01-{TRACE}-00f067aa0ba902b7-01-{}", "x".repeat(300)),
            "{\"trace\":1}".into(),
            "'; DROP TABLE cases; --".into(),
            "\u{1b}[31m".into(),
            "é".repeat(32),
        ] {
            assert_eq!(parse(header.as_bytes()), None, "{header}");
        }
    }

    #[test]
    fn new_traces_differ() {
        assert_ne!(TraceId::random(), TraceId::random());
    }
}
