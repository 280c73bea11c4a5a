//! Sessions: opened by every way of signing in, refreshed, listed and ended.

use crate::case_file::Details;
use crate::casework::record_security;
use crate::{Asking, Bearer, Casework, Chance, Error, Identity, Look, Moment, SessionSummary, secret};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::{Action, HowSignedIn, Role};
use ehcp_case::{SessionId, UserId};
use ehcp_store::{AccountEventKind, Keep, RefreshTokenRow, SessionRow, UserRow, WriteTx};
use zeroize::Zeroizing;

/// How long an access token lives at most.
const ACCESS_MINUTES: i64 = 15;

/// A refresh token may be used once more within this time when the answer was lost, if what it gave was not used.
const RETRY_WITHIN: Duration = Duration::seconds(10);

/// Somebody who has just signed in, or whose session was refreshed.
#[derive(Clone)]
pub struct SignedIn {
    /// The person.
    pub user: UserId,
    /// The role.
    pub role: Role,
    /// The session.
    pub session: SessionId,
    /// The name that others see.
    pub display_name: String,
    /// When this was answered.
    pub issued_at: DateTime<Utc>,
    /// Until when an access token may live.
    pub access_until: DateTime<Utc>,
    /// The one token that refreshes the session next.
    pub refresh_token: Zeroizing<String>,
    /// Until when it can be refreshed.
    pub refresh_until: DateTime<Utc>,
    /// When the session ends however often it is refreshed.
    pub ends_at_latest: DateTime<Utc>,
    /// Whether the person must enrol a second factor before anything else.
    pub must_enrol: bool,
    /// For a device that was not known: the token by which it is known from now on.
    pub device_token: Option<Zeroizing<String>>,
}

/// Never what lets somebody in.
impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn")
            .field("user", &self.user)
            .field("session", &self.session)
            .field("issued_at", &self.issued_at)
            .finish_non_exhaustive()
    }
}

/// What became of an attempt to refresh.
enum Refreshed {
    Done(Box<SignedIn>),
    Refused,
    /// A spent token came again: the session was ended.
    Reused,
}

/// A session is opened within a transaction, whichever way the person signed in.
pub(crate) struct Opening<'a> {
    pub(crate) identity: &'a Identity,
    pub(crate) chance: &'a Chance,
    pub(crate) moment: Moment,
    pub(crate) operation: &'static str,
}

