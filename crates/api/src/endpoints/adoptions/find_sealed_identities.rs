use super::example;
use crate::{
    answer::{self, Answer, PageOf},
    auth::Caller,
    extract::{Listing, PageParams},
};
use actix_web::get;
use ehcp_casework::SealedIdentityView;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// What is looked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormerIdentity {
    /// The former family name, as it was written.
    #[param(max_length = 200)]
    pub family_name: Option<String>,
    /// The former unique pupil number.
    #[param(max_length = 13)]
    pub upn: Option<String>,
}

/// Find an adopted child by the former name or number
///
/// The only search that finds them so. For information governance alone.
#[utoipa::path(
    tag = "children",
    params(PageParams, FormerIdentity),
    responses((
        status = 200,
        description = "The children who once had it.",
        body = PageOf<SealedIdentityView>,
        example = json!({"items": [example::sealed()]}),
    )),
)]
#[get("/sealed-identities")]
pub(crate) async fn find_sealed_identities(caller: Caller, listing: Listing<FormerIdentity, Uuid>) -> Answer {
    let former = listing.filter.clone();
    let found = caller
        .look("find_sealed_identities", move |look| {
            ehcp_casework::find_sealed_identities(look, former.family_name.as_deref(), former.upn.as_deref())
        })
        .await?;
    answer::probed(&listing, found, |identity| identity.id)
}
