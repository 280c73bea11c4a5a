use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
};
use actix_web::get;
use ehcp_casework::TemplateSummary;

/// List the templates of statutory notices
///
/// One for each notice, in the order of the procedure: the program's own, or the one that the authority saved in its
/// place.
#[utoipa::path(
    tag = "letters",
    responses((
        status = 200,
        description = "The templates, without their texts.",
        body = ListOf<TemplateSummary>,
        example = json!({"items": [example::template_summary()]}),
    )),
)]
#[get("/letter-templates")]
pub(crate) async fn list_letter_templates(caller: Caller) -> Answer {
    let found = caller
        .look("list_letter_templates", ehcp_casework::letter_templates)
        .await?;
    answer::list(&found)
}
