use super::example;
use crate::{
    answer::{self, Answer},
    endpoints::sessions::secrets::{Password, Secret},
    extract::SignInBody,
    state::State,
};
use actix_web::{post, web::Data};
use chrono::NaiveDate;
use ehcp_case::Line;
use ehcp_casework::AcceptInvitation;
use serde::Deserialize;
use utoipa::ToSchema;

/// What whoever was invited shows and chooses.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InvitationAcceptance {
    /// The code of the message.
    #[schema(value_type = String, min_length = 1, max_length = 128)]
    code: Secret,
    /// The name that others are to see; the one in the invitation when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "Jo Okafor", min_length = 1, max_length = 200)]
    name: Option<Line>,
    /// The password to sign in with.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 128)]
    password: Password,
    /// The child's date of birth: asked of a parent and of a young person.
    #[serde(default)]
    #[schema(example = "2018-03-14")]
    born_on: Option<NaiveDate>,
    /// The reference of the child's case: asked of a parent and of a young person.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "EHC-2026-000123", min_length = 1, max_length = 200)]
    case_reference: Option<Line>,
}

/// Accept an invitation
///
/// Opens the account that was made with the invitation and sets its password. It does not sign in. A code that was used,
/// has expired, was taken back or was never given is refused in the same words.
#[utoipa::path(
    tag = "accounts",
    security(()),
    request_body(
        content = InvitationAcceptance,
        description = "The code, the password, and the answers about the child.",
        example = json!({
            "code": example::CODE, "password": "a quiet river in spring", "born_on": "2018-03-14",
            "case_reference": "EHC-2026-000123",
        }),
    ),
    responses((status = 204, description = "The account is open; sign in with it.")),
)]
#[post("/invitation-acceptances")]
pub(crate) async fn create_invitation_acceptance(
    state: Data<State>,
    body: SignInBody<InvitationAcceptance>,
) -> Answer {
    let sent = body.into_inner();
    let command = AcceptInvitation {
        code: sent.code.0,
        name: sent.name,
        password: sent.password.0,
        born_on: sent.born_on,
        case_reference: sent.case_reference.map(|reference| reference.to_string()),
    };
    state.services.casework.accept_invitation(command).await?;
    answer::done()
}
