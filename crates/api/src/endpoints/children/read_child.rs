use crate::{
    answer::{self, Answer},
    auth::Caller,
    endpoints::examples,
    extract::{IfNoneMatchHeader, PathId},
};
use actix_web::{HttpRequest, get};
use ehcp_case::ChildId;
use ehcp_casework::{ChildView, Versioned as _};

/// Read a child
///
/// The child or young person, with the day from which the rights of the law are the young person's own.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The child."), IfNoneMatchHeader),
    responses((status = 200, description = "The child.", body = ChildView, example = json!(examples::child()))),
)]
#[get("/children/{child_id}")]
pub(crate) async fn read_child(request: HttpRequest, caller: Caller, id: PathId<ChildId>) -> Answer {
    let child = caller
        .look("read_child", move |look| ehcp_casework::child(look, id.0))
        .await?;
    answer::ok(&request, &child, child.version())
}
