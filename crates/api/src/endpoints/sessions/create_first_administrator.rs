use super::secrets::{Password, Secret};
use crate::{
    answer::{self, Answer},
    extract::SignInBody,
    state::State,
};
use actix_web::{post, web::Data};
use ehcp_case::{Line, UserId};
use ehcp_casework::FirstAdministrator;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who is to be the first administrator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FirstAdministratorRequest {
    /// What `ehcp admin bootstrap` has printed within the last hour.
    #[schema(value_type = String, min_length = 1, max_length = 128)]
    secret: Secret,
    /// The e-mail address to sign in with.
    #[schema(value_type = String, example = "ada.byrne@example.org", min_length = 3, max_length = 200)]
    email: Line,
    /// The name that others see.
    #[schema(value_type = String, example = "Ada Byrne", min_length = 1, max_length = 200)]
    display_name: Line,
    /// The password: 15 to 128 characters, and not easily guessed.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 128)]
    password: Password,
}

/// The first administrator.
#[derive(Serialize, ToSchema)]
pub(crate) struct FirstAdministratorView {
    /// The account, which can sign in now.
    user_id: UserId,
}

/// Make the first administrator
///
/// For a new system, which has no account: with the one-time secret that `ehcp admin bootstrap` prints. The secret is
/// good for one hour and once; when there is an administrator, nothing can be done here any more.
#[utoipa::path(
    tag = "sessions",
    security(()),
    request_body(
        content = FirstAdministratorRequest,
        description = "The secret, and who it is.",
        example = json!({
            "secret": "first_3f6c1a…", "email": "ada.byrne@example.org", "display_name": "Ada Byrne",
            "password": "a quiet river in spring",
        }),
    ),
    responses((
        status = 201,
        description = "Made.",
        body = FirstAdministratorView,
        example = json!({"user_id": "01990d2b-7c11-7d3e-9a51-3f2b8c6d1e91"}),
    )),
)]
#[post("/first-administrators")]
pub(crate) async fn create_first_administrator(
    state: Data<State>,
    body: SignInBody<FirstAdministratorRequest>,
) -> Answer {
    let body = body.into_inner();
    let new = FirstAdministrator {
        secret: body.secret.0,
        email: body.email.to_string(),
        display_name: body.display_name,
        password: body.password.0,
    };
    let user_id = state.services.casework.make_first_administrator(new).await?;
    answer::made("/v1/me", &FirstAdministratorView { user_id })
}
