//! A way to a provider and back: it belongs to one browser, to those for whom the provider is and, where it began in one, to
//! one session; and it is of use once.

use crate::single_sign_on::{SignOnEntry, SignOnFor, VerifiedPerson};
use crate::{Asking, Casework, Chance, Error, FRESH_FOR, secret};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use ehcp_case::SessionId;
use ehcp_store::SignOnStartRow;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;
/// How long the way to the provider and back may take.
const WAY: Duration = Duration::minutes(10);

/// How far the clocks may differ, at most, where a proof must be newer than the way on which it was given.
const CLOCKS_DIFFER: Duration = Duration::seconds(5);

/// The beginning of a way to the provider.
#[derive(Clone)]
pub struct SignOnStart {
    /// What the browser keeps and shows when it comes back: nobody else's answer is taken from it, nor its from another.
    pub browser_token: Zeroizing<String>,
    /// What the provider sends back.
    pub state: String,
    /// What the ID token must repeat.
    pub nonce: String,
    /// The challenge of PKCE.
    pub challenge: String,
    /// Until when the browser must be back.
    pub expires_at: DateTime<Utc>,
    /// Whether somebody proves again who they are, in a session that is open.
    pub proves_again: bool,
}

impl std::fmt::Debug for SignOnStart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignOnStart")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// What a browser brings back.
pub struct SignOnReturn {
    /// What the browser kept.
    pub browser_token: Zeroizing<String>,
    /// What the provider sent back.
    pub state: String,
}

/// A way that has come to its end, and what it began with.
#[derive(Clone)]
pub struct SignOnWay {
    /// What the ID token must repeat.
    pub nonce: String,
    /// The verifier of PKCE.
    pub verifier: Zeroizing<String>,
    /// When it began.
    pub started_at: DateTime<Utc>,
}

/// The state that belongs to what a browser keeps, to those for whom the provider is, and to the session in which somebody
/// proves again who they are.
fn state_of(browser_token: &str, for_whom: SignOnFor, session: Option<SessionId>) -> String {
    let family = match for_whom {
        SignOnFor::Council => "",
        SignOnFor::Families => "family-",
    };
    let purpose = match session {
        Some(session) => format!("{family}prove:{session}:"),
        None => format!("{family}sign-on:"),
    };
    hex::encode(Sha256::digest(format!("{purpose}{browser_token}")))
}

/// A way that begins, and what is kept of it.
fn new_way(
    for_whom: SignOnFor,
    session: Option<SessionId>,
    now: DateTime<Utc>,
) -> (SignOnStart, SignOnStartRow) {
    let browser_token = secret::new("browser");
    let state = state_of(&browser_token, for_whom, session);
    let verifier = Zeroizing::new(random());
    let nonce = random();
    let row = SignOnStartRow {
        state_digest: secret::digest(&state),
        nonce: nonce.clone(),
        verifier: verifier.to_string(),
        started_at: now,
        expires_at: now + WAY,
    };
    let start = SignOnStart {
        browser_token,
        state,
        nonce,
        challenge: URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())),
        expires_at: now + WAY,
        proves_again: session.is_some(),
    };
    (start, row)
}

/// The digest under which a way is kept, if it began in this browser, for the same people, and in this session, where it
/// began in one.
fn own_way(back: &SignOnReturn, for_whom: SignOnFor, session: Option<SessionId>) -> Option<String> {
    let own = state_of(&back.browser_token, for_whom, session);
    let same: bool = own.as_bytes().ct_eq(back.state.as_bytes()).into();
    same.then(|| secret::digest(&own))
}

impl SignOnReturn {
    /// For whom the provider is to which a way to sign in led; nothing when it did not begin in this browser.
    #[must_use]
    pub fn began_for(&self) -> Option<SignOnFor> {
        SignOnFor::ALL
            .into_iter()
            .find(|for_whom| own_way(self, *for_whom, None).is_some())
    }
}

impl SignOnWay {
    fn of(row: SignOnStartRow) -> Self {
        Self {
            nonce: row.nonce,
            verifier: Zeroizing::new(row.verifier),
            started_at: row.started_at,
        }
    }

