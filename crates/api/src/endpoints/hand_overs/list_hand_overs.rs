use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::ChildId;
use ehcp_casework::HandOverView;

/// List the records of who acts for a young person
///
/// The latest first, past and annulled ones too.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The child.")),
    responses((
        status = 200,
        description = "The list.",
        body = ListOf<HandOverView>,
        example = json!({"items": [example::hand_over()]}),
    )),
)]
#[get("/children/{child_id}/hand-overs")]
pub(crate) async fn list_hand_overs(caller: Caller, id: PathId<ChildId>) -> Answer {
    let found = caller
        .look("list_hand_overs", move |look| {
            ehcp_casework::hand_overs(look, id.0)
        })
        .await?;
    answer::list(&found)
}
