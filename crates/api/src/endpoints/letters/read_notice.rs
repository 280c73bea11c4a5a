use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::NoticeId;
use ehcp_casework::NoticeView;

/// Read a statutory notice
///
/// To whom it went, how, and the day on which each letter counts as received. Staff see every letter, everybody else those
/// addressed to them or to their setting.
#[utoipa::path(
    tag = "letters",
    params(("notice_id" = NoticeId, Path, description = "The notice.")),
    responses((
        status = 200,
        description = "The notice.",
        body = NoticeView,
        example = json!(example::notice()),
    )),
)]
#[get("/notices/{notice_id}")]
pub(crate) async fn read_notice(caller: Caller, id: PathId<NoticeId>) -> Answer {
    let view = caller
        .look("read_notice", move |look| ehcp_casework::notice(look, id.0))
        .await?;
    answer::plain(&view)
}
