use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::{Body, IfMatch, IfMatchHeader, PathId},
};
use actix_web::put;
use ehcp_case::PlanId;
use ehcp_casework::{PlanTextBody, PlanView};

/// Replace the text of a draft
///
/// Puts the whole text in the place of the one before; a section that is left out is gone. Only a draft that was not
/// served yet can be replaced. `If-Match` takes the `ETag` of the plan: what somebody else wrote in the meantime is
/// not overwritten.
#[utoipa::path(
    tag = "plans",
    params(("plan_id" = PlanId, Path, description = "The version of the plan."), IfMatchHeader),
    request_body(content = PlanTextBody, example = json!(example::plan_text())),
    responses((
        status = 200,
        description = "The draft with its new text.",
        body = PlanView,
        example = json!(example::draft()),
    )),
)]
#[put("/plans/{plan_id}")]
pub(crate) async fn write_plan_draft(
    caller: Caller,
    id: PathId<PlanId>,
    seen: IfMatch,
    text: Body<PlanTextBody>,
) -> Answer {
    let text = text.into_inner();
    let view = caller
        .act("write_plan_draft", move |act| {
            ehcp_casework::write_draft(act, id.0, seen.0, &text)
        })
        .await?;
    answer::changed(&view, view.plan.version)
}
