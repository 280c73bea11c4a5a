use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::{Body, IfMatch, IfMatchHeader},
};
use actix_web::put;
use ehcp_casework::{Letterhead, LetterheadView};

/// Save what stands in every letter
///
/// The next version; letters that were sent stay as they are.
#[utoipa::path(
    tag = "letters",
    params(IfMatchHeader),
    request_body(content = Letterhead, example = json!(example::letterhead())),
    responses((
        status = 200,
        description = "The letterhead with its new version.",
        body = LetterheadView,
        example = json!(example::letterhead_view()),
    )),
)]
#[put("/letterhead")]
pub(crate) async fn save_letterhead(caller: Caller, seen: IfMatch, body: Body<Letterhead>) -> Answer {
    let letterhead = body.into_inner();
    let view = caller
        .act("save_letterhead", move |act| {
            ehcp_casework::save_letterhead(act, seen.0, &letterhead)
        })
        .await?;
    answer::changed(&view, view.version)
}
