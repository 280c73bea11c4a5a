//! The identity provider of the authority: found by its issuer (OpenID Connect Discovery), asked to exchange a code, and
//! believed only as far as its keys sign.

use super::{
    http::{Credentials, Http, HttpError, may_be_asked},
    id_token::{self, Expected, IdTokenError, Named, ProviderKeys},
};
use chrono::{DateTime, Duration, Utc};
use ehcp_casework::{SignOnStart, VerifiedPerson};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::{Arc, Mutex, PoisonError};
use url::Url;
use zeroize::Zeroizing;

/// What the provider publishes is asked for again after this time.
const FRESH: Duration = Duration::minutes(10);

/// What it publishes is of use for this long when it does not answer.
const OF_USE: Duration = Duration::hours(1);

/// When it has not answered, it is left alone for this long.
const PAUSE: Duration = Duration::seconds(10);

/// When a token names a key that nobody knows, the keys are asked for again, but not more often than this.
const KEYS_AGAIN: Duration = Duration::seconds(30);

/// How a provider is reached, as the operator says it.
#[derive(Clone)]
pub struct ProviderSettings {
    /// The issuer: discovery, tokens and settings must name it in the very same letters.
    pub issuer: String,
    /// The name of this program at the provider.
    pub client_id: String,
    /// For whom tokens are meant: the same as the client, unless the provider has it otherwise.
    pub audience: String,
    /// The secret of this program at the provider, if it has one. PKCE is used in any case.
    pub client_secret: Option<Zeroizing<String>>,
    /// The page of the front end to which the provider sends people back.
    pub redirect_uri: String,
    /// What is asked for; always with `openid`.
    pub scopes: Vec<String>,
    /// The claim in which the provider lists what somebody is, if that is looked at.
    pub role_claim: Option<String>,
    /// How far two clocks may differ.
    pub leeway: Duration,
    /// The oldest proof of identity with which somebody may sign in.
    pub max_age: Duration,
    /// By which words of the provider a sign-in there counts as two factors.
    pub second_factor: SecondFactorClaim,
}

/// By which words of the provider a sign-in there counts as two factors. Where it names none, no sign-in does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecondFactorClaim {
    /// Values of `acr`, one of which is asked for and must come back.
    pub acr: Vec<String>,
    /// Values of `amr`, one of which must be among those that come back.
    pub amr: Vec<String>,
}

impl SecondFactorClaim {
    fn holds(&self, claims: &Map<String, Value>) -> bool {
        let acr = claims.get("acr").and_then(Value::as_str);
        let by_class = acr.is_some_and(|class| self.acr.iter().any(|known| known == class));
        by_class
            || listed(claims.get("amr"))
                .iter()
                .any(|method| self.amr.contains(method))
    }
}

impl std::fmt::Debug for ProviderSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProviderSettings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// Why nobody can be believed now.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The provider does not answer, or not as it should.
    #[error("the identity provider: {0}")]
    Away(String),
    /// The provider does not know the code, or no longer.
    #[error("the code was refused")]
    Code,
    /// The ID token is not to be believed.
    #[error(transparent)]
    Token(#[from] IdTokenError),
}

impl ProviderError {
    /// The word for the security log.
    pub(crate) fn event(&self) -> &'static str {
        match self {
            Self::Away(_) => "sign_on_provider_away",
            Self::Code => "sign_on_code",
            Self::Token(error) => error.event(),
        }
    }
}

impl From<HttpError> for ProviderError {
    fn from(error: HttpError) -> Self {
        Self::Away(error.to_string())
    }
}

/// Why a provider cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum ProviderSetUpError {
    /// An address is neither over TLS nor on this machine.
    #[error("{0} must be an https address without user, query or fragment")]
    Address(&'static str),
    /// The machine has no way to make connections.
    #[error("{0}")]
    Client(String),
}

/// What the provider publishes about itself (OpenID Connect Discovery 1.0).
#[derive(Deserialize)]
struct Published {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
}

/// Where the provider is asked.
struct Discovered {
    authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
}

impl Discovered {
    /// The addresses, if each is one that may be asked: without TLS only where the issuer itself is on this machine.
    fn of(published: &Published) -> Option<Self> {
        let over_tls = published.issuer.starts_with("https:");
        let usable = |text: &str| {
            let url = Url::parse(text).ok().filter(may_be_asked)?;
            (url.scheme() == "https" || !over_tls).then_some(url)
        };
        Some(Self {
            authorization_endpoint: usable(&published.authorization_endpoint)?,
            token_endpoint: usable(&published.token_endpoint)?,
            jwks_uri: usable(&published.jwks_uri)?,
        })
    }
}

