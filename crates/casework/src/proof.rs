//! How sure it is who asks, and whether that is enough for what is asked.

use crate::password::Checked;
use crate::tries::{self, Count, Reserved};
use crate::{Asking, Casework, Error, Moment, Purpose};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::{Action, Actor, Operation, Permitted, authorize_general};
use ehcp_store::Keep;
use zeroize::Zeroizing;

/// What a step-up asks for must not be older than this.
pub const FRESH_FOR: Duration = Duration::minutes(5);

/// How sure it is who asks.
#[derive(Debug, Clone)]
pub(crate) struct Proof {
    /// When they last proved it.
    pub(crate) authenticated_at: DateTime<Utc>,
    /// Why they ask, if they said so.
    pub(crate) purpose: Option<Purpose>,
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
    if moment.now - proof.authenticated_at > FRESH_FOR {
        return Err(Error::StepUpNeeded);
    }
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

/// What a person proves again in a session that is open: the account's password hash, or that there are too many tries.
struct Asked {
    password_hash: String,
    reserved: Reserved,
}

impl Casework {
    /// Proves again, with the password, who is asking, and says when that was.
    ///
    /// # Errors
    /// [`Error::WrongCredentials`]; [`Error::Throttled`]; [`Error::Unauthenticated`] when so many tries have failed
    /// that the session was ended.
    pub async fn prove_again(
        &self,
        asking: Asking,
        password: Zeroizing<String>,
    ) -> Result<DateTime<Utc>, Error> {
        const OPERATION: &str = "create_reauthentication";
        let bearer = asking.bearer;
        self.check_own_password(asking.clone(), OPERATION, password)
            .await?;
        self.act_keeping(asking, OPERATION, Keep::ForChange, move |act| {
            let now = act.moment.now;
            tries::forget(act.tx, &Count::in_session(bearer.session))?;
            act.tx.prove_session(bearer.session, now)?;
            act.record_security("proved_again", Some(bearer.session.to_string()))?;
            Ok(now)
        })
        .await
    }

    /// Checks the password of whoever is asking. Tries are counted for the session; after a hundred it is ended, so
    /// that a stolen session is no place to guess and guessing in it shuts nobody out elsewhere.
    pub(crate) async fn check_own_password(
        &self,
        asking: Asking,
        operation: &'static str,
        password: Zeroizing<String>,
    ) -> Result<(), Error> {
        let bearer = asking.bearer;
        let asked = self
            .act_keeping(asking, operation, Keep::ForChange, move |act| {
                let now = act.moment.now;
                let user = act.tx.user(act.actor.user)?.ok_or(Error::Unauthenticated)?;
                let reserved = tries::reserve(act.tx, &Count::in_session(bearer.session), now)?;
                if reserved == Reserved::Ended {
                    act.tx.end_session(bearer.session, now)?;
                    act.record_security("session_ended_by_guessing", Some(bearer.session.to_string()))?;
                }
                Ok(Asked {
                    password_hash: user.password_hash,
                    reserved,
                })
            })
            .await?;
        match asked.reserved {
            Reserved::Ended => return Err(Error::Unauthenticated),
            other => other.go()?,
        }
        match self.passwords.check(password, Some(asked.password_hash)).await? {
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
            Checked::Right | Checked::RightButWeak => Ok(()),
        }
    }
}
