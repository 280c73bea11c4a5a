use crate::{
    answer::{self, Answer},
    auth::NewAccessToken,
    auth::casework_for,
    endpoints::examples::PARENT,
    error_codes::ErrorCode,
    extract::SignInBody,
    problem::Refusal,
    state::State,
};
use actix_web::{HttpRequest, post, web::Data};
use aws_lc_rs::rand;
use chrono::{DateTime, Utc};
use ehcp_access::Role;
use ehcp_case::{Line, UserId};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use utoipa::ToSchema;
use uuid::{Builder, Uuid};
use zeroize::{Zeroize as _, Zeroizing};

/// The most characters of a password.
const PASSWORD_MAX: usize = 128;

/// E-mail address and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// The e-mail address of the account.
    #[schema(value_type = String, example = "amina.okafor@example.org", min_length = 3, max_length = 200)]
    email: Line,
    /// The password.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 128)]
    password: Password,
}

/// A password that leaves nothing behind in memory.
struct Password(Zeroizing<String>);

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let mut text = String::deserialize(input)?;
        if (1..=PASSWORD_MAX).contains(&text.chars().count()) {
            return Ok(Self(Zeroizing::new(text)));
        }
        text.zeroize();
        Err(D::Error::custom(format!(
            "A password has 1 to {PASSWORD_MAX} characters."
        )))
    }
}

/// A new session with its access token.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionView {
    /// How the token is sent: always `Bearer`.
    #[schema(example = "Bearer", max_length = 10)]
    token_type: &'static str,
    /// The access token, for `Authorization: Bearer …`. It says nothing that a caller may rely on: take it as it is.
    #[schema(max_length = 2048)]
    access_token: String,
    /// When session and token end.
    expires_at: DateTime<Utc>,
    /// Who signed in.
    user_id: UserId,
    /// What the person is to the authority.
    role: Role,
    /// The name that others see.
    #[schema(example = "Amina Okafor", max_length = 200)]
    display_name: String,
}

/// Sign in
///
/// Opens a session of at most 15 minutes and gives its access token. An unknown address and a wrong password are
/// answered alike, after the same time. After ten failures for one address within five minutes each further try has
/// to wait.
#[utoipa::path(
    tag = "sessions",
    security(()),
    request_body(
        content = SignIn,
        description = "Who signs in.",
        example = json!({"email": "amina.okafor@example.org", "password": "a quiet river in spring"}),
    ),
    responses((
        status = 201,
        description = "Signed in.",
        body = SessionView,
        example = json!({
            "token_type": "Bearer",
            "access_token": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCIsImtpZCI6ImE1Yj.eyJzdWIiOiIwMTk5MGQyYiJ9.c2lnbmF0dXJl",
            "expires_at": "2026-09-16T09:45:00Z",
            "user_id": PARENT,
            "role": "parent",
            "display_name": "Amina Okafor",
        }),
    )),
)]
#[post("/sessions")]
pub(crate) async fn create_session(
    request: HttpRequest,
    state: Data<State>,
    body: SignInBody<SignIn>,
) -> Answer {
    let SignIn { email, password } = body.into_inner();
    let services = &state.services;
    let signed_in = casework_for(&request, &state)
        .sign_in(email.to_string(), password.0)
        .await?;
    let lifetime = signed_in.expires_at - signed_in.issued_at;
    let new = NewAccessToken {
        user: signed_in.user,
        session: signed_in.session,
        role: signed_in.role.word().to_owned(),
        id: token_id()?,
        lifetime: lifetime.num_seconds(),
    };
    let access_token = services.tokens.issue(new, signed_in.issued_at).map_err(|error| {
        tracing::error!(%error, "an access token could not be made");
        Refusal::new(ErrorCode::Internal)
    })?;
    answer::made(
        "/v1/sessions/current",
        &SessionView {
            token_type: "Bearer",
            access_token,
            expires_at: signed_in.expires_at,
            user_id: signed_in.user,
            role: signed_in.role,
            display_name: signed_in.display_name,
        },
    )
}

fn token_id() -> Result<Uuid, Refusal> {
    let mut bytes = [0; 16];
    rand::fill(&mut bytes).map_err(|_| Refusal::new(ErrorCode::Internal))?;
    Ok(Builder::from_random_bytes(bytes).into_uuid())
}
