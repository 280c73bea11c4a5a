//! Changing one's own password.

use crate::case_file::Details;
use crate::sign_in::counts_of_address;
use crate::{Asking, Casework, Error, LetterText, password, tries};
use ehcp_store::{AccountEventKind, Keep, Recipient};
use zeroize::Zeroizing;

impl Casework {
    /// Changes the password of whoever is asking. All their other sessions end.
    ///
    /// # Errors
    /// [`Error::WrongCredentials`] when the present one does not fit; [`Error::Throttled`]; when the new one is too
    /// short, too long or easily guessed.
    pub async fn change_own_password(
        &self,
        asking: Asking,
        current: Zeroizing<String>,
        new: Zeroizing<String>,
    ) -> Result<(), Error> {
        const OPERATION: &str = "change_own_password";
        let checked = self
            .check_own_password(asking.clone(), OPERATION, current)
            .await?;
        let id = checked.id;
        let factor = self
            .store
            .read(move |tx| tx.second_factor(id).map_err(Error::from))
            .await?;
        let beside_another = factor.is_some_and(|factor| factor.confirmed_at.is_some());
        let known = [checked.display_name.as_str(), checked.email.as_str()];
        password::check_new_at("/new_password", &new, &known, beside_another)?;
        let hash = self.passwords.hash(new).await?;
        self.act_keeping(asking, OPERATION, Keep::ForChange, move |act| {
            let (session, now) = (act.actor.session, act.moment.now);
            let user = act.tx.user(id)?.ok_or(Error::Unauthenticated)?;
            // Somebody else may have changed it while the new one was looked at.
            if user.password_hash != checked.password_hash {
                return Err(Error::WrongCredentials);
            }
            act.tx.set_password_hash(id, &hash)?;
            act.tx.end_sessions_of(id, Some(session), now)?;
            act.forget_tries_in_session()?;
            tries::forget(act.tx, &counts_of_address(&user.email))?;
            let message = act.message(Recipient::Person(id), LetterText::PASSWORD_CHANGED, &[]);
            act.tx.put_message(&message, now)?;
            act.record_on_account(
                act.actor.user,
                AccountEventKind::PasswordChanged,
                Details::default(),
            )?;
            act.record_security("password_changed", Some(id.to_string()))
        })
        .await
    }
}
