use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{ExceptionView, RecordException};

/// Record an exception to a time limit
///
/// An exception that the law knows, with its evidence and why it made keeping the limit impractical (SEND Regulations
/// 2014, regs 5(4), 8(2), 10(4)). It relaxes the limits that it fits and adds no day to any; the deadlines of the
/// case say which and why. Timeliness is counted with it and without it.
#[utoipa::path(
    tag = "exceptions",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = RecordException, example = json!(example::record_exception())),
    responses((
        status = 201,
        description = "The exception.",
        body = ExceptionView,
        example = json!(example::exception()),
    )),
)]
#[post("/cases/{case_id}/exceptions")]
pub(crate) async fn record_exception(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    command: Body<RecordException>,
) -> Answer {
    writer
        .once("record_exception", command, move |act, command| {
            let (view, version) = ehcp_casework::record_exception(act, id.0, seen.get()?, command)?;
            Ok(Made::recorded(view).at_version(version))
        })
        .await
}
