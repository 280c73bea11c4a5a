use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{DecisionView, RecordDecision};

/// Record a decision with its reasons
///
/// Whether to assess, and whether to issue a plan. A decision needs the test that was applied, the evidence that was
/// considered and reasons that the family can understand. The answer names the family's rights and the last day of
/// each. The family knows of it only when its notice is sent (`POST /v1/cases/{case_id}/notices`), and the last days count
/// from then; until then staff see it with the last day for telling, and another takes its place. Where the family was told
/// in another way, say so with `notice` or `notified_on`. A decision that comes late is recorded all the same, as a breach in the timeline.
#[utoipa::path(
    tag = "decisions",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = RecordDecision, example = json!(example::record_decision())),
    responses((
        status = 201,
        description = "The decision.",
        body = DecisionView,
        example = json!(example::decision()),
    )),
)]
#[post("/cases/{case_id}/decisions")]
pub(crate) async fn record_decision(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    command: Body<RecordDecision>,
) -> Answer {
    writer
        .once("record_decision", command, move |act, command| {
            let (view, version) = ehcp_casework::decide(act, id.0, seen.get()?, command)?;
            Ok(Made::recorded(view).at_version(version))
        })
        .await
}
