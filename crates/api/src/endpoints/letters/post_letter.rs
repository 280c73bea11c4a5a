use super::example;
use crate::{
    answer::Answer,
    extract::{Body, IdempotencyKeyHeader, PathId},
    write::{Made, Writer},
};
use actix_web::post;
use ehcp_case::NoticeLetterId;
use ehcp_casework::{NoticeLetterView, PostLetter};

/// Record that a letter was posted
///
/// It goes off the list of letters to post. Where it was posted later than the notice was sent, the day on which it counts as
/// received is later too.
#[utoipa::path(
    tag = "letters",
    params(("notice_letter_id" = NoticeLetterId, Path, description = "The letter."), IdempotencyKeyHeader),
    request_body(content = PostLetter, example = json!({"posted_on": "2026-10-12"})),
    responses((
        status = 201,
        description = "The letter.",
        body = NoticeLetterView,
        example = json!(example::letter()),
    )),
)]
#[post("/notice-letters/{notice_letter_id}/postings")]
pub(crate) async fn post_letter(
    writer: Writer,
    id: PathId<NoticeLetterId>,
    command: Body<PostLetter>,
) -> Answer {
    writer
        .once("post_letter", command, move |act, command| {
            ehcp_casework::post_letter(act, id.0, command).map(Made::recorded)
        })
        .await
}
