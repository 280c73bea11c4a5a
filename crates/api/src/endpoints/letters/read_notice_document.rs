use super::paper::{self, HtmlLetter, PdfLetter};
use crate::{
    answer::Answer,
    auth::Caller,
    extract::{PathId, Query},
};
use actix_web::{HttpRequest, get};
use ehcp_case::{NoticeId, NoticeLetterId};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which letter of the notice is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichLetter {
    /// The letter; the first one that the reader may read when left out.
    letter_id: Option<NoticeLetterId>,
}

/// Read a letter exactly as it was sent
///
/// As HTML, or as PDF for `Accept: application/pdf`. Every reading is logged.
#[utoipa::path(
    tag = "letters",
    params(("notice_id" = NoticeId, Path, description = "The notice."), WhichLetter),
    responses((
        status = 200,
        description = "The letter.",
        content((HtmlLetter = "text/html"), (PdfLetter = "application/pdf")),
    )),
)]
#[get("/notices/{notice_id}/document")]
pub(crate) async fn read_notice_document(
    request: HttpRequest,
    caller: Caller,
    id: PathId<NoticeId>,
    which: Query<WhichLetter>,
) -> Answer {
    let (letter, form) = (which.0.letter_id, paper::wanted(&request));
    let paper = caller
        .look("read_notice_document", move |look| {
            ehcp_casework::notice_document(look, id.0, letter, form)
        })
        .await?;
    paper::answer(paper)
}
