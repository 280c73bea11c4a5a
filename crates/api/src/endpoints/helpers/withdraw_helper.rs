use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::HelperId;
use ehcp_casework::{HelperView, NothingToSay};

/// End a helper's invitation
///
/// At once, by whoever invited them or by an officer of the case.
#[utoipa::path(
    tag = "children",
    params(("helper_id" = HelperId, Path, description = "The invitation."), IdempotencyKeyHeader),
    request_body(
        content = NothingToSay,
        description = "Nothing needs to be said.",
        example = json!({}),
    ),
    responses((
        status = 200,
        description = "The invitation.",
        body = HelperView,
        example = json!(example::withdrawn()),
    )),
)]
#[post("/helpers/{helper_id}/withdrawals")]
pub(crate) async fn withdraw_helper(
    writer: Writer,
    id: PathId<HelperId>,
    body: Body<NothingToSay>,
) -> Answer {
    writer
        .once("withdraw_helper", body, move |act, _| {
            ehcp_casework::withdraw_helper(act, id.0).map(Made::changed)
        })
        .await
}
