//! The query string.

use super::wording;
use crate::{
    error_codes::ErrorCode,
    problem::{FieldError, Refusal},
};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use std::future::{Ready, ready};

/// Query parameters read into `T`, which must deny unknown fields: an unknown parameter is 422, a query that cannot
/// be decoded 400.
#[derive(Debug, Clone)]
pub struct Query<T>(
    /// The parameters.
    pub T,
);

impl<T: DeserializeOwned + 'static> FromRequest for Query<T> {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            pairs(request.query_string())
                .and_then(|pairs| read(&pairs, &[]))
                .map(Self),
        )
    }
}

/// The decoded parameters in their order.
pub(super) fn pairs(query: &str) -> Result<Vec<(String, String)>, Refusal> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(pair)
        .collect()
}

fn pair(part: &str) -> Result<(String, String), Refusal> {
    let (name, value) = part.split_once('=').unwrap_or((part, ""));
    let (Some(name), Some(value)) = (decode(name), decode(value)) else {
        return Err(Refusal::new(ErrorCode::MalformedQuery));
    };
    if name.contains('\0') || value.contains('\0') {
        let message = "Text must not contain the NUL character (U+0000).";
        let error = FieldError::new(
            format!("/query/{}", name.replace('\0', "")),
            "nul_character",
            message,
        );
        return Err(Refusal::invalid(vec![error]));
    }
    Ok((name, value))
}

/// `None` for a `%` without two hex digits and for what is not UTF-8.
fn decode(text: &str) -> Option<String> {
    let whole = text.split('%').skip(1).all(|rest| {
        let mut digits = rest.bytes();
        matches!((digits.next(), digits.next()), (Some(a), Some(b)) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
    });
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
    whole.then(|| decoded.into_owned())
}

/// Reads decoded parameters into `T`. `also` are parameters of the operation that are read elsewhere, to be named with
/// the known ones.
pub(super) fn read<T: DeserializeOwned>(pairs: &[(String, String)], also: &[&str]) -> Result<T, Refusal> {
    let encoded = encode(pairs);
    let input = serde_urlencoded::Deserializer::new(form_urlencoded::parse(encoded.as_bytes()));
    wording::read(input, "/query").map_err(|mut mistake| {
        mistake.message = mistake
            .message
            .replace("Unknown member", "Unknown query parameter")
            .replace("Known members", "Known parameters")
            .replace(
                "No members are expected here.",
                "This operation takes no query parameters.",
            )
            .replace("Member `", "Query parameter `");
        if mistake.code == "unknown_member" && !also.is_empty() {
            mistake.message = naming_too(&mistake.message, also);
        }
        mistake.code = match &*mistake.code {
            "unknown_member" => "unknown_parameter".into(),
            "missing_member" => "missing_parameter".into(),
            "duplicate_member" => "duplicate_parameter".into(),
            _ => mistake.code,
        };
        Refusal::invalid(vec![mistake])
    })
}

/// What is said of an unknown parameter, with these among the known ones.
fn naming_too(message: &str, also: &[&str]) -> String {
    let also: Vec<String> = also.iter().map(|name| format!("`{name}`")).collect();
    let also = also.join(", ");
    match message.strip_suffix("This operation takes no query parameters.") {
        Some(start) => format!("{start}Known parameters: {also}."),
        None => format!("{}, {also}.", message.trim_end_matches('.')),
    }
}

/// Refuses every parameter of an operation that takes none.
///
/// # Errors
/// 422 naming the first one; 400 when the query cannot be decoded.
pub(crate) fn refuse_any(query: &str) -> Result<(), Refusal> {
    read::<super::NoFilter>(&pairs(query)?, &[]).map(drop)
}

/// Parameters as a query string.
pub(super) fn encode(pairs: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Filter {
        stage: Option<String>,
        year: Option<u16>,
    }

    fn answer(query: &str) -> Result<Filter, (ErrorCode, String, String)> {
        pairs(query)
            .and_then(|pairs| read(&pairs, &[]))
            .map_err(|refusal| {
                let error = refusal.problem().errors.first().cloned();
                let (pointer, code) = error
                    .map(|e| (e.pointer, e.code.into_owned()))
                    .unwrap_or_default();
                (refusal.code(), pointer, code)
            })
    }

    #[test]
    fn parameters_are_decoded_and_typed() {
        let filter = Filter {
            stage: Some("a b/é".into()),
            year: Some(2026),
        };
        assert_eq!(answer("stage=a+b%2F%C3%A9&year=2026"), Ok(filter));
        assert_eq!(
            answer(""),
            Ok(Filter {
                stage: None,
                year: None
            })
        );
    }

    #[test]
    fn wrong_parameters_are_named() {
        let invalid = |pointer: &str, code: &str| Err((ErrorCode::Invalid, pointer.into(), code.into()));
        assert_eq!(answer("sort=up"), invalid("/query/sort", "unknown_parameter"));
        assert_eq!(
            answer("year=1&year=2"),
            invalid("/query/year", "duplicate_parameter")
        );
        assert_eq!(answer("year=x"), invalid("/query/year", "invalid_value"));
        assert_eq!(answer("stage=%00"), invalid("/query/stage", "nul_character"));
    }

    #[test]
    fn the_parameters_that_are_read_elsewhere_are_known_too() {
        let said = |query: &str| {
            let pairs = pairs(query).expect("decoded");
            let refusal = read::<Filter>(&pairs, &["limit", "cursor"]).expect_err("refused");
            refusal
                .problem()
                .errors
                .first()
                .map(|error| error.message.clone())
        };
        assert_eq!(
            said("sort=up").as_deref(),
            Some("Unknown query parameter `sort`. Known parameters: `stage`, `year`, `limit`, `cursor`.")
        );
        let refusal = refuse_any("sort=up").expect_err("refused");
        assert_eq!(
            refusal
                .problem()
                .errors
                .first()
                .map(|error| error.message.as_str()),
            Some("Unknown query parameter `sort`. This operation takes no query parameters.")
        );
    }

    #[test]
    fn a_query_that_cannot_be_decoded_is_malformed() {
        for query in ["stage=%", "stage=%4", "stage=%zz", "stage=%ff", "%C3=1"] {
            assert_eq!(
                answer(query),
                Err((ErrorCode::MalformedQuery, String::new(), String::new())),
                "{query}"
            );
        }
    }
}