#[derive(Deserialize)]
struct TokenAnswer {
    id_token: String,
}

/// What is known of the provider, and since when.
#[derive(Clone)]
struct Known {
    discovered: Arc<Discovered>,
    keys: Arc<ProviderKeys>,
    at: DateTime<Utc>,
    keys_at: DateTime<Utc>,
}

/// The identity provider of the authority.
pub struct Provider {
    settings: ProviderSettings,
    http: Http,
    discovery: Url,
    known: Mutex<Option<Known>>,
    /// Held by the one caller who asks for what it publishes; when that last failed.
    asking: tokio::sync::Mutex<Option<DateTime<Utc>>>,
}

impl Provider {
    /// A provider with these settings. Nothing is asked of it yet.
    ///
    /// # Errors
    /// When an address cannot be used.
    pub fn new(settings: ProviderSettings) -> Result<Self, ProviderSetUpError> {
        let usable = |text: &str, what| {
            let url = Url::parse(text).map_err(|_| ProviderSetUpError::Address(what))?;
            let plain = url.query().is_none() && url.fragment().is_none();
            match may_be_asked(&url) && plain {
                true => Ok(url),
                false => Err(ProviderSetUpError::Address(what)),
            }
        };
        let issuer = usable(&settings.issuer, "the issuer")?;
        usable(&settings.redirect_uri, "the page to come back to")?;
        let path = format!(
            "{}/.well-known/openid-configuration",
            issuer.path().trim_end_matches('/')
        );
        let mut discovery = issuer;
        discovery.set_path(&path);
        let http = Http::new().map_err(|error| ProviderSetUpError::Client(error.to_string()))?;
        Ok(Self {
            settings,
            http,
            discovery,
            known: Mutex::new(None),
            asking: tokio::sync::Mutex::new(None),
        })
    }

    /// Where people are sent to prove who they are.
    ///
    /// # Errors
    /// When the provider does not answer.
    pub async fn page(&self, now: DateTime<Utc>) -> Result<Url, ProviderError> {
        let known = self.known(now).await?;
        Ok(known.discovered.authorization_endpoint.clone())
    }