impl Opening<'_> {
    /// Opens a session for a person whose account is open.
    pub(crate) fn open(
        &self,
        tx: &mut WriteTx<'_>,
        user: &UserRow,
        how: HowSignedIn,
        network: Option<String>,
    ) -> Result<SignedIn, Error> {
        self.open_with(tx, user, how, how.with_second_factor(), network)
    }

    /// The same where the way of signing in does not say whether a second factor was shown.
    pub(crate) fn open_with(
        &self,
        tx: &mut WriteTx<'_>,
        user: &UserRow,
        how: HowSignedIn,
        second_factor: bool,
        network: Option<String>,
    ) -> Result<SignedIn, Error> {
        let now = self.moment.now;
        let latest = now + self.identity.limits.absolute;
        let row = SessionRow {
            id: self.chance.id(now),
            user_id: user.id,
            started_at: now,
            expires_at: latest.min(now + self.identity.limits.idle(user.role)),
            ended_at: None,
            authenticated_at: now,
            ends_at_latest: latest,
            how,
            second_factor_at: second_factor.then_some(now),
            network,
            service_key_id: None,
        };
        tx.insert_session_row(&row)?;
        let token = secret::new("refresh");
        tx.insert_refresh_token(&secret::digest(&token), row.id, now)?;
        record_security(
            tx,
            now,
            "signed_in",
            Some(user.id),
            self.operation,
            Some(row.id.to_string()),
        )?;
        Ok(self.signed_in(user, &row, token))
    }

    fn signed_in(&self, user: &UserRow, session: &SessionRow, refresh_token: Zeroizing<String>) -> SignedIn {
        let now = self.moment.now;
        SignedIn {
            user: user.id,
            role: user.role,
            session: session.id,
            display_name: user.display_name.clone(),
            issued_at: now,
            access_until: session.expires_at.min(now + Duration::minutes(ACCESS_MINUTES)),
            refresh_token,
            refresh_until: session.expires_at,
            ends_at_latest: session.ends_at_latest,
            must_enrol: session.second_factor_at.is_none() && self.identity.asks_for_second_factor(user.role),
            device_token: None,
        }
    }

    /// Refreshes the session of a token: once for each token, and once more when the answer was lost.
    fn refresh(&self, tx: &mut WriteTx<'_>, digest: &str) -> Result<Refreshed, Error> {
        let Some(known) = tx.refresh_token(digest)? else {
            return Ok(Refreshed::Refused);
        };
        // Whoever comes at the same moment waits here, and then sees what became of the token.
        let Some(mut session) = tx.lock_session(known.session_id)? else {
            return Ok(Refreshed::Refused);
        };
        let Some(token) = tx.refresh_token(digest)? else {
            return Ok(Refreshed::Refused);
        };
        let now = self.moment.now;
        if session.ended_at.is_some() {
            return Ok(Refreshed::Refused);
        }
        let user = tx
            .user(session.user_id)?
            .filter(|user| user.disabled_at.is_none());
        let (Some(user), true) = (user, now < session.expires_at) else {
            return Ok(Refreshed::Refused);
        };
        let new = secret::new("refresh");
        match self.use_up(tx, token, &secret::digest(&new))? {
            Use::Good => {}
            Use::TooMany => return Ok(Refreshed::Refused),
            Use::Again => {
                tx.end_session(session.id, now)?;
                record_security(
                    tx,
                    now,
                    "refresh_token_reused",
                    Some(user.id),
                    self.operation,
                    Some(session.id.to_string()),
                )?;
                return Ok(Refreshed::Reused);
            }
        }
        session.expires_at = session
            .ends_at_latest
            .min(now + self.identity.limits.idle(user.role));
        tx.extend_session(session.id, session.expires_at)?;
        Ok(Refreshed::Done(Box::new(self.signed_in(&user, &session, new))))
    }

    /// Uses a token up; what it gives is `new`.
    fn use_up(&self, tx: &mut WriteTx<'_>, token: RefreshTokenRow, new: &str) -> Result<Use, Error> {
        let now = self.moment.now;
        let session = token.session_id;
        let Some(spent_at) = token.spent_at else {
            tx.insert_refresh_token(new, session, now)?;
            tx.update_refresh_token(&RefreshTokenRow {
                spent_at: Some(now),
                successor: Some(new.to_owned()),
                ..token
            })?;
            return Ok(Use::Good);
        };
        let successor = match &token.successor {
            Some(digest) => tx.refresh_token(digest)?,
            None => None,
        };
        let Some(unused) = successor.filter(|successor| successor.spent_at.is_none()) else {
            return Ok(Use::Again);
        };
        if now - spent_at > RETRY_WITHIN {
            return Ok(Use::Again);
        }
        if token.retried_at.is_some() {
            return Ok(Use::TooMany);
        }
        // The lost token is replaced: should it turn up after all, somebody else has it.
        tx.update_refresh_token(&RefreshTokenRow {
            spent_at: Some(now),
            ..unused
        })?;
        tx.insert_refresh_token(new, session, now)?;
        tx.update_refresh_token(&RefreshTokenRow {
            retried_at: Some(now),
            successor: Some(new.to_owned()),
            ..token
        })?;
        Ok(Use::Good)
    }
}

/// What a token is good for.
enum Use {
    /// The first time, or the one time after a lost answer.
    Good,
    /// One of many at the same moment: refused, and the session goes on.
    TooMany,
    /// Spent before: somebody else has it.
    Again,
}

