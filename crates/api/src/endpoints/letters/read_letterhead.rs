use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::IfNoneMatchHeader,
};
use actix_web::{HttpRequest, get};
use ehcp_casework::LetterheadView;

/// Read what stands in every letter
///
/// How to reach the authority, and the services that a family can turn to; what is still missing is named.
#[utoipa::path(
    tag = "letters",
    params(IfNoneMatchHeader),
    responses((
        status = 200,
        description = "The letterhead.",
        body = LetterheadView,
        example = json!(example::letterhead_view()),
    )),
)]
#[get("/letterhead")]
pub(crate) async fn read_letterhead(request: HttpRequest, caller: Caller) -> Answer {
    let view = caller.look("read_letterhead", ehcp_casework::letterhead).await?;
    answer::ok(&request, &view, view.version)
}
