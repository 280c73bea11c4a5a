use super::example;
use crate::{
    answer::Answer,
    endpoints::{approvals, examples},
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{ApprovalView, RestrictCase, RestrictionView};

/// Restrict a case, or propose it
///
/// Closes the case to all staff but those named, and information governance: it is in no list, count or search of
/// anybody else, from the moment it is asked for. An officer or a manager proposes it, and information governance agrees;
/// until then it is provisional, and ends by itself when it is refused, and two working days after.
#[utoipa::path(
    tag = "restrictions",
    params(("case_id" = CaseId, Path, description = "The case."), IfMatchHeader, IdempotencyKeyHeader),
    request_body(
        content = RestrictCase,
        description = "Why, and who may still know of the case.",
        example = json!({"reason": "A parent works in the North team.", "staff": [examples::OFFICER]}),
    ),
    responses(
        (
            status = 201,
            description = "The restriction, done because nobody else could agree.",
            body = RestrictionView,
            example = json!(example::restriction()),
        ),
        (
            status = 202,
            description = "It holds provisionally, and waits for a second person.",
            body = ApprovalView,
            example = json!(approvals::example::pending()),
        ),
    ),
)]
#[post("/cases/{case_id}/restrictions")]
pub(crate) async fn create_restriction(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    body: Body<RestrictCase>,
) -> Answer {
    writer
        .once("create_restriction", body, move |act, command| {
            Made::settled(ehcp_casework::restrict(act, id.0, seen.get()?, command)?)
        })
        .await
}
