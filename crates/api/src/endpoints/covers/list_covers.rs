use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
};
use actix_web::get;

use ehcp_casework::CoverView;

/// List who looks after whose caseload
///
/// The absences in one's teams, and one's own, that are not over.
#[utoipa::path(
    tag = "people",

    responses((
        status = 200,
        description = "The absences, the first one first.",
        body = ListOf<CoverView>,
        example = json!({"items": [example::cover()]}),
    )),
)]
#[get("/absence-covers")]
pub(crate) async fn list_covers(caller: Caller) -> Answer {
    let found = caller.look("list_covers", ehcp_casework::covers).await?;
    answer::list(&found)
}
