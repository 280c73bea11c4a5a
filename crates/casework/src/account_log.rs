//! The log of accounts, teams and settings: who made, changed, closed or gave rights to what.

use crate::case_file::Details;
use crate::{Act, Error};
use ehcp_case::UserId;
use ehcp_store::{AccountEventKind, AccountSubject, NewAccountEvent};

impl Act<'_, '_> {
    /// Records what happened to an account, in this transaction. The details hold ids and words, never texts.
    ///
    /// # Errors
    /// When the store cannot write.
    pub(crate) fn record_on_account(
        &mut self,
        user: UserId,
        kind: AccountEventKind,
        details: Details,
    ) -> Result<(), Error> {
        self.record_on(AccountSubject::User(user), kind, details)
    }

    /// Records what happened to an account, a team or a setting, in this transaction.
    ///
    /// # Errors
    /// When the store cannot write.
    pub(crate) fn record_on(
        &mut self,
        subject: AccountSubject,
        kind: AccountEventKind,
        details: Details,
    ) -> Result<(), Error> {
        let event = NewAccountEvent {
            id: self.id(),
            subject,
            kind,
            recorded_at: self.moment.now,
            recorded_by: Some(self.actor.user),
            details: details.words_only(),
        };
        self.tx.append_account_event(&event)?;
        Ok(())
    }
}
