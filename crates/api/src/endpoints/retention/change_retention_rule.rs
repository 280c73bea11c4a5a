use super::example;
use crate::{
    answer::Answer,
    endpoints::approvals,
    extract::{Body, IdempotencyKeyHeader},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_casework::{ApprovalView, ChangeRetention, RetentionRuleView};

/// Change how long records are kept
///
/// The rule takes the place of the one before the moment a second person agrees. Nothing is erased by it: what is kept
/// no longer goes in a run of `ehcp retention`.
#[utoipa::path(
    tag = "retention",
    params(IdempotencyKeyHeader),
    request_body(
        content = ChangeRetention,
        description = "The rule.",
        example = json!({
            "record_type": "case_with_plan", "counted_from": "birth", "years": 35,
            "source": "Records schedule 2026, section 4.2.",
        }),
    ),
    responses(
        (
            status = 201,
            description = "The rule, done because nobody else could agree.",
            body = RetentionRuleView,
            example = json!(example::rule()),
        ),
        (
            status = 202,
            description = "It waits for a second person.",
            body = ApprovalView,
            example = json!(approvals::example::pending()),
        ),
    ),
)]
#[post("/retention-rules")]
pub(crate) async fn change_retention_rule(writer: Writer, body: Body<ChangeRetention>) -> Answer {
    writer
        .once("change_retention_rule", body, move |act, command| {
            Made::settled(ehcp_casework::change_retention(act, command)?)
        })
        .await
}
