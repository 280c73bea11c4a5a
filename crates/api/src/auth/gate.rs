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
    limits::{Payer, Policy, Standing, client_address},
    problem::Refusal,
    router::COSTLY,
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
use std::sync::Arc;

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Wraps the `/v1` scope.
pub(crate) async fn gate(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(state) = request.app_data::<Data<State>>().cloned() else {
        return Ok(request.error_response(Refusal::new(ErrorCode::Internal)));
    };
    let operation = request.extensions().get::<Arc<Operation>>().cloned();
    let (standing, verdict) = admit(&request, &state, operation.as_deref());
    let mut response = match verdict {
        Err(refusal) => request.error_response(refusal),
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
    };
    if let Some(standing) = standing {
        write_standing(response.headers_mut(), &standing);
    }
    Ok(response)
}

/// Lets the request in, or says why not.
fn admit(
    request: &ServiceRequest,
    state: &State,
    operation: Option<&Operation>,
) -> (Option<Standing>, Result<(), Refusal>) {
    let address = address(request, state);
    request.extensions_mut().insert(Network::of(address));
    let payer = Payer::at(address);
    let (standing, verdict) = match operation.and_then(|operation| operation.anonymous) {
        Some(policy) => (state.limiters.take(policy, payer), Ok(())),
        None => match authenticate(request, state) {
            Ok(identity) => {
                let costly = operation.is_some_and(|operation| COSTLY.contains(&operation.id.as_str()));
                let policy = if costly { Policy::Costly } else { Policy::User };
                let standing = state.limiters.take(policy, Payer::User(identity.user));
                request.extensions_mut().insert(identity);
                (standing, Ok(()))
            }
            Err(refusal) => (state.limiters.take(Policy::Refused, payer), Err(refusal)),
        },
    };
    if let Some(Standing {
        policy,
        wait: Some(seconds),
        ..
    }) = standing
    {
        return (standing, Err(quota_exceeded(policy, seconds)));
    }
    let readable = operation.is_none_or(|operation| acceptable(request.headers(), &operation.produces));
    let verdict = verdict.and_then(|()| match readable {
        true => Ok(()),
        false => Err(Refusal::new(ErrorCode::NotAcceptable)),
    });
    (standing, verdict)
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
fn authenticate(request: &ServiceRequest, state: &State) -> Result<Identity, Refusal> {
    let token = bearer(request.headers())?;
    let claims = state
        .services
        .tokens
        .verify(token, state.services.casework.clock().now())
        .map_err(|error| {
            tracing::debug!(target: "ehcp::auth", reason = %error, "token refused");
            match error {
                TokenError::Expired => unauthenticated("invalid_token", "The access token has expired."),
                _ => unauthenticated("invalid_token", "The access token is not valid."),
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
    let refusal = Refusal::new(ErrorCode::Unauthenticated)
        .detail(format!("{says} {}", ErrorCode::Unauthenticated.remedy()));
    let challenge = format!("Bearer realm=\"ehcp\", error=\"{error}\", error_description=\"{says}\"");
    match HeaderValue::from_str(&challenge) {
        Ok(value) => refusal.header(WWW_AUTHENTICATE, value),
        Err(_) => refusal,
    }
}

fn quota_exceeded(policy: Policy, seconds: u64) -> Refusal {
    Refusal::new(ErrorCode::QuotaExceeded)
        .detail(format!(
            "The limit `{}` is used up. Try again in {seconds} s.",
            policy.name()
        ))
        .retry_after(seconds)
}

fn write_standing(headers: &mut HeaderMap, standing: &Standing) {
    let fields = [
        (RATE_LIMIT_POLICY, standing.policy_field()),
        (RATE_LIMIT, standing.field()),
    ];
    for (name, text) in fields {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(name, value);
        }
    }
}
