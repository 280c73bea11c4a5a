use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    endpoints::approvals,
    extract::{Body, IfMatch, IfMatchHeader, PathId},
};
use actix_web::patch;
use ehcp_case::UserId;
use ehcp_casework::{ApprovalView, ChangeProgram, ProgramView};

/// Change a program
///
/// Taking away, shutting out and renaming hold from the program's next request on. Letting it do more, or letting it in
/// again, waits for a second administrator if there is another.
#[utoipa::path(
    tag = "programs",
    params(("program_id" = UserId, Path, description = "The program."), IfMatchHeader),
    request_body(
        content = ChangeProgram,
        description = "What is to be different.",
        example = json!({"actions": ["read_case"]}),
    ),
    responses(
        (
            status = 200,
            description = "The program after it.",
            body = ProgramView,
            example = json!(example::program()),
        ),
        (
            status = 202,
            description = "It waits for a second person.",
            body = ApprovalView,
            example = json!(approvals::example::pending()),
        ),
    ),
)]
#[patch("/programs/{program_id}")]
pub(crate) async fn change_program(
    caller: Caller,
    id: PathId<UserId>,
    seen: IfMatch,
    body: Body<ChangeProgram>,
) -> Answer {
    let command = body.into_inner();
    let settled = caller
        .act("change_program", move |act| {
            ehcp_casework::change_program(act, id.0, seen.0, &command)
        })
        .await?;
    answer::settled(settled)
}
