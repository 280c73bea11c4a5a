use super::example;
use crate::{
    answer::Answer,
    endpoints::examples,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::ChildId;
use ehcp_casework::{AskForContactChange, ContactChangeView};

/// Ask for a change of contact details
///
/// The contact centre asks for anybody in the child's record, a parent for themself. Nothing is changed until an
/// officer has checked it. The answer says what was asked, never what is on record.
#[utoipa::path(
    tag = "contacts",
    params(("child_id" = ChildId, Path, description = "The child."), IdempotencyKeyHeader),
    request_body(
        content = AskForContactChange,
        description = "The person and how they are reached from now on.",
        example = json!({
            "user_id": examples::PARENT, "details": {"telephone": "01632 960199"},
            "reason": "The mother rang; reference and date of birth checked.",
        }),
    ),
    responses((
        status = 201,
        description = "What was asked.",
        body = ContactChangeView,
        example = json!(example::change()),
    )),
)]
#[post("/children/{child_id}/contact-change-requests")]
pub(crate) async fn ask_for_contact_change(
    writer: Writer,
    id: PathId<ChildId>,
    body: Body<AskForContactChange>,
) -> Answer {
    writer
        .once("ask_for_contact_change", body, move |act, command| {
            ehcp_casework::ask_for_contact_change(act, id.0, command).map(Made::recorded)
        })
        .await
}