    /// Refuses a proof that is older than this way: the provider did not ask. In whole seconds, as it tells them.
    pub(crate) fn led_to(
        &self,
        person: &VerifiedPerson,
        leeway: Duration,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Error> {
        let since = self.started_at - leeway.min(CLOCKS_DIFFER) - Duration::seconds(1);
        let proved_at = person.authenticated_at.min(now);
        match proved_at >= since && now - proved_at <= FRESH_FOR {
            true => Ok(proved_at),
            false => Err(Error::SignOnRefused),
        }
    }
}

impl Casework {
    /// Begins a way to the provider, to sign in.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn start_sign_on(&self, for_whom: SignOnFor) -> Result<SignOnStart, Error> {
        let (start, row) = new_way(for_whom, None, self.moment().now);
        self.store.write(move |tx| tx.insert_sign_on_start(&row)).await?;
        Ok(start)
    }

    /// Begins a way to the provider, to prove again who one is in a session that is open.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when the provider is not for whoever asks.
    pub async fn start_sign_on_proof(
        &self,
        asking: Asking,
        entry: &SignOnEntry,
    ) -> Result<SignOnStart, Error> {
        let (start, row) = new_way(entry.for_whom(), Some(asking.bearer.session), self.moment().now);
        let entry = entry.clone();
        self.act(asking, "start_single_sign_on_proof", move |act| {
            entry.is_for(act.actor.role)?;
            act.tx.insert_sign_on_start(&row)?;
            Ok(())
        })
        .await?;
        Ok(start)
    }

    /// Ends a way to sign in, once, if it began in this browser and is not too old.
    ///
    /// # Errors
    /// [`Error::SignOnRefused`].
    pub async fn end_sign_on_way(
        &self,
        back: SignOnReturn,
        for_whom: SignOnFor,
        operation: &'static str,
    ) -> Result<SignOnWay, Error> {
        let found = match own_way(&back, for_whom, None) {
            Some(digest) => self.store.write(move |tx| tx.take_sign_on_start(&digest)).await?,
            None => None,
        };
        self.not_too_old(found, operation).await
    }

    /// Ends a way that began in a session, for somebody who is still signed in with it.
    ///
    /// # Errors
    /// As [`Casework::end_sign_on_way`] and [`Casework::start_sign_on_proof`].
    pub async fn end_sign_on_way_in_session(
        &self,
        asking: Asking,
        entry: &SignOnEntry,
        back: SignOnReturn,
        operation: &'static str,
    ) -> Result<SignOnWay, Error> {
        let own = own_way(&back, entry.for_whom(), Some(asking.bearer.session));
        let entry = entry.clone();
        let found = self
            .act(asking, operation, move |act| {
                entry.is_for(act.actor.role)?;
                match own {
                    Some(digest) => Ok(act.tx.take_sign_on_start(&digest)?),
                    None => Ok(None),
                }
            })
            .await?;
        self.not_too_old(found, operation).await
    }

    async fn not_too_old(
        &self,
        found: Option<SignOnStartRow>,
        operation: &'static str,
    ) -> Result<SignOnWay, Error> {
        let now = self.moment().now;
        match found.filter(|way| now < way.expires_at) {
            Some(way) => Ok(SignOnWay::of(way)),
            None => {
                self.sign_on_failed("sign_on_state", operation).await;
                Err(Error::SignOnRefused)
            }
        }
    }
}

/// 256 random bits in letters that may stand in an address.
fn random() -> String {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    Chance::System.fill(bytes.as_mut());
    URL_SAFE_NO_PAD.encode(*bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_state_belongs_to_one_browser_and_one_purpose() {
        let session = SessionId("0199a000-0000-7000-8000-000000000002".parse().unwrap());
        let other = SessionId("0199a000-0000-7000-8000-000000000003".parse().unwrap());
        let all: Vec<_> = SignOnFor::ALL
            .into_iter()
            .flat_map(|for_whom| {
                [
                    state_of("one", for_whom, None),
                    state_of("two", for_whom, None),
                    state_of("one", for_whom, Some(session)),
                    state_of("one", for_whom, Some(other)),
                ]
            })
            .collect();
        let different: BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), 8);
        assert_eq!(state_of("one", SignOnFor::Council, None), all[0]);
    }

    #[test]
    fn what_a_way_holds_is_never_printed() {
        let start = SignOnStart {
            browser_token: Zeroizing::new("browser-secret".to_owned()),
            state: "state-secret".to_owned(),
            nonce: "nonce-secret".to_owned(),
            challenge: "challenge".to_owned(),
            expires_at: DateTime::UNIX_EPOCH,
            proves_again: false,
        };
        assert!(!format!("{start:?}").contains("secret"));
    }
}