    /// Who it is.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// The address of that page for one way there and back.
    pub fn address(&self, page: Url, start: &SignOnStart) -> String {
        let mut url = page;
        // At once when somebody proves again who they are, else within a session's longest life.
        let max_age = if start.proves_again {
            0
        } else {
            self.settings.max_age.num_seconds()
        };
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &self.settings.redirect_uri)
            .append_pair("scope", &self.scopes())
            .append_pair("state", &start.state)
            .append_pair("nonce", &start.nonce)
            .append_pair("code_challenge", &start.challenge)
            .append_pair("code_challenge_method", "S256")
            .append_pair("max_age", &max_age.to_string());
        if start.proves_again {
            query.append_pair("prompt", "login");
        }
        if !self.settings.second_factor.acr.is_empty() {
            query.append_pair("acr_values", &self.settings.second_factor.acr.join(" "));
        }
        drop(query);
        url.into()
    }

    fn scopes(&self) -> String {
        let others = self.settings.scopes.iter().map(String::as_str);
        let all: Vec<_> = ["openid"]
            .into_iter()
            .chain(others.filter(|scope| *scope != "openid"))
            .collect();
        all.join(" ")
    }

    /// Exchanges the code that somebody brought back, and checks whom the provider names.
    ///
    /// # Errors
    /// When the provider does not answer, does not know the code, or names nobody who can be believed.
    pub async fn named(
        &self,
        code: &str,
        verifier: &str,
        nonce: &str,
        now: DateTime<Utc>,
    ) -> Result<VerifiedPerson, ProviderError> {
        let known = self.known(now).await?;
        let token = self.exchange(&known.discovered, code, verifier).await?;
        let keys = self.keys_with(&known, &id_token::key_id(&token)?, now).await?;
        let expected = Expected {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            audience: &self.settings.audience,
            nonce,
            leeway: self.settings.leeway,
            max_age: self.settings.max_age,
        };
        let named = id_token::verify(&token, &keys, &expected, now)?;
        Ok(self.person(named))
    }

    async fn exchange(
        &self,
        discovered: &Discovered,
        code: &str,
        verifier: &str,
    ) -> Result<Zeroizing<String>, ProviderError> {
        let form = Zeroizing::new(
            url::form_urlencoded::Serializer::new(String::new())
                .append_pair("grant_type", "authorization_code")
                .append_pair("code", code)
                .append_pair("redirect_uri", &self.settings.redirect_uri)
                .append_pair("client_id", &self.settings.client_id)
                .append_pair("code_verifier", verifier)
                .finish(),
        );
        let credentials = self.settings.client_secret.as_ref().map(|secret| Credentials {
            client_id: &self.settings.client_id,
            secret,
        });
        let answer = self
            .http
            .post(&discovered.token_endpoint, form, credentials)
            .await;
        let answer = answer.map_err(|error| match error {
            HttpError::Status(status) if status.is_client_error() => ProviderError::Code,
            other => other.into(),
        })?;
        let answer: TokenAnswer =
            serde_json::from_slice(&answer).map_err(|_| ProviderError::Away("no ID token".to_owned()))?;
        Ok(Zeroizing::new(answer.id_token))
    }

    fn person(&self, named: Named) -> VerifiedPerson {
        let role_claim = self.settings.role_claim.as_deref();
        let text = |name: &str| named.others.get(name).and_then(Value::as_str).map(str::to_owned);
        VerifiedPerson {
            issuer: self.settings.issuer.clone(),
            email: text("email").filter(|_| is_verified(&named.others)),
            name: text("name"),
            roles: listed(role_claim.and_then(|name| named.others.get(name))),
            second_factor: self.settings.second_factor.holds(&named.others),
            subject: named.subject,
            authenticated_at: named.authenticated_at,
        }
    }

    /// What is known of the provider, asked for anew when it is old: by one caller at a time, and not again for a while
    /// when it did not answer. Until then, and for an hour, what was known goes on.
    async fn known(&self, now: DateTime<Utc>) -> Result<Known, ProviderError> {
        if let Some(known) = self.fresh(now) {
            return Ok(known);
        }
        let mut failed_at = self.asking.lock().await;
        // Whoever waited here finds what the one before them has learnt.
        if let Some(known) = self.fresh(now) {
            return Ok(known);
        }
        let error = match *failed_at {
            Some(at) if at <= now && now - at < PAUSE => {
                ProviderError::Away("did not answer a moment ago".to_owned())
            }
            _ => match self.discover(now).await {
                Ok(known) => {
                    *failed_at = None;
                    self.keep(known.clone());
                    return Ok(known);
                }
                Err(error) => {
                    *failed_at = Some(now);
                    error
                }
            },
        };
        match self.kept().filter(|known| now - known.at < OF_USE) {
            Some(known) => {
                tracing::warn!(%error, "single sign-on goes on with what was known of the provider");
                Ok(known)
            }
            None => Err(error),
        }
    }

    fn fresh(&self, now: DateTime<Utc>) -> Option<Known> {
        self.kept()
            .filter(|known| now - known.at < FRESH && known.at <= now)
    }

    async fn discover(&self, now: DateTime<Utc>) -> Result<Known, ProviderError> {
        let text = self.http.get(&self.discovery).await?;
        let published: Published = serde_json::from_slice(&text)
            .map_err(|_| ProviderError::Away("publishes nothing that can be read".to_owned()))?;
        if published.issuer != self.settings.issuer {
            return Err(ProviderError::Away("publishes another issuer".to_owned()));
        }
        let discovered = Discovered::of(&published)
            .ok_or_else(|| ProviderError::Away("publishes an address without TLS".to_owned()))?;
        let keys = self.fetch_keys(&discovered).await?;
        Ok(Known {
            discovered: Arc::new(discovered),
            keys: Arc::new(keys),
            at: now,
            keys_at: now,
        })
    }

    /// The keys, asked for anew when none has this id: the provider may have replaced them.
    async fn keys_with(
        &self,
        known: &Known,
        id: &str,
        now: DateTime<Utc>,
    ) -> Result<Arc<ProviderKeys>, ProviderError> {
        if known.keys.knows(id) {
            return Ok(known.keys.clone());
        }
        let _one_at_a_time = self.asking.lock().await;
        let known = self.kept().unwrap_or_else(|| known.clone());
        if known.keys.knows(id) || now - known.keys_at < KEYS_AGAIN {
            return Ok(known.keys);
        }
        // Counted before the provider answers: one that is slow or away is asked no more often.
        self.keep(Known {
            keys_at: now,
            ..known.clone()
        });
        let keys = Arc::new(self.fetch_keys(&known.discovered).await?);
        self.keep(Known {
            keys: keys.clone(),
            keys_at: now,
            ..known
        });
        Ok(keys)
    }

    async fn fetch_keys(&self, discovered: &Discovered) -> Result<ProviderKeys, ProviderError> {
        let text = self.http.get(&discovered.jwks_uri).await?;
        ProviderKeys::read(&text).ok_or_else(|| ProviderError::Away("publishes no keys".to_owned()))
    }

    fn kept(&self) -> Option<Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, known: Known) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
    }
}

