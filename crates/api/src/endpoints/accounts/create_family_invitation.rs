use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{InvitationView, InviteFamily, invite_family};

/// Invite somebody of the family
///
/// Links a parent, the young person or a representative without an account to the child, and sends a code to their address:
/// of use once, for fourteen days. A helper whom the family has invited gets an account without a link.
/// Whoever records the link vouches for it; it gives access once the invitation is accepted. To accept, the child's date
/// of birth and the reference of the case are asked for; after five wrong answers the invitation is of no use.
#[utoipa::path(
    tag = "accounts",
    params(("child_id" = ChildId, Path, description = "The child."), IdempotencyKeyHeader),
    request_body(
        content = InviteFamily,
        description = "Who is invited, the relationship and the evidence.",
        example = json!({
            "email": "jo.okafor@example.org", "name": "Jo Okafor", "member": "parent",
            "parental_responsibility": true, "has_care": true,
            "evidence": "Birth certificate seen on 7 September 2026.",
        }),
    ),
    responses((
        status = 201,
        description = "The invitation; its code is on its way.",
        body = InvitationView,
        example = json!(example::family_invitation()),
    )),
)]
#[post("/children/{child_id}/invitations")]
pub(crate) async fn create_family_invitation(
    writer: Writer,
    id: PathId<ChildId>,
    body: Body<InviteFamily>,
) -> Answer {
    writer
        .once("create_family_invitation", body, move |act, command| {
            let invitation = invite_family(act, id.0, command)?;
            Ok(Made::created(format!("/v1/invitations/{}", invitation.id), invitation).versioned())
        })
        .await
}
