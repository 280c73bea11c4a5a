use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::DisputeId;
use ehcp_casework::DisputeStepTaken;
use ehcp_dispute::Step;

/// Record what happened in a dispute
///
/// One step of the mediation, of the appeal, or of what must be done because of an order, a concession or an agreement. A step
/// out of its turn is refused, with what must come first. What the authority would do today against the law is refused too;
/// what has happened is recorded, with a mark of each rule that was not kept.
#[utoipa::path(
    tag = "disputes",
    params(("dispute_id" = DisputeId, Path, description = "The dispute."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = Step, example = json!(example::step())),
    responses((
        status = 201,
        description = "The dispute as it is now, the rules that were not kept, and what is owed from now on.",
        body = DisputeStepTaken,
        example = json!(example::taken()),
    )),
)]
#[post("/disputes/{dispute_id}/steps")]
pub(crate) async fn record_dispute_step(
    writer: Writer,
    id: PathId<DisputeId>,
    seen: SeenVersion,
    step: Body<Step>,
) -> Answer {
    writer
        .once("record_dispute_step", step, move |act, step| {
            let taken = ehcp_casework::record_dispute_step(act, id.0, seen.get()?, step)?;
            Ok(Made::recorded(taken).versioned())
        })
        .await
}
