use super::{
    create_reauthentication::ReauthenticationView,
    secrets::Secret,
    session_view::{self, SessionView},
};
use crate::{
    answer::{self, Answer},
    auth::{Caller, Identity, Network},
    extract::SignInBody,
    problem::Refusal,
    single_sign_on::{ProviderError, SingleSignOn},
    state::State,
};
use actix_web::{post, web::Data};
use chrono::{DateTime, Utc};
use ehcp_access::Role;
use ehcp_casework::{
    Casework, Error, FRESH_FOR, SignOnFor, SignOnLinkView, SignOnReturn, SignOnStart, SignOnWay,
    VerifiedPerson, not_for_you,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A body that says nothing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignOnStartRequest {}

/// Who wants to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FirstSignOnStartRequest {
    /// Whose sign-in it is to be: that of the council's staff and settings, or that of families.
    #[serde(default)]
    for_whom: SignOnFor,
}

/// The beginning of a way to the authority's own sign-in.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignOnStartView {
    /// Where the browser goes now.
    #[schema(max_length = 4096)]
    authorization_url: String,
    /// What the browser keeps, where no other page can read it, and sends when it comes back.
    #[schema(max_length = 100)]
    browser_token: String,
    /// Until when it must be back.
    expires_at: DateTime<Utc>,
}

/// What the browser brings back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignOnCompletion {
    /// The `code` that the provider sent back.
    #[schema(value_type = String, min_length = 1, max_length = 2048)]
    code: Code,
    /// The `state` that the provider sent back.
    #[schema(value_type = String, min_length = 1, max_length = 128)]
    state: Secret,
    /// What the browser has kept.
    #[schema(value_type = String, min_length = 1, max_length = 128)]
    browser_token: Secret,
}

/// A code of the provider. No error repeats it.
pub(crate) struct Code(String);

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        match text.chars().count() {
            1..=2048 => Ok(Self(text)),
            _ => Err(serde::de::Error::custom("A code has 1 to 2048 characters.")),
        }
    }
}

fn start_example() -> serde_json::Value {
    serde_json::json!({
        "authorization_url": "https://login.example.gov.uk/authorize?response_type=code&client_id=ehcp&state=5f0c…",
        "browser_token": "browser_3f6c1a…",
        "expires_at": "2026-09-16T09:40:00Z",
    })
}

fn completion_example() -> serde_json::Value {
    serde_json::json!({"code": "SplxlOBeZQQYbYS6WxSbIA", "state": "5f0c…", "browser_token": "browser_3f6c1a…"})
}

/// The provider for these people.
fn set_up(state: &State, for_whom: SignOnFor) -> Result<Arc<SingleSignOn>, Refusal> {
    let known = state.services.provider_for(for_whom);
    known.ok_or_else(|| Error::SignOnRefused.into())
}

/// The provider for somebody who is signed in. The role of the token only says which one; whether it is theirs is found out
/// with the session.
fn set_up_for(state: &State, identity: &Identity) -> Result<Arc<SingleSignOn>, Refusal> {
    let role: Option<Role> = identity.role.parse().ok();
    let for_whom = role.map_or(SignOnFor::Council, SignOnFor::of);
    match state.services.provider_for(for_whom) {
        Some(known) => Ok(known),
        None if state.services.single_sign_on.is_empty() => Err(Error::SignOnRefused.into()),
        None => Err(not_for_you().into()),
    }
}

/// The provider is asked first, so that nothing is kept of a way that cannot begin.
async fn page(known: &SingleSignOn, casework: &Casework) -> Result<url::Url, Refusal> {
    let page = known.provider.page(casework.clock().now()).await;
    page.map_err(|error| away(&error))
}

fn started(known: &SingleSignOn, page: url::Url, start: &SignOnStart) -> Answer {
    answer::made(
        "/v1/single-sign-on-completions",
        &SignOnStartView {
            authorization_url: known.provider.address(page, start),
            browser_token: start.browser_token.to_string(),
            expires_at: start.expires_at,
        },
    )
}

