use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{HelperView, InviteHelper};

/// Invite somebody to help
///
/// A parent or a young person lets somebody see what they see themselves, for at most twelve months. The helper signs in
/// with a family account of this address; whether it exists already is not told.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The child."), IdempotencyKeyHeader),
    request_body(
        content = InviteHelper,
        description = "Whom, for how long, and whether they may also act.",
        example = json!({"email": "gran@example.org", "name": "Beatrice Okafor", "until_at": "2027-05-04T18:00:00Z"}),
    ),
    responses((
        status = 201,
        description = "The invitation.",
        body = HelperView,
        example = json!(example::helper()),
    )),
)]
#[post("/children/{child_id}/helpers")]
pub(crate) async fn invite_helper(writer: Writer, id: PathId<ChildId>, body: Body<InviteHelper>) -> Answer {
    writer
        .once("invite_helper", body, move |act, command| {
            ehcp_casework::invite_helper(act, id.0, command).map(Made::recorded)
        })
        .await
}
