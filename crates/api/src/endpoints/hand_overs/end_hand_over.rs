use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::HandOverId;
use ehcp_casework::{EndRelationship, HandOverView};

/// End a record of who acts
///
/// With a last day, or annulled when it was wrong, for instance with the address of somebody else. Where nobody else is on
/// record for the days after, the parents receive again, and the case is among the open hand-overs.
#[utoipa::path(
    tag = "children",
    params(("hand_over_id" = HandOverId, Path, description = "The record."), IdempotencyKeyHeader),
    request_body(
        content = EndRelationship,
        description = "The last day, or that it never held; and why.",
        example = json!({"annul": true, "reason": "The address was that of somebody else."}),
    ),
    responses((
        status = 200,
        description = "The record.",
        body = HandOverView,
        example = json!(example::annulled()),
    )),
)]
#[post("/hand-overs/{hand_over_id}/endings")]
pub(crate) async fn end_hand_over(
    writer: Writer,
    id: PathId<HandOverId>,
    body: Body<EndRelationship>,
) -> Answer {
    writer
        .once("end_hand_over", body, move |act, command| {
            ehcp_casework::end_hand_over(act, id.0, command).map(Made::changed)
        })
        .await
}
