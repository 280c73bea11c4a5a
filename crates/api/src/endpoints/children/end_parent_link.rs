use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ParentLinkId;
use ehcp_casework::{EndRelationship, ParentLinkView};

/// End an adult's link to a child
///
/// The last day is the last on which this adult sees the child's record; from the day after it is not there for them. A
/// link that was recorded by mistake is annulled and gives nothing from now on. Nothing is removed: the record keeps who
/// was linked, from when until when, and why it ended.
#[utoipa::path(
    tag = "children",
    params(("parent_link_id" = ParentLinkId, Path, description = "The link."), IdempotencyKeyHeader),
    request_body(
        content = EndRelationship,
        description = "The last day, or that it never held; and why.",
        example = json!({"last_day": "2026-11-30", "reason": "The foster placement ends."}),
    ),
    responses((
        status = 200,
        description = "The link.",
        body = ParentLinkView,
        example = json!(example::ended_parent_link()),
    )),
)]
#[post("/parent-links/{parent_link_id}/endings")]
pub(crate) async fn end_parent_link(
    writer: Writer,
    id: PathId<ParentLinkId>,
    body: Body<EndRelationship>,
) -> Answer {
    writer
        .once("end_parent_link", body, move |act, command| {
            ehcp_casework::end_parent_link(act, id.0, command).map(Made::changed)
        })
        .await
}
