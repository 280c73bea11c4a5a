use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::ChildId;
use ehcp_casework::EnrolmentView;

/// List the rolls on which a child is or was
///
/// A setting sees its own.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The child.")),
    responses((
        status = 200,
        description = "The list.",
        body = ListOf<EnrolmentView>,
        example = json!({"items": [example::enrolment()]}),
    )),
)]
#[get("/children/{child_id}/enrolments")]
pub(crate) async fn list_enrolments(caller: Caller, id: PathId<ChildId>) -> Answer {
    let found = caller
        .look("list_enrolments", move |look| {
            ehcp_casework::enrolments(look, id.0)
        })
        .await?;
    answer::list(&found)
}
