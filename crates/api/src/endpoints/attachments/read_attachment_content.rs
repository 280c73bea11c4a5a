use super::file_bytes::FileBytes;
use crate::{
    answer::Answer, auth::Caller, connections::Connection, error_codes::ErrorCode, extract::PathId,
    problem::Refusal,
};
use actix_web::{
    HttpRequest, HttpResponse,
    body::SizedStream,
    get,
    http::{
        StatusCode,
        header::{
            ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
            IF_RANGE, RANGE,
        },
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ehcp_attachment::{Asked, asked, attachment};
use ehcp_case::AttachmentId;
use ehcp_casework::Content;
use futures_util::StreamExt as _;
use serde::Deserialize;
use std::{num::NonZeroU64, sync::Arc};
use utoipa::IntoParams;

/// The digest of the whole file (RFC 9530).
const REPR_DIGEST: &str = "repr-digest";

/// The headers that ask for a part, for the document.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only described; the headers are read from the request")]
struct RangeHeaders {
    /// One part of the file (RFC 9110, section 14). Several parts, and what cannot be read, are answered with the whole.
    #[serde(rename = "Range")]
    #[param(example = "bytes=0-65535", max_length = 100)]
    range: Option<String>,
    /// The `ETag` of the file whose parts the caller has: if it is another one, the whole is answered.
    #[serde(rename = "If-Range")]
    #[param(max_length = 100)]
    if_range: Option<String>,
}

/// Read the bytes of a file of evidence
///
/// To be saved, never to be shown by the browser: `Content-Disposition` says so, with the file's name. Every reading is
/// logged. `Repr-Digest` is that of the whole file.
#[utoipa::path(
    tag = "attachments",
    params(("attachment_id" = AttachmentId, Path, description = "The file."), RangeHeaders),
    responses(
        (
            status = 200,
            description = "The whole file.",
            content((FileBytes = "*/*")),
        ),
        (
            status = 206,
            description = "The part that `Content-Range` names.",
            content((FileBytes = "*/*")),
        ),
    ),
)]
#[get("/attachments/{attachment_id}/content")]
pub(crate) async fn read_attachment_content(
    request: HttpRequest,
    caller: Caller,
    id: PathId<AttachmentId>,
) -> Answer {
    let content = caller
        .casework()
        .attachment_content(caller.asking(), id.0)
        .await?;
    let tag = format!("\"{}\"", content.sha256);
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let size = NonZeroU64::new(content.size).ok_or_else(|| Refusal::new(ErrorCode::Internal))?;
    let (status, length, range) = match asked(header(RANGE), header(IF_RANGE), &tag, size) {
        Asked::Whole => (StatusCode::OK, content.size, None),
        Asked::Part(part) => (StatusCode::PARTIAL_CONTENT, part.length(), Some(part)),
        Asked::Beyond => return Err(beyond(content.size)),
    };
    let pieces = content
        .read(range.map(|part| part.first..part.first.saturating_add(part.length())))
        .await?;
    // A slow reader is let read, as long as they read.
    let connection = request.conn_data::<Arc<Connection>>().cloned();
    let pieces = pieces.inspect(move |_| {
        if let Some(connection) = &connection {
            connection.takes();
        }
    });
    let mut answer = HttpResponse::build(status);
    answer
        .insert_header((CONTENT_TYPE, content.media_type.as_str()))
        .insert_header((CONTENT_DISPOSITION, attachment(&content.name)))
        .insert_header((ACCEPT_RANGES, "bytes"))
        .insert_header((REPR_DIGEST, digest(&content)))
        .insert_header((ETAG, tag));
    if let Some(part) = range {
        let place = format!("bytes {}-{}/{}", part.first, part.last, content.size);
        answer.insert_header((CONTENT_RANGE, place));
    }
    Ok(answer.body(SizedStream::new(length, pieces)))
}

fn digest(content: &Content) -> String {
    let bytes = hex::decode(&content.sha256).unwrap_or_default();
    format!("sha-256=:{}:", STANDARD.encode(bytes))
}

fn beyond(size: u64) -> Refusal {
    let refusal = Refusal::new(ErrorCode::RangeNotSatisfiable).detail(format!("The file has {size} bytes."));
    match HeaderValue::from_str(&format!("bytes */{size}")) {
        Ok(value) => refusal.header(HeaderName::from_static("content-range"), value),
        Err(_) => refusal,
    }
}
