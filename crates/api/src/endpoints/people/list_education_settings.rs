use crate::{
    answer::{self, Answer, PageOf},
    auth::Caller,
    endpoints::examples,
    extract::{Listing, NoFilter, PageParams},
};
use actix_web::get;
use ehcp_case::EducationSettingId;
use ehcp_casework::EducationSettingView;

/// List the settings
///
/// The schools, colleges and early-years settings that the authority knows, by name.
#[utoipa::path(
    tag = "people",
    params(PageParams),
    responses((
        status = 200,
        description = "A page of settings.",
        body = PageOf<EducationSettingView>,
        example = json!({"items": [examples::school()]}),
    )),
)]
#[get("/education-settings")]
pub(crate) async fn list_education_settings(
    caller: Caller,
    listing: Listing<NoFilter, (String, EducationSettingId)>,
) -> Answer {
    let (after, limit) = (listing.after.clone(), listing.probe());
    let settings = caller
        .look("list_education_settings", move |look| {
            ehcp_casework::settings(look, after, limit)
        })
        .await?;
    answer::probed(&listing, settings, |setting| (setting.name.clone(), setting.id))
}
