//! The gate in front of `/v1`: who is calling, whether too often, and whether they can read the answer. It runs
//! before anything of the request is parsed.

use super::{
    identity::{Identity, Network},
    token::TokenError,
};
use crate::{
    accept::acceptable,
    contract::Operation,
    error_codes::ErrorCode,
    extract::refuse_any,
    limits::{Payer, Policy, Standing, client_address},
    problem::Refusal,
    state::State,
};
use actix_web::{
    Error, HttpMessage as _,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, WWW_AUTHENTICATE},
    middleware::Next,
    web::Data,
};
use ehcp_access::Role;
use ehcp_case::UserId;
use ehcp_casework::RefusedCall;
use std::sync::Arc;

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Marks a request whose address has an operation for everybody, but not with this method: it is answered 405, with or
/// without a token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PublicAddress;

/// Wraps the `/v1` scope.
pub(crate) async fn gate(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(state) = request.app_data::<Data<State>>().cloned() else {
        return Ok(request.error_response(Refusal::new(ErrorCode::Internal)));
    };
    let operation = request.extensions().get::<Arc<Operation>>().cloned();
    let asked = Network::of(address(&request, &state)).asked();
    let (standings, verdict) = admit(&request, &state, operation.as_deref());
    let verdict = match verdict {
        Err(NotAdmitted { refusal, call }) => {
            if let Some(call) = call {
                state.services.casework.refused_call(&asked, call).await;
            }
            Err(refusal)
        }
        Ok(()) => Ok(()),
    };
    let mut response = match verdict {
        Err(refusal) => request.error_response(refusal),
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
    };
    write_standings(response.headers_mut(), &standings);
    Ok(response)
}

/// Why a request is not let in, and what the security log keeps of it.
struct NotAdmitted {
    refusal: Refusal,
    call: Option<RefusedCall>,
}

impl NotAdmitted {
    fn logged(refusal: Refusal, event: &'static str, user: Option<UserId>) -> Self {
        let call = RefusedCall {
            event,
            operation: "gate",
            user,
        };
        Self {
            refusal,
            call: Some(call),
        }
    }

    /// A refusal that says nothing about who is calling.
    fn unlogged(refusal: Refusal) -> Self {
        Self { refusal, call: None }
    }
}

/// Lets the request in, or says why not; with what is left of each budget that it drew on.
fn admit(
    request: &ServiceRequest,
    state: &State,
    operation: Option<&Operation>,
) -> (Vec<Standing>, Result<(), NotAdmitted>) {
    let address = address(request, state);
    request.extensions_mut().insert(Network::of(address));
    let payer = Payer::at(address);
    let of_the_address = request
        .extensions()
        .contains::<PublicAddress>()
        .then_some(Policy::Public);
    let policy = operation
        .and_then(|operation| operation.anonymous)
        .or(of_the_address);
    let (policies, payer, verdict) = match policy {
        Some(policy) => (vec![policy], payer, Ok(())),
        None => match authenticate(request, state) {
            Ok(identity) => {
                let payer = Payer::User(identity.user);
                // The token is signed here, so that its role is true for as long as it lives.
                let own = match identity.role == Role::Service.word() {
                    true => Policy::Program,
                    false => Policy::User,
                };
                request.extensions_mut().insert(identity);
                let costly = operation.is_some_and(|operation| operation.costly);
                let policies = [own].into_iter().chain(costly.then_some(Policy::Costly));
                (policies.collect(), payer, Ok(()))
            }
            Err(refused) => (vec![Policy::Refused], payer, Err(refused)),
        },
    };
    let standings: Vec<Standing> = policies
        .into_iter()
        .filter_map(|policy| state.limiters.take(policy, payer))
        .collect();
    let longest = standings
        .iter()
        .filter_map(|standing| Some((standing.wait?, standing.policy)))
        .max_by_key(|(seconds, _)| *seconds);
    if let Some((seconds, policy)) = longest {
        let user = request
            .extensions()
            .get::<Identity>()
            .map(|identity| identity.user);
        let refused = NotAdmitted::logged(quota_exceeded(policy, seconds), "quota_exceeded", user);
        return (standings, Err(refused));
    }
    let readable = operation.is_none_or(|operation| acceptable(request.headers(), &operation.produces));
    let verdict = verdict.and_then(|()| match readable {
        true => Ok(()),
        false => Err(NotAdmitted::unlogged(Refusal::new(ErrorCode::NotAcceptable))),
    });
    let takes_query = operation.is_none_or(|operation| operation.takes_query);
    let verdict = verdict.and_then(|()| match takes_query {
        true => Ok(()),
        false => refuse_any(request.query_string()).map_err(NotAdmitted::unlogged),
    });
    (standings, verdict)
}

