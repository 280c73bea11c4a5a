use super::example;
use crate::{
    answer::Answer,
    endpoints::approvals,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::UserId;
use ehcp_casework::{AddProgramKey, ApprovalView, ProgramKeyView, add_program_key};

/// Ask for a key of a program
///
/// Two keys can be of use at once, so that a new one takes over before the old one is taken back. Once a second
/// administrator agrees, whoever asked draws the secret, within fourteen days.
#[utoipa::path(
    tag = "programs",
    params(("program_id" = UserId, Path, description = "The program."), IdempotencyKeyHeader),
    request_body(
        content = AddProgramKey,
        description = "For how long, and why.",
        example = json!({"days": 180, "reason": "The present key ends in October."}),
    ),
    responses(
        (
            status = 201,
            description = "The key; its secret waits to be drawn.",
            body = ProgramKeyView,
            example = json!(example::waiting_key()),
        ),
        (
            status = 202,
            description = "It waits for a second person.",
            body = ApprovalView,
            example = json!(approvals::example::pending()),
        ),
    ),
)]
#[post("/programs/{program_id}/keys")]
pub(crate) async fn create_program_key(
    writer: Writer,
    id: PathId<UserId>,
    body: Body<AddProgramKey>,
) -> Answer {
    writer
        .once("create_program_key", body, move |act, command| {
            Made::settled(add_program_key(act, id.0, command)?)
        })
        .await
}
