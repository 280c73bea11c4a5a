use crate::{
    answer::Answer,
    endpoints::examples,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{LinkParent, ParentLinkView, link_parent};

/// Link a parent
///
/// Links an adult with an account to the child, with what it rests on. Whoever records the link vouches for it; from
/// its first day the adult sees the child's case.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The child."), IdempotencyKeyHeader),
    request_body(
        content = LinkParent,
        description = "The adult, the relationship and the evidence.",
        example = json!({
            "email": "amina.okafor@example.org", "parental_responsibility": true, "has_care": true,
            "from_on": "2026-09-07", "evidence": "Birth certificate seen on 7 September 2026.",
        }),
    ),
    responses((
        status = 201,
        description = "The link.",
        body = ParentLinkView,
        example = json!({
            "id": "01990d2d-0a4b-7c5d-8e6f-7a8b9c0d1e2f", "child_id": examples::CHILD, "user_id": examples::PARENT,
            "parental_responsibility": true, "has_care": true, "from_on": "2026-09-07", "verified": true,
        }),
    )),
)]
#[post("/children/{child_id}/parent-links")]
pub(crate) async fn create_parent_link(
    writer: Writer,
    id: PathId<ChildId>,
    body: Body<LinkParent>,
) -> Answer {
    writer
        .once("create_parent_link", body, move |act, command| {
            link_parent(act, id.0, command).map(Made::recorded)
        })
        .await
}
