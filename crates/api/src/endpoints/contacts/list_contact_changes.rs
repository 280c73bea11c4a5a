use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::ChildId;
use ehcp_casework::ContactChangeView;

/// List changes of contact details that were asked for
///
/// For the officers who decide on them: every one that waits, then the 200 that were decided on last; of both the latest
/// first.
#[utoipa::path(
    tag = "contacts",
    params(("child_id" = ChildId, Path, description = "The child.")),
    responses((
        status = 200,
        description = "What was asked, and what became of it.",
        body = ListOf<ContactChangeView>,
        example = json!({"items": [example::change()]}),
    )),
)]
#[get("/children/{child_id}/contact-change-requests")]
pub(crate) async fn list_contact_changes(caller: Caller, id: PathId<ChildId>) -> Answer {
    let changes = caller
        .look("list_contact_changes", move |look| {
            ehcp_casework::contact_changes(look, id.0)
        })
        .await?;
    answer::list(&changes)
}
