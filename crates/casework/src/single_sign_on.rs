//! The authority's own sign-in (OpenID Connect): who is let in, as what, and how a way there and back belongs to one
//! browser. Whom the provider names is found out by the layer above; here it is decided what that opens.

use crate::case_file::Details;
use crate::casework::record_security;
use crate::invitation::NO_PASSWORD;
use crate::session::{Opening, SignedIn};
use crate::{Asking, Casework, Chance, Error, FRESH_FOR, Moment, secret};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::{HowSignedIn, Role};
use ehcp_case::{EducationSettingId, SessionId, TeamId, UserId};
use ehcp_store::{
    AccountEventKind, AccountSubject, Keep, NewAccountEvent, SignOnIdentityRow, SignOnStartRow, UserRow,
    WriteTx,
};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// How long the way to the provider and back may take.
const WAY: Duration = Duration::minutes(10);

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
}

/// Why somebody whom the provider has named is not let in. The word is for the security log.
struct NotLetIn {
    event: &'static str,
    user: Option<UserId>,
    says: &'static str,
}

const NO_ROLE: &str = "You have signed in, but your role at the council opens nothing here. Ask your manager or the service desk.";
const NO_ACCOUNT: &str =
    "You have signed in, but there is no account here that is yours. Ask an administrator to invite you.";
const CLOSED: &str = "Your account here is closed. Ask an administrator.";
const OTHER_ROLE: &str =
    "Your account here has a role that only two administrators give and take. Ask them to look at it.";

/// The state that belongs to what a browser keeps, and to the session in which somebody proves again who they are.
fn state_of(browser_token: &str, session: Option<SessionId>) -> String {
    let purpose = match session {
        Some(session) => format!("prove:{session}:"),
        None => "sign-on:".to_owned(),
    };
    hex::encode(Sha256::digest(format!("{purpose}{browser_token}")))
}

