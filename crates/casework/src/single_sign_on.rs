//! The authority's own sign-in (OpenID Connect): who is let in, as what, and how a way there and back belongs to one
//! browser. Whom the provider names is found out by the layer above; here it is decided what that opens.

use crate::session::{Opening, SignedIn};
use crate::sign_on_matching::{Matching, NotLetIn};
use crate::{Asking, Casework, Chance, Error, FRESH_FOR, secret};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::{HowSignedIn, Role};
use ehcp_case::{EducationSettingId, SessionId, TeamId};
use ehcp_store::{Keep, ReadTx, SignOnStartRow, StoreError};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// How long the way to the provider and back may take.
const WAY: Duration = Duration::minutes(10);

/// How far the clocks may differ, at most, where a proof must be newer than the way on which it was given.
const CLOCKS_DIFFER: Duration = Duration::seconds(5);

/// What one value of the provider's role claim means here. The first rule that fits counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOnRole {
    /// The value.
    pub value: String,
    /// The role: of the council's staff or of a setting. One that reaches further than others is never given; somebody who
    /// has it already may sign in with it.
    pub role: Role,
    /// The teams that a member of staff works in; those of the account when there are none.
    pub teams: Vec<TeamId>,
    /// The setting that somebody with the role school works for.
    pub setting: Option<EducationSettingId>,
}

/// Who is let in by the authority's own sign-in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignOnRules {
    /// What the values of the role claim mean.
    pub roles: Vec<SignOnRole>,
    /// The domains of e-mail addresses by which somebody is known at their first sign-in, in lower case.
    pub domains: Vec<String>,
    /// Whether somebody who has no account gets one; else only accounts that are there are matched.
    pub makes_accounts: bool,
}

impl SignOnRules {
    /// The first rule that fits what the provider says.
    pub(crate) fn rule_for(&self, person: &VerifiedPerson) -> Option<&SignOnRole> {
        self.roles.iter().find(|rule| person.roles.contains(&rule.value))
    }

    /// The proven address of somebody, if its domain is listed.
    pub(crate) fn listed_address(&self, person: &VerifiedPerson) -> Option<String> {
        let email = person.email.as_deref().and_then(crate::email::address)?;
        let domain = email.rsplit('@').next().unwrap_or_default();
        self.domains.iter().any(|known| known == domain).then_some(email)
    }

    /// The value of the first rule that names a team or a setting that is not there.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub fn names_nothing(&self, tx: &mut ReadTx<'_>) -> Result<Option<&str>, StoreError> {
        for rule in &self.roles {
            let mut there = match rule.setting {
                Some(setting) => tx.education_setting(setting)?.is_some(),
                None => true,
            };
            for team in &rule.teams {
                there &= tx.team(*team)?.is_some();
            }
            if !there {
                return Ok(Some(&rule.value));
            }
        }
        Ok(None)
    }

    /// Refuses whose role no rule names: they have nothing to prove there.
    fn are_for(&self, role: Role) -> Result<(), Error> {
        if self.roles.iter().any(|rule| rule.role == role) {
            return Ok(());
        }
        Err(Error::Forbidden {
            reason: "The authority's own sign-in is not for your role here.".to_owned(),
        })
    }
}

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

/// Whom the provider has named, with proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedPerson {
    /// The provider.
    pub issuer: String,
    /// Who it is to the provider: with the issuer, the one thing that says who somebody is.
    pub subject: String,
    /// The e-mail address, if the provider has proven it.
    pub email: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// What the provider says the person is.
    pub roles: Vec<String>,
    /// When they last proved who they are to the provider.
    pub authenticated_at: DateTime<Utc>,
    /// Whether the provider says that it asked for a second factor, in the words that the settings name.
    pub second_factor: bool,
}

/// The state that belongs to what a browser keeps, and to the session in which somebody proves again who they are.
fn state_of(browser_token: &str, session: Option<SessionId>) -> String {
    let purpose = match session {
        Some(session) => format!("prove:{session}:"),
        None => "sign-on:".to_owned(),
    };
    hex::encode(Sha256::digest(format!("{purpose}{browser_token}")))
}

