use super::example;
use crate::{
    answer::{self, Answer, PageOf},
    auth::Caller,
    extract::{Listing, PageParams},
};
use actix_web::get;
use ehcp_case::BreakGlassId;
use ehcp_casework::{BreakGlassStanding, BreakGlassView};
use serde::Deserialize;
use utoipa::IntoParams;

/// What the list is narrowed to.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct BreakGlassFilter {
    /// Only those that nobody has looked at, or not in time; all when left out.
    #[param(inline)]
    pub review: Option<BreakGlassStanding>,
}

/// List who opened a case in an emergency
///
/// One's own openings and those of one's cases; for information governance all. The latest first.
#[utoipa::path(
    tag = "emergencies",
    params(PageParams, BreakGlassFilter),
    responses((
        status = 200,
        description = "A page of openings.",
        body = PageOf<BreakGlassView>,
        example = json!({"items": [example::opening()]}),
    )),
)]
#[get("/break-glass-openings")]
pub(crate) async fn list_break_glass_openings(
    caller: Caller,
    listing: Listing<BreakGlassFilter, BreakGlassId>,
) -> Answer {
    let (review, after, limit) = (listing.filter.review, listing.after, listing.probe());
    let openings = caller
        .look("list_break_glass_openings", move |look| {
            ehcp_casework::break_glass_openings(look, review, after, limit)
        })
        .await?;
    answer::probed(&listing, openings, |opening| opening.id)
}
