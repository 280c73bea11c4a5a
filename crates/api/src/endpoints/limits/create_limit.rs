use super::example;
use crate::{
    answer::Answer,
    endpoints::approvals,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{ApprovalView, LimitView, SetLimit, set_limit};

/// Bar an adult from a child, or limit what they see
///
/// A bar beats every other relationship from the moment it is asked for: open sessions, invitations, messages that wait and
/// answers kept for repeated calls included. It holds for the person whatever their role. Until a second person agrees it
/// is provisional: it ends by itself when it is refused, and two working days after. Name somebody who signs in here by
/// `email`, and somebody without an account by `name` and `emails`: an account with one of these is bound when it appears.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The child."), IdempotencyKeyHeader),
    request_body(
        content = SetLimit,
        description = "The adult, what is kept from them, and what it rests on.",
        example = json!({
            "email": "david.okafor@example.org", "effect": "bar", "ground": "non_molestation_order",
            "evidence": "Order of the Family Court of 3 November 2026, seen by me.",
        }),
    ),
    responses(
        (
            status = 201,
            description = "The bar or limit, in force because nobody else could agree.",
            body = LimitView,
            example = json!(example::bar()),
        ),
        (
            status = 202,
            description = "It holds provisionally, and waits for a second person.",
            body = ApprovalView,
            example = json!(approvals::example::pending()),
        ),
    ),
)]
#[post("/children/{child_id}/limits")]
pub(crate) async fn create_limit(writer: Writer, id: PathId<ChildId>, body: Body<SetLimit>) -> Answer {
    writer
        .once("create_limit", body, move |act, command| {
            Made::settled(set_limit(act, id.0, command)?)
        })
        .await
}
