//! Choosing a new password with a code that was sent to one's address.

use crate::account_log::record_unsigned;
use crate::invitation::code_of_no_use;
use crate::outbox::digest_of;
use crate::sign_in::{forget_tries_of, with_password};
use crate::{Casework, Error, Identity, LetterText, password};
use chrono::Duration;
use ehcp_case::OutgoingMessageId;
use ehcp_store::{AccountEventKind, Channel, CodePurpose, NewMessage, PasswordResetRow, Recipient, WriteTx};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

/// How long the code of a reset is of use.
const OPEN_FOR: Duration = Duration::hours(1);

/// Messages about a reset that one address is sent within an hour, however often they are asked for.
const MOST_IN_AN_HOUR: i64 = 3;

/// Checks a new password that is the only factor; `known` is what others know of the person.
///
/// # Errors
/// When it is not good.
pub(crate) fn check_new(new: &str, known: &[&str]) -> Result<(), Error> {
    password::check_new(new, known, false)
}

impl Casework {
    /// The hash of a password, made beside the threads of the database.
    pub(crate) async fn hash_of(&self, new: Zeroizing<String>) -> Result<String, Error> {
        self.passwords.hash(new).await
    }

    /// Sends a code to choose a new password to an address, if there is an account with it. The answer and its time
    /// are the same if there is none. Nothing about the account changes.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn ask_for_new_password(&self, email: String) -> Result<(), Error> {
        let moment = self.moment();
        let email = email.trim().to_lowercase();
        let email_digest = hex::encode(Sha256::digest(email.as_bytes()));
        let subject = email_digest.clone();
        let (id, message_id) = (
            self.chance.id::<Uuid>(moment.now),
            self.chance.id::<OutgoingMessageId>(moment.now),
        );
        let event = self.chance.id::<Uuid>(moment.now);
        let identity = self.identity.clone();
        self.store
            .write(move |tx| {
                let now = moment.now;
                let asked = tx.password_resets_since(&email_digest, now - Duration::hours(1))?;
                let user = with_password(tx, &identity, |tx| tx.user_by_email(&email))?;
                let user = user.map(|user| user.id).filter(|_| asked < MOST_IN_AN_HOUR);
                // Kept for unknown addresses too: both are written, and both take as long.
                tx.insert_password_reset(&PasswordResetRow {
                    id,
                    email_digest,
                    user_id: user,
                    asked_at: now,
                    expires_at: now + OPEN_FOR,
                    used_at: None,
                })?;
                if let Some(user) = user {
                    let message = message(
                        message_id,
                        Recipient::Person(user),
                        LetterText::PASSWORD_RESET,
                        now,
                    );
                    let message = NewMessage {
                        code: Some((CodePurpose::PasswordReset, id)),
                        ..message
                    };
                    tx.put_message(&message, now)?;
                    record_unsigned(tx, (event, now), user, AccountEventKind::ResetRequested, None)?;
                }
                Ok::<_, Error>(())
            })
            .await?;
        self.log_security(
            "new_password_asked",
            None,
            "create_password_reset",
            Some(subject),
            moment,
        )
        .await;
        Ok(())
    }

    /// Sets a new password with the code of a message. Every session of the account ends, and none is opened. Whoever
    /// was slowed down on this network, or on a device of theirs, may try again at once.
    ///
    /// # Errors
    /// When the code is of no use, or the password is not good.
    pub async fn choose_new_password(
        &self,
        code: Zeroizing<String>,
        new: Zeroizing<String>,
        network: String,
    ) -> Result<(), Error> {
        let moment = self.moment();
        let digest = digest_of(CodePurpose::PasswordReset, &code);
        let known = digest.clone();
        let identity = self.identity.clone();
        let (name, email) = self
            .store
            .write(move |tx| {
                let (_, user) = usable(tx, &identity, &known, moment.now)?;
                Ok::<_, Error>((user.display_name, user.email))
            })
            .await?;
        check_new(&new, &[&name, &email])?;
        let hash = self.hash_of(new).await?;
        let message_id = self.chance.id::<OutgoingMessageId>(moment.now);
        let event = self.chance.id::<Uuid>(moment.now);
        let identity = self.identity.clone();
        let user = self
            .store
            .write(move |tx| {
                let now = moment.now;
                let (reset, mut user) = usable(tx, &identity, &digest, now)?;
                tx.set_password_hash(user.id, &hash)?;
                tx.update_user(&mut user)?;
                tx.use_password_resets(user.id, now)?;
                tx.forget_one_time_codes(reset.id)?;
                tx.end_sessions_of(user.id, None, now)?;
                forget_tries_of(tx, &user, &network)?;
                let notice = message(
                    message_id,
                    Recipient::Person(user.id),
                    LetterText::PASSWORD_CHANGED,
                    now,
                );
                tx.put_message(&notice, now)?;
                let kind = AccountEventKind::PasswordReset;
                record_unsigned(tx, (event, now), user.id, kind, Some(user.id))?;
                Ok::<_, Error>(user.id)
            })
            .await?;
        self.log_security(
            "new_password_chosen",
            Some(user),
            "use_password_reset",
            None,
            moment,
        )
        .await;
        Ok(())
    }
}

/// A message outside a use case of somebody who is signed in.
pub(crate) fn message(
    id: OutgoingMessageId,
    to: Recipient,
    text: LetterText,
    now: chrono::DateTime<chrono::Utc>,
) -> NewMessage {
    let (subject, content) = text.filled(&[]);
    NewMessage {
        id,
        case_id: None,
        to,
        channel: Channel::Email,
        template: text.word,
        subject,
        content,
        code: None,
        held: false,
        not_before: now,
    }
}

/// The request that a code belongs to, while it is of use, and its account.
fn usable(
    tx: &mut WriteTx<'_>,
    identity: &Identity,
    digest: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(PasswordResetRow, ehcp_store::UserRow), Error> {
    let id = tx
        .one_time_code(CodePurpose::PasswordReset, digest)?
        .ok_or_else(code_of_no_use)?;
    let reset = tx
        .lock_password_reset(id)?
        .filter(|reset| reset.used_at.is_none() && reset.expires_at > now)
        .ok_or_else(code_of_no_use)?;
    let user = match reset.user_id {
        Some(user) => with_password(tx, identity, |tx| tx.lock_user(user))?,
        None => None,
    };
    let user = user.ok_or_else(code_of_no_use)?;
    Ok((reset, user))
}
