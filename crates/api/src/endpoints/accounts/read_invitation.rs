use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::{IfNoneMatchHeader, PathId},
};
use actix_web::{HttpRequest, get};
use ehcp_case::InvitationId;
use ehcp_casework::InvitationView;

/// Read an invitation
///
/// For whoever may send it again or take it back.
#[utoipa::path(
    tag = "accounts",
    params(("invitation_id" = InvitationId, Path, description = "The invitation."), IfNoneMatchHeader),
    responses((
        status = 200,
        description = "The invitation.",
        body = InvitationView,
        example = json!(example::invitation()),
    )),
)]
#[get("/invitations/{invitation_id}")]
pub(crate) async fn read_invitation(
    request: HttpRequest,
    caller: Caller,
    id: PathId<InvitationId>,
) -> Answer {
    let invitation = caller
        .look("read_invitation", move |look| {
            ehcp_casework::invitation(look, id.0)
        })
        .await?;
    answer::ok(&request, &invitation, invitation.version)
}
