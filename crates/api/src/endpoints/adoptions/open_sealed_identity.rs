use super::example;
use crate::{
    answer::Answer,
    endpoints::approvals,
    extract::{Body, IdempotencyKeyHeader},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_casework::{ApprovalView, OpenSealedIdentity, SealedOpeningView};

/// Ask that a sealed record be opened
///
/// For you alone and for 24 hours, once another person of information governance agrees. It is the only way to find an
/// adopted child by the former name or number; what is found is told to nobody before.
#[utoipa::path(
    tag = "children",
    params(IdempotencyKeyHeader),
    request_body(
        content = OpenSealedIdentity,
        description = "Whose record, and why.",
        example = json!({
            "former_family_name": "Okafor", "reason": "The court asks for the earlier reports by Friday.",
        }),
    ),
    responses(
        (
            status = 201,
            description = "Opened, because nobody else could agree.",
            body = SealedOpeningView,
            example = json!(example::opened()),
        ),
        (
            status = 202,
            description = "It waits for a second person.",
            body = ApprovalView,
            example = json!(approvals::example::pending()),
        ),
    ),
)]
#[post("/sealed-identity-openings")]
pub(crate) async fn open_sealed_identity(writer: Writer, body: Body<OpenSealedIdentity>) -> Answer {
    writer
        .once("open_sealed_identity", body, move |act, command| {
            Made::settled(ehcp_casework::open_sealed_identity(act, command)?)
        })
        .await
}
