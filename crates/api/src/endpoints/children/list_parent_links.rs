use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::ChildId;
use ehcp_casework::ParentLinkView;

/// List the links of a child's adults
///
/// Past and unverified ones too, for staff of the case; a parent sees their own.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The child.")),
    responses((
        status = 200,
        description = "The list.",
        body = ListOf<ParentLinkView>,
        example = json!({"items": [example::parent_link()]}),
    )),
)]
#[get("/children/{child_id}/parent-links")]
pub(crate) async fn list_parent_links(caller: Caller, id: PathId<ChildId>) -> Answer {
    let found = caller
        .look("list_parent_links", move |look| {
            ehcp_casework::parent_links(look, id.0)
        })
        .await?;
    answer::list(&found)
}
