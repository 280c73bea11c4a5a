use crate::{
    answer::Answer,
    endpoints::examples,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{AdultView, CorrectAdult};

/// Correct the name of a linked adult
///
/// Puts the right name on record, with the reason. `If-Match` takes the `ETag` of the case.
#[utoipa::path(
    tag = "corrections",
    params(("child_id" = ChildId, Path, description = "The child."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(
        content = CorrectAdult,
        example = json!({
            "user_id": examples::PARENT, "display_name": "Amina Bright",
            "reason": "Marriage certificate seen on 7 September 2026.",
        }),
    ),
    responses((
        status = 200,
        description = "The adult.",
        body = AdultView,
        example = json!({"user_id": examples::PARENT, "display_name": "Amina Bright"}),
    )),
)]
#[post("/children/{child_id}/adult-corrections")]
pub(crate) async fn correct_adult(
    writer: Writer,
    id: PathId<ChildId>,
    seen: SeenVersion,
    command: Body<CorrectAdult>,
) -> Answer {
    writer
        .once("correct_adult", command, move |act, command| {
            ehcp_casework::correct_adult(act, id.0, seen.get()?, command).map(Made::changed)
        })
        .await
}
