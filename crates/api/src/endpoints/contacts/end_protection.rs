use super::example;
use crate::{
    answer::Answer,
    endpoints::examples,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ContactProtectionId;
use ehcp_casework::{ContactProtectionView, EndProtection};

/// End the protection of an address
///
/// For managers and information governance, with the reason. `If-Match` takes the `ETag` of the case.
#[utoipa::path(
    tag = "contacts",
    params(
        ("contact_protection_id" = ContactProtectionId, Path, description = "The protection."),
        IdempotencyKeyHeader,
        IfMatchHeader
    ),
    request_body(
        content = EndProtection,
        description = "In which child's record, and why.",
        example = json!({"child_id": examples::CHILD, "reason": "The order ended on 1 September 2027; the mother agrees."}),
    ),
    responses((
        status = 200,
        description = "The protection, ended.",
        body = ContactProtectionView,
        example = json!(example::protection()),
    )),
)]
#[post("/contact-protections/{contact_protection_id}/endings")]
pub(crate) async fn end_protection(
    writer: Writer,
    id: PathId<ContactProtectionId>,
    seen: SeenVersion,
    body: Body<EndProtection>,
) -> Answer {
    writer
        .once("end_protection", body, move |act, command| {
            ehcp_casework::end_protection(act, id.0, seen.get()?, command).map(Made::changed)
        })
        .await
}
