//! Error answers: problem details (RFC 9457) and the refusal that carries one out of a handler.

use crate::error_codes::ErrorCode;
use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{ALLOW, HeaderName, HeaderValue, RETRY_AFTER},
    },
};
use serde::Serialize;
use std::{borrow::Cow, fmt};
use utoipa::ToSchema;

/// The media type of every error answer.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// One wrong value in a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Where: a JSON pointer (RFC 6901) into the body, or `/query/<name>` for a query parameter.
    #[schema(example = "/date_of_birth", max_length = 1000)]
    pub pointer: String,
    /// What kind of mistake, as a stable word.
    #[schema(value_type = String, example = "unknown_member", max_length = 64)]
    pub code: Cow<'static, str>,
    /// What was wrong and what would be right.
    #[schema(
        example = "Unknown member `dob`. Known members: `date_of_birth`, `family_name`.",
        max_length = 2000
    )]
    pub message: String,
}

impl FieldError {
    /// A wrong value at `pointer`.
    pub fn new(
        pointer: impl Into<String>,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            pointer: pointer.into(),
            code: code.into(),
            message: message.into(),
        }
    }
}

/// An error answer (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// The kind of problem: `/problems/` and the code.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference", example = "/problems/not-found", max_length = 100)]
    pub kind: String,
    /// The kind of problem in a few words.
    #[schema(example = "Not found", max_length = 100)]
    pub title: &'static str,
    /// The HTTP status of this answer.
    #[schema(example = 404, minimum = 400, maximum = 599)]
    pub status: u16,
    /// The kind of problem as one word; see `docs/error-codes.md`.
    pub code: ErrorCode,
    /// A sentence about this very case that a person can act on.
    #[schema(
        example = "Check the address. If it is right, you may not have access to it.",
        max_length = 4000
    )]
    pub detail: String,
    /// The trace id of the request, to quote to the service desk.
    #[schema(
        format = "uri-reference",
        example = "4bf92f3577b34da6a3ce929d0e0e4736",
        max_length = 32
    )]
    pub instance: String,
    /// Each wrong value, if values are what is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub errors: Vec<FieldError>,
    /// The legal rule that stands in the way, if one does; `GET /v1/deadline-rules` has its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "ehcp-draft-representations", max_length = 100)]
    pub rule: Option<String>,
}

/// Why a request is refused. Handlers and extractors return it as their error; the edge of the server adds the
/// trace id and writes the body.
pub struct Refusal(Box<Parts>);

struct Parts {
    problem: Problem,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Refusal {
    /// A refusal whose detail is the code's general advice.
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        let problem = Problem {
            kind: code.type_uri(),
            title: code.title(),
            status: code.status().as_u16(),
            code,
            detail: code.remedy().to_owned(),
            instance: String::new(),
            errors: Vec::new(),
            rule: None,
        };
        Self(Box::new(Parts {
            problem,
            headers: Vec::new(),
        }))
    }

    /// 404: not there, or not for this caller to know of.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(ErrorCode::NotFound)
    }

    /// 422 with the wrong values. The first becomes the detail.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [] => ErrorCode::Invalid.remedy().to_owned(),
            [only] => only.message.clone(),
            [first, rest @ ..] => format!("{} ({} more in `errors`.)", first.message, rest.len()),
        };
        let mut refusal = Self::new(ErrorCode::Invalid).detail(detail);
        refusal.0.problem.errors = errors;
        refusal
    }

    /// 503 with the seconds after which to try again.
    #[must_use]
    pub fn unavailable(retry_after_seconds: u64) -> Self {
        Self::new(ErrorCode::Unavailable).retry_after(retry_after_seconds)
    }

    /// 405 with the methods that the address does offer, such as `GET, HEAD, OPTIONS`.
    #[must_use]
    pub fn method_not_allowed(allow: &str) -> Self {
        let refusal = Self::new(ErrorCode::MethodNotAllowed).detail(format!("Use one of: {allow}."));
        match HeaderValue::from_str(allow) {
            Ok(value) => refusal.header(ALLOW, value),
            Err(_) => refusal,
        }
    }

    /// Says what is wrong in this very case. Never put anything internal here.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.problem.detail = detail.into();
        self
    }

    /// Names the legal rule that stands in the way.
    #[must_use]
    pub fn rule(mut self, rule: impl Into<String>) -> Self {
        self.0.problem.rule = Some(rule.into());
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// Adds `Retry-After`, in seconds.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.header(RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// The code of this refusal.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.0.problem.code
    }

    /// The problem as it will be sent, but for its trace id.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.0.problem
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.problem.fmt(f)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.problem.detail)
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.0.problem.code.status()
    }

    /// The body is written at the edge, where the trace id is known.
    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        for header in &self.0.headers {
            answer.append_header(header.clone());
        }
        let mut answer = answer.finish();
        answer.extensions_mut().insert(self.0.problem.clone());
        answer
    }
}
