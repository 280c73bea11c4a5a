use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::DisputeId;
use ehcp_casework::{CorrectDisputeStep, DisputeStepTaken};

/// Put a wrong step of a dispute right
///
/// The wrong record stays and another stands in its place, with the reason. Later steps must still fit; where they do not, they
/// are put right first. What an order, a concession or an agreement was about stays once the case goes on because of it: then
/// days and words can be put right.
#[utoipa::path(
    tag = "disputes",
    params(("dispute_id" = DisputeId, Path, description = "The dispute."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = CorrectDisputeStep, example = json!(example::correction())),
    responses((
        status = 201,
        description = "The dispute as it is now.",
        body = DisputeStepTaken,
        example = json!(example::taken()),
    )),
)]
#[post("/disputes/{dispute_id}/corrections")]
pub(crate) async fn correct_dispute_step(
    writer: Writer,
    id: PathId<DisputeId>,
    seen: SeenVersion,
    command: Body<CorrectDisputeStep>,
) -> Answer {
    writer
        .once("correct_dispute_step", command, move |act, command| {
            let taken = ehcp_casework::correct_dispute_step(act, id.0, seen.get()?, command)?;
            Ok(Made::recorded(taken).versioned())
        })
        .await
}
