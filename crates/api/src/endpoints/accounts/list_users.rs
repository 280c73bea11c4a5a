use super::example;
use crate::{
    answer::{self, Answer, PageOf},
    auth::Caller,
    extract::{Listing, PageParams},
};
use actix_web::get;
use ehcp_access::Role;
use ehcp_case::UserId;
use ehcp_casework::{UserQuery, UserView};
use serde::Deserialize;
use utoipa::IntoParams;

/// What a list of accounts is narrowed to.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct UserFilter {
    /// Only those with this role.
    role: Option<Role>,
    /// Only those with which somebody can sign in (`true`), or nobody (`false`).
    open: Option<bool>,
}

/// List the accounts
///
/// In a stable order. A manager sees the people of their own teams; officers, reviewers and panel managers see the names
/// and roles of the council's staff.
#[utoipa::path(
    tag = "accounts",
    params(UserFilter, PageParams),
    responses((
        status = 200,
        description = "A page of accounts.",
        body = PageOf<UserView>,
        example = json!({"items": [example::user()]}),
    )),
)]
#[get("/users")]
pub(crate) async fn list_users(caller: Caller, listing: Listing<UserFilter, UserId>) -> Answer {
    let query = UserQuery {
        role: listing.filter.role,
        open: listing.filter.open,
        after: listing.after,
        limit: listing.probe(),
    };
    let users = caller
        .look("list_users", move |look| ehcp_casework::users(look, &query))
        .await?;
    answer::probed(&listing, users, |user| user.id)
}
