//! Signing in with e-mail address and password.

use crate::account_log::record_unsigned;
use crate::casework::record_security;
use crate::password::Checked;
use crate::second_step::{self, Challenge};
use crate::session::{Opening, SignedIn};
use crate::tries::{self, Count, Reserved};
use crate::{Casework, Error, Identity, Moment, secret};
use chrono::Duration;
use ehcp_access::HowSignedIn;
use ehcp_store::{AccountEventKind, DeviceRow, StoreError, UserRow, WriteTx};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

/// How many devices of one person are known at most; the one not used for longest goes.
const DEVICES: i64 = 20;

/// A device that was not used for so long is no longer known.
pub(crate) const DEVICE_FORGOTTEN_AFTER: Duration = Duration::days(180);

/// What somebody shows who wants to sign in.
#[derive(Clone)]
pub struct SignIn {
    /// The e-mail address of the account.
    pub email: String,
    /// The password.
    pub password: Zeroizing<String>,
    /// What a device keeps on which somebody has signed in before.
    pub device_token: Option<Zeroizing<String>>,
    /// The coarse network of the caller.
    pub network: Option<String>,
}

/// Never what lets somebody in.
impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn")
            .field("network", &self.network)
            .finish_non_exhaustive()
    }
}

/// How far signing in has come.
#[derive(Debug, Clone)]
pub enum SignInStep {
    /// The session is open.
    Open(Box<SignedIn>),
    /// The password was right, and the second factor is due.
    SecondStep(Challenge),
}

/// A try that is counted and may be made.
struct Try {
    email: String,
    user: Option<UserRow>,
    device: Option<DeviceRow>,
    network: Option<String>,
    counts: Vec<Count>,
}

impl Casework {
    /// Signs in with e-mail address and password. Unknown address, wrong password and closed account give the same
    /// answer after the same time; a slowed-down address does so too, whatever the password.
    ///
    /// # Errors
    /// [`Error::WrongCredentials`]; [`Error::Throttled`] after many failures; [`Error::ResetNeeded`] after a hundred.
    pub async fn sign_in(&self, ask: SignIn) -> Result<SignInStep, Error> {
        let moment = self.moment();
        let SignIn {
            email,
            password,
            device_token,
            network,
        } = ask;
        let email = email.trim().to_lowercase();
        let digest = address_digest(&email);
        let device_token = device_token.map(|token| secret::digest(&token));
        let identity = self.identity.clone();
        let reserved = self
            .store
            .write(move |tx| reserve(tx, &identity, email, device_token, network, moment))
            .await?;
        let attempt = match reserved {
            (Reserved::Go, attempt) => attempt,
            (other, _) => {
                self.log_security("throttled", None, "create_session", Some(digest), moment)
                    .await;
                return Err(other.go().err().unwrap_or(Error::WrongCredentials));
            }
        };
        let stored = attempt.user.as_ref().map(|user| user.password_hash.clone());
        let checked = self.passwords.check(password.clone(), stored).await?;
        let rehashed = match checked {
            Checked::Wrong => {
                self.log_security("wrong_credentials", None, "create_session", Some(digest), moment)
                    .await;
                return Err(Error::WrongCredentials);
            }
            Checked::Right => None,
            Checked::RightButWeak => Some(self.passwords.hash(password).await?),
        };
        let (identity, chance) = (self.identity.clone(), self.chance.clone());
        self.store
            .write(move |tx| {
                let opening = Opening {
                    identity: &identity,
                    chance: &chance,
                    moment,
                    operation: "create_session",
                };
                attempt.was_right(tx, &opening, rehashed)
            })
            .await
    }
}

/// Counts the try before the password is looked at.
fn reserve(
    tx: &mut WriteTx<'_>,
    identity: &Identity,
    email: String,
    device: Option<String>,
    network: Option<String>,
    moment: Moment,
) -> Result<(Reserved, Try), Error> {
    let user = with_password(tx, identity, |tx| tx.user_by_email(&email))?;
    let device = match device {
        Some(digest) => tx.known_device(&digest)?,
        None => None,
    };
    let device = device.filter(|device| {
        Some(device.user_id) == user.as_ref().map(|user| user.id)
            && moment.now - device.last_used_at < DEVICE_FORGOTTEN_AFTER
    });
    let mut attempt = Try {
        counts: match &device {
            Some(device) => Count::on_device(device.id),
            None => Count::by_stranger(&email, network.as_deref()),
        },
        email,
        user,
        device,
        network,
    };
    let mut reserved = tries::reserve(tx, &attempt.counts, moment.now)?;
    // Somebody has guessed on this device a hundred times: from now on it is like any other.
    if let (Reserved::Ended, Some(device)) =
        (reserved, attempt.device.take_if(|_| reserved == Reserved::Ended))
    {
        tx.forget_device(device.id)?;
        attempt.counts = Count::by_stranger(&attempt.email, attempt.network.as_deref());
        reserved = tries::reserve(tx, &attempt.counts, moment.now)?;
    }
    Ok((reserved, attempt))
}

