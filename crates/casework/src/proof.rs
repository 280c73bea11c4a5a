//! How sure it is who asks, and whether that is enough for what is asked.

use crate::password::Checked;
use crate::second_step::Shown;
use crate::session::Opening;
use crate::tries::{self, Count, Reserved};
use crate::{Asking, Casework, Error, Moment, Purpose};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::{Action, Actor, Operation, Permitted, authorize_general};
use ehcp_store::{Keep, UserRow};
use zeroize::Zeroizing;

/// What a step-up asks for must not be older than this.
pub const FRESH_FOR: Duration = Duration::minutes(5);

/// How sure it is who asks.
#[derive(Debug, Clone)]
pub(crate) struct Proof {
    /// When they last proved it.
    pub(crate) authenticated_at: DateTime<Utc>,
    /// When they last showed a second factor in this session.
    pub(crate) second_factor_at: Option<DateTime<Utc>>,
    /// Why they ask, if they said so.
    pub(crate) purpose: Option<Purpose>,
}

impl Proof {
    /// Refuses when it is older than five minutes.
    pub(crate) fn is_fresh(&self, moment: &Moment) -> Result<(), Error> {
        if moment.now - self.authenticated_at > FRESH_FOR {
            return Err(Error::StepUpNeeded);
        }
        Ok(())
    }

    /// Refuses when no second factor was shown in the last five minutes.
    pub(crate) fn showed_second_factor(&self, moment: &Moment) -> Result<(), Error> {
        let fresh = |at: DateTime<Utc>| moment.now - at <= FRESH_FOR;
        if self.second_factor_at.is_some_and(fresh) {
            return Ok(());
        }
        Err(Error::CodeNeeded)
    }
}

/// Gives a permit on when its terms are met: where the table of access says step-up, a proof of identity of the last
/// five minutes and, to read, a reason. Generators and imports prove nothing and are asked for nothing.
pub(crate) fn proven<S>(
    permit: Permitted<S>,
    proof: Option<&Proof>,
    moment: &Moment,
) -> Result<Permitted<S>, Error> {
    let Some(proof) = proof.filter(|_| permit.step_up()) else {
        return Ok(permit);
    };
    proof.is_fresh(moment)?;
    let (_, operation) = permit.action().need();
    let reads = matches!(operation, Operation::Read | Operation::Export);
    if reads && proof.purpose.is_none() {
        return Err(Error::PurposeNeeded);
    }
    Ok(permit)
}

/// Checks an action that names no case, and that its terms are met.
pub(crate) fn general(
    actor: &Actor,
    action: Action,
    proof: Option<&Proof>,
    moment: &Moment,
) -> Result<Permitted<()>, Error> {
    proven(authorize_general(actor, action)?, proof, moment)
}

/// What somebody shows who proves again who they are.
#[derive(Clone)]
pub enum ShownAgain {
    /// The password.
    Password(Zeroizing<String>),
    /// The second factor.
    SecondFactor(Shown),
}

/// Never what was shown.
impl std::fmt::Debug for ShownAgain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ShownAgain")
    }
}

impl Casework {
    /// Proves again who is asking, and says when that was.
    ///
    /// # Errors
    /// [`Error::WrongCredentials`]; [`Error::WrongCode`]; [`Error::Throttled`]; [`Error::Unauthenticated`] when so
    /// many tries have failed that the session was ended.
    pub async fn prove_again(&self, asking: Asking, shown: ShownAgain) -> Result<DateTime<Utc>, Error> {
        const OPERATION: &str = "create_reauthentication";
        let session = asking.bearer.session;
        let factor = match shown {
            ShownAgain::Password(password) => {
                self.check_own_password(asking.clone(), OPERATION, password)
                    .await?;
                None
            }
            ShownAgain::SecondFactor(factor) => {
                self.count_try_in_session(asking.clone(), OPERATION).await?;
                Some(factor)
            }
        };
        let (identity, chance) = (self.identity.clone(), self.chance.clone());
        self.act_keeping(asking, OPERATION, Keep::ForChange, move |act| {
            let now = act.moment.now;
            if let Some(factor) = factor {
                let opening = Opening {
                    identity: &identity,
                    chance: &chance,
                    moment: act.moment,
                    operation: OPERATION,
                };
                let user = act.tx.user(act.actor.user)?.ok_or(Error::Unauthenticated)?;
                if !opening.fits(act.tx, &user, &factor)? {
                    return Err(Error::WrongCode);
                }
                act.tx.second_factor_shown(session, now)?;
            }
            act.forget_tries_in_session()?;
            act.tx.prove_session(session, now)?;
            act.record_security("proved_again", Some(session.to_string()))?;
            Ok(now)
        })
        .await
    }

    /// Counts a try to prove who one is in a session that is open. After a hundred failures the session is ended, so
    /// that a stolen session is no place to guess, and guessing in it shuts nobody out elsewhere.
    ///
    /// # Errors
    /// [`Error::Throttled`]; [`Error::Unauthenticated`] when the session was ended.
    pub(crate) async fn count_try_in_session(
        &self,
        asking: Asking,
        operation: &'static str,
    ) -> Result<UserRow, Error> {
        let (user, reserved) = self
            .act_keeping(asking, operation, Keep::ForChange, move |act| {
                let (session, now) = (act.actor.session, act.moment.now);
                let user = act.tx.user(act.actor.user)?.ok_or(Error::Unauthenticated)?;
                let reserved = tries::reserve(act.tx, &Count::in_session(session), now)?;
                if reserved == Reserved::Ended {
                    act.tx.end_session(session, now)?;
                    act.record_security("session_ended_by_guessing", Some(session.to_string()))?;
                }
                Ok((user, reserved))
            })
            .await?;
        match reserved {
            Reserved::Ended => Err(Error::Unauthenticated),
            other => other.go().map(|()| user),
        }
    }

    /// Checks the password of whoever is asking; tries are counted for the session.
    ///
    /// # Errors
    /// [`Error::WrongCredentials`], and as [`Casework::count_try_in_session`].
    pub(crate) async fn check_own_password(
        &self,
        asking: Asking,
        operation: &'static str,
        password: Zeroizing<String>,
    ) -> Result<UserRow, Error> {
        let bearer = asking.bearer;
        let user = self.count_try_in_session(asking, operation).await?;
        let (identity, row) = (self.identity.clone(), user.clone());
        let counts = self
            .store
            .read(move |tx| identity.takes_password_of(tx, &row))
            .await?;
        let stored = counts.then(|| user.password_hash.clone());
        match self.passwords.check(password, stored).await? {
            Checked::Wrong => {
                let subject = Some(bearer.session.to_string());
                self.log_security(
                    "wrong_credentials",
                    Some(bearer.user),
                    operation,
                    subject,
                    self.moment(),
                )
                .await;
                Err(Error::WrongCredentials)
            }
            Checked::Right | Checked::RightButWeak => Ok(user),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    #[test]
    fn every_check_of_access_goes_through_the_one_place_that_asks_for_a_fresh_proof() {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        for file in fs::read_dir(source).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let Ok(text) = fs::read_to_string(&path) else {
                continue;
            };
            let checks = text.matches("authorize(").count() + text.matches("authorize_general(").count();
            let expected = match name.as_str() {
                // Here, and the two patterns of this test.
                "proof.rs" => 3,
                "casework.rs" => 1,
                _ => 0,
            };
            assert_eq!(
                checks, expected,
                "{name}: ask `may` or `case` of the look or act, so that a step-up is asked for"
            );
        }
    }
}