fn away(error: &ProviderError) -> Refusal {
    tracing::error!(%error, "single sign-on");
    Error::ProviderAway.into()
}

impl SignOnCompletion {
    fn back(self) -> (Code, SignOnReturn) {
        let back = SignOnReturn {
            browser_token: self.browser_token.0,
            state: self.state.0.to_string(),
        };
        (self.code, back)
    }
}

/// Asks the provider whom it names, at the end of a way.
async fn named(
    known: &SingleSignOn,
    casework: &Casework,
    code: &Code,
    way: &SignOnWay,
    operation: &'static str,
) -> Result<VerifiedPerson, Refusal> {
    let now = casework.clock().now();
    let asked = known
        .provider
        .named(&code.0, &way.verifier, &way.nonce, now)
        .await;
    match asked {
        Ok(person) => Ok(person),
        Err(error @ ProviderError::Away(_)) => Err(away(&error)),
        Err(error) => {
            casework.sign_on_failed(error.event(), operation).await;
            Err(Error::SignOnRefused.into())
        }
    }
}

/// The same for somebody who is signed in.
async fn named_in_session(
    known: &SingleSignOn,
    caller: &Caller,
    sent: SignOnCompletion,
    operation: &'static str,
) -> Result<(VerifiedPerson, SignOnWay), Refusal> {
    let (code, back) = sent.back();
    let casework = caller.casework();
    let way = casework
        .end_sign_on_way_in_session(caller.asking(), &known.entry, back, operation)
        .await?;
    let person = named(known, casework, &code, &way, operation).await?;
    Ok((person, way))
}

/// Begin to sign in through the authority
///
/// Gives the address of the authority's own sign-in and what the browser keeps meanwhile. Families have a sign-in of their
/// own, where the authority offers one. Where it is not set up the answer is 401.
#[utoipa::path(
    tag = "sessions",
    security(()),
    request_body(
        content = FirstSignOnStartRequest,
        description = "Who wants to sign in; the council's staff and settings when left out.",
        example = json!({"for_whom": "families"}),
    ),
    responses((
        status = 201,
        description = "Go there, within ten minutes.",
        body = SignOnStartView,
        example = json!(start_example()),
    )),
)]
#[post("/single-sign-on-starts")]
pub(crate) async fn start_single_sign_on(
    state: Data<State>,
    network: Network,
    body: SignInBody<FirstSignOnStartRequest>,
) -> Answer {
    let FirstSignOnStartRequest { for_whom } = body.into_inner();
    let known = set_up(&state, for_whom)?;
    let casework = state.services.casework.asked(network.asked());
    let page = page(&known, &casework).await?;
    started(&known, page, &casework.start_sign_on(for_whom).await?)
}

/// Sign in through the authority
///
/// Exchanges the code for the proof of who signed in, and opens a session as every sign-in does. Each start is of use once,
/// in the browser in which it began. What the provider says of the role of staff and settings holds from then on; of a
/// family's it is not looked at, and an account is there before.
#[utoipa::path(
    tag = "sessions",
    security(()),
    request_body(
        content = SignOnCompletion,
        description = "What the browser brings back.",
        example = json!(completion_example()),
    ),
    responses((
        status = 201,
        description = "Signed in.",
        body = SessionView,
        example = json!(session_view::example()),
    )),
)]
#[post("/single-sign-on-completions")]
pub(crate) async fn complete_single_sign_on(
    state: Data<State>,
    network: Network,
    body: SignInBody<SignOnCompletion>,
) -> Answer {
    const OPERATION: &str = "complete_single_sign_on";
    let casework = state.services.casework.asked(network.asked());
    let (code, back) = body.into_inner().back();
    if state.services.single_sign_on.is_empty() {
        return Err(Error::SignOnRefused.into());
    }
    let for_whom = back.began_for().unwrap_or_default();
    let way = casework.end_sign_on_way(back, for_whom, OPERATION).await?;
    let known = set_up(&state, for_whom)?;
    let person = named(&known, &casework, &code, &way, OPERATION).await?;
    let signed_in = casework.sign_on(&known.entry, person, Some(network.0)).await?;
    session_view::signed_in(&state, signed_in)
}

