//! Access tokens: JWTs signed with Ed25519 (RFC 8037), checked as strictly as RFC 8725 and RFC 9068 ask.

use super::keys::TokenKeys;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use ehcp_case::{SessionId, UserId};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The longest life of an access token, in seconds.
pub const ACCESS_TOKEN_MAX: i64 = 15 * 60;

/// How far two clocks may differ, in seconds.
const LEEWAY: i64 = 5;

/// The only accepted `typ`: no other kind of token passes for an access token.
const TYPE: &str = "at+jwt";

/// The longest token that is looked at, in bytes. Ours have about 600.
const TOKEN_MAX: usize = 2048;

/// What an access token says. Nothing else is allowed in it, and no personal data beyond ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessClaims {
    /// The end of its life, in seconds since 1970.
    pub exp: i64,
    /// When it was issued.
    pub iat: i64,
    /// From when it is valid.
    pub nbf: i64,
    /// Who issued it.
    pub iss: String,
    /// For whom it is meant.
    pub aud: String,
    /// The user.
    pub sub: UserId,
    /// This very token.
    pub jti: Uuid,
    /// The session.
    pub sid: SessionId,
    /// The role of the session.
    pub role: String,
}

/// What a new token is to say.
#[derive(Debug, Clone)]
pub struct NewAccessToken {
    /// The user.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
    /// The role: lower-case letters, digits and `_`.
    pub role: String,
    /// The token's own id.
    pub id: Uuid,
    /// Its life in seconds; more than 15 minutes is cut to that.
    pub lifetime: i64,
}

/// Why a token is refused. For logs and tests: callers only learn that it is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a JWT, or longer than any of ours.
    #[error("not a token")]
    Malformed,
    /// A header other than exactly the algorithm, type and key id.
    #[error("wrong header")]
    Header,
    /// No configured key has this id.
    #[error("unknown key")]
    UnknownKey,
    /// The signature does not fit.
    #[error("wrong signature")]
    Signature,
    /// A claim is missing, unknown, given twice or of the wrong type.
    #[error("wrong claims")]
    Claims,
    /// Another issuer or audience.
    #[error("not meant for this server")]
    Audience,
    /// Past its end.
    #[error("expired")]
    Expired,
    /// Before its beginning, or issued in the future.
    #[error("not yet valid")]
    NotYetValid,
    /// Longer-lived than any of ours.
    #[error("too long a life")]
    Lifetime,
    /// The token could not be signed.
    #[error("cannot be signed")]
    Signing,
}

/// All that a header may hold: `jku`, `jwk`, `x5u`, `x5c`, `crit` and everything else are refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccessHeader {
    alg: String,
    typ: String,
    kid: String,
}

impl TokenKeys {
    /// Signs a new access token with the first key.
    ///
    /// # Errors
    /// [`TokenError::Signing`] when the signature cannot be made.
    pub fn issue(&self, new: NewAccessToken, now: DateTime<Utc>) -> Result<String, TokenError> {
        let iat = now.timestamp();
        let claims = AccessClaims {
            exp: iat.saturating_add(new.lifetime.clamp(1, ACCESS_TOKEN_MAX)),
            iat,
            nbf: iat,
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: new.user,
            jti: new.id,
            sid: new.session,
            role: new.role,
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        let set = self.set();
        header.kid = Some(set.signing.id.clone());
        jsonwebtoken::encode(&header, &claims, &set.signing.encoding).map_err(|_| TokenError::Signing)
    }

    /// Checks an access token and gives what it says.
    ///
    /// # Errors
    /// The first reason found to refuse it.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<AccessClaims, TokenError> {
        if token.len() > TOKEN_MAX {
            return Err(TokenError::Malformed);
        }
        let header = token
            .split('.')
            .next()
            .and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
        let header: AccessHeader =
            serde_json::from_slice(&header.ok_or(TokenError::Malformed)?).map_err(|_| TokenError::Header)?;
        if header.alg != "EdDSA" || header.typ != TYPE {
            return Err(TokenError::Header);
        }
        let set = self.set_with(&header.kid, now).ok_or(TokenError::UnknownKey)?;
        let key = set.verifying.get(&header.kid).ok_or(TokenError::UnknownKey)?;
        let data = jsonwebtoken::decode::<AccessClaims>(token, &key.decoding, &signature_only());
        let claims = data.map_err(|error| reason(error.kind()))?.claims;
        self.check_claims(&claims, now.timestamp())?;
        Ok(claims)
    }

    fn check_claims(&self, claims: &AccessClaims, now: i64) -> Result<(), TokenError> {
        let role_fits = (1..=40).contains(&claims.role.len())
            && claims
                .role
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        let times = [claims.iat, claims.nbf, claims.exp];
        if !role_fits || times.iter().any(|time| *time <= 0) {
            Err(TokenError::Claims)
        } else if claims.iss != self.issuer || claims.aud != self.audience {
            Err(TokenError::Audience)
        } else if claims.exp <= claims.iat || claims.exp.saturating_sub(claims.iat) > ACCESS_TOKEN_MAX {
            Err(TokenError::Lifetime)
        } else if claims.iat.max(claims.nbf) > now.saturating_add(LEEWAY) {
            Err(TokenError::NotYetValid)
        } else if claims.exp <= now.saturating_sub(LEEWAY) {
            Err(TokenError::Expired)
        } else {
            Ok(())
        }
    }
}

/// The library checks the signature only: its clock cannot be injected and its other checks pass what is missing.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}

fn reason(kind: &jsonwebtoken::errors::ErrorKind) -> TokenError {
    use jsonwebtoken::errors::ErrorKind;
    match kind {
        ErrorKind::InvalidSignature => TokenError::Signature,
        ErrorKind::Json(_) | ErrorKind::Utf8(_) | ErrorKind::InvalidClaimFormat(_) => TokenError::Claims,
        _ => TokenError::Malformed,
    }
}
