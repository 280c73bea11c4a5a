//! ID tokens of the identity provider, checked as strictly as OpenID Connect Core 3.1.3.7 and RFC 8725 ask.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The longest token that is looked at, in bytes.
const TOKEN_MAX: usize = 16 * 1024;

/// An ID token that was issued longer ago is not one that was just asked for.
const ISSUED_WITHIN: Duration = Duration::minutes(10);

/// The shortest modulus of an RSA key, in bytes.
const RSA_MIN: usize = 256;

/// Why an ID token is refused, for the security log: callers only learn that they must start again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    /// Not a JWT, or longer than any that is looked at.
    #[error("not a token")]
    Malformed,
    /// An algorithm that is never accepted, or not that of the key; or a header that asks for more.
    #[error("wrong algorithm or header")]
    Algorithm,
    /// No key of the provider has this id.
    #[error("unknown key")]
    UnknownKey,
    /// The signature does not fit.
    #[error("wrong signature")]
    Signature,
    /// A claim is missing or of the wrong type.
    #[error("wrong claims")]
    Claims,
    /// Another issuer.
    #[error("another issuer")]
    Issuer,
    /// Meant for somebody else.
    #[error("meant for somebody else")]
    Audience,
    /// Past its end, before its beginning, or issued too long ago.
    #[error("not valid now")]
    Time,
    /// The answer to another question.
    #[error("the answer to another question")]
    Nonce,
    /// The person proved who they are too long ago.
    #[error("proved too long ago")]
    TooOld,
}

impl IdTokenError {
    /// The word for the security log.
    pub(crate) fn event(self) -> &'static str {
        match self {
            Self::Malformed => "id_token_malformed",
            Self::Algorithm => "id_token_algorithm",
            Self::UnknownKey => "id_token_key_unknown",
            Self::Signature => "id_token_signature",
            Self::Claims => "id_token_claims",
            Self::Issuer => "id_token_issuer",
            Self::Audience => "id_token_audience",
            Self::Time => "id_token_time",
            Self::Nonce => "id_token_nonce",
            Self::TooOld => "id_token_too_old",
        }
    }
}

/// What a token must say.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) audience: &'a str,
    pub(super) nonce: &'a str,
    /// How far two clocks may differ.
    pub(super) leeway: Duration,
    /// The person must have proved who they are within this time.
    pub(super) max_age: Duration,
}

/// A public key of the provider.
#[derive(Clone)]
struct ProviderKey {
    algorithm: Algorithm,
    decoding: DecodingKey,
}

/// The public keys of the provider that may sign ID tokens.
#[derive(Clone, Default)]
pub(super) struct ProviderKeys(HashMap<String, ProviderKey>);

/// A key as the provider publishes it (RFC 7517). What else it says is not looked at.
#[derive(Deserialize)]
struct PublishedKey {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Deserialize)]
struct PublishedKeys {
    keys: Vec<Value>,
}

impl PublishedKey {
    /// The key, if it is of one of the three kinds that count and is meant for signatures.
    fn usable(self) -> Option<(String, ProviderKey)> {
        if self.purpose.is_some_and(|purpose| purpose != "sig") {
            return None;
        }
        let (name, algorithm, decoding) = match (self.kty.as_str(), self.crv.as_deref()) {
            ("RSA", None) => {
                let (n, e) = (self.n?, self.e?);
                let modulus = URL_SAFE_NO_PAD.decode(&n).ok()?;
                let long_enough = modulus.iter().skip_while(|byte| **byte == 0).count() >= RSA_MIN;
                let key = DecodingKey::from_rsa_components(&n, &e)
                    .ok()
                    .filter(|_| long_enough)?;
                ("RS256", Algorithm::RS256, key)
            }
            ("EC", Some("P-256")) => {
                let key = DecodingKey::from_ec_components(&self.x?, &self.y?).ok()?;
                ("ES256", Algorithm::ES256, key)
            }
            ("OKP", Some("Ed25519")) => {
                let key = DecodingKey::from_ed_components(&self.x?).ok()?;
                ("EdDSA", Algorithm::EdDSA, key)
            }
            _ => return None,
        };
        if self.alg.is_some_and(|alg| alg != name) {
            return None;
        }
        Some((self.kid?, ProviderKey { algorithm, decoding }))
    }
}

impl ProviderKeys {
    /// The keys in a published set. Those that cannot be used are passed over; two with one id count as none.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let published: PublishedKeys = serde_json::from_slice(text).ok()?;
        let mut keys: HashMap<String, Option<ProviderKey>> = HashMap::new();
        let readable = published
            .keys
            .into_iter()
            .filter_map(|key| serde_json::from_value::<PublishedKey>(key).ok())
            .filter_map(PublishedKey::usable);
        for (id, key) in readable {
            keys.entry(id)
                .and_modify(|known| *known = None)
                .or_insert(Some(key));
        }
        let keys = keys.into_iter().filter_map(|(id, key)| Some((id, key?)));
        Some(Self(keys.collect()))
    }

    /// Whether there is a key with this id.
    pub(super) fn knows(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }
}

