use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::ChildId;
use ehcp_casework::LimitView;

/// List the bars and limits of a child's adults
///
/// Who may not, or not wholly, know of the child, and what it rests on; past ones too. For the officers of the case and
/// information governance only.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The child.")),
    responses((
        status = 200,
        description = "The bars and limits, the latest first.",
        body = ListOf<LimitView>,
        example = json!({"items": [example::bar()]}),
    )),
)]
#[get("/children/{child_id}/limits")]
pub(crate) async fn list_limits(caller: Caller, id: PathId<ChildId>) -> Answer {
    let limits = caller
        .look("list_limits", move |look| ehcp_casework::limits(look, id.0))
        .await?;
    answer::list(&limits)
}
