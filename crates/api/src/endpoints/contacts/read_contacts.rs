use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::ChildId;
use ehcp_casework::ContactView;

/// Read how a family is reached
///
/// Staff see how everybody in the child's record is reached, with earlier versions and protections. A parent and a
/// young person see their own details and nobody else's. A school and the contact centre see only a way to reach the
/// family in the day, and nothing of somebody whose address is protected.
#[utoipa::path(
    tag = "contacts",
    params(("child_id" = ChildId, Path, description = "The child.")),
    responses((
        status = 200,
        description = "The people in the child's record.",
        body = ListOf<ContactView>,
        example = json!({"items": [example::contact()]}),
    )),
)]
#[get("/children/{child_id}/contacts")]
pub(crate) async fn read_contacts(caller: Caller, id: PathId<ChildId>) -> Answer {
    let people = caller
        .look("read_contacts", move |look| ehcp_casework::contacts(look, id.0))
        .await?;
    answer::list(&people)
}
