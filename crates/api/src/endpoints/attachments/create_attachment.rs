use super::{example, file_bytes::FileBytes};
use crate::{
    answer::Answer,
    error_codes::ErrorCode,
    extract::{IdempotencyKeyHeader, PathId, Query},
    problem::{FieldError, Refusal},
    write::{Made, Writer},
};
use actix_web::{
    HttpRequest,
    http::header::{CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE},
    post,
    web::Payload,
};
use ehcp_attachment::{EvidenceKind, FileKind, LARGEST, kinds_in_words, name_in};
use ehcp_case::CaseId;
use ehcp_casework::{AttachmentView, Naming};
use serde::Deserialize;
use utoipa::IntoParams;

/// What is said of the file.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AttachmentQuery {
    /// What it is evidence of.
    kind: EvidenceKind,
}

/// The header that names the file, for the document.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only described; the header is read from the request")]
struct ContentDispositionHeader {
    /// The name of the file: `filename`, or `filename*` for names beyond ASCII (RFC 6266). It is not part of the
    /// address, since addresses end up in logs.
    #[serde(rename = "Content-Disposition")]
    #[param(
        example = "attachment; filename*=UTF-8''Maya%20Okafor%20report.pdf",
        max_length = 1000
    )]
    content_disposition: String,
}

/// Give a file as evidence
///
/// The body is the file itself. Its name, its `Content-Type` and its content must say the same kind. Documents with
/// programs in them, damaged ones, and files that are two kinds at once are refused, and what the scanner finds is not
/// kept. Whoever gives it and the authority's staff see it; an officer may share it.
#[utoipa::path(
    tag = "attachments",
    params(
        ("case_id" = CaseId, Path, description = "The case."),
        AttachmentQuery,
        IdempotencyKeyHeader,
        ContentDispositionHeader,
    ),
    request_body(
        description = "The bytes of the file: at most 20 MiB.",
        content((FileBytes = "*/*")),
    ),
    responses((
        status = 201,
        description = "What is known of the file.",
        body = AttachmentView,
        example = json!(example::attachment()),
    )),
)]
#[post("/cases/{case_id}/attachments")]
pub(crate) async fn create_attachment(
    request: HttpRequest,
    writer: Writer,
    id: PathId<CaseId>,
    query: Query<AttachmentQuery>,
    payload: Payload,
) -> Answer {
    let naming = naming(&request, query.0.kind)?;
    writer
        .receive(&request, id.0, naming, payload, |view: AttachmentView| {
            Made::created(format!("/v1/attachments/{}", view.id), view).versioned()
        })
        .await
}

/// What the head says of the file; refuses what cannot be one before a byte of it is read.
fn naming(request: &HttpRequest, kind: EvidenceKind) -> Result<Naming, Refusal> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let plain = header(CONTENT_ENCODING).is_none_or(|encoding| encoding.eq_ignore_ascii_case("identity"));
    let media_type = header(CONTENT_TYPE).unwrap_or_default();
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let known = FileKind::ALL
        .iter()
        .any(|kind| kind.media_types().contains(&essence.as_str()));
    let single = request.headers().get_all(CONTENT_TYPE).count() == 1;
    if !plain || !known || !single {
        return Err(Refusal::new(ErrorCode::UnsupportedMediaType).detail(format!(
            "Send the file itself, as it is, with its own `Content-Type`. These are taken: {}.",
            kinds_in_words()
        )));
    }
    let announced = header(CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|length| length > LARGEST) {
        return Err(Refusal::new(ErrorCode::BodyTooLarge).detail("A file may have at most 20 MiB."));
    }
    // A name is read as UTF-8, as browsers send it when it is not encoded.
    let named = request.headers().get(CONTENT_DISPOSITION);
    let named = named.and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    let Some(name) = named.and_then(name_in) else {
        return Err(Refusal::invalid(vec![FieldError::new(
            "/name",
            "name_missing",
            "Name the file in `Content-Disposition`, such as: attachment; filename*=UTF-8''Report%20of%20May.pdf",
        )]));
    };
    Ok(Naming {
        name,
        media_type: media_type.to_owned(),
        kind,
    })
}
