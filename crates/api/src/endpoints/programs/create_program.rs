use super::example;
use crate::{
    answer::Answer,
    endpoints::{approvals, examples::SCHOOL},
    extract::{Body, IdempotencyKeyHeader},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_casework::{AddProgram, ApprovalView, ProgramView, add_program};

/// Let a program in
///
/// A program does what is listed for it and nothing beside: a setting's never more than the setting's staff may, the
/// council's only what is shared with families. It has no key yet. Waits for a second administrator if there is another.
#[utoipa::path(
    tag = "programs",
    params(IdempotencyKeyHeader),
    request_body(
        content = AddProgram,
        description = "Whose program it is, and all that it may do.",
        example = json!({
            "name": "Alder Brook records system", "education_setting_id": SCHOOL,
            "actions": ["read_case", "read_deadlines"], "reason": "Contract of 3 August 2026.",
        }),
    ),
    responses(
        (status = 201, description = "The program.", body = ProgramView, example = json!(example::program())),
        (
            status = 202,
            description = "It waits for a second person.",
            body = ApprovalView,
            example = json!(approvals::example::pending()),
        ),
    ),
)]
#[post("/programs")]
pub(crate) async fn create_program(writer: Writer, body: Body<AddProgram>) -> Answer {
    writer
        .once("create_program", body, move |act, command| {
            Made::settled(add_program(act, command)?)
        })
        .await
}
