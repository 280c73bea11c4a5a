use crate::{
    answer::{self, Answer, PageOf},
    auth::Caller,
    endpoints::examples,
    extract::{Listing, NoFilter, PageParams},
};
use actix_web::get;
use ehcp_case::ChildId;
use ehcp_casework::ChildView;

/// List one's children
///
/// The children for whom the caller may ask for an assessment: a parent's own, the young person themself, or those
/// on the roll of the caller's setting.
#[utoipa::path(
    tag = "children",
    params(PageParams),
    responses((
        status = 200,
        description = "A page of children.",
        body = PageOf<ChildView>,
        example = json!({"items": [examples::child()]}),
    )),
)]
#[get("/children")]
pub(crate) async fn list_children(caller: Caller, listing: Listing<NoFilter, ChildId>) -> Answer {
    let (after, limit) = (listing.after, listing.probe());
    let children = caller
        .look("list_children", move |look| {
            ehcp_casework::children(look, after, limit)
        })
        .await?;
    answer::probed(&listing, children, |child| child.id)
}
