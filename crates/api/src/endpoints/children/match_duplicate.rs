use crate::{
    answer::Answer,
    endpoints::examples,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{MatchDuplicate, MatchedView};

/// Match two children with one pupil number
///
/// Says whether they are the same child. If they are, what came in for the second record is kept on the case of the
/// first: the request that came in first sets the dates. If they are not, the wrong number goes. `If-Match` takes the
/// `ETag` of the child who waits.
#[utoipa::path(
    tag = "children",
    params(
        ("child_id" = ChildId, Path, description = "The child who waits to be matched."),
        IdempotencyKeyHeader,
        IfMatchHeader
    ),
    request_body(
        content = MatchDuplicate,
        example = json!({
            "outcome": "different_children", "wrong_upn_of": "this_child",
            "reason": "Both schools were asked; the number is Maya's.",
        }),
    ),
    responses((
        status = 200,
        description = "What was decided.",
        body = MatchedView,
        example = json!({
            "child_id": examples::CHILD, "other_child_id": examples::CHILD, "outcome": "different_children",
            "case_id": examples::CASE,
        }),
    )),
)]
#[post("/possible-duplicates/{child_id}/decisions")]
pub(crate) async fn match_duplicate(
    writer: Writer,
    id: PathId<ChildId>,
    seen: SeenVersion,
    command: Body<MatchDuplicate>,
) -> Answer {
    writer
        .once("match_duplicate", command, move |act, command| {
            ehcp_casework::match_duplicate(act, id.0, seen.get()?, command).map(Made::changed)
        })
        .await
}
