//! Another e-mail address for one's account: proven at the new address, told to the old one.

use crate::account::{email_address, email_taken};
use crate::account_log::record_unsigned;
use crate::invitation::code_of_no_use;
use crate::new_password::message;
use crate::outbox::digest_of;
use crate::tries::{self, Count};
use crate::{Answer, Asking, Casework, Error, LetterText, Once};
use chrono::Duration;
use ehcp_access::Action;
use ehcp_case::{Line, OutgoingMessageId};
use ehcp_store::{AccountEventKind, CodePurpose, EmailChangeRow, NewMessage, Recipient};
use zeroize::Zeroizing;

/// How long the code is of use.
const OPEN_FOR: Duration = Duration::hours(1);

impl Casework {
    /// Sends a code to a new address, and word to the old one. An address that another account has is sent nothing.
    ///
    /// # Errors
    /// [`Error::WrongCredentials`] when the password is not that of the account; as [`Casework::once`].
    pub async fn ask_for_new_email(
        &self,
        asking: Asking,
        once: Once,
        email: &Line,
        password: Zeroizing<String>,
    ) -> Result<(), Error> {
        const OPERATION: &str = "create_email_change";
        let new_email = email_address(email.as_str(), "/email")?;
        self.check_own_password(asking.clone(), OPERATION, password)
            .await?;
        let asked = self.once(asking, OPERATION, once, move |act| {
            act.may(Action::ChangeOwnEmail)?;
            tries::forget(act.tx, &Count::in_session(act.actor.session))?;
            let now = act.moment.now;
            let user = act.tx.lock_user(act.actor.user)?.ok_or(Error::Unauthenticated)?;
            act.tx.use_email_changes(user.id, now)?;
            let row = EmailChangeRow {
                id: act.id(),
                user_id: user.id,
                new_email: new_email.clone(),
                asked_at: now,
                expires_at: now + OPEN_FOR,
                used_at: None,
            };
            act.tx.insert_email_change(&row)?;
            if act.tx.user_by_email(&new_email)?.is_none() {
                let to = Recipient::Address(new_email);
                let message = NewMessage {
                    code: Some((CodePurpose::EmailChange, row.id)),
                    ..act.message(to, LetterText::EMAIL_CONFIRMATION, &[])
                };
                act.tx.put_message(&message, now)?;
            }
            let notice = act.message(
                Recipient::Address(user.email),
                LetterText::EMAIL_CHANGE_ASKED,
                &[],
            );
            act.tx.put_message(&notice, now)?;
            Ok(Answer {
                status: 204,
                location: None,
                etag: None,
                body: String::new(),
            })
        });
        asked.await.map(drop)
    }

    /// Changes the address with the code that was sent to it. Every session of the account ends; both addresses are
    /// told.
    ///
    /// # Errors
    /// When the code is of no use, or another account has taken the address since.
    pub async fn confirm_new_email(&self, code: Zeroizing<String>) -> Result<(), Error> {
        let moment = self.moment();
        let digest = digest_of(CodePurpose::EmailChange, &code);
        let (to_old, to_new) = (
            self.chance.id::<OutgoingMessageId>(moment.now),
            self.chance.id::<OutgoingMessageId>(moment.now),
        );
        let event = self.chance.id(moment.now);
        let user = self
            .store
            .write(move |tx| {
                let now = moment.now;
                let id = tx
                    .one_time_code(CodePurpose::EmailChange, &digest)?
                    .ok_or_else(code_of_no_use)?;
                let change = tx
                    .lock_email_change(id)?
                    .filter(|change| change.used_at.is_none() && change.expires_at > now)
                    .ok_or_else(code_of_no_use)?;
                let mut user = tx
                    .lock_user(change.user_id)?
                    .filter(|user| user.disabled_at.is_none())
                    .ok_or_else(code_of_no_use)?;
                let old = std::mem::replace(&mut user.email, change.new_email);
                tx.update_user(&mut user)
                    .map_err(|error| email_taken(error, "/code"))?;
                tx.use_email_changes(user.id, now)?;
                tx.forget_one_time_codes(id)?;
                // Codes that were sent to the old address.
                tx.use_password_resets(user.id, now)?;
                tx.end_sessions_of(user.id, None, now)?;
                let texts = [
                    (to_old, Recipient::Address(old), LetterText::EMAIL_CHANGED),
                    (to_new, Recipient::Person(user.id), LetterText::ACCOUNT_CHANGED),
                ];
                for (id, to, text) in texts {
                    tx.put_message(&message(id, to, text, now), now)?;
                }
                let kind = AccountEventKind::Changed;
                record_unsigned(tx, (event, now), user.id, kind, Some(user.id))?;
                Ok::<_, Error>(user.id)
            })
            .await?;
        self.log_security("email_changed", Some(user), "use_email_change", None, moment)
            .await;
        Ok(())
    }
}
