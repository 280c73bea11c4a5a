//! The first administrator: made once, by whoever can run the program on the machine.

use crate::casework::record_security;
use crate::{Casework, Error, email, password, secret};
use chrono::Duration;
use ehcp_access::Role;
use ehcp_case::{Line, UserId};
use ehcp_store::{ReadTx, UserRow};
use zeroize::Zeroizing;

/// The secret must be used within this time.
const SECRET_LIVES: Duration = Duration::hours(1);

/// Who is to be the first administrator.
#[derive(Clone)]
pub struct FirstAdministrator {
    /// The one-time secret.
    pub secret: Zeroizing<String>,
    /// The e-mail address to sign in with.
    pub email: String,
    /// The name that others see.
    pub display_name: Line,
    /// The password.
    pub password: Zeroizing<String>,
}

/// Never what lets somebody in.
impl std::fmt::Debug for FirstAdministrator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FirstAdministrator").finish_non_exhaustive()
    }
}

impl Casework {
    /// A one-time secret with which the first administrator is made, good for an hour. An earlier one is of no use any
    /// more. `None` when there is an administrator already.
    ///
    /// # Errors
    /// When the store cannot write.
    pub fn first_administrator_secret(&self) -> Result<Option<Zeroizing<String>>, Error> {
        let now = self.moment().now;
        self.store.write_blocking(move |tx| {
            if tx.has_administrator()? {
                return Ok(None);
            }
            let secret = secret::new("first");
            tx.replace_first_administrator_secret(&secret::digest(&secret), now, now + SECRET_LIVES)?;
            record_security(tx, now, "bootstrap_begun", None, "command_line", None)?;
            Ok(Some(secret))
        })
    }

    /// Makes the first administrator, once. Nothing can be done with the secret afterwards, nor ever again when there
    /// is an administrator.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] whatever is wrong with the secret; when e-mail address or password cannot be used.
    pub async fn make_first_administrator(&self, new: FirstAdministrator) -> Result<UserId, Error> {
        const OPERATION: &str = "create_first_administrator";
        let (chance, moment) = (self.chance.clone(), self.moment());
        let now = moment.now;
        let digest = secret::digest(&new.secret);
        let asked = digest.clone();
        let good = self
            .store
            .write(move |tx| -> Result<bool, Error> {
                let row = tx.lock_first_administrator_secret(&asked)?;
                Ok(row.is_some_and(|row| row.used_at.is_none() && now < row.expires_at) && nobody_yet(tx)?)
            })
            .await?;
        if !good {
            self.log_security("wrong_secret", None, OPERATION, None, moment)
                .await;
            return Err(Error::WrongSecret);
        }
        let email = email::address(&new.email).ok_or_else(|| {
            Error::field(
                "/email",
                "email",
                "An e-mail address looks like name@example.org.",
            )
        })?;
        let name = new.display_name.as_str().to_owned();
        password::check_new(&new.password, &[&name, &email], false)?;
        let password_hash = self.passwords.hash(new.password).await?;
        self.store
            .write(move |tx| {
                let row = tx.lock_first_administrator_secret(&digest)?;
                let unused = row.is_some_and(|row| row.used_at.is_none());
                if !unused || !nobody_yet(tx)? {
                    return Err(Error::WrongSecret);
                }
                tx.first_administrator_secret_used(&digest, now)?;
                let id: UserId = chance.id(now);
                tx.insert_user(&UserRow {
                    id,
                    email,
                    display_name: name,
                    role: Role::Admin,
                    education_setting_id: None,
                    password_hash,
                    disabled_at: None,
                    created_at: now,
                    version: 1,
                })?;
                record_security(tx, now, "first_administrator_made", Some(id), OPERATION, None)?;
                Ok(id)
            })
            .await
    }
}

fn nobody_yet(tx: &mut ReadTx<'_>) -> Result<bool, Error> {
    Ok(!tx.has_administrator()?)
}