/// A way that begins, and what is kept of it.
fn new_way(session: Option<SessionId>, now: DateTime<Utc>) -> (SignOnStart, SignOnStartRow) {
    let browser_token = secret::new("browser");
    let state = state_of(&browser_token, session);
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

/// The digest under which a way is kept, if it began in this browser (and in this session, where it began in one).
fn own_way(back: &SignOnReturn, session: Option<SessionId>) -> Option<String> {
    let own = state_of(&back.browser_token, session);
    let same: bool = own.as_bytes().ct_eq(back.state.as_bytes()).into();
    same.then(|| secret::digest(&own))
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
    pub async fn start_sign_on(&self) -> Result<SignOnStart, Error> {
        let (start, row) = new_way(None, self.moment().now);
        self.store.write(move |tx| tx.insert_sign_on_start(&row)).await?;
        Ok(start)
    }

    /// Begins a way to the provider, to prove again who one is in a session that is open.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when no rule names the role of whoever asks.
    pub async fn start_sign_on_proof(
        &self,
        asking: Asking,
        rules: &SignOnRules,
    ) -> Result<SignOnStart, Error> {
        let (start, row) = new_way(Some(asking.bearer.session), self.moment().now);
        let rules = rules.clone();
        self.act(asking, "start_single_sign_on_proof", move |act| {
            rules.are_for(act.actor.role)?;
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
        operation: &'static str,
    ) -> Result<SignOnWay, Error> {
        let found = match own_way(&back, None) {
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
        rules: &SignOnRules,
        back: SignOnReturn,
        operation: &'static str,
    ) -> Result<SignOnWay, Error> {
        let own = own_way(&back, Some(asking.bearer.session));
        let rules = rules.clone();
        let found = self
            .act(asking, operation, move |act| {
                rules.are_for(act.actor.role)?;
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

    /// Leaves a row in the security log about an answer of the provider that is not believed.
    pub async fn sign_on_failed(&self, event: &'static str, operation: &'static str) {
        self.log_security(event, None, operation, None, self.moment())
            .await;
    }

    /// Opens a session for somebody whom the provider has named. What the provider says of their role holds from now on;
    /// when it says nothing any more, the sessions that are open end.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when no role, no account or a closed one is theirs.
    pub async fn sign_on(
        &self,
        rules: &SignOnRules,
        person: VerifiedPerson,
        network: Option<String>,
    ) -> Result<SignedIn, Error> {
        const OPERATION: &str = "complete_single_sign_on";
        let (identity, chance, moment) = (self.identity.clone(), self.chance.clone(), self.moment());
        let rules = rules.clone();
        let outcome = self
            .store
            .write(move |tx| -> Result<Result<SignedIn, NotLetIn>, Error> {
                let matching = Matching {
                    rules: &rules,
                    person: &person,
                    identity: &identity,
                    chance: &chance,
                    moment,
                };
                let user = match matching.account(tx)? {
                    Ok(user) => user,
                    Err(refused) => return Ok(Err(refused)),
                };
                let opening = Opening {
                    identity: &identity,
                    chance: &chance,
                    moment,
                    operation: OPERATION,
                };
                let how = HowSignedIn::SingleSignOn;
                let signed_in = opening.open_with(tx, &user, how, person.second_factor, network)?;
                let enrolled = tx
                    .second_factor(user.id)?
                    .is_some_and(|factor| factor.confirmed_at.is_some());
                // As fresh as it was at the provider, and no fresher.
                tx.prove_session(signed_in.session, person.authenticated_at.min(moment.now))?;
                Ok(Ok(SignedIn {
                    must_enrol: signed_in.must_enrol && !enrolled,
                    ..signed_in
                }))
            })
            .await?;
        match outcome {
            Ok(signed_in) => Ok(signed_in),
            Err(refused) => {
                let subject = refused.user.map(|user| user.to_string());
                self.log_security(refused.event, None, OPERATION, subject, moment)
                    .await;
                Err(Error::Forbidden {
                    reason: refused.says.to_owned(),
                })
            }
        }
    }

    /// Proves again who is asking, through the provider: the same person, after the way began.
    ///
    /// # Errors
    /// [`Error::SignOnRefused`] when it is somebody else, or they proved it before.
    pub async fn prove_again_by_sign_on(
        &self,
        asking: Asking,
        person: VerifiedPerson,
        way: &SignOnWay,
        leeway: Duration,
    ) -> Result<DateTime<Utc>, Error> {
        const OPERATION: &str = "create_single_sign_on_proof";
        let session = asking.bearer.session;
        let way = way.clone();
        self.act_keeping(asking, OPERATION, Keep::ForChange, move |act| {
            let known = act.tx.sign_on_identity(&person.issuer, &person.subject)?;
            if known.is_none_or(|known| known.user_id != act.actor.user) {
                return Err(Error::SignOnRefused);
            }
            let proved_at = way.led_to(&person, leeway, act.moment.now)?;
            act.tx.prove_session(session, proved_at)?;
            if person.second_factor {
                act.tx.second_factor_shown(session, proved_at)?;
            }
            act.record_security("proved_again", Some(session.to_string()))?;
            Ok(proved_at)
        })
        .await
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
        let all = [
            state_of("one", None),
            state_of("two", None),
            state_of("one", Some(session)),
            state_of("one", Some(other)),
        ];
        let different: BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), 4);
        assert_eq!(state_of("one", None), all[0]);
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
