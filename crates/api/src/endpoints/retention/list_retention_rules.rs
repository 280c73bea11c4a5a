use super::example;
use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
};
use actix_web::get;
use ehcp_casework::RetentionRuleView;

/// List how long records are kept
///
/// One rule for each type of record: the one that the authority put in place, or the one that the program brings along.
#[utoipa::path(
    tag = "retention",
    responses((
        status = 200,
        description = "The rules.",
        body = ListOf<RetentionRuleView>,
        example = json!({"items": [example::rule()]}),
    )),
)]
#[get("/retention-rules")]
pub(crate) async fn list_retention_rules(caller: Caller) -> Answer {
    let rules = caller
        .look("list_retention_rules", ehcp_casework::retention_rules)
        .await?;
    answer::list(&rules)
}
