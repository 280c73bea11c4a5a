use crate::{
    answer::{self, Answer, ListOf},
    auth::Caller,
    endpoints::examples,
    extract::PathId,
};
use actix_web::get;
use ehcp_case::TeamId;
use ehcp_casework::StaffName;

/// List a team's staff
///
/// The people who work in the team today: those to whom a case can be given.
#[utoipa::path(
    tag = "people",
    params(("team_id" = TeamId, Path, description = "The team.")),
    responses((
        status = 200,
        description = "The staff, by name.",
        body = ListOf<StaffName>,
        example = json!({"items": [examples::officer()]}),
    )),
)]
#[get("/teams/{team_id}/staff")]
pub(crate) async fn list_team_staff(caller: Caller, team: PathId<TeamId>) -> Answer {
    let staff = caller
        .look("list_team_staff", move |look| {
            ehcp_casework::team_staff(look, team.0)
        })
        .await?;
    answer::list(&staff)
}
