//! Signing in and out.

use crate::case_file::Details;
use crate::{Bearer, Casework, Error, Moment};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::Role;
use ehcp_case::{SessionId, UserId};
use ehcp_store::{AccountEventKind, SignInFailures, UserRow};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Somebody who has just signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The person.
    pub user: UserId,
    /// The role.
    pub role: Role,
    /// The session.
    pub session: SessionId,
    /// The name that others see.
    pub display_name: String,
    /// When it began.
    pub issued_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// How long a session lasts. Refreshing it is not possible yet, so it is as long as its one token.
const SESSION_MINUTES: i64 = 15;

/// Failures within the window after which tries are slowed down.
const FREE_FAILURES: i64 = 10;

/// The window in which failures are counted.
const WINDOW_MINUTES: i64 = 5;

/// The longest pause between tries.
const LONGEST_PAUSE_MINUTES: i64 = 15;

impl Casework {
    /// Signs in with e-mail address and password. Unknown address, wrong password and closed account give the same
    /// answer after the same time; a slowed-down address does so too, whatever the password.
    ///
    /// # Errors
    /// [`Error::WrongCredentials`]; [`Error::Throttled`] after many failures.
    pub async fn sign_in(&self, email: String, password: Zeroizing<String>) -> Result<SignedIn, Error> {
        let moment = self.moment();
        let email = email.trim().to_lowercase();
        let digest = digest(&email);
        let key = digest.clone();
        let (user, failures) = self
            .store
            .read(move |tx| -> Result<_, Error> {
                Ok((tx.user_by_email(&email)?, tx.sign_in_failures(&key)?))
            })
            .await?;
        if let Some(until) = failures
            .as_ref()
            .and_then(|row| row.blocked_until)
            .filter(|until| *until > moment.now)
        {
            let seconds = (until - moment.now).num_seconds().max(1);
            self.log_security("throttled", None, "create_session", Some(digest), moment)
                .await;
            return Err(Error::Throttled {
                retry_after: u64::try_from(seconds).unwrap_or(1),
            });
        }
        let user = user.filter(|user| user.disabled_at.is_none());
        let stored = user.as_ref().map(|user| user.password_hash.clone());
        if !self.passwords.check(password, stored).await? {
            self.failed(digest, moment).await?;
            return Err(Error::WrongCredentials);
        }
        match user {
            Some(user) => self.open_session(user, digest, moment).await,
            None => Err(Error::WrongCredentials),
        }
    }

    async fn open_session(&self, user: UserRow, digest: String, moment: Moment) -> Result<SignedIn, Error> {
        let signed_in = SignedIn {
            user: user.id,
            role: user.role,
            session: self.chance.id(moment.now),
            display_name: user.display_name,
            issued_at: moment.now,
            expires_at: moment.now + Duration::minutes(SESSION_MINUTES),
        };
        let (id, session, expires) = (signed_in.user, signed_in.session, signed_in.expires_at);
        self.store
            .write(move |tx| -> Result<(), Error> {
                tx.clear_sign_in_failures(&digest)?;
                tx.insert_session(session, id, moment.now, expires)?;
                Ok(())
            })
            .await?;
        self.log_security("signed_in", Some(id), "create_session", None, moment)
            .await;
        Ok(signed_in)
    }

    /// Counts a failure; from the eleventh in five minutes on each try waits longer, at most a quarter of an hour.
    async fn failed(&self, digest: String, moment: Moment) -> Result<(), Error> {
        let key = digest.clone();
        self.store
            .write(move |tx| -> Result<(), Error> {
                let known = tx.sign_in_failures(&key)?;
                tx.set_sign_in_failures(&after_failure(known, key, moment.now))?;
                Ok(())
            })
            .await?;
        self.log_security("wrong_credentials", None, "create_session", Some(digest), moment)
            .await;
        Ok(())
    }

    /// Ends a session: its token is of no use from the next request on.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn sign_out(&self, bearer: Bearer) -> Result<(), Error> {
        let now = self.clock.now();
        self.act(bearer, "delete_session", move |act| {
            act.tx.end_session(bearer.session, now)?;
            let details = Details::default()
                .id("session_id", bearer.session)
                .word("how", "signed_out");
            act.record_on_account(bearer.user, AccountEventKind::SessionsEnded, details)
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

fn after_failure(known: Option<SignInFailures>, email_digest: String, now: DateTime<Utc>) -> SignInFailures {
    let window = Duration::minutes(WINDOW_MINUTES);
    let (failures, started) = match known {
        // Once slowed down, the count goes on until a good sign-in or a quiet quarter of an hour.
        Some(row) if row.blocked_until.is_some_and(|until| now - until < window * 3) => {
            (row.failures.saturating_add(1), row.window_started_at)
        }
        Some(row) if now - row.window_started_at < window => {
            (row.failures.saturating_add(1), row.window_started_at)
        }
        _ => (1, now),
    };
    SignInFailures {
        email_digest,
        failures,
        window_started_at: started,
        blocked_until: pause_after(failures).map(|pause| now + pause),
    }
}

/// The pause after so many failures: none for the first ten, then 2, 4, 8 … seconds.
fn pause_after(failures: i64) -> Option<Duration> {
    let beyond = u32::try_from(failures.saturating_sub(FREE_FAILURES))
        .ok()
        .filter(|beyond| *beyond > 0)?;
    let seconds = 2_i64.checked_pow(beyond.min(20))?;
    Some(Duration::seconds(seconds).min(Duration::minutes(LONGEST_PAUSE_MINUTES)))
}

/// A digest of an e-mail address, so that the table of failures does not collect addresses.
fn digest(email: &str) -> String {
    hex::encode(Sha256::digest(email.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_failures_are_free_and_then_the_pause_grows_to_a_quarter_of_an_hour() {
        assert_eq!(pause_after(10), None);
        assert_eq!(pause_after(11), Some(Duration::seconds(2)));
        assert_eq!(pause_after(14), Some(Duration::seconds(16)));
        assert_eq!(pause_after(500), Some(Duration::minutes(15)));
    }

    #[test]
    fn failures_far_apart_do_not_add_up() {
        let start: DateTime<Utc> = "2026-09-07T09:00:00Z".parse().unwrap();
        let first = after_failure(None, "x".to_owned(), start);
        let later = after_failure(Some(first.clone()), "x".to_owned(), start + Duration::minutes(6));
        assert_eq!((first.failures, later.failures), (1, 1));
    }
}
