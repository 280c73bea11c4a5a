use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::CaseId;
use ehcp_casework::NoticeView;

/// List the statutory notices of a case
///
/// The latest first. Staff see every letter, everybody else those addressed to them or to their setting.
#[utoipa::path(
    tag = "letters",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "The notices.",
        body = ListOf<NoticeView>,
        example = json!({"items": [example::notice()]}),
    )),
)]
#[get("/cases/{case_id}/notices")]
pub(crate) async fn list_notices(caller: Caller, id: PathId<CaseId>) -> Answer {
    let found = caller
        .look("list_notices", move |look| ehcp_casework::notices(look, id.0))
        .await?;
    answer::list(&found)
}
