use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::InvitationId;
use ehcp_casework::{InvitationView, Nothing, revoke_invitation};

/// Take an invitation back
///
/// Its codes are of no use any more and its account stays closed.
#[utoipa::path(
    tag = "accounts",
    params(
        ("invitation_id" = InvitationId, Path, description = "The invitation."), IdempotencyKeyHeader, IfMatchHeader
    ),
    request_body(content = Nothing, description = "Nothing needs to be said.", example = json!({})),
    responses((
        status = 200,
        description = "The invitation after it.",
        body = InvitationView,
        example = json!(example::invitation()),
    )),
)]
#[post("/invitations/{invitation_id}/revocations")]
pub(crate) async fn create_invitation_revocation(
    writer: Writer,
    id: PathId<InvitationId>,
    seen: SeenVersion,
    body: Body<Nothing>,
) -> Answer {
    writer
        .once("create_invitation_revocation", body, move |act, _| {
            let invitation = revoke_invitation(act, id.0, seen.get()?)?;
            Ok(Made::changed(invitation).versioned())
        })
        .await
}
