use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, IfMatchHeader, PathId, SeenVersion},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ContactChangeRequestId;
use ehcp_casework::{ContactChangeView, DecideContactChange};

/// Decide on a change of contact details
///
/// Makes the change that was asked for, as a new version from today on, or refuses it with the reason. `If-Match`
/// takes the `ETag` of the case.
#[utoipa::path(
    tag = "contacts",
    params(
        ("contact_change_request_id" = ContactChangeRequestId, Path, description = "What was asked."),
        IdempotencyKeyHeader,
        IfMatchHeader
    ),
    request_body(
        content = DecideContactChange,
        description = "Whether it is made.",
        example = json!({"make": true, "reason": "Rang back on the number on record."}),
    ),
    responses((
        status = 200,
        description = "What became of it.",
        body = ContactChangeView,
        example = json!(example::change()),
    )),
)]
#[post("/contact-change-requests/{contact_change_request_id}/decisions")]
pub(crate) async fn decide_contact_change(
    writer: Writer,
    id: PathId<ContactChangeRequestId>,
    seen: SeenVersion,
    body: Body<DecideContactChange>,
) -> Answer {
    writer
        .once("decide_contact_change", body, move |act, command| {
            ehcp_casework::decide_contact_change(act, id.0, seen.get()?, command).map(Made::changed)
        })
        .await
}
