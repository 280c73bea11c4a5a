use super::example;
use crate::{
    answer::Answer,
    endpoints::{approvals, examples},
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{ApprovalView, ChangeAccessList, RestrictionView};

/// Change who may know of a restricted case
///
/// Puts a member of staff on the list, perhaps for a time, or takes them off it, once a second person agrees.
#[utoipa::path(
    tag = "restrictions",
    params(("case_id" = CaseId, Path, description = "The case."), IfMatchHeader, IdempotencyKeyHeader),
    request_body(
        content = ChangeAccessList,
        description = "Who, and whether they may know of the case.",
        example = json!({"user_id": examples::OFFICER, "may_see": true, "reason": "Takes the case over."}),
    ),
    responses(
        (
            status = 201,
            description = "The list, done because nobody else could agree.",
            body = RestrictionView,
            example = json!(example::restriction()),
        ),
        (
            status = 202,
            description = "It waits for a second person.",
            body = ApprovalView,
            example = json!(approvals::example::pending()),
        ),
    ),
)]
#[post("/cases/{case_id}/access-list-changes")]
pub(crate) async fn change_access_list(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    body: Body<ChangeAccessList>,
) -> Answer {
    writer
        .once("change_access_list", body, move |act, command| {
            Made::settled(ehcp_casework::change_access_list(
                act,
                id.0,
                seen.get()?,
                command,
            )?)
        })
        .await
}
