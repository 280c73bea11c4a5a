use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::ChildId;
use ehcp_casework::SealedIdentityView;

/// Read who an adopted child was before
///
/// For information governance alone.
#[utoipa::path(
    tag = "children",
    params(("child_id" = ChildId, Path, description = "The child.")),
    responses((
        status = 200,
        description = "The former identities, the latest first.",
        body = ListOf<SealedIdentityView>,
        example = json!({"items": [example::sealed()]}),
    )),
)]
#[get("/children/{child_id}/sealed-identities")]
pub(crate) async fn list_sealed_identities(caller: Caller, id: PathId<ChildId>) -> Answer {
    let found = caller
        .look("list_sealed_identities", move |look| {
            ehcp_casework::sealed_identities(look, id.0)
        })
        .await?;
    answer::list(&found)
}
