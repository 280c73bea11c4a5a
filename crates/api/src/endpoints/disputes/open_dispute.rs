use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{DisputeStepTaken, OpenDispute};

/// Put a dispute on record
///
/// A dispute is about one thing that can be appealed (Children and Families Act 2014, s.51(2)): a refusal to assess, a refusal
/// to issue a plan, what a final plan says, or what it says since it was amended. It begins with the first thing that happened:
/// mostly that the family contacted the mediation adviser. What happens next is recorded step by step.
#[utoipa::path(
    tag = "disputes",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = OpenDispute, example = json!(example::open_dispute())),
    responses((
        status = 201,
        description = "The dispute, and what followed from its first step.",
        body = DisputeStepTaken,
        example = json!(example::taken()),
    )),
)]
#[post("/cases/{case_id}/disputes")]
pub(crate) async fn open_dispute(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    command: Body<OpenDispute>,
) -> Answer {
    writer
        .once("open_dispute", command, move |act, command| {
            let taken = ehcp_casework::open_dispute(act, id.0, seen.get()?, command)?;
            let location = format!("/v1/disputes/{}", taken.dispute.id);
            Ok(Made::created(location, taken).versioned())
        })
        .await
}