/// What the header may ask of whoever reads it. `jku`, `jwk`, `x5u` and `x5c` are never looked at.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    #[serde(default)]
    crit: Option<Value>,
}

/// For whom a token is meant.
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// The claims that are looked at. Integers must be integers: a number in a text, or with a fraction, is refused.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    iat: i64,
    nonce: String,
    auth_time: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    azp: Option<String>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

/// Whom the provider names, when all of the token holds.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) subject: String,
    pub(super) authenticated_at: DateTime<Utc>,
    pub(super) others: Map<String, Value>,
}

/// The id of the key that a token names, so that the keys can be fetched anew when nobody knows it.
pub(super) fn key_id(token: &str) -> Result<String, IdTokenError> {
    let header = header(token)?;
    header.kid.ok_or(IdTokenError::UnknownKey)
}

fn header(token: &str) -> Result<Header, IdTokenError> {
    if token.len() > TOKEN_MAX || token.split('.').count() != 3 {
        return Err(IdTokenError::Malformed);
    }
    let first = token.split('.').next().unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD
        .decode(first)
        .map_err(|_| IdTokenError::Malformed)?;
    let header: Header = serde_json::from_slice(&bytes).map_err(|_| IdTokenError::Malformed)?;
    let plain = header
        .typ
        .as_deref()
        .is_none_or(|typ| typ.eq_ignore_ascii_case("jwt"));
    let named = matches!(header.alg.as_str(), "RS256" | "ES256" | "EdDSA");
    if !plain || !named || header.crit.is_some() {
        return Err(IdTokenError::Algorithm);
    }
    Ok(header)
}

/// Checks a token and gives whom it names.
pub(super) fn verify(
    token: &str,
    keys: &ProviderKeys,
    expected: &Expected<'_>,
    now: DateTime<Utc>,
) -> Result<Named, IdTokenError> {
    let header = header(token)?;
    let id = header.kid.ok_or(IdTokenError::UnknownKey)?;
    let key = keys.0.get(&id).ok_or(IdTokenError::UnknownKey)?;
    let name = match key.algorithm {
        Algorithm::RS256 => "RS256",
        Algorithm::ES256 => "ES256",
        _ => "EdDSA",
    };
    if header.alg != name {
        return Err(IdTokenError::Algorithm);
    }
    let data = jsonwebtoken::decode::<Claims>(token, &key.decoding, &signature_only(key.algorithm));
    let claims = data.map_err(|error| reason(error.kind()))?.claims;
    check(claims, expected, now)
}

fn check(claims: Claims, expected: &Expected<'_>, now: DateTime<Utc>) -> Result<Named, IdTokenError> {
    if claims.iss != expected.issuer {
        return Err(IdTokenError::Issuer);
    }
    let authorized = claims.azp.as_deref();
    let meant = match &claims.aud {
        Audience::One(only) => only == expected.audience,
        // With several, the token must say for which of them it was made.
        Audience::Several(all) => {
            all.iter().any(|one| one == expected.audience) && (all.len() == 1 || authorized.is_some())
        }
    };
    if !meant || authorized.is_some_and(|client| client != expected.client_id) {
        return Err(IdTokenError::Audience);
    }
    if !(1..=255).contains(&claims.sub.len()) || !claims.sub.is_ascii() {
        return Err(IdTokenError::Claims);
    }
    let (moment, leeway) = (now.timestamp(), expected.leeway.num_seconds());
    let (latest, earliest) = (moment.saturating_add(leeway), moment.saturating_sub(leeway));
    let begun = claims.iat <= latest && claims.nbf.is_none_or(|nbf| nbf <= latest);
    let recent = claims.iat >= earliest.saturating_sub(ISSUED_WITHIN.num_seconds());
    if !begun || !recent || claims.exp <= earliest {
        return Err(IdTokenError::Time);
    }
    if claims.nonce != expected.nonce {
        return Err(IdTokenError::Nonce);
    }
    let oldest = earliest.saturating_sub(expected.max_age.num_seconds());
    if claims.auth_time > latest || claims.auth_time < oldest {
        return Err(IdTokenError::TooOld);
    }
    let authenticated_at = DateTime::from_timestamp(claims.auth_time.min(moment), 0);
    Ok(Named {
        subject: claims.sub,
        authenticated_at: authenticated_at.ok_or(IdTokenError::Claims)?,
        others: claims.others,
    })
}

/// The library checks the signature only, with the one algorithm of the key: its clock cannot be injected.
fn signature_only(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}

fn reason(kind: &jsonwebtoken::errors::ErrorKind) -> IdTokenError {
    use jsonwebtoken::errors::ErrorKind;
    match kind {
        ErrorKind::InvalidSignature => IdTokenError::Signature,
        ErrorKind::InvalidAlgorithm => IdTokenError::Algorithm,
        ErrorKind::Json(_) | ErrorKind::Utf8(_) | ErrorKind::InvalidClaimFormat(_) => IdTokenError::Claims,
        _ => IdTokenError::Malformed,
    }
}