fn address(request: &ServiceRequest, state: &State) -> std::net::IpAddr {
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .map(|value| value.to_str().unwrap_or(""))
        .collect();
    let peer = request.peer_addr().map(|peer| peer.ip());
    client_address(peer, forwarded.into_iter(), &state.config.trusted_proxies)
}

/// What the token says. Whether its session still holds is looked up in the transaction that does the work.
fn authenticate(request: &ServiceRequest, state: &State) -> Result<Identity, NotAdmitted> {
    let token =
        bearer(request.headers()).map_err(|refusal| NotAdmitted::logged(refusal, "token_missing", None))?;
    let claims = state
        .services
        .tokens
        .verify(token, state.services.casework.clock().now())
        .map_err(|error| {
            tracing::debug!(target: "ehcp::auth", reason = %error, "token refused");
            match error {
                TokenError::Expired => {
                    let refusal = unauthenticated("invalid_token", "The access token has expired.");
                    NotAdmitted::logged(refusal, "token_expired", None)
                }
                _ => {
                    let refusal = unauthenticated("invalid_token", "The access token is not valid.");
                    NotAdmitted::logged(refusal, "token_invalid", None)
                }
            }
        })?;
    Ok(Identity {
        user: claims.sub,
        session: claims.sid,
        role: claims.role,
    })
}

/// The token, from the one place where it is looked for.
fn bearer(headers: &HeaderMap) -> Result<&str, Refusal> {
    let mut values = headers.get_all(AUTHORIZATION);
    let value = match (values.next(), values.next()) {
        (None, _) => {
            let challenge = HeaderValue::from_static("Bearer realm=\"ehcp\"");
            return Err(Refusal::new(ErrorCode::Unauthenticated).header(WWW_AUTHENTICATE, challenge));
        }
        (Some(only), None) => only.to_str().ok(),
        (Some(_), Some(_)) => None,
    };
    let token = value
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    token.ok_or_else(|| {
        unauthenticated(
            "invalid_request",
            "Send one Authorization header: Bearer and the token.",
        )
    })
}

/// 401 with the error words of RFC 6750; `says` is plain ASCII without quotes.
pub(crate) fn unauthenticated(error: &str, says: &str) -> Refusal {
    let refusal = Refusal::new(ErrorCode::Unauthenticated).detail(match says.ends_with("Sign in again.") {
        true => says.to_owned(),
        false => format!("{says} {}", ErrorCode::Unauthenticated.remedy()),
    });
    let challenge = format!("Bearer realm=\"ehcp\", error=\"{error}\", error_description=\"{says}\"");
    match HeaderValue::from_str(&challenge) {
        Ok(value) => refusal.header(WWW_AUTHENTICATE, value),
        Err(_) => refusal,
    }
}

fn quota_exceeded(policy: Policy, seconds: u64) -> Refusal {
    Refusal::new(ErrorCode::QuotaExceeded)
        .detail(format!("{} Try again in {seconds} s.", policy.used_up()))
        .retry_after(seconds)
}

fn write_standings(headers: &mut HeaderMap, standings: &[Standing]) {
    if standings.is_empty() {
        return;
    }
    let policies: Vec<String> = standings.iter().map(Standing::policy_field).collect();
    let left: Vec<String> = standings.iter().map(Standing::field).collect();
    for (name, fields) in [(RATE_LIMIT_POLICY, policies), (RATE_LIMIT, left)] {
        if let Ok(value) = HeaderValue::from_str(&fields.join(", ")) {
            headers.insert(name, value);
        }
    }
}
