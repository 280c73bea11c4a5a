use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ServiceKeyId;
use ehcp_casework::{Nothing, ProgramKeyView};

/// Take a key back
///
/// It opens no session any more, and those that it opened end with their next request. The record of it stays.
#[utoipa::path(
    tag = "programs",
    params(("key_id" = ServiceKeyId, Path, description = "The key."), IdempotencyKeyHeader),
    request_body(content = Nothing, description = "Nothing more is to be said.", example = json!({})),
    responses((
        status = 200,
        description = "The key, which is of no use any more.",
        body = ProgramKeyView,
        example = json!(example::ended_key()),
    )),
)]
#[post("/program-keys/{key_id}/endings")]
pub(crate) async fn end_program_key(writer: Writer, id: PathId<ServiceKeyId>, body: Body<Nothing>) -> Answer {
    writer
        .once("end_program_key", body, move |act, _| {
            Ok(Made::changed(ehcp_casework::end_program_key(act, id.0)?))
        })
        .await
}
