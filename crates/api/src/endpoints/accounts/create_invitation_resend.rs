use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::InvitationId;
use ehcp_casework::{InvitationView, Nothing, resend_invitation};

/// Send an invitation again
///
/// With a new code, for another fourteen days. The codes before are of no use any more.
#[utoipa::path(
    tag = "accounts",
    params(
        ("invitation_id" = InvitationId, Path, description = "The invitation."), IdempotencyKeyHeader, IfMatchHeader
    ),
    request_body(content = Nothing, description = "Nothing needs to be said.", example = json!({})),
    responses((
        status = 200,
        description = "The invitation; a new code is on its way.",
        body = InvitationView,
        example = json!(example::invitation()),
    )),
)]
#[post("/invitations/{invitation_id}/resends")]
pub(crate) async fn create_invitation_resend(
    writer: Writer,
    id: PathId<InvitationId>,
    seen: SeenVersion,
    body: Body<Nothing>,
) -> Answer {
    writer
        .once("create_invitation_resend", body, move |act, _| {
            let invitation = resend_invitation(act, id.0, seen.get()?)?;
            Ok(Made::changed(invitation).versioned())
        })
        .await
}