impl Casework {
    /// Opens a session for a person who has proved who they are: every way of signing in ends here. `network` is the
    /// coarse network of the caller, never a full address.
    ///
    /// # Errors
    /// [`Error::WrongCredentials`] when the account is closed or gone; why the store cannot write.
    pub async fn open_session(
        &self,
        user: UserId,
        how: HowSignedIn,
        network: Option<String>,
    ) -> Result<SignedIn, Error> {
        let (identity, chance, moment) = (self.identity.clone(), self.chance.clone(), self.moment());
        self.store
            .write(move |tx| {
                let found = tx.user(user)?.filter(|user| user.disabled_at.is_none());
                let opening = Opening {
                    identity: &identity,
                    chance: &chance,
                    moment,
                    operation: "create_session",
                };
                opening.open(tx, &found.ok_or(Error::WrongCredentials)?, how, network)
            })
            .await
    }

    /// Refreshes a session: a new refresh token for the one that is used up. A spent one ends the session, unless it
    /// comes within ten seconds, for the first time, and what it gave was not used: then the answer was lost.
    ///
    /// # Errors
    /// [`Error::RefreshRefused`], always the same whatever stands in the way.
    pub async fn refresh_session(&self, token: Zeroizing<String>) -> Result<SignedIn, Error> {
        let (identity, chance, moment) = (self.identity.clone(), self.chance.clone(), self.moment());
        let refreshed = self
            .store
            .write(move |tx| -> Result<Refreshed, Error> {
                let opening = Opening {
                    identity: &identity,
                    chance: &chance,
                    moment,
                    operation: "refresh_session",
                };
                opening.refresh(tx, &secret::digest(&token))
            })
            .await?;
        match refreshed {
            Refreshed::Done(signed_in) => Ok(*signed_in),
            Refreshed::Refused | Refreshed::Reused => Err(Error::RefreshRefused),
        }
    }

    /// Ends a session: its tokens are of no use from the next request on.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn sign_out(&self, bearer: Bearer) -> Result<(), Error> {
        self.end_own_session(bearer.into(), "delete_session", bearer.session)
            .await
    }

    /// Ends one of one's own sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not one's own or is over.
    pub async fn end_own_session(
        &self,
        asking: Asking,
        operation: &'static str,
        session: SessionId,
    ) -> Result<(), Error> {
        self.act_keeping(asking, operation, Keep::ForChange, move |act| {
            let now = act.moment.now;
            let own = act
                .tx
                .lock_session(session)?
                .filter(|row| row.user_id == act.actor.user && row.ended_at.is_none());
            act.tx.end_session(own.ok_or(Error::NotFound)?.id, now)?;
            act.record_on_account(
                act.actor.user,
                AccountEventKind::SessionsEnded,
                Details::default(),
            )?;
            act.record_security("session_ended", Some(session.to_string()))
        })
        .await
    }

    /// Ends all of one's own sessions but the one that asks.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn end_other_sessions(&self, asking: Asking, operation: &'static str) -> Result<(), Error> {
        self.act_keeping(asking, operation, Keep::ForChange, |act| {
            let (user, session, now) = (act.actor.user, act.actor.session, act.moment.now);
            act.tx.end_sessions_of(user, Some(session), now)?;
            act.record_on_account(user, AccountEventKind::SessionsEnded, Details::default())?;
            act.record_security("other_sessions_ended", Some(user.to_string()))
        })
        .await
    }

    /// Whether the store answers.
    pub async fn is_ready(&self) -> bool {
        self.store
            .read(|tx| tx.teams().map(drop).map_err(Error::from))
            .await
            .is_ok()
    }
}

/// One's own open sessions, the newest first.
///
/// # Errors
/// When the store cannot answer.
pub fn own_sessions(look: &mut Look<'_, '_>) -> Result<Vec<SessionSummary>, Error> {
    look.may(Action::ReadOwnProfile)?;
    let (current, now) = (look.actor.session, look.moment.now);
    let rows = look.tx.open_sessions_of(look.actor.user, now)?;
    let summary = |row: SessionRow| SessionSummary {
        id: row.id,
        current: row.id == current,
        how: row.how,
        network: row.network,
        started_at: row.started_at,
        proved_at: row.authenticated_at,
        expires_at: row.expires_at,
        ends_at_latest: row.ends_at_latest,
    };
    Ok(rows.into_iter().map(summary).collect())
}
