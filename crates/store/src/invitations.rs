//! Invitations to have an account.

use crate::dialect::Locked;
use crate::schema::{invitations, users};
use crate::types::{Instant, Key, Word, words};
use crate::{ReadTx, StoreError, UserRow, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_case::{ChildId, EducationSettingId, InvitationId, UserId};

/// What has become of an invitation. One that is open may have expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationState {
    /// It can be accepted until it expires.
    Open,
    /// Somebody has an account by it.
    Accepted,
    /// It was taken back, or its question was answered wrongly too often.
    Revoked,
}

impl InvitationState {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Accepted, Self::Revoked];

    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Revoked => "revoked",
        }
    }
}

words!(all: InvitationState);

/// An invitation.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = invitations)]
pub struct InvitationRow {
    /// The invitation.
    pub id: InvitationId,
    /// The account, which is closed until the invitation is accepted.
    pub user_id: UserId,
    /// The child about whom whoever accepts it is asked.
    pub child_id: Option<ChildId>,
    /// What has become of it.
    pub state: InvitationState,
    /// Wrong answers to its question.
    pub failed_checks: i64,
    /// Who invites.
    pub invited_by: UserId,
    /// Since when.
    pub invited_at: DateTime<Utc>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// When it was accepted or taken back.
    pub ended_at: Option<DateTime<Utc>>,
    /// The version of the row.
    pub version: i64,
}

/// Which invitations are listed.
#[derive(Debug, Clone, Default)]
pub struct InvitationFilter {
    /// Only those to accounts of a setting.
    pub setting: Option<EducationSettingId>,
    /// Only those by this person.
    pub by: Option<UserId>,
    /// Only those about this child.
    pub child: Option<ChildId>,
    /// Only those that are about no child.
    pub about_no_child: bool,
}

impl ReadTx<'_> {
    /// One invitation.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn invitation(&mut self, id: InvitationId) -> Result<Option<InvitationRow>, StoreError> {
        Ok(invitations::table
            .find(Key(id))
            .select(InvitationRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// One invitation with its account.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn invitation_with_account(
        &mut self,
        id: InvitationId,
    ) -> Result<Option<(InvitationRow, UserRow)>, StoreError> {
        Ok(invitations::table
            .inner_join(users::table.on(users::id.eq(invitations::user_id)))
            .filter(invitations::id.eq(Key(id)))
            .select((InvitationRow::as_select(), UserRow::as_select()))
            .first(self.db())
            .optional()?)
    }

    /// The last invitation to an account.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn last_invitation_of(&mut self, user: UserId) -> Result<Option<InvitationRow>, StoreError> {
        Ok(invitations::table
            .filter(invitations::user_id.eq(Key(user)))
            .select(InvitationRow::as_select())
            .order(invitations::id.desc())
            .first(self.db())
            .optional()?)
    }

    /// Invitations with their accounts, newest first, after a place; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn invitations(
        &mut self,
        filter: &InvitationFilter,
        after: Option<InvitationId>,
        limit: i64,
    ) -> Result<Vec<(InvitationRow, UserRow)>, StoreError> {
        let mut query = invitations::table
            .inner_join(users::table.on(users::id.eq(invitations::user_id)))
            .select((InvitationRow::as_select(), UserRow::as_select()))
            .into_boxed();
        if let Some(setting) = filter.setting {
            query = query.filter(
                users::education_setting_id
                    .is_not_null()
                    .and(users::education_setting_id.assume_not_null().eq(Key(setting))),
            );
        }
        if let Some(by) = filter.by {
            query = query.filter(invitations::invited_by.eq(Key(by)));
        }
        if let Some(child) = filter.child {
            query = query.filter(
                invitations::child_id
                    .is_not_null()
                    .and(invitations::child_id.assume_not_null().eq(Key(child))),
            );
        }
        if filter.about_no_child {
            query = query.filter(invitations::child_id.is_null());
        }
        if let Some(after) = after {
            query = query.filter(invitations::id.lt(Key(after)));
        }
        Ok(query.order(invitations::id.desc()).limit(limit).load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// One invitation, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn lock_invitation(&mut self, id: InvitationId) -> Result<Option<InvitationRow>, StoreError> {
        Ok(Locked(
            invitations::table
                .find(Key(id))
                .select(InvitationRow::as_select()),
        )
        .get_result(self.db())
        .optional()?)
    }

    /// Keeps an invitation.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another to the same account is open.
    pub fn insert_invitation(&mut self, row: &InvitationRow) -> Result<(), StoreError> {
        diesel::insert_into(invitations::table)
            .values((
                invitations::id.eq(Key(row.id)),
                invitations::user_id.eq(Key(row.user_id)),
                invitations::child_id.eq(row.child_id.map(Key)),
                invitations::state.eq(Word(row.state)),
                invitations::failed_checks.eq(row.failed_checks),
                invitations::invited_by.eq(Key(row.invited_by)),
                invitations::invited_at.eq(Instant::new(row.invited_at)),
                invitations::expires_at.eq(Instant::new(row.expires_at)),
                invitations::ended_at.eq(row.ended_at.map(Instant::new)),
                invitations::version.eq(row.version),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps what has become of an invitation that [`WriteTx::lock_invitation`] gave: its state, the wrong answers,
    /// until when it holds.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn update_invitation(&mut self, row: &mut InvitationRow) -> Result<(), StoreError> {
        row.version += 1;
        diesel::update(invitations::table.find(Key(row.id)))
            .set((
                invitations::state.eq(Word(row.state)),
                invitations::failed_checks.eq(row.failed_checks),
                invitations::expires_at.eq(Instant::new(row.expires_at)),
                invitations::ended_at.eq(row.ended_at.map(Instant::new)),
                invitations::version.eq(row.version),
            ))
            .execute(self.db())?;
        Ok(())
    }
}
