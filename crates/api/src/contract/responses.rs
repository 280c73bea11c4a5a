//! The error answers of each operation, added by what the operation takes, so that none is forgotten.

use super::document::BEARER;
use crate::{
    auth::ACCESS_REASON,
    error_codes::ErrorCode,
    problem::{FieldError, PROBLEM_JSON, Problem, Refusal},
};
use ehcp_casework::PURPOSE_LENGTH;
use std::collections::BTreeSet;
use utoipa::openapi::{
    Header, HeaderBuilder, ObjectBuilder, Ref, RefOr, Required, Response, ResponseBuilder,
    SecurityRequirement,
    example::ExampleBuilder,
    path::{Operation, ParameterBuilder, ParameterIn},
    schema::{SchemaType, Type},
};

/// The anonymous operations that check a password or another secret.
const SECRETS: &[&str] = &[
    "create_session",
    "confirm_session",
    "refresh_session",
    "create_first_administrator",
    "create_program_session",
    "start_single_sign_on",
    "complete_single_sign_on",
];

/// Operations that name nothing that could be missing or changed, and yet find it so.
const OWN: &[(&str, &[u16])] = &[
    ("create_attachment", &[409]),
    ("read_attachment_content", &[416]),
    ("start_second_factor", &[409]),
    ("draw_program_key", &[409]),
    ("complete_single_sign_on", &[403]),
    ("create_single_sign_on_link", &[409]),
    ("confirm_second_factor", &[404]),
    ("create_recovery_codes", &[404]),
    ("remove_second_factor", &[404]),
];

/// What documentation examples show as trace id.
const EXAMPLE_TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// The reusable answers: one for each error status, with an example for each code.
pub(super) fn all() -> Vec<(String, RefOr<Response>)> {
    let statuses: BTreeSet<u16> = ErrorCode::ALL.iter().map(|code| code.status().as_u16()).collect();
    statuses
        .into_iter()
        .map(|status| (name(status), response(status).into()))
        .collect()
}

fn name(status: u16) -> String {
    format!("Problem{status}")
}

fn response(status: u16) -> Response {
    let codes = || {
        ErrorCode::ALL
            .iter()
            .filter(|code| code.status().as_u16() == status)
    };
    let examples = codes().map(|code| {
        let value = serde_json::to_value(example(*code)).ok();
        (
            code.word(),
            ExampleBuilder::new().summary(code.title()).value(value).build(),
        )
    });
    let content = utoipa::openapi::ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .examples_from_iter(examples)
        .build();
    let description = codes()
        .map(|code| code.meaning())
        .collect::<Vec<_>>()
        .join(" Or: ");
    let mut response = ResponseBuilder::new()
        .description(description)
        .content(PROBLEM_JSON, content);
    for (field, says) in headers(status) {
        response = response.header(*field, text_header(says));
    }
    response.build()
}

fn headers(status: u16) -> &'static [(&'static str, &'static str)] {
    match status {
        401 => &[(
            "WWW-Authenticate",
            "`Bearer`, with an error as in RFC 6750 if a token was sent.",
        )],
        429 => &[
            ("Retry-After", "Seconds to wait."),
            ("RateLimit", "What is left of the limit."),
            ("RateLimit-Policy", "The limit."),
        ],
        416 => &[("Content-Range", "How many bytes the file has.")],
        503 => &[("Retry-After", "Seconds to wait.")],
        405 => &[("Allow", "The methods that the address offers.")],
        _ => &[],
    }
}

fn example(code: ErrorCode) -> Problem {
    let refusal = match code {
        ErrorCode::Invalid => Refusal::invalid(vec![FieldError::new(
            "/dob",
            "unknown_member",
            "Unknown member `dob`. Known members: `date_of_birth`, `family_name`.",
        )]),
        ErrorCode::MalformedJson => {
            Refusal::new(code).detail("The body is not valid JSON at line 3, column 12: expected `,` or `}`.")
        }
        other => Refusal::new(other),
    };
    Problem {
        instance: EXAMPLE_TRACE.to_owned(),
        ..refusal.problem().clone()
    }
}

fn text_header(says: &str) -> Header {
    let text = ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .max_length(Some(2000))
        .build();
    HeaderBuilder::new()
        .schema(Some(text))
        .description(Some(says))
        .build()
}

