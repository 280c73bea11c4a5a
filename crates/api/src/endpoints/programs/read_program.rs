use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::PathId,
};
use actix_web::{HttpRequest, get};
use ehcp_case::UserId;
use ehcp_casework::ProgramView;

/// Read a program
///
/// What it may do, and where its keys stand. No secret is ever shown here.
#[utoipa::path(
    tag = "programs",
    params(("program_id" = UserId, Path, description = "The program.")),
    responses((
        status = 200,
        description = "The program.",
        body = ProgramView,
        example = json!(example::program()),
    )),
)]
#[get("/programs/{program_id}")]
pub(crate) async fn read_program(caller: Caller, request: HttpRequest, id: PathId<UserId>) -> Answer {
    let program = caller
        .look("read_program", move |look| ehcp_casework::program(look, id.0))
        .await?;
    answer::ok(&request, &program, program.version)
}
