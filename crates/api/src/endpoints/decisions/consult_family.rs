use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{CaseView, ConsultFamily};

/// Record that the family was consulted
///
/// Before it decides whether to assess, the authority asks the parent or the young person what they think of an
/// assessment, as soon as practicable after the request (Children and Families Act 2014, s.36(4); SEND Regulations 2014,
/// reg 3). Without it a decision is refused; one that was taken already is recorded as a breach. Answers with the case.
#[utoipa::path(
    tag = "decisions",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = ConsultFamily, example = json!(example::consultation())),
    responses((
        status = 200,
        description = "The case with the consultation in its timeline.",
        body = CaseView,
        example = json!(example::case()),
    )),
)]
#[post("/cases/{case_id}/family-consultations")]
pub(crate) async fn consult_family(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    command: Body<ConsultFamily>,
) -> Answer {
    writer
        .once("consult_family", command, move |act, command| {
            let view = ehcp_casework::consult_family(act, id.0, seen.get()?, command)?;
            Ok(Made::changed(view).versioned())
        })
        .await
}
