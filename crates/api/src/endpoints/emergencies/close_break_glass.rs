use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::BreakGlassId;
use ehcp_casework::{BreakGlassView, NothingToSay};

/// Close one's own emergency reading
///
/// It ends at once and not only when its hours are over.
#[utoipa::path(
    tag = "emergencies",
    params(("break_glass_id" = BreakGlassId, Path, description = "The opening."), IdempotencyKeyHeader),
    request_body(
        content = NothingToSay,
        description = "Nothing needs to be said.",
        example = json!({}),
    ),
    responses((
        status = 200,
        description = "The opening.",
        body = BreakGlassView,
        example = json!(example::closed()),
    )),
)]
#[post("/break-glass-openings/{break_glass_id}/closings")]
pub(crate) async fn close_break_glass(
    writer: Writer,
    id: PathId<BreakGlassId>,
    body: Body<NothingToSay>,
) -> Answer {
    writer
        .once("close_break_glass", body, move |act, _| {
            ehcp_casework::close_break_glass(act, id.0).map(Made::changed)
        })
        .await
}
