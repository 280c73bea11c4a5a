//! Enrolling a second factor, getting new recovery codes, and giving it up.

use crate::account::tell;
use crate::case_file::Details;
use crate::invitation::NO_PASSWORD;
use crate::second_factor::recovery_digest;
use crate::totp::{self, SEED_LENGTH};
use crate::{Act, Asking, Casework, Chance, Error, LetterText, Look, SecondFactorView, password};
use ehcp_access::Action;
use ehcp_case::{Refusal, UserId};
use ehcp_store::{AccountEventKind, Keep, Recipient, SecondFactorRow};
use serde::Serialize;
use utoipa::ToSchema;
use zeroize::Zeroizing;

/// How many recovery codes there are.
const RECOVERY_CODES: usize = 10;

/// A second factor that waits for its first code. Shown once.
#[derive(Serialize, ToSchema)]
pub struct NewSecondFactor {
    /// The seed in base 32, to be typed into an authenticator app.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", max_length = 32)]
    pub secret: String,
    /// The same as an address that an app reads from a picture.
    #[schema(max_length = 500)]
    pub otpauth_uri: String,
}

/// A recovery code.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(value_type = String, example = "MFRG-G2LT-2A2B-ONXW", min_length = 19, max_length = 19)]
pub struct RecoveryCode(pub String);

/// Never the code.
impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode")
    }
}

/// New recovery codes: each is good once, in place of a code of the app. Shown once.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// The codes.
    #[schema(min_items = 10, max_items = 10)]
    pub recovery_codes: Vec<RecoveryCode>,
}

/// One's own second factor.
///
/// # Errors
/// When the store cannot answer.
pub fn own_second_factor(look: &mut Look<'_, '_>) -> Result<SecondFactorView, Error> {
    look.may(Action::ReadOwnProfile)?;
    let (user, role) = (look.actor.user, look.actor.role);
    let confirmed = look.tx.second_factor(user)?.and_then(|row| row.confirmed_at);
    let left = match confirmed {
        Some(_) => look.tx.recovery_codes_left(user)?,
        None => 0,
    };
    Ok(SecondFactorView {
        enrolled: confirmed.is_some(),
        enrolled_at: confirmed,
        recovery_codes_left: u32::try_from(left).unwrap_or(0),
        required: look.identity().asks_for_second_factor(role),
    })
}

impl Casework {
    /// Begins to enrol a second factor: its seed, which is shown this once. It counts when a code of it was shown.
    ///
    /// # Errors
    /// [`Error::StepUpNeeded`]; when there is one already.
    pub async fn start_second_factor(&self, asking: Asking) -> Result<NewSecondFactor, Error> {
        let identity = self.identity.clone();
        self.act_keeping(asking, "start_second_factor", Keep::ForChange, move |act| {
            act.fresh()?;
            let id = act.actor.user;
            let user = act.tx.user(id)?.ok_or(Error::Unauthenticated)?;
            if act
                .tx
                .lock_second_factor(id)?
                .is_some_and(|row| row.confirmed_at.is_some())
            {
                return Err(Error::Refused(Refusal::AlreadyDone {
                    explanation: "You have a second factor already, so nothing was changed.".to_owned(),
                }));
            }
            act.tx.delete_second_factor(id)?;
            let mut seed = Zeroizing::new([0_u8; SEED_LENGTH]);
            Chance::System.fill(seed.as_mut());
            act.tx.insert_second_factor(&SecondFactorRow {
                user_id: id,
                sealed_seed: identity.seal.close(id, seed.as_slice())?,
                made_at: act.moment.now,
                confirmed_at: None,
                last_step: None,
            })?;
            let secret = totp::base32(seed.as_slice());
            Ok(NewSecondFactor {
                otpauth_uri: otpauth_uri(&user.email, &secret),
                secret,
            })
        })
        .await
    }

    /// Shows the first code of a new second factor. From now on it counts, in this session too.
    ///
    /// # Errors
    /// [`Error::WrongCode`]; [`Error::Throttled`].
    pub async fn confirm_second_factor(&self, asking: Asking, code: String) -> Result<RecoveryCodes, Error> {
        const OPERATION: &str = "confirm_second_factor";
        let session = asking.bearer.session;
        self.count_try_in_session(asking.clone(), OPERATION).await?;
        let identity = self.identity.clone();
        self.act_keeping(asking, OPERATION, Keep::ForChange, move |act| {
            let (user, now) = (act.actor.user, act.moment.now);
            let row = act
                .tx
                .lock_second_factor(user)?
                .filter(|row| row.confirmed_at.is_none());
            let row = row.ok_or(Error::NotFound)?;
            let seed = identity.seal.open(user, &row.sealed_seed)?;
            let step = totp::step_of(&seed, &code, now, row.last_step).ok_or(Error::WrongCode)?;
            act.tx.second_factor_used(user, now, step)?;
            act.tx.second_factor_shown(session, now)?;
            act.forget_tries_in_session()?;
            act.record_on_account(user, AccountEventKind::FactorEnrolled, Details::default())?;
            act.record_security("second_factor_enrolled", Some(user.to_string()))?;
            new_recovery_codes(act, user)
        })
        .await
    }