/// Begin to prove again who I am, through the authority
///
/// For what is answered `step-up-needed`: the authority's own sign-in asks the person anew.
#[utoipa::path(
    tag = "sessions",
    request_body(content = SignOnStartRequest, description = "Nothing more is to be said.", example = json!({})),
    responses((
        status = 201,
        description = "Go there, within ten minutes.",
        body = SignOnStartView,
        example = json!(start_example()),
    )),
)]
#[post("/me/single-sign-on-starts")]
pub(crate) async fn start_single_sign_on_proof(
    state: Data<State>,
    caller: Caller,
    identity: Identity,
    body: SignInBody<SignOnStartRequest>,
) -> Answer {
    let SignOnStartRequest {} = body.into_inner();
    let (known, casework) = (set_up_for(&state, &identity)?, caller.casework());
    let page = page(&known, casework).await?;
    let start = casework
        .start_sign_on_proof(caller.asking(), &known.entry)
        .await?;
    started(&known, page, &start)
}

/// Prove again who I am, through the authority
///
/// The proof holds for five minutes from when it was given there, in this session.
#[utoipa::path(
    tag = "sessions",
    request_body(
        content = SignOnCompletion,
        description = "What the browser brings back.",
        example = json!(completion_example()),
    ),
    responses((
        status = 201,
        description = "Proved.",
        body = ReauthenticationView,
        example = json!({"proved_at": "2026-09-16T09:40:00Z", "fresh_until": "2026-09-16T09:45:00Z"}),
    )),
)]
#[post("/me/single-sign-on-proofs")]
pub(crate) async fn create_single_sign_on_proof(
    state: Data<State>,
    caller: Caller,
    identity: Identity,
    body: SignInBody<SignOnCompletion>,
) -> Answer {
    const OPERATION: &str = "create_single_sign_on_proof";
    let known = set_up_for(&state, &identity)?;
    let (person, way) = named_in_session(&known, &caller, body.into_inner(), OPERATION).await?;
    let proved_at = caller
        .casework()
        .prove_again_by_sign_on(caller.asking(), &known.entry, person, &way, known.leeway)
        .await?;
    answer::made(
        "/v1/sessions/current",
        &ReauthenticationView {
            proved_at,
            fresh_until: proved_at + FRESH_FOR,
        },
    )
}

/// Link my account with the authority's own sign-in
///
/// For families, who may then use either; and for an account that reaches further than others, which an address alone does
/// not open. It takes a session that was opened
/// with the password, a proof of identity of the last five minutes, and a way that began at `/v1/me/single-sign-on-starts`.
/// A letter tells of it.
#[utoipa::path(
    tag = "sessions",
    request_body(
        content = SignOnCompletion,
        description = "What the browser brings back.",
        example = json!(completion_example()),
    ),
    responses((
        status = 201,
        description = "Linked.",
        body = SignOnLinkView,
        example = json!({
            "issuer": "https://login.example.gov.uk", "subject": "0a1b2c", "linked_at": "2026-09-16T09:40:00Z",
        }),
    )),
)]
#[post("/me/single-sign-on-links")]
pub(crate) async fn create_single_sign_on_link(
    state: Data<State>,
    caller: Caller,
    identity: Identity,
    body: SignInBody<SignOnCompletion>,
) -> Answer {
    const OPERATION: &str = "create_single_sign_on_link";
    let known = set_up_for(&state, &identity)?;
    let (person, way) = named_in_session(&known, &caller, body.into_inner(), OPERATION).await?;
    let link = caller
        .casework()
        .link_own_account(caller.asking(), &known.entry, person, &way, known.leeway)
        .await?;
    answer::made("/v1/me", &link)
}
