use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    endpoints::{approvals, examples::TEAM},
    extract::{Body, IfMatch, IfMatchHeader, PathId},
};
use actix_web::patch;
use ehcp_case::UserId;
use ehcp_casework::{ApprovalView, ChangeUser, UserView};

/// Change an account
///
/// Changes the name, the role, the teams or the setting, or closes or opens the account; what is left out stays. When
/// anything but the name changes, the person's sessions end at once. Nobody changes their own account here, and nobody
/// sets or sees somebody else's password. A change of an administrator or of information governance, or to such a role,
/// waits for a second administrator or information governance. Another role or other teams of an account that opens what is
/// in cases, and opening it again, wait for a manager of the teams or information governance.
#[utoipa::path(
    tag = "accounts",
    params(("user_id" = UserId, Path, description = "The account."), IfMatchHeader),
    request_body(
        content = ChangeUser,
        description = "What is to be different.",
        example = json!({"team_ids": [TEAM], "open": true}),
    ),
    responses(
        (status = 200, description = "The account after it.", body = UserView, example = json!(example::user())),
        (
            status = 202,
            description = "It waits for a second person.",
            body = ApprovalView,
            example = json!(approvals::example::pending()),
        ),
    ),
)]
#[patch("/users/{user_id}")]
pub(crate) async fn change_user(
    caller: Caller,
    id: PathId<UserId>,
    seen: IfMatch,
    body: Body<ChangeUser>,
) -> Answer {
    let command = body.into_inner();
    let settled = caller
        .act("change_user", move |act| {
            ehcp_casework::change_user(act, id.0, seen.0, &command)
        })
        .await?;
    answer::settled(settled)
}
