//! The second step of signing in.

use crate::second_factor::recovery_digest;
use crate::session::{Opening, SignedIn};
use crate::sign_in::{new_device, with_password};
use crate::tries::{self, Count, Reserved};
use crate::{Casework, Error, Moment, secret, totp};
use chrono::{DateTime, Duration, Utc};
use ehcp_access::HowSignedIn;
use ehcp_store::{ChallengeRow, UserRow, WriteTx};
use uuid::Uuid;
use zeroize::Zeroizing;

/// The second step must follow within this time.
const CHALLENGE_LIVES: Duration = Duration::minutes(5);

/// The password was right, and the second factor is due.
#[derive(Clone)]
pub struct Challenge {
    /// What the caller shows again with the code.
    pub token: Zeroizing<String>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Never what lets somebody in.
impl std::fmt::Debug for Challenge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Challenge")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// What is shown as second factor.
#[derive(Clone)]
pub enum Shown {
    /// The code of an authenticator app.
    Code(String),
    /// A recovery code.
    RecoveryCode(Zeroizing<String>),
}

/// Never what was shown.
impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shown")
    }
}

impl Shown {
    fn how(&self) -> HowSignedIn {
        match self {
            Self::Code(_) => HowSignedIn::PasswordAndCode,
            Self::RecoveryCode(_) => HowSignedIn::PasswordAndRecoveryCode,
        }
    }
}

/// Keeps that the second step of a sign-in is due.
pub(crate) fn challenge(
    tx: &mut WriteTx<'_>,
    moment: Moment,
    user: &UserRow,
    device: Option<Uuid>,
    network: Option<String>,
) -> Result<Challenge, Error> {
    let token = secret::new("challenge");
    let expires_at = moment.now + CHALLENGE_LIVES;
    tx.insert_challenge(&ChallengeRow {
        digest: secret::digest(&token),
        user_id: user.id,
        device_id: device,
        network,
        made_at: moment.now,
        expires_at,
        spent_at: None,
    })?;
    Ok(Challenge { token, expires_at })
}

enum Stepped {
    Done(Box<SignedIn>),
    Wrong,
    Not(Reserved),
}

impl Casework {
    /// The second step of signing in: a code of the authenticator app, or a recovery code.
    ///
    /// # Errors
    /// [`Error::WrongCode`], also when the sign-in took too long; [`Error::Throttled`]; [`Error::ResetNeeded`] after a
    /// hundred failures.
    pub async fn confirm_sign_in(
        &self,
        challenge: Zeroizing<String>,
        shown: Shown,
    ) -> Result<SignedIn, Error> {
        const OPERATION: &str = "confirm_session";
        let (identity, chance, moment) = (self.identity.clone(), self.chance.clone(), self.moment());
        let stepped = self
            .store
            .write(move |tx| -> Result<Stepped, Error> {
                let opening = Opening {
                    identity: &identity,
                    chance: &chance,
                    moment,
                    operation: OPERATION,
                };
                opening.second_step(tx, &secret::digest(&challenge), &shown)
            })
            .await?;
        let error = match stepped {
            Stepped::Done(signed_in) => return Ok(*signed_in),
            Stepped::Wrong => Error::WrongCode,
            Stepped::Not(reserved) => reserved.go().err().unwrap_or(Error::WrongCode),
        };
        if let Some(event) = error.security_event() {
            self.log_security(event, None, OPERATION, None, moment).await;
        }
        Err(error)
    }
}

impl Opening<'_> {
    fn second_step(&self, tx: &mut WriteTx<'_>, digest: &str, shown: &Shown) -> Result<Stepped, Error> {
        let now = self.moment.now;
        let Some(due) = tx.lock_challenge(digest)? else {
            return Ok(Stepped::Wrong);
        };
        let user = with_password(tx, self.identity, |tx| tx.user(due.user_id))?;
        let (Some(user), None, true) = (user, due.spent_at, now < due.expires_at) else {
            return Ok(Stepped::Wrong);
        };
        let counts = Count::of_codes(user.id, due.device_id);
        match tries::reserve(tx, &counts, now)? {
            Reserved::Go => {}
            other => return Ok(Stepped::Not(other)),
        }
        if !self.fits(tx, &user, shown)? {
            return Ok(Stepped::Wrong);
        }
        tries::forget(tx, &counts)?;
        tx.spend_challenge(digest, now)?;
        let device_token = match due.device_id {
            Some(device) => {
                tx.device_used(device, now)?;
                None
            }
            None => Some(new_device(tx, self, &user)?),
        };
        let signed_in = self.open(tx, &user, shown.how(), due.network)?;
        Ok(Stepped::Done(Box::new(SignedIn {
            device_token,
            ..signed_in
        })))
    }

    /// Whether what is shown is a second factor of the person that was not used before; it is used up.
    pub(crate) fn fits(&self, tx: &mut WriteTx<'_>, user: &UserRow, shown: &Shown) -> Result<bool, Error> {
        let now = self.moment.now;
        let Some(row) = tx.lock_second_factor(user.id)? else {
            return Ok(false);
        };
        let Some(confirmed_at) = row.confirmed_at else {
            return Ok(false);
        };
        match shown {
            Shown::Code(code) => {
                let seed = self.identity.seal.open(user.id, &row.sealed_seed)?;
                let Some(step) = totp::step_of(&seed, code, now, row.last_step) else {
                    return Ok(false);
                };
                tx.second_factor_used(user.id, confirmed_at, step)?;
                Ok(true)
            }
            Shown::RecoveryCode(code) => {
                Ok(tx.spend_recovery_code(user.id, &recovery_digest(user.id, code), now)?)
            }
        }
    }
}
