use super::example;
use crate::{
    answer::Answer,
    endpoints::examples,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{ContactProtectionView, ProtectAddress};

/// Protect an address
///
/// From its first day on, nobody from outside but the person learns how the person is reached, nor what would give it
/// away: texts that hold a contact detail are withheld, and unless said otherwise so are section I, the name of the
/// child's setting and the team. Running text with a contact detail in it is refused. `If-Match` takes the `ETag` of
/// the case.
#[utoipa::path(
    tag = "contacts",
    params(("child_id" = ChildId, Path, description = "The child."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(
        content = ProtectAddress,
        description = "Whose address, and why.",
        example = json!({
            "user_id": examples::PARENT, "reason": "Non-molestation order seen on 4 September 2026.",
            "hides_setting": true,
        }),
    ),
    responses((
        status = 201,
        description = "The protection.",
        body = ContactProtectionView,
        example = json!(example::protection()),
    )),
)]
#[post("/children/{child_id}/contact-protections")]
pub(crate) async fn protect_address(
    writer: Writer,
    id: PathId<ChildId>,
    seen: SeenVersion,
    body: Body<ProtectAddress>,
) -> Answer {
    writer
        .once("protect_address", body, move |act, command| {
            ehcp_casework::protect_address(act, id.0, seen.get()?, command).map(Made::recorded)
        })
        .await
}
