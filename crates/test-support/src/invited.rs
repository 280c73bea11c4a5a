//! Somebody who was invited and has not accepted yet.

use crate::{Person, TestApp};
use ehcp_access::Role;
use ehcp_case::{ChildId, EducationSettingId, InvitationId, UserId};
use ehcp_casework::Chance;
use ehcp_store::{
    Channel, CodePurpose, EmailChangeRow, InvitationRow, InvitationState, NewMessage, Recipient, StoreError,
    UserRow,
};

/// An invitation that is open, with the code of its letter.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The invitation.
    pub invitation: InvitationId,
    /// The account, which is closed.
    pub user: UserId,
    /// Its address.
    pub email: String,
    /// The code of the letter.
    pub code: String,
}

impl TestApp {
    /// The code of a letter with which somebody chooses a new password.
    #[must_use]
    pub fn reset_code_of(&self, person: &Person) -> String {
        self.block_on(self.casework.ask_for_new_password(person.email.clone()))
            .expect("a letter");
        self.letter_to(&person.email).code()
    }

    /// The code of a letter with which somebody proves a new address.
    #[must_use]
    pub fn email_code_of(&self, person: &Person) -> String {
        let (chance, now, user) = (Chance::System, self.clock.now(), person.user);
        let email = format!("{}@example.net", person.user);
        let change = EmailChangeRow {
            id: chance.id(now),
            user_id: user,
            new_email: email.clone(),
            asked_at: now,
            expires_at: now + chrono::Duration::hours(1),
            used_at: None,
        };
        let message = NewMessage {
            id: chance.id(now),
            case_id: None,
            to: Recipient::Address(email.clone()),
            channel: Channel::Email,
            template: "email_confirmation",
            subject: "Confirm your new e-mail address".to_owned(),
            content: "Enter this code: {code}\n".to_owned(),
            code: Some((CodePurpose::EmailChange, change.id)),
            held: false,
            not_before: now,
        };
        self.store
            .write_blocking(move |tx| -> Result<(), StoreError> {
                tx.insert_email_change(&change)?;
                tx.put_message(&message, now)
            })
            .expect("a change of address");
        self.letter_to(&email).code()
    }

    /// Puts an invitation on record, as somebody would send it.
    #[must_use]
    pub fn invited_by(
        &self,
        by: &Person,
        role: Role,
        setting: Option<EducationSettingId>,
        child: Option<ChildId>,
    ) -> Invited {
        let (chance, now) = (Chance::System, self.clock.now());
        let user: UserId = chance.id(now);
        let row = UserRow {
            id: user,
            email: format!("{user}@example.org"),
            display_name: "Ella Frost".to_owned(),
            role,
            education_setting_id: setting,
            password_hash: "none".to_owned(),
            disabled_at: Some(now),
            created_at: now,
            version: 1,
        };
        let invitation = InvitationRow {
            id: chance.id(now),
            user_id: user,
            child_id: child,
            state: InvitationState::Open,
            failed_checks: 0,
            invited_by: by.user,
            invited_at: now,
            expires_at: now + chrono::Duration::days(14),
            ended_at: None,
            version: 1,
        };
        let message = NewMessage {
            id: chance.id(now),
            case_id: None,
            to: Recipient::Address(row.email.clone()),
            channel: Channel::Email,
            template: "invitation",
            subject: "Your invitation".to_owned(),
            content: "Enter this code: {code}\n".to_owned(),
            code: Some((CodePurpose::Invitation, invitation.id.into())),
            held: false,
            not_before: now,
        };
        let (id, email) = (invitation.id, row.email.clone());
        self.store
            .write_blocking(move |tx| -> Result<(), StoreError> {
                tx.insert_closed_user(&row)?;
                tx.insert_invitation(&invitation)?;
                tx.put_message(&message, now)
            })
            .expect("an invitation");
        Invited {
            invitation: id,
            user,
            code: self.letter_to(&email).code(),
            email,
        }
    }
}