impl Try {
    /// The password was right: the count is forgotten, the device known, the session open.
    fn was_right(
        self,
        tx: &mut WriteTx<'_>,
        opening: &Opening<'_>,
        rehashed: Option<String>,
    ) -> Result<SignInStep, Error> {
        let checked = self.user.ok_or(Error::WrongCredentials)?;
        // The account may have been closed or linked, or its password changed, while the password was looked at.
        let user = with_password(tx, opening.identity, |tx| tx.user(checked.id))?
            .filter(|user| user.password_hash == checked.password_hash)
            .ok_or(Error::WrongCredentials)?;
        tries::forget(tx, &self.counts)?;
        if let Some(hash) = rehashed {
            tx.set_password_hash(user.id, &hash)?;
            let now = opening.moment.now;
            let entry = (opening.chance.id(now), now);
            record_unsigned(tx, entry, user.id, AccountEventKind::Changed, Some(user.id))?;
            let subject = Some(user.id.to_string());
            record_security(
                tx,
                now,
                "password_hash_renewed",
                Some(user.id),
                opening.operation,
                subject,
            )?;
        }
        let factor = tx.second_factor(user.id)?;
        if factor.is_some_and(|factor| factor.confirmed_at.is_some()) {
            let device = self.device.map(|device| device.id);
            let due = second_step::challenge(tx, opening.moment, &user, device, self.network)?;
            return Ok(SignInStep::SecondStep(due));
        }
        let token = match &self.device {
            Some(device) => {
                tx.device_used(device.id, opening.moment.now)?;
                None
            }
            None => Some(new_device(tx, opening, &user)?),
        };
        let signed_in = opening.open(tx, &user, HowSignedIn::Password, self.network)?;
        Ok(SignInStep::Open(Box::new(SignedIn {
            device_token: token,
            ..signed_in
        })))
    }
}

/// An account that is open and has a password that counts.
///
/// # Errors
/// When the store cannot answer.
pub(crate) fn with_password<'tx>(
    tx: &mut WriteTx<'tx>,
    identity: &Identity,
    find: impl FnOnce(&mut WriteTx<'tx>) -> Result<Option<UserRow>, StoreError>,
) -> Result<Option<UserRow>, Error> {
    let Some(user) = find(tx)?.filter(|user| user.disabled_at.is_none()) else {
        return Ok(None);
    };
    Ok(identity.takes_password_of(tx, &user)?.then_some(user))
}

/// Makes a device known, and gives the token that it is to keep.
pub(crate) fn new_device(
    tx: &mut WriteTx<'_>,
    opening: &Opening<'_>,
    user: &UserRow,
) -> Result<Zeroizing<String>, Error> {
    let token = secret::new("device");
    let now = opening.moment.now;
    tx.insert_device(&DeviceRow {
        id: opening.chance.id::<Uuid>(now),
        user_id: user.id,
        digest: secret::digest(&token),
        first_used_at: now,
        last_used_at: now,
    })?;
    tx.forget_all_devices_but_the_last(user.id, DEVICES)?;
    Ok(token)
}

/// What is counted for an address over all networks: forgotten when its password is new.
pub(crate) fn counts_of_address(email: &str) -> Vec<Count> {
    Count::by_stranger(email, None)
}

/// Forgets what is counted against the password of somebody who has just chosen it: for the address, from the network
/// that they are in, and on the devices that are known. What is counted for other networks is somebody else's; it stays,
/// and so do the tries of second factors, which a mailbox alone must not give anew.
pub(crate) fn forget_tries_of(tx: &mut WriteTx<'_>, user: &UserRow, network: &str) -> Result<(), Error> {
    tries::forget(tx, &Count::by_stranger(&user.email, Some(network)))?;
    for device in tx.devices_of(user.id)? {
        tries::forget(tx, &Count::on_device(device))?;
    }
    Ok(())
}

/// A digest of an e-mail address, so that the security log does not collect addresses.
fn address_digest(email: &str) -> String {
    hex::encode(Sha256::digest(email.as_bytes()))
}
