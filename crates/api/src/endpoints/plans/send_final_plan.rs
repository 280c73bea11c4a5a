use super::example;
use crate::{
    answer::Answer,
    endpoints::approvals,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{ApprovalView, PlanView, SendFinalPlan};

/// Send the final plan
///
/// Records that the final plan was sent to the family, the named setting and the health body (SEND Regulations 2014,
/// reg 13(2)). Refused before the family's fifteen days have ended, without a placement in section I, and with health
/// care in section G that the health body has not agreed. A plan that comes late is recorded all the same, as a
/// breach in the timeline. An officer's plan waits for the signature of another officer or a manager of the case; a manager
/// signs alone.
#[utoipa::path(
    tag = "plans",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = SendFinalPlan, example = json!(example::send_final_plan())),
    responses(
        (
            status = 201,
            description = "The final plan, sent by somebody who signs alone.",
            body = PlanView,
            example = json!(example::final_plan()),
        ),
        (
            status = 202,
            description = "It waits for a second signature.",
            body = ApprovalView,
            example = json!(approvals::example::pending()),
        ),
    ),
)]
#[post("/cases/{case_id}/final-plans")]
pub(crate) async fn send_final_plan(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    command: Body<SendFinalPlan>,
) -> Answer {
    writer
        .once("send_final_plan", command, move |act, command| {
            Made::settled(ehcp_casework::send_final_plan(act, id.0, seen.get()?, command)?)
        })
        .await
}
