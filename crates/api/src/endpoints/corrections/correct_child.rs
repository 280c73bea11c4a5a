use crate::{
    answer::Answer,
    endpoints::examples,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{ChildView, CorrectChild};

/// Correct a child's details
///
/// Puts the right name, date of birth or unique pupil number on record, with the reason; what stood there stays for
/// those who may correct it. A corrected date of birth moves the day from which the rights are the young person's own.
/// `If-Match` takes the `ETag` of the child.
#[utoipa::path(
    tag = "corrections",
    params(("child_id" = ChildId, Path, description = "The child."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(
        content = CorrectChild,
        example = json!({"born_on": "2018-03-15", "reason": "Birth certificate seen on 7 September 2026."}),
    ),
    responses((status = 200, description = "The child.", body = ChildView, example = json!(examples::child()))),
)]
#[post("/children/{child_id}/corrections")]
pub(crate) async fn correct_child(
    writer: Writer,
    id: PathId<ChildId>,
    seen: SeenVersion,
    command: Body<CorrectChild>,
) -> Answer {
    writer
        .once("correct_child", command, move |act, command| {
            let view = ehcp_casework::correct_child(act, id.0, seen.get()?, command)?;
            Ok(Made::changed(view).versioned())
        })
        .await
}
