//! The caller, as the gate found them.

use super::token::AccessClaims;
use crate::{error_codes::ErrorCode, problem::Refusal};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload};
use ehcp_case::{SessionId, UserId};
use futures_util::future::BoxFuture;
use std::future::{Ready, ready};

/// Who is calling, proved by a token and a session that still holds. A handler that takes this as an argument
/// cannot run for a caller who is not signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The person.
    pub user: UserId,
    /// Their session.
    pub session: SessionId,
    /// The role of the session.
    pub role: String,
}

impl FromRequest for Identity {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = request.extensions().get::<Self>().cloned();
        ready(found.ok_or_else(|| Refusal::new(ErrorCode::Unauthenticated)))
    }
}

/// Why a good token does not let its bearer in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionRefusal {
    /// Signed out, disabled, or the role has changed: 401.
    Ended,
    /// It cannot be found out right now: 503.
    Unavailable,
}

/// Looks up whether the session of a token still holds, on each request, so that signing out takes effect at once.
pub trait Sessions: Send + Sync {
    /// The caller, if the session is open and its role is still the token's.
    fn check(&self, claims: AccessClaims) -> BoxFuture<'static, Result<Identity, SessionRefusal>>;
}
