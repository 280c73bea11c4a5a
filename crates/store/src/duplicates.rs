//! Children who gave a unique pupil number that another child has, and what was decided about them.

use crate::children::{ChildRow, Recorded};
use crate::schema::{children, duplicate_decisions};
use crate::types::{Instant, Key};
use crate::{ReadTx, StoreError, WriteTx};
use diesel::prelude::*;
use ehcp_case::ChildId;
use uuid::Uuid;

/// What was decided about two children with one number.
#[derive(Debug, Clone)]
pub struct DuplicateDecisionRow {
    /// The decision.
    pub id: Uuid,
    /// The child who waited to be matched.
    pub child_id: ChildId,
    /// The child who had the number.
    pub other_child_id: ChildId,
    /// Whether they are one.
    pub same_child: bool,
    /// Why.
    pub reason: String,
}

impl ReadTx<'_> {
    /// The children who wait to be matched, the first one first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn children_with_claimed_upn(&mut self, limit: i64) -> Result<Vec<ChildRow>, StoreError> {
        Ok(children::table
            .filter(children::claimed_upn.is_not_null())
            .order(children::id)
            .limit(limit)
            .select(ChildRow::as_select())
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Keeps what was decided about two children with one number.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_duplicate_decision(
        &mut self,
        row: &DuplicateDecisionRow,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        diesel::insert_into(duplicate_decisions::table)
            .values((
                duplicate_decisions::id.eq(Key(row.id)),
                duplicate_decisions::child_id.eq(Key(row.child_id)),
                duplicate_decisions::other_child_id.eq(Key(row.other_child_id)),
                duplicate_decisions::same_child.eq(row.same_child),
                duplicate_decisions::reason.eq(&row.reason),
                duplicate_decisions::decided_at.eq(Instant::new(recorded.at)),
                duplicate_decisions::decided_by.eq(Key(recorded.by)),
            ))
            .execute(self.db())?;
        Ok(())
    }
}
