//! The one table of error codes. The problem type, the OpenAPI document and `docs/error-codes.md` all come from it.

use actix_web::http::StatusCode;
use serde::Serialize;
use std::fmt::Write as _;
use utoipa::ToSchema;

macro_rules! codes {
    ($($variant:ident, $word:literal, $status:ident, $title:literal, $meaning:literal, $remedy:literal;)+) => {
        /// What went wrong, as one stable word. New words may be added; a word never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum ErrorCode {
            $(#[doc = $meaning] $variant,)+
        }

        impl ErrorCode {
            /// Every code, in order of status.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable word, as it stands in `code` and at the end of `type`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The HTTP status that goes with the code.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status,)+ }
            }

            /// A short title that is the same for every occurrence.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ }
            }

            /// When this code is used.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)+ }
            }

            /// What the caller can do about it. Also the `detail` when nothing more exact is known.
            #[must_use]
            pub const fn remedy(self) -> &'static str {
                match self { $(Self::$variant => $remedy,)+ }
            }
        }
    };
}

codes! {
    MalformedRequest, "malformed-request", BAD_REQUEST, "Malformed request",
        "A header or the path could not be read.",
        "Correct the header or path named in the detail and send the request again.";
    MalformedJson, "malformed-json", BAD_REQUEST, "Malformed JSON",
        "The body is not JSON text (RFC 8259).",
        "Correct the JSON at the line and column named in the detail.";
    MalformedQuery, "malformed-query", BAD_REQUEST, "Malformed query",
        "The query string could not be decoded.",
        "Percent-encode each query parameter as UTF-8.";
    MalformedIfMatch, "malformed-if-match", BAD_REQUEST, "Malformed If-Match",
        "`If-Match` is `*`, a list, or not an entity tag.",
        "Send exactly the one `ETag` you received when you read what you are changing.";
    IdempotencyKeyMissing, "idempotency-key-missing", BAD_REQUEST, "Idempotency-Key missing",
        "The operation creates or sends something and the request has no usable `Idempotency-Key`.",
        "Send an `Idempotency-Key` header of 1 to 128 visible ASCII characters, new for each new intention.";
    AccessReasonMissing, "access-reason-missing", BAD_REQUEST, "Access-Reason missing",
        "This is read only with a reason, and the request has no `Access-Reason` header.",
        "Send an `Access-Reason` header that says in 10 to 500 characters why you look; it is kept with the record of the read.";
    Unauthenticated, "unauthenticated", UNAUTHORIZED, "Not signed in",
        "No valid access token came with the request.",
        "Sign in, or refresh your session, and send the access token as `Authorization: Bearer …`.";
    WrongCredentials, "wrong-credentials", UNAUTHORIZED, "Wrong e-mail address or password",
        "Nobody signs in with this e-mail address and this password.",
        "Check both and try again. If you have forgotten the password, ask the service desk.";
    WrongCode, "wrong-code", UNAUTHORIZED, "Wrong code",
        "The code of the second factor does not fit, was used before, or came too late.",
        "Wait for the next code and try again. After five minutes, begin with the password again.";
    WrongSecret, "wrong-secret", UNAUTHORIZED, "Wrong secret",
        "The one-time secret does not fit, was used before or is too old, or there is an administrator already.",
        "Print a new one with `ehcp admin bootstrap` on the machine of the server.";
    KeyRefused, "key-refused", UNAUTHORIZED, "The key is refused",
        "No program is let in with this key: it was taken back, has expired or was never given.",
        "Send the secret as it was drawn. If the key has ended, ask the local authority for another.";
    SignOnRefused, "sign-on-refused", UNAUTHORIZED, "The council's sign-in did not confirm who you are",
        "The authority's own sign-in is not set up here, or what came back does not prove who signed in.",
        "Begin again at `POST /v1/single-sign-on-starts`, in the same browser, and finish within ten minutes.";
    StepUpNeeded, "step-up-needed", UNAUTHORIZED, "Prove again who you are",
        "This needs a proof of identity of the last five minutes, and the session's is older.",
        "Send your password, or a code of your second factor, to `POST /v1/me/reauthentications`; if you sign in through the authority, go there anew from `POST /v1/me/single-sign-on-starts` to `POST /v1/me/single-sign-on-proofs`. Then repeat the request within five minutes.";
    RefreshRefused, "refresh-refused", UNAUTHORIZED, "The session cannot be refreshed",
        "The refresh token is spent, ended or unknown, or its session is over.",
        "Sign in again. If you did not sign out, look at your sessions and change your password.";
    Forbidden, "forbidden", FORBIDDEN, "Not allowed",
        "The caller may see this but may not do that.",
        "Ask somebody whose role or relationship to the case allows it.";
    SecondFactorNeeded, "second-factor-needed", FORBIDDEN, "A second factor is needed",
        "Your role must have a second factor and your account has none, or none was shown in this session.",
        "Enrol one at `POST /v1/me/second-factor`, or, if you have one, show its code at `POST /v1/me/reauthentications`; until then you can only see who you are and sign out.";
    ResetNeeded, "reset-needed", FORBIDDEN, "Too many failed tries",
        "Signing in with this e-mail address has failed a hundred times on devices that have not signed in before.",
        "Sign in on a device that you have used before, or reset the password.";
    NotFound, "not-found", NOT_FOUND, "Not found",
        "Nothing is there, or nothing the caller may know of.",
        "Check the address. If it is right, you may not have access to it.";
    MethodNotAllowed, "method-not-allowed", METHOD_NOT_ALLOWED, "Method not allowed",
        "The address exists but does not offer this method.",
        "Use one of the methods listed in the `Allow` header.";
    NotAcceptable, "not-acceptable", NOT_ACCEPTABLE, "Not acceptable",
        "The operation has no representation that the `Accept` header allows.",
        "Accept `application/json`, or leave the `Accept` header out.";
    RequestTimeout, "request-timeout", REQUEST_TIMEOUT, "Request timed out",
        "The body did not arrive in time.",
        "Send the request again; check the connection if it happens repeatedly.";
    Conflict, "conflict", CONFLICT, "Not possible in this state",
        "The case is not in a state in which this can be done, or the law does not allow it yet.",
        "Read the case again; the detail, and `rule` if given, say what stands in the way.";
    WrongStage, "wrong-stage", CONFLICT, "Not at this stage",
        "The case is not at a stage at which this can be done.",
        "The detail names the stage of the case and the stages at which this can be done.";
    AgainstTheLaw, "against-the-law", CONFLICT, "Against the law",
        "The law does not allow this step, or not yet.",
        "The detail says what would be right, with the legal source; `rule` names the rule.";
    AlreadyDone, "already-done", CONFLICT, "Already done",
        "This can be done only once, and it has been done.",
        "Read the case again: what you want to do is on record.";
    NotYet, "not-yet", CONFLICT, "Something comes first",
        "Something that must come first is missing.",
        "Do first what the detail names.";
    ApprovalClosed, "approval-closed", CONFLICT, "No longer to be agreed to",
        "What a second person was asked to agree to is decided, over, or can no longer be done.",
        "The detail says why. If it is still needed, ask for it anew.";
    StaleVersion, "stale-version", PRECONDITION_FAILED, "Changed in the meantime",
        "What you are changing is no longer the version you read.",
        "Read it again, look at what changed, and repeat your change with the new `ETag`.";
    BodyTooLarge, "body-too-large", PAYLOAD_TOO_LARGE, "Body too large",
        "The body is longer than the operation accepts.",
        "Send a shorter body; the detail names the limit.";
    RangeNotSatisfiable, "range-not-satisfiable", RANGE_NOT_SATISFIABLE, "No such part",
        "`Range` asks for a part that the file does not have.",
        "Ask for bytes below the number in `Content-Range`, or leave `Range` out.";
    UnsupportedMediaType, "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "Unsupported media type",
        "The body is not of a type or encoding that the operation reads.",
        "Send `Content-Type: application/json`, in UTF-8, without `Content-Encoding`.";
    Invalid, "invalid", UNPROCESSABLE_ENTITY, "Invalid content",
        "The request could be read but some of its values are wrong.",
        "Correct each value listed in `errors`.";
    OutsideCalendar, "outside-calendar", UNPROCESSABLE_ENTITY, "Outside the calendar",
        "A date that follows from this lies beyond the bank holidays that are known.",
        "Check the day. If it is right, the authority must add the bank holidays of that year first.";
    IdempotencyKeyReused, "idempotency-key-reused", UNPROCESSABLE_ENTITY, "Idempotency-Key used before",
        "The same `Idempotency-Key` came before with a different request.",
        "Use a new key for a new intention; repeat a request unchanged to retry it.";
    IfMatchMissing, "if-match-missing", PRECONDITION_REQUIRED, "If-Match missing",
        "A change was sent without saying which version it is based on.",
        "Send `If-Match` with the `ETag` you received when you read what you are changing.";
    QuotaExceeded, "quota-exceeded", TOO_MANY_REQUESTS, "Too many requests",
        "The caller has used up a published limit.",
        "Wait for the seconds in `Retry-After`, then go on more slowly.";
    SignInSlowedDown, "sign-in-slowed-down", TOO_MANY_REQUESTS, "Too many tries",
        "Signing in with this e-mail address failed too often.",
        "Wait for the seconds in `Retry-After`, then try again.";
    Internal, "internal", INTERNAL_SERVER_ERROR, "Internal error",
        "The server failed. It is not the caller's fault.",
        "Tell the service desk the trace id in `instance`.";
    Unavailable, "unavailable", SERVICE_UNAVAILABLE, "Temporarily unavailable",
        "The server cannot do this right now: it is overloaded, starting, or its database is out of reach.",
        "Send the same request again after the seconds in `Retry-After`.";
}