/// Whether the provider itself has proven the e-mail address.
fn is_verified(claims: &Map<String, Value>) -> bool {
    claims.get("email_verified") == Some(&Value::Bool(true))
}

/// What the role claim lists: texts, or one text.
fn listed(claim: Option<&Value>) -> Vec<String> {
    match claim {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(several)) => several
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn settings(issuer: &str) -> ProviderSettings {
        ProviderSettings {
            issuer: issuer.to_owned(),
            client_id: "ehcp".to_owned(),
            audience: "ehcp".to_owned(),
            client_secret: Some(Zeroizing::new("the-secret-word".to_owned())),
            redirect_uri: "https://send.example.gov.uk/signed-in".to_owned(),
            scopes: vec!["email".to_owned(), "openid".to_owned()],
            role_claim: Some("groups".to_owned()),
            leeway: Duration::seconds(30),
            max_age: Duration::hours(12),
            second_factor: SecondFactorClaim::default(),
        }
    }

    #[test]
    fn an_issuer_over_tls_publishes_no_address_without() {
        let published = |issuer: &str, token: &str| Published {
            issuer: issuer.to_owned(),
            authorization_endpoint: format!("{issuer}/authorize"),
            token_endpoint: token.to_owned(),
            jwks_uri: format!("{issuer}/keys"),
        };
        let (there, here) = ("https://login.example.gov.uk", "http://127.0.0.1:8181");
        for (issuer, token, good) in [
            (there, "https://login.example.gov.uk/token", true),
            (there, "http://127.0.0.1:8181/token", false),
            (there, "http://localhost/token", false),
            (here, "http://127.0.0.1:8181/token", true),
            (here, "http://login.example.gov.uk/token", false),
        ] {
            assert_eq!(
                Discovered::of(&published(issuer, token)).is_some(),
                good,
                "{issuer} {token}"
            );
        }
    }

    #[test]
    fn a_second_factor_counts_only_by_the_words_that_the_settings_name() {
        let named = SecondFactorClaim {
            acr: vec!["two".to_owned()],
            amr: vec!["mfa".to_owned(), "hwk".to_owned()],
        };
        for (claims, holds) in [
            (json!({"acr": "two"}), true),
            (json!({"acr": "one", "amr": ["pwd", "mfa"]}), true),
            (json!({"amr": ["hwk"]}), true),
            (json!({"acr": "one", "amr": ["pwd"]}), false),
            (json!({"acr": ["two"]}), false),
            (json!({"acr": "mfa", "amr": ["two"]}), false),
            (json!({}), false),
        ] {
            let claims = claims.as_object().unwrap();
            assert_eq!(named.holds(claims), holds, "{claims:?}");
            assert!(!SecondFactorClaim::default().holds(claims));
        }
    }

    #[test]
    fn an_issuer_is_reached_over_tls() {
        for (issuer, good) in [
            ("https://login.example.gov.uk", true),
            ("https://login.example.gov.uk/tenant/v2", true),
            ("http://login.example.gov.uk", false),
            ("https://login.example.gov.uk?tenant=1", false),
            ("login.example.gov.uk", false),
        ] {
            assert_eq!(Provider::new(settings(issuer)).is_ok(), good, "{issuer}");
        }
        let provider = Provider::new(settings("https://login.example.gov.uk/tenant/")).unwrap();
        assert_eq!(
            provider.discovery.as_str(),
            "https://login.example.gov.uk/tenant/.well-known/openid-configuration"
        );
        assert_eq!(provider.scopes(), "openid email");
    }

    #[test]
    fn settings_print_no_secret() {
        let printed = format!("{:?}", settings("https://login.example.gov.uk"));
        assert!(
            printed.contains("login.example.gov.uk") && !printed.contains("secret-word"),
            "{printed}"
        );
    }

    #[test]
    fn roles_are_texts_and_an_address_counts_only_when_it_is_verified() {
        assert_eq!(listed(Some(&json!("one"))), ["one"]);
        assert_eq!(listed(Some(&json!(["one", 2, "three", null]))), ["one", "three"]);
        assert!(listed(Some(&json!({"one": true}))).is_empty() && listed(None).is_empty());
        for (claims, verified) in [
            (json!({"email_verified": true}), true),
            (json!({"email_verified": "true"}), false),
            (json!({"email_verified": 1}), false),
            (json!({}), false),
        ] {
            assert_eq!(is_verified(claims.as_object().unwrap()), verified, "{claims}");
        }
    }
}