/// Adds to an operation the answers that follow from what it takes.
pub(super) fn add(path: &str, operation: &mut Operation) {
    if !path.starts_with("/v1/") {
        // What is no HTTP is refused before the address is looked at.
        let unready = path == "/readyz";
        for status in [400].into_iter().chain(unready.then_some(503)) {
            let slot = operation.responses.responses.entry(status.to_string());
            slot.or_insert_with(|| Ref::from_response_name(name(status)).into());
        }
        return;
    }
    let taken = Taken::by(operation);
    if taken.signed_in {
        operation.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>(BEARER, [])]);
    } else {
        // None is needed, rather than an empty one among others.
        operation.security = Some(Vec::new());
    }
    for status in taken.statuses() {
        let slot = operation.responses.responses.entry(status.to_string());
        slot.or_insert_with(|| Ref::from_response_name(name(status)).into());
    }
    if taken.if_none_match {
        let same = Response::new("The `ETag` in `If-None-Match` is still the present one.");
        operation
            .responses
            .responses
            .entry("304".to_owned())
            .or_insert_with(|| same.into());
    }
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response {
            add_headers(status, &taken, response);
        }
    }
}

/// Adds the header in which whoever reads may have to say why.
pub(super) fn add_access_reason(operation: &mut Operation) {
    if operation.security.as_ref().is_none_or(Vec::is_empty) {
        return;
    }
    let text = ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .min_length(Some(*PURPOSE_LENGTH.start()))
        .max_length(Some(*PURPOSE_LENGTH.end()))
        .build();
    let header = ParameterBuilder::new()
        .name(ACCESS_REASON)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "Why the caller looks. Needed where the role's line of the table of access asks for a step-up; kept with \
             the record of the read.",
        ))
        .schema(Some(text))
        .example(Some("Subject access request SAR-2026-041".into()))
        .build();
    operation.parameters.get_or_insert_default().push(header.into());
}

fn add_headers(status: &str, taken: &Taken, response: &mut Response) {
    let mut add = |name: &str, says: &str| {
        response
            .headers
            .entry(name.to_owned())
            .or_insert_with(|| RefOr::T(text_header(says)));
    };
    let good = status.starts_with('2');
    if status == "202" {
        add("Location", "The address of what waits for a second person.");
    }
    if status == "201" {
        add("Location", "The address of what was made.");
    }
    if (status == "201" && taken.idempotency)
        || status == "304"
        || (good && (taken.if_none_match || taken.if_match))
    {
        add("ETag", "The version, for `If-Match` and `If-None-Match`.");
    }
    if good && taken.cursor {
        add("Link", "The address of the next page, as in `next`.");
    }
}

/// What an operation takes.
struct Taken {
    signed_in: bool,
    path: bool,
    body: bool,
    changes: bool,
    secret: bool,
    own: &'static [u16],
    if_match: bool,
    if_none_match: bool,
    idempotency: bool,
    cursor: bool,
}

impl Taken {
    fn by(operation: &Operation) -> Self {
        let parameters: Vec<_> = operation
            .parameters
            .iter()
            .flatten()
            .filter_map(|parameter| match parameter {
                RefOr::T(parameter) => Some(parameter),
                RefOr::Ref(_) => None,
            })
            .collect();
        let takes = |place: &ParameterIn| {
            parameters
                .iter()
                .any(|parameter| parameter.parameter_in == *place)
        };
        let named = |name: &str| parameters.iter().any(|parameter| parameter.name == name);
        let id = operation.operation_id.as_deref();
        let is_one_of = |list: &[&str]| id.is_some_and(|id| list.contains(&id));
        let signed_in = operation.security.is_none();
        let (if_match, idempotency) = (named("If-Match"), named("Idempotency-Key"));
        Self {
            signed_in,
            path: takes(&ParameterIn::Path),
            body: operation.request_body.is_some(),
            changes: if_match || idempotency,
            secret: is_one_of(SECRETS),
            own: OWN
                .iter()
                .find(|(own, _)| id == Some(*own))
                .map_or(&[], |(_, statuses)| statuses),
            if_match,
            if_none_match: named("If-None-Match"),
            idempotency,
            cursor: named("cursor"),
        }
    }

    fn statuses(&self) -> BTreeSet<u16> {
        let mut statuses = BTreeSet::from([406, 429, 503]);
        for (applies, which) in [
            // 400: an `Access-Reason` that is missing or cannot be read.
            (self.signed_in, &[400, 401, 403][..]),
            (self.path, &[404]),
            // A query that cannot be decoded, and a parameter that is not known, wherever they are sent.
            (true, &[400, 422]),
            (self.body, &[400, 408, 413, 415, 422]),
            (self.secret, &[401, 403]),
            (true, self.own),
            // Also what the body names may be hidden.
            (self.changes, &[404, 409]),
            (self.if_match, &[400, 412, 428]),
            (self.idempotency, &[400, 422]),
        ] {
            if applies {
                statuses.extend(which);
            }
        }
        statuses
    }
}