impl ErrorCode {
    /// The stable identifier of the kind of problem: the `type` member of RFC 9457.
    #[must_use]
    pub fn type_uri(self) -> String {
        format!("/problems/{}", self.word())
    }

    /// The code with this word, if there is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.word() == word)
    }

    /// The general code for a status that arose without one; a fault of the server for anything unknown.
    #[must_use]
    pub fn for_status(status: StatusCode) -> Self {
        match status {
            StatusCode::BAD_REQUEST => Self::MalformedRequest,
            StatusCode::UNPROCESSABLE_ENTITY => Self::Invalid,
            StatusCode::UNAUTHORIZED => Self::Unauthenticated,
            StatusCode::CONFLICT => Self::Conflict,
            _ => Self::ALL
                .iter()
                .copied()
                .find(|code| code.status() == status)
                .unwrap_or(Self::Internal),
        }
    }
}

/// The text of `docs/error-codes.md`.
#[must_use]
pub fn error_codes_markdown() -> String {
    let mut page = String::from(
        "# Error codes\n\n\
         Generated from the table in `crates/api/src/error_codes.rs`; do not edit.\n\n\
         Every error answer is `application/problem+json` (RFC 9457). Its `code` is one of these words and its\n\
         `type` is `/problems/<code>`. `detail` is a sentence about this very case, `errors` lists each wrong\n\
         field with a JSON pointer, `rule` names the legal rule that stands in the way, and `instance` is the\n\
         trace id to quote to the service desk.\n\n\
         | status | code | meaning | what to do |\n| --- | --- | --- | --- |\n",
    );
    for code in ErrorCode::ALL {
        let _ = writeln!(
            page,
            "| {} | `{}` | {} | {} |",
            code.status().as_u16(),
            code.word(),
            code.meaning(),
            code.remedy()
        );
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_serialised_word_is_the_word_of_the_table() {
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.word());
            assert_eq!(ErrorCode::from_word(code.word()), Some(*code));
        }
    }

    #[test]
    fn a_status_without_its_own_code_is_a_fault_of_the_server() {
        assert_eq!(ErrorCode::for_status(StatusCode::NOT_FOUND), ErrorCode::NotFound);
        assert_eq!(
            ErrorCode::for_status(StatusCode::IM_A_TEAPOT),
            ErrorCode::Internal
        );
    }

    #[test]
    fn the_page_of_error_codes_is_the_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/error-codes.md");
        crate::blessed::compare(path, &error_codes_markdown());
    }
}
