use super::example;
use crate::{
    answer::Answer,
    endpoints::approvals,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::LimitId;
use ehcp_casework::{ApprovalView, LiftLimit, LimitView, lift_limit as lift};

/// Lift a bar or a limit
///
/// It ends the moment a second person agrees; the record of it stays.
#[utoipa::path(
    tag = "children",
    params(("limit_id" = LimitId, Path, description = "The bar or limit."), IdempotencyKeyHeader),
    request_body(
        content = LiftLimit,
        description = "Why.",
        example = json!({"reason": "The court discharged the order on 2 March 2027."}),
    ),
    responses(
        (
            status = 201,
            description = "The bar or limit, lifted because nobody else could agree.",
            body = LimitView,
            example = json!(example::lifted()),
        ),
        (
            status = 202,
            description = "It waits for a second person.",
            body = ApprovalView,
            example = json!(approvals::example::pending()),
        ),
    ),
)]
#[post("/limits/{limit_id}/liftings")]
pub(crate) async fn lift_limit(writer: Writer, id: PathId<LimitId>, body: Body<LiftLimit>) -> Answer {
    writer
        .once("lift_limit", body, move |act, command| {
            Made::settled(lift(act, id.0, command)?)
        })
        .await
}
