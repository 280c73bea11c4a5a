use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::PathId,
    state::State,
};
use actix_web::{get, web::Data};
use ehcp_case::CaseId;
use ehcp_casework::ChallengesView;

/// See what can be done about a decision
///
/// For the latest decision, and for earlier ones while a way is open: whom to contact, how to appeal, how to complain, what is
/// needed first, and the last day of each way, counted from the day on which the notice was sent. Beside them the ways that are
/// closed, with why. In plain English, in the words for the reader.
#[utoipa::path(
    tag = "disputes",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((
        status = 200,
        description = "What can be done, and what cannot, today.",
        body = ChallengesView,
        example = json!(example::challenges()),
    )),
)]
#[get("/cases/{case_id}/challenges")]
pub(crate) async fn list_challenges(caller: Caller, id: PathId<CaseId>, state: Data<State>) -> Answer {
    let page = state.config.complaints_page.clone();
    let found = caller
        .look("list_challenges", move |look| {
            ehcp_casework::challenges(look, id.0, page.as_deref())
        })
        .await?;
    answer::plain(&found)
}
