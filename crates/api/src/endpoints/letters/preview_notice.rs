use super::{
    example,
    paper::{self, HtmlLetter, PdfLetter},
};
use crate::{
    answer::Answer,
    auth::Caller,
    extract::{Body, PathId},
};
use actix_web::{HttpRequest, post};
use ehcp_case::CaseId;
use ehcp_casework::PreviewNotice;

/// See what a statutory notice would say
///
/// The letter as it would go today to one of those whom it goes to, from the facts of the case and the template in force:
/// as HTML, or as PDF for `Accept: application/pdf`. A fact that is missing is named, with where it comes from. Nothing is
/// kept, and nobody is told.
#[utoipa::path(
    tag = "letters",
    params(("case_id" = CaseId, Path, description = "The case.")),
    request_body(content = PreviewNotice, example = json!(example::preview())),
    responses((
        status = 200,
        description = "The letter.",
        content((HtmlLetter = "text/html"), (PdfLetter = "application/pdf")),
    )),
)]
#[post("/cases/{case_id}/notice-previews")]
pub(crate) async fn preview_notice(
    request: HttpRequest,
    caller: Caller,
    id: PathId<CaseId>,
    body: Body<PreviewNotice>,
) -> Answer {
    let (command, form) = (body.into_inner(), paper::wanted(&request));
    let letter = caller
        .look("preview_notice", move |look| {
            ehcp_casework::preview_notice(look, id.0, &command, form)
        })
        .await?;
    paper::answer(letter)
}
