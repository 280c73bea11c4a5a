use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::EnrolmentId;
use ehcp_casework::{EndRelationship, EnrolmentView};

/// End a child's place on a roll
///
/// The last day is the last on which the setting sees the child's record because of this place. A place that was recorded
/// by mistake is annulled and gives nothing from now on.
#[utoipa::path(
    tag = "children",
    params(("enrolment_id" = EnrolmentId, Path, description = "The place."), IdempotencyKeyHeader),
    request_body(
        content = EndRelationship,
        description = "The last day, or that it never held; and why.",
        example = json!({"last_day": "2026-11-30", "reason": "The family has moved; the school took her off its roll."}),
    ),
    responses((
        status = 200,
        description = "The place on the roll.",
        body = EnrolmentView,
        example = json!(example::ended_enrolment()),
    )),
)]
#[post("/enrolments/{enrolment_id}/endings")]
pub(crate) async fn end_enrolment(
    writer: Writer,
    id: PathId<EnrolmentId>,
    body: Body<EndRelationship>,
) -> Answer {
    writer
        .once("end_enrolment", body, move |act, command| {
            ehcp_casework::end_enrolment(act, id.0, command).map(Made::changed)
        })
        .await
}
