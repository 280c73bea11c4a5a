use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    endpoints::examples,
};
use actix_web::get;
use ehcp_casework::PossibleDuplicateView;

/// List children with one pupil number
///
/// Each child who gave a unique pupil number that another child has, where the caller may work on both. Those of whom
/// the caller may see only one wait for information governance.
#[utoipa::path(
    tag = "children",
    responses((
        status = 200,
        description = "Who waits to be matched.",
        body = ListOf<PossibleDuplicateView>,
        example = json!({"items": [
            {"upn": "H801200001001", "child": examples::child(), "other": examples::child()}
        ]}),
    )),
)]
#[get("/possible-duplicates")]
pub(crate) async fn list_possible_duplicates(caller: Caller) -> Answer {
    let waiting = caller
        .look("list_possible_duplicates", ehcp_casework::possible_duplicates)
        .await?;
    answer::list(&waiting)
}