impl Casework {
    /// Begins a way to the provider: to sign in, or to prove again who one is in a session that is open.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn start_sign_on(&self, session: Option<SessionId>) -> Result<SignOnStart, Error> {
        let now = self.moment().now;
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
        self.store.write(move |tx| tx.insert_sign_on_start(&row)).await?;
        Ok(SignOnStart {
            browser_token,
            state,
            nonce,
            challenge: URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())),
            expires_at: now + WAY,
            proves_again: session.is_some(),
        })
    }

    /// Ends a way, once, if it began in this browser (and in this session, where it began in one) and is not too old.
    ///
    /// # Errors
    /// [`Error::SignOnRefused`].
    pub async fn end_sign_on_way(
        &self,
        back: SignOnReturn,
        session: Option<SessionId>,
        operation: &'static str,
    ) -> Result<SignOnWay, Error> {
        let moment = self.moment();
        let own = state_of(&back.browser_token, session);
        let same: bool = own.as_bytes().ct_eq(back.state.as_bytes()).into();
        let found = match same {
            true => {
                let digest = secret::digest(&own);
                self.store.write(move |tx| tx.take_sign_on_start(&digest)).await?
            }
            false => None,
        };
        match found.filter(|way| moment.now < way.expires_at) {
            Some(way) => Ok(SignOnWay {
                nonce: way.nonce,
                verifier: Zeroizing::new(way.verifier),
                started_at: way.started_at,
            }),
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
                let signed_in = opening.open(tx, &user, HowSignedIn::SingleSignOn, network)?;
                // As fresh as it was at the provider, and no fresher.
                tx.prove_session(signed_in.session, person.authenticated_at.min(moment.now))?;
                Ok(Ok(signed_in))
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
        // In whole seconds, as the provider tells it.
        let since = way.started_at - leeway - Duration::seconds(1);
        self.act_keeping(asking, OPERATION, Keep::ForChange, move |act| {
            let now = act.moment.now;
            let known = act.tx.sign_on_identity(&person.issuer, &person.subject)?;
            let same = known.is_some_and(|known| known.user_id == act.actor.user);
            let proved_at = person.authenticated_at.min(now);
            if !same || proved_at < since || now - proved_at > FRESH_FOR {
                return Err(Error::SignOnRefused);
            }
            act.tx.prove_session(session, proved_at)?;
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

/// Finds the account of somebody whom the provider has named.
struct Matching<'a> {
    rules: &'a SignOnRules,
    person: &'a VerifiedPerson,
    chance: &'a Chance,
    moment: Moment,
}

impl Matching<'_> {
    fn account(&self, tx: &mut WriteTx<'_>) -> Result<Result<UserRow, NotLetIn>, Error> {
        let listed = |rule: &&SignOnRole| self.person.roles.contains(&rule.value);
        let rule = self.rules.roles.iter().find(listed);
        let known = tx.sign_on_identity(&self.person.issuer, &self.person.subject)?;
        match (known, rule) {
            (Some(known), Some(rule)) => self.known(tx, known.user_id, rule),
            (Some(known), None) => {
                // The provider has taken the role back: what is open ends too.
                tx.end_sessions_of(known.user_id, None, self.moment.now)?;
                Ok(not_let_in("sign_on_no_role", Some(known.user_id), NO_ROLE))
            }
            (None, None) => Ok(not_let_in("sign_on_no_role", None, NO_ROLE)),
            (None, Some(rule)) => self.first_time(tx, rule),
        }
    }

    fn known(
        &self,
        tx: &mut WriteTx<'_>,
        id: UserId,
        rule: &SignOnRole,
    ) -> Result<Result<UserRow, NotLetIn>, Error> {
        let Some(mut user) = tx.lock_user(id)?.filter(|user| user.disabled_at.is_none()) else {
            return Ok(not_let_in("sign_on_closed", Some(id), CLOSED));
        };
        let moved =
            user.role != rule.role || (rule.setting.is_some() && user.education_setting_id != rule.setting);
        let powerful = crate::account::is_powerful(user.role) || crate::account::is_powerful(rule.role);
        if moved && (powerful || user.role.is_family() || user.role == Role::Service) {
            return Ok(not_let_in("sign_on_other_role", Some(id), OTHER_ROLE));
        }
        if moved {
            self.record(tx, id, AccountEventKind::RoleWithdrawn, role_words(user.role))?;
            user.role = rule.role;
            user.education_setting_id = rule.setting;
            tx.update_user(&mut user)?;
            self.record(tx, id, AccountEventKind::RoleGranted, role_words(user.role))?;
        }
        let left = self.teams(tx, &user, rule)?;
        if moved || left {
            tx.end_sessions_of(id, None, self.moment.now)?;
        }
        Ok(Ok(user))
    }

    /// Lets somebody work in the teams of the rule; tells whether that is different from before.
    fn teams(&self, tx: &mut WriteTx<'_>, user: &UserRow, rule: &SignOnRole) -> Result<bool, Error> {
        let today = self.moment.today;
        let before: BTreeSet<TeamId> = tx.teams_of(user.id, today)?.into_iter().collect();
        let wanted: BTreeSet<TeamId> = match (user.role.is_staff(), rule.teams.is_empty()) {
            (false, _) => BTreeSet::new(),
            (true, true) => before.clone(),
            (true, false) => rule.teams.iter().copied().collect(),
        };
        if wanted == before {
            return Ok(false);
        }
        let list: Vec<TeamId> = wanted.iter().copied().collect();
        tx.set_teams_of(user.id, &list, today)?;
        for team in before.difference(&wanted) {
            let details = Details::default().id("team_id", team);
            self.record(tx, user.id, AccountEventKind::LeftTeam, details)?;
        }
        for team in wanted.difference(&before) {
            let details = Details::default().id("team_id", team);
            self.record(tx, user.id, AccountEventKind::JoinedTeam, details)?;
        }
        Ok(true)
    }

    /// Somebody whom nobody has seen before: by a proven address of a listed domain they are matched with an account in
    /// the same role to which nobody of this provider belongs yet; or get an account, where the authority has it so.
    fn first_time(
        &self,
        tx: &mut WriteTx<'_>,
        rule: &SignOnRole,
    ) -> Result<Result<UserRow, NotLetIn>, Error> {
        let email = self.person.email.as_deref().and_then(crate::email::address);
        let listed = |email: &String| {
            let domain = email.rsplit('@').next().unwrap_or_default();
            self.rules.domains.iter().any(|known| known == domain)
        };
        let Some(email) = email.filter(listed) else {
            return Ok(not_let_in("sign_on_no_account", None, NO_ACCOUNT));
        };
        let user = match tx.user_by_email(&email)? {
            Some(user) => {
                let id = user.id;
                let taken = tx.sign_on_identities_of(id)?;
                let other = taken.iter().any(|known| known.issuer == self.person.issuer);
                if user.disabled_at.is_some() {
                    return Ok(not_let_in("sign_on_closed", Some(id), CLOSED));
                }
                if other || user.role != rule.role {
                    return Ok(not_let_in("sign_on_no_account", Some(id), NO_ACCOUNT));
                }
                user
            }
            None if self.rules.makes_accounts && !crate::account::is_powerful(rule.role) => {
                self.new_account(tx, email, rule)?
            }
            None => return Ok(not_let_in("sign_on_no_account", None, NO_ACCOUNT)),
        };
        tx.insert_sign_on_identity(&SignOnIdentityRow {
            issuer: self.person.issuer.clone(),
            subject: self.person.subject.clone(),
            user_id: user.id,
            linked_at: self.moment.now,
        })?;
        let details = Details::default().word("field", "single_sign_on");
        self.record(tx, user.id, AccountEventKind::Changed, details)?;
        record_security(
            tx,
            self.moment.now,
            "sign_on_linked",
            Some(user.id),
            "complete_single_sign_on",
            Some(user.id.to_string()),
        )?;
        self.known(tx, user.id, rule)
    }

    fn new_account(&self, tx: &mut WriteTx<'_>, email: String, rule: &SignOnRole) -> Result<UserRow, Error> {
        let now = self.moment.now;
        let name = self
            .person
            .name
            .as_deref()
            .and_then(|name| ehcp_case::Line::new(name).ok());
        let user = UserRow {
            id: self.chance.id(now),
            display_name: name.map_or_else(|| email.clone(), |name| name.to_string()),
            email,
            role: rule.role,
            education_setting_id: rule.setting,
            password_hash: NO_PASSWORD.to_owned(),
            disabled_at: None,
            created_at: now,
            version: 1,
        };
        tx.insert_user(&user)?;
        self.record(tx, user.id, AccountEventKind::Added, role_words(user.role))?;
        Ok(user)
    }

    /// Records what happened to an account: nobody of this program did it.
    fn record(
        &self,
        tx: &mut WriteTx<'_>,
        user: UserId,
        kind: AccountEventKind,
        details: Details,
    ) -> Result<(), Error> {
        tx.append_account_event(&NewAccountEvent {
            id: self.chance.id(self.moment.now),
            subject: AccountSubject::User(user),
            kind,
            recorded_at: self.moment.now,
            recorded_by: None,
            details: details.words_only(),
        })?;
        Ok(())
    }
}

fn role_words(role: Role) -> Details {
    Details::default().word("role", role.word())
}

fn not_let_in<T>(event: &'static str, user: Option<UserId>, says: &'static str) -> Result<T, NotLetIn> {
    Err(NotLetIn { event, user, says })
}

#[cfg(test)]
mod tests {
    use super::*;

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
