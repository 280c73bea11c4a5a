use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::ChildId;
use ehcp_casework::InvitationView;

/// List the invitations of a family
///
/// Of the parents of a child and of the young person; newest first.
#[utoipa::path(
    tag = "accounts",
    params(("child_id" = ChildId, Path, description = "The child.")),
    responses((
        status = 200,
        description = "The invitations.",
        body = ListOf<InvitationView>,
        example = json!({"items": [example::family_invitation()]}),
    )),
)]
#[get("/children/{child_id}/invitations")]
pub(crate) async fn list_family_invitations(caller: Caller, id: PathId<ChildId>) -> Answer {
    let invitations = caller
        .look("list_family_invitations", move |look| {
            ehcp_casework::family_invitations(look, id.0)
        })
        .await?;
    answer::list(&invitations)
}
