use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    endpoints::examples,
};
use actix_web::get;
use ehcp_casework::TeamView;

/// List the teams
///
/// Every team of the authority with the telephone line that somebody answers.
#[utoipa::path(
    tag = "people",
    responses((
        status = 200,
        description = "The teams, by name.",
        body = ListOf<TeamView>,
        example = json!({"items": [examples::team()]}),
    )),
)]
#[get("/teams")]
pub(crate) async fn list_teams(caller: Caller) -> Answer {
    let teams = caller.look("list_teams", ehcp_casework::teams).await?;
    answer::list(&teams)
}
