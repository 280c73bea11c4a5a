use super::example;
use crate::{
    answer::Answer,
    endpoints::examples,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{ContactVersionView, RecordContacts};

/// Record how somebody is reached
///
/// Puts a new version in place of the one before, which stays in the record. An officer records it for the child and
/// the adults linked to the child, a young person for themself. `If-Match` takes the `ETag` of the case.
#[utoipa::path(
    tag = "contacts",
    params(("child_id" = ChildId, Path, description = "The child."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(
        content = RecordContacts,
        description = "The person and how they are reached.",
        example = json!({
            "user_id": examples::PARENT, "details": example::details(), "from_on": "2026-09-07",
            "reason": "Told on the telephone; date of birth checked.",
        }),
    ),
    responses((
        status = 201,
        description = "The new version.",
        body = ContactVersionView,
        example = json!(example::version()),
    )),
)]
#[post("/children/{child_id}/contacts")]
pub(crate) async fn record_contacts(
    writer: Writer,
    id: PathId<ChildId>,
    seen: SeenVersion,
    body: Body<RecordContacts>,
) -> Answer {
    writer
        .once("record_contacts", body, move |act, command| {
            ehcp_casework::record_contacts(act, id.0, seen.get()?, command).map(Made::recorded)
        })
        .await
}
