use super::example;
use crate::{
    answer::{self, Answer},
    auth::Caller,
    extract::{IfNoneMatchHeader, PathId},
};
use actix_web::{HttpRequest, get};
use ehcp_case::UserId;
use ehcp_casework::UserView;

/// Read an account
///
/// Whoever may list it may read it. The `ETag` is what a change of the account names.
#[utoipa::path(
    tag = "accounts",
    params(("user_id" = UserId, Path, description = "The account."), IfNoneMatchHeader),
    responses((
        status = 200,
        description = "The account.",
        body = UserView,
        example = json!(example::user()),
    )),
)]
#[get("/users/{user_id}")]
pub(crate) async fn read_user(request: HttpRequest, caller: Caller, id: PathId<UserId>) -> Answer {
    let user = caller
        .look("read_user", move |look| ehcp_casework::user(look, id.0))
        .await?;
    answer::ok(&request, &user, user.version)
}
