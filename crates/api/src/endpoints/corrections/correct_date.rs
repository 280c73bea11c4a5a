use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{CaseView, CorrectDate};

/// Correct a wrong date
///
/// Replaces the day of a fact by the right one, with the reason. Nothing is overwritten: the timeline keeps both, and
/// every deadline is worked out again. Answers with the case.
#[utoipa::path(
    tag = "corrections",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = CorrectDate, example = json!(example::correct_date())),
    responses((
        status = 200,
        description = "The case with its deadlines worked out again.",
        body = CaseView,
        example = json!(example::case()),
    )),
)]
#[post("/cases/{case_id}/date-corrections")]
pub(crate) async fn correct_date(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    command: Body<CorrectDate>,
) -> Answer {
    writer
        .once("correct_date", command, move |act, command| {
            let view = ehcp_casework::correct_date(act, id.0, seen.get()?, command)?;
            Ok(Made::changed(view).versioned())
        })
        .await
}
