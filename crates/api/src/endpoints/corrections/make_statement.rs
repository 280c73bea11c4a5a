use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{MakeStatement, StatementView};

/// Make a statement about what is on record
///
/// For whoever disputes a fact: the statement stands beside the record and changes nothing. The named officer sees it.
#[utoipa::path(
    tag = "corrections",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader),
    request_body(
        content = MakeStatement,
        example = json!({
            "about": "The day on which the request was received", "text": "I handed the letter in on 4 September.",
        }),
    ),
    responses((
        status = 201,
        description = "The statement.",
        body = StatementView,
        example = json!(example::statement()),
    )),
)]
#[post("/cases/{case_id}/statements")]
pub(crate) async fn make_statement(
    writer: Writer,
    id: PathId<CaseId>,
    command: Body<MakeStatement>,
) -> Answer {
    writer
        .once("make_statement", command, move |act, command| {
            ehcp_casework::make_statement(act, id.0, command).map(Made::recorded)
        })
        .await
}
