use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::{IfNoneMatchHeader, PathId},
};
use actix_web::{HttpRequest, get};
use ehcp_casework::{NoticeKind, TemplateView};

/// Read the template of a statutory notice
///
/// Its text, that of the program, every version that the authority saved, what a letter sent today must tell with the
/// legal source, and the facts that it can name.
#[utoipa::path(
    tag = "letters",
    params(("kind" = NoticeKind, Path, description = "The notice.", example = "request_received"), IfNoneMatchHeader),
    responses((
        status = 200,
        description = "The template.",
        body = TemplateView,
        example = json!(example::template()),
    )),
)]
#[get("/letter-templates/{kind}")]
pub(crate) async fn read_letter_template(
    request: HttpRequest,
    caller: Caller,
    kind: PathId<NoticeKind>,
) -> Answer {
    let view = caller
        .look("read_letter_template", move |look| {
            ehcp_casework::letter_template(look, kind.0)
        })
        .await?;
    answer::ok(&request, &view, view.version)
}
