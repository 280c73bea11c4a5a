use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::ChildId;
use ehcp_casework::HelperView;

/// List whom the family has invited to help
///
/// A family member sees those whom they invited themselves; staff of the case see all.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The child.")),
    responses((
        status = 200,
        description = "The invitations, the latest first.",
        body = ListOf<HelperView>,
        example = json!({"items": [example::helper()]}),
    )),
)]
#[get("/children/{child_id}/helpers")]
pub(crate) async fn list_helpers(caller: Caller, id: PathId<ChildId>) -> Answer {
    let found = caller
        .look("list_helpers", move |look| ehcp_casework::helpers(look, id.0))
        .await?;
    answer::list(&found)
}
