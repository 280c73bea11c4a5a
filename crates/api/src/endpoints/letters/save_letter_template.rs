use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::{Body, IfMatch, IfMatchHeader, PathId},
};
use actix_web::put;
use ehcp_casework::{NoticeKind, SaveTemplate, TemplateView};

/// Save the template of a statutory notice
///
/// The next version, from which letters are made from now on; the earlier ones are kept. A template that does not tell
/// what the law requires, names a fact that there is not, or has words too hard for a family is refused: each problem says
/// where it is and what would be right.
#[utoipa::path(
    tag = "letters",
    params(("kind" = NoticeKind, Path, description = "The notice.", example = "request_received"), IfMatchHeader),
    request_body(content = SaveTemplate, example = json!(example::save_template())),
    responses((
        status = 200,
        description = "The template with its new version.",
        body = TemplateView,
        example = json!(example::template()),
    )),
)]
#[put("/letter-templates/{kind}")]
pub(crate) async fn save_letter_template(
    caller: Caller,
    kind: PathId<NoticeKind>,
    seen: IfMatch,
    body: Body<SaveTemplate>,
) -> Answer {
    let command = body.into_inner();
    let view = caller
        .act("save_letter_template", move |act| {
            ehcp_casework::save_letter_template(act, kind.0, seen.0, &command)
        })
        .await?;
    answer::changed(&view, view.version)
}
