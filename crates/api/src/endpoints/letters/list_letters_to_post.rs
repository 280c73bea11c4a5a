use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
};
use actix_web::get;
use ehcp_casework::LetterToPost;

/// List the letters that are still to be printed and posted
///
/// Of the cases that the reader reaches, the first one first, each with its address and where its PDF is.
#[utoipa::path(
    tag = "letters",
    responses((
        status = 200,
        description = "The letters.",
        body = ListOf<LetterToPost>,
        example = json!({"items": [example::to_post()]}),
    )),
)]
#[get("/letters-to-post")]
pub(crate) async fn list_letters_to_post(caller: Caller) -> Answer {
    let found = caller
        .look("list_letters_to_post", ehcp_casework::letters_to_post)
        .await?;
    answer::list(&found)
}
