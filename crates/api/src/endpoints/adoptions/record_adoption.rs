use super::example;
use crate::{
    answer::Answer,
    endpoints::approvals,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{ApprovalView, RecordAdoption, SealedIdentityView};

/// Record an adoption
///
/// The former name and number become a sealed record that only information governance sees; the case goes on with the
/// new ones. The birth family's links end and are barred at once.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The child."), IdempotencyKeyHeader),
    request_body(
        content = RecordAdoption,
        description = "The new identity and the order.",
        example = json!({
            "given_name": "Ella", "family_name": "Frost", "adopted_on": "2026-11-02",
            "evidence": "Adoption order of the Family Court of 2 November 2026.",
        }),
    ),
    responses(
        (
            status = 201,
            description = "The sealed identity, done because nobody else could agree.",
            body = SealedIdentityView,
            example = json!(example::sealed()),
        ),
        (
            status = 202,
            description = "It waits for a second person.",
            body = ApprovalView,
            example = json!(approvals::example::pending()),
        ),
    ),
)]
#[post("/children/{child_id}/adoptions")]
pub(crate) async fn record_adoption(
    writer: Writer,
    id: PathId<ChildId>,
    body: Body<RecordAdoption>,
) -> Answer {
    writer
        .once("record_adoption", body, move |act, command| {
            Made::settled(ehcp_casework::record_adoption(act, id.0, command)?)
        })
        .await
}
