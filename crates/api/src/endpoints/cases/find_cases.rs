use crate::{
    answer::{self, Answer},
    auth::Caller,
    endpoints::examples,
    extract::Body,
};
use actix_web::post;
use ehcp_casework::{FindCases, FoundCases};

/// Search for a case
///
/// For the authority's staff: by the reference, by the unique pupil number, or by family name and date of birth
/// together. What is searched for stands in the body, so that no name ends up in an address or a log of addresses.
/// Finds what the caller could open one by one, and nothing else.
#[utoipa::path(
    tag = "cases",
    request_body(
        content = FindCases,
        description = "What is searched by.",
        example = json!({"family_name": "Okafor", "born_on": "2018-03-14"}),
    ),
    responses((
        status = 200,
        description = "The cases that fit.",
        body = FoundCases,
        example = json!({"items": [examples::case_summary()], "more": false}),
    )),
)]
#[post("/case-searches")]
pub(crate) async fn find_cases(caller: Caller, wanted: Body<FindCases>) -> Answer {
    let wanted = wanted.into_inner();
    let found = caller
        .look("find_cases", move |look| ehcp_casework::find_cases(look, &wanted))
        .await?;
    answer::plain(&found)
}
