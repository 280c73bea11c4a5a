use crate::{
    answer::Answer,
    endpoints::examples,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{AssignCase, CaseView, assign};

/// Give a case to a team and an officer
///
/// The officer must work in the team today; the list of the team's staff has the ids. Leave out what stays as it is.
#[utoipa::path(
    tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(
        content = AssignCase,
        description = "The team, the officer, or both.",
        example = json!({"team_id": examples::TEAM, "officer_id": examples::OFFICER}),
    ),
    responses((
        status = 200,
        description = "The case after it.",
        body = CaseView,
        example = json!(examples::case()),
    )),
)]
#[post("/cases/{case_id}/assignments")]
pub(crate) async fn create_assignment(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    body: Body<AssignCase>,
) -> Answer {
    writer
        .once("create_assignment", body, move |act, command| {
            let case = assign(act, id.0, seen.get()?, command)?;
            Ok(Made::changed(case).versioned())
        })
        .await
}
