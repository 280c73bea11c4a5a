use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    endpoints::examples,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::ChildId;
use ehcp_casework::ChildVersionView;

/// List what stood on record of a child
///
/// What each correction replaced, the latest first; for those who may correct it.
#[utoipa::path(
    tag = "corrections",
    params(("child_id" = ChildId, Path, description = "The child.")),
    responses((
        status = 200,
        description = "The versions before.",
        body = ListOf<ChildVersionView>,
        example = json!({"items": [{
            "version": 1, "given_name": "Maya", "family_name": "Okafor", "born_on": "2018-03-14",
            "replaced_at": "2026-09-07T09:00:00Z", "replaced_by": examples::OFFICER,
            "reason": "Birth certificate seen on 7 September 2026.",
        }]}),
    )),
)]
#[get("/children/{child_id}/versions")]
pub(crate) async fn list_child_versions(caller: Caller, id: PathId<ChildId>) -> Answer {
    let versions = caller
        .look("list_child_versions", move |look| {
            ehcp_casework::child_versions(look, id.0)
        })
        .await?;
    answer::list(&versions)
}
