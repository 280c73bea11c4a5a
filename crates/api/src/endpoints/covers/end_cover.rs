use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CoverId;
use ehcp_casework::{CoverView, NothingToSay};

/// End cover early
///
/// From that moment only the officer has the caseload again. Say nothing: send an empty object.
#[utoipa::path(
    tag = "people",
    params(("cover_id" = CoverId, Path, description = "The absence."), IdempotencyKeyHeader),
    request_body(
        content = NothingToSay,
        description = "Nothing needs to be said.",
        example = json!({}),
    ),
    responses((
        status = 200,
        description = "The absence.",
        body = CoverView,
        example = json!(example::ended()),
    )),
)]
#[post("/absence-covers/{cover_id}/endings")]
pub(crate) async fn end_cover(writer: Writer, id: PathId<CoverId>, body: Body<NothingToSay>) -> Answer {
    writer
        .once("end_cover", body, move |act, _| {
            ehcp_casework::end_cover(act, id.0).map(Made::changed)
        })
        .await
}