    /// New recovery codes in place of all earlier ones.
    ///
    /// # Errors
    /// [`Error::CodeNeeded`]; [`Error::NotFound`] without a second factor.
    pub async fn renew_recovery_codes(&self, asking: Asking) -> Result<RecoveryCodes, Error> {
        self.act_keeping(asking, "create_recovery_codes", Keep::ForChange, |act| {
            let user = act.actor.user;
            let row = act
                .tx
                .lock_second_factor(user)?
                .filter(|row| row.confirmed_at.is_some());
            row.ok_or(Error::NotFound)?;
            act.second_factor_fresh()?;
            act.record_on_account(user, AccountEventKind::RecoveryCodesRenewed, Details::default())?;
            act.record_security("recovery_codes_renewed", Some(user.to_string()))?;
            new_recovery_codes(act, user)
        })
        .await
    }

    /// Gives the second factor up. It must have been shown just now, so that a stolen password and an open session are not
    /// enough; and the password is looked at once more: alone it must be long enough.
    ///
    /// # Errors
    /// [`Error::CodeNeeded`]; [`Error::WrongCredentials`]; when the password is too short to be the only factor.
    pub async fn remove_second_factor(
        &self,
        asking: Asking,
        password: Zeroizing<String>,
    ) -> Result<(), Error> {
        const OPERATION: &str = "remove_second_factor";
        self.check_own_password(asking.clone(), OPERATION, password.clone())
            .await?;
        password::check_length("/password", &password, false)?;
        self.act_keeping(asking, OPERATION, Keep::ForChange, |act| {
            let user = act.actor.user;
            let row = act
                .tx
                .lock_second_factor(user)?
                .filter(|row| row.confirmed_at.is_some());
            row.ok_or(Error::NotFound)?;
            act.second_factor_fresh()?;
            act.tx.delete_second_factor(user)?;
            act.forget_tries_in_session()?;
            act.record_on_account(user, AccountEventKind::FactorRemoved, Details::default())?;
            act.record_security("second_factor_removed", Some(user.to_string()))
        })
        .await
    }
}

/// Takes the second factor of somebody away who has lost it with all recovery codes. The password goes with it, so that
/// whoever chooses a new one reads the person's mail; and the sessions end.
///
/// # Errors
/// When it is one's own account or has no second factor, or this is not for whoever asks.
pub fn remove_second_factor_of_user(act: &mut Act<'_, '_>, id: UserId) -> Result<(), Error> {
    act.may(Action::ManageUsers)?;
    act.fresh()?;
    if id == act.actor.user {
        return Err(Error::Forbidden {
            reason: "Nobody takes their own second factor away here. Ask another administrator.".to_owned(),
        });
    }
    let user = act.tx.lock_user(id)?.ok_or(Error::NotFound)?;
    act.tx
        .lock_second_factor(id)?
        .filter(|row| row.confirmed_at.is_some())
        .ok_or(Error::NotFound)?;
    act.tx.delete_second_factor(id)?;
    act.tx.set_password_hash(id, NO_PASSWORD)?;
    act.tx.end_sessions_of(id, None, act.moment.now)?;
    act.record_on_account(id, AccountEventKind::FactorRemoved, Details::default())?;
    act.record_on_account(id, AccountEventKind::SessionsEnded, Details::default())?;
    act.record_security("second_factor_taken_away", Some(id.to_string()))?;
    if user.disabled_at.is_none() {
        tell(act, Recipient::Person(id), LetterText::FACTOR_TAKEN_AWAY)?;
    }
    Ok(())
}

fn new_recovery_codes(act: &mut Act<'_, '_>, user: UserId) -> Result<RecoveryCodes, Error> {
    let codes: Vec<RecoveryCode> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect();
    let digests: Vec<String> = codes.iter().map(|code| recovery_digest(user, &code.0)).collect();
    act.tx.replace_recovery_codes(user, &digests)?;
    Ok(RecoveryCodes {
        recovery_codes: codes,
    })
}

/// 80 random bits in four groups of letters and digits that are not mistaken for each other.
fn recovery_code() -> RecoveryCode {
    let mut bytes = [0_u8; 10];
    Chance::System.fill(&mut bytes);
    let text = totp::base32(&bytes);
    let groups: Vec<&str> = (0..4)
        .filter_map(|group| text.get(group * 4..group * 4 + 4))
        .collect();
    RecoveryCode(groups.join("-"))
}

fn otpauth_uri(email: &str, secret: &str) -> String {
    let account: String = email
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("otpauth://totp/EHCP%20Tracker:{account}?secret={secret}&issuer=EHCP%20Tracker")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_for_apps_holds_no_character_of_its_own_syntax() {
        assert_eq!(
            otpauth_uri("o'neil+a@example.org", "MZXW6"),
            "otpauth://totp/EHCP%20Tracker:o%27neil%2Ba%40example.org?secret=MZXW6&issuer=EHCP%20Tracker"
        );
    }

    #[test]
    fn a_recovery_code_is_four_groups_of_four() {
        let code = recovery_code();
        assert_eq!(code.0.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 4, 4]);
        assert_ne!(code, recovery_code());
    }
}
