//! The log of accounts, teams and settings: who made, changed, closed or gave rights to what.

use crate::case_file::Details;
use crate::{Act, Error};
use chrono::{DateTime, Utc};
use ehcp_case::UserId;
use ehcp_store::{AccountEventKind, AccountSubject, NewAccountEvent, WriteTx};
use uuid::Uuid;

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

/// Records what happened to an account when nobody is signed in: somebody showed a code, or asked for one.
///
/// # Errors
/// When the store cannot write.
pub(crate) fn record_unsigned(
    tx: &mut WriteTx<'_>,
    (id, recorded_at): (Uuid, DateTime<Utc>),
    user: UserId,
    kind: AccountEventKind,
    by: Option<UserId>,
) -> Result<(), Error> {
    tx.append_account_event(&NewAccountEvent {
        id,
        subject: AccountSubject::User(user),
        kind,
        recorded_at,
        recorded_by: by,
        details: Details::default().words_only(),
    })?;
    Ok(())
}
