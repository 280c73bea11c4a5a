//! Helpers whom a family invites for a time.

use crate::schema::helpers;
use crate::ties::{AsOf, counting, helped_children};
use crate::types::{Instant, Key};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_case::{ChildId, HelperId, UserId};

/// An invitation to help.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = helpers)]
pub struct HelperRow {
    /// The invitation.
    pub id: HelperId,
    /// The child.
    pub child_id: ChildId,
    /// Who invited.
    pub invited_by: UserId,
    /// The address with which the helper signs in, in lower case.
    pub email: String,
    /// The helper's name, as the family gave it.
    pub name: String,
    /// Whether the helper may act for the family, and not only read.
    pub may_act: bool,
    /// From this moment.
    pub from_at: DateTime<Utc>,
    /// Until this moment.
    pub until_at: DateTime<Utc>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// By whom.
    pub withdrawn_by: Option<UserId>,
}

impl ReadTx<'_> {
    /// The invitations for a child, past ones too, the latest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn helpers_of(&mut self, child: ChildId) -> Result<Vec<HelperRow>, StoreError> {
        Ok(helpers::table
            .filter(helpers::child_id.eq(Key(child)))
            .select(HelperRow::as_select())
            .order(helpers::id.desc())
            .load(self.db())?)
    }

    /// In whose place a helper acts on a child's case.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn in_whose_place(
        &mut self,
        child: ChildId,
        helper: UserId,
        at: AsOf,
    ) -> Result<Option<UserId>, StoreError> {
        let now = Instant::new(at.now);
        Ok(helped_children(Key(helper), at.today, now, counting(true))
            .filter(helpers::child_id.eq(Key(child)))
            .order(helpers::id)
            .select(helpers::invited_by)
            .first(self.db())
            .optional()?)
    }

    /// One invitation. It says nothing of who may see it.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn helper(&mut self, id: HelperId) -> Result<Option<HelperRow>, StoreError> {
        Ok(helpers::table
            .find(Key(id))
            .select(HelperRow::as_select())
            .first(self.db())
            .optional()?)
    }
}

impl WriteTx<'_> {
    /// Keeps an invitation.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_helper(&mut self, row: &HelperRow) -> Result<(), StoreError> {
        diesel::insert_into(helpers::table)
            .values((
                helpers::id.eq(Key(row.id)),
                helpers::child_id.eq(Key(row.child_id)),
                helpers::invited_by.eq(Key(row.invited_by)),
                helpers::email.eq(&row.email),
                helpers::name.eq(&row.name),
                helpers::may_act.eq(row.may_act),
                helpers::from_at.eq(Instant::new(row.from_at)),
                helpers::until_at.eq(Instant::new(row.until_at)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps that an invitation was withdrawn.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn withdraw_helper(&mut self, id: HelperId, by: UserId, at: DateTime<Utc>) -> Result<(), StoreError> {
        diesel::update(
            helpers::table
                .find(Key(id))
                .filter(helpers::withdrawn_at.is_null()),
        )
        .set((
            helpers::withdrawn_at.eq(Instant::new(at)),
            helpers::withdrawn_by.eq(Key(by)),
        ))
        .execute(self.db())?;
        Ok(())
    }
}
