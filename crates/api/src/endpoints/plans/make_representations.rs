use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::CaseId;
use ehcp_casework::{MakeRepresentations, RepresentationView};

/// Say what the family thinks of the draft
///
/// By the family, or by an officer for them. The family may also ask for a school or institution and for a meeting
/// (Children and Families Act 2014, s.38(2)(b)).
#[utoipa::path(
    tag = "plans",
    params(("case_id" = CaseId, Path, description = "The case."), IdempotencyKeyHeader, IfMatchHeader),
    request_body(content = MakeRepresentations, example = json!(example::make_representations())),
    responses((
        status = 201,
        description = "The representations.",
        body = RepresentationView,
        example = json!(example::representation()),
    )),
)]
#[post("/cases/{case_id}/representations")]
pub(crate) async fn make_representations(
    writer: Writer,
    id: PathId<CaseId>,
    seen: SeenVersion,
    command: Body<MakeRepresentations>,
) -> Answer {
    writer
        .once("make_representations", command, move |act, command| {
            let (view, version) = ehcp_casework::represent(act, id.0, seen.get()?, command)?;
            Ok(Made::recorded(view).at_version(version))
        })
        .await
}
