use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::BreakGlassId;
use ehcp_casework::{BreakGlassView, ReviewBreakGlass};

/// Say whether an emergency reading was justified
///
/// For information governance; nobody looks at their own.
#[utoipa::path(
    tag = "emergencies",
    params(("break_glass_id" = BreakGlassId, Path, description = "The opening."), IdempotencyKeyHeader),
    request_body(
        content = ReviewBreakGlass,
        description = "What was found.",
        example = json!({"finding": "justified", "note": "The hospital confirms the call."}),
    ),
    responses((
        status = 200,
        description = "The opening.",
        body = BreakGlassView,
        example = json!(example::reviewed()),
    )),
)]
#[post("/break-glass-openings/{break_glass_id}/reviews")]
pub(crate) async fn review_break_glass(
    writer: Writer,
    id: PathId<BreakGlassId>,
    body: Body<ReviewBreakGlass>,
) -> Answer {
    writer
        .once("review_break_glass", body, move |act, command| {
            ehcp_casework::review_break_glass(act, id.0, command).map(Made::changed)
        })
        .await
}
