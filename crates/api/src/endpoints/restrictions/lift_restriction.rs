use super::example;
use crate::{
    answer::Answer,
    endpoints::approvals,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{ApprovalView, LiftRestriction, RestrictionView};

/// Open a restricted case again
///
/// It opens the moment a second person agrees; the record of it stays.
#[utoipa::path(
    tag = "restrictions",
    params(("case_id" = CaseId, Path, description = "The case."), IfMatchHeader, IdempotencyKeyHeader),
    request_body(
        content = LiftRestriction,
        description = "Why.",
        example = json!({"reason": "The parent no longer works for the authority."}),
    ),
    responses(
        (
            status = 201,
            description = "The case, open again, done because nobody else could agree.",
            body = RestrictionView,
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
#[post("/cases/{case_id}/restriction-liftings")]
pub(crate) async fn lift_restriction(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    body: Body<LiftRestriction>,
) -> Answer {
    writer
        .once("lift_restriction", body, move |act, command| {
            Made::settled(ehcp_casework::lift_restriction(act, id.0, seen.get()?, command)?)
        })
        .await
}
