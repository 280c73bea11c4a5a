use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ParentLinkId;
use ehcp_casework::{ParentLinkView, RecordParentRepresentative, record_parent_representative};

/// Record who acts in a parent's place
///
/// For a parent who lacks capacity: a deputy or an attorney, who is read in the parent's place (Children and Families Act
/// 2014, s.80; SEND Regulations 2014, reg 64). The parent's own link ends the day before; it goes on when the
/// representative's link ends or is annulled (`POST /v1/parent-links/{parent_link_id}/endings`). Both are told in a letter.
#[utoipa::path(
    tag = "children",
    params(("parent_link_id" = ParentLinkId, Path, description = "The parent's link."), IdempotencyKeyHeader),
    request_body(
        content = RecordParentRepresentative,
        description = "Who acts, from when, and what it rests on.",
        example = json!({
            "email": "ruth.vance@example.org", "from_on": "2026-09-14",
            "evidence": "Deputyship order seen on 7 September 2026.",
        }),
    ),
    responses((
        status = 201,
        description = "The representative's link.",
        body = ParentLinkView,
        example = json!(example::representative()),
    )),
)]
#[post("/parent-links/{parent_link_id}/representatives")]
pub(crate) async fn create_parent_representative(
    writer: Writer,
    id: PathId<ParentLinkId>,
    body: Body<RecordParentRepresentative>,
) -> Answer {
    writer
        .once("create_parent_representative", body, move |act, command| {
            record_parent_representative(act, id.0, command).map(Made::recorded)
        })
        .await
}
