use super::example;
use crate::{
    answer::Answer,
    endpoints::{approvals, examples::TEAM},
    extract::{Body, IdempotencyKeyHeader},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_casework::{ApprovalView, InvitationView, InviteUser, invite_user};

/// Invite somebody
///
/// Makes an account that is closed until its owner accepts, and sends a code to their address: of use once, for
/// fourteen days. An administrator invites staff, settings and advisers; a manager the staff of their own teams; a
/// setting its own colleagues. Parents and young people are invited from the child's record. An account of staff that opens
/// what is in cases waits for a manager of the teams or information governance; who is to be an administrator or information
/// governance for another of these. Where there is nobody to agree it is refused: the machine's owner adds the first ones.
#[utoipa::path(
    tag = "accounts",
    params(IdempotencyKeyHeader),
    request_body(
        content = InviteUser,
        description = "Who is invited, and as what.",
        example = json!({
            "email": "rosa.whitfield@example.org", "name": "Rosa Whitfield", "role": "officer", "team_ids": [TEAM],
        }),
    ),
    responses(
        (
            status = 201,
            description = "The invitation; its code is on its way.",
            body = InvitationView,
            example = json!(example::invitation()),
        ),
        (
            status = 202,
            description = "It waits for a second person.",
            body = ApprovalView,
            example = json!(approvals::example::pending()),
        ),
    ),
)]
#[post("/invitations")]
pub(crate) async fn create_invitation(writer: Writer, body: Body<InviteUser>) -> Answer {
    writer
        .once("create_invitation", body, move |act, command| {
            Made::settled(invite_user(act, command)?)
        })
        .await
}
