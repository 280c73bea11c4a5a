//! The list of what was erased, and what must not be erased yet.

use crate::children::Recorded;
use crate::schema::{erasures, legal_holds};
use crate::types::{Instant, Key};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_case::{ChildId, UserId};
use uuid::Uuid;

/// An entry of the list of erasures: ids only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = erasures)]
pub struct ErasureRow {
    /// The child or adult whose record was erased.
    pub subject_id: Uuid,
    /// Whether it is an adult.
    pub is_adult: bool,
    /// When.
    pub erased_at: DateTime<Utc>,
    /// By whom; nobody when that account is not in an older copy that was brought back.
    pub erased_by: Option<UserId>,
    /// Who agreed.
    pub agreed_by: Option<UserId>,
}

/// A reason for which a child's record must be kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = legal_holds)]
pub struct LegalHoldRow {
    /// The hold.
    pub id: Uuid,
    /// The child.
    pub child_id: ChildId,
    /// Why.
    pub reason: String,
    /// When it was set.
    pub set_at: DateTime<Utc>,
    /// By whom.
    pub set_by: UserId,
}

impl ReadTx<'_> {
    /// Everything that was ever erased.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn erasures(&mut self) -> Result<Vec<ErasureRow>, StoreError> {
        Ok(erasures::table
            .order(erasures::subject_id)
            .select(ErasureRow::as_select())
            .load(self.db())?)
    }

    /// The holds on a child's record that were not lifted.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn holds_on(&mut self, child: ChildId) -> Result<Vec<LegalHoldRow>, StoreError> {
        Ok(legal_holds::table
            .filter(legal_holds::child_id.eq(Key(child)))
            .filter(legal_holds::lifted_at.is_null())
            .order(legal_holds::id)
            .select(LegalHoldRow::as_select())
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Adds to the list of erasures; a second time changes nothing. Accounts that are not here are left out.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn list_erasure(&mut self, row: &ErasureRow) -> Result<(), StoreError> {
        let known: i64 = erasures::table
            .find(Key(row.subject_id))
            .count()
            .get_result(self.db())?;
        if known == 0 {
            let by = self.known_account(row.erased_by)?;
            let agreed = self.known_account(row.agreed_by)?;
            diesel::insert_into(erasures::table)
                .values((
                    erasures::subject_id.eq(Key(row.subject_id)),
                    erasures::is_adult.eq(row.is_adult),
                    erasures::erased_at.eq(Instant::new(row.erased_at)),
                    erasures::erased_by.eq(by.map(Key)),
                    erasures::agreed_by.eq(agreed.map(Key)),
                ))
                .execute(self.db())?;
        }
        Ok(())
    }

    fn known_account(&mut self, account: Option<UserId>) -> Result<Option<UserId>, StoreError> {
        match account {
            Some(account) => Ok(self.user(account)?.map(|user| user.id)),
            None => Ok(None),
        }
    }

    /// Sets a hold on a child's record.
    ///
    /// # Errors
    /// When the child or the person is not on record.
    pub fn set_hold(
        &mut self,
        id: Uuid,
        child: ChildId,
        reason: &str,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        diesel::insert_into(legal_holds::table)
            .values((
                legal_holds::id.eq(Key(id)),
                legal_holds::child_id.eq(Key(child)),
                legal_holds::reason.eq(reason),
                legal_holds::set_at.eq(Instant::new(recorded.at)),
                legal_holds::set_by.eq(Key(recorded.by)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Lifts every hold on a child's record; says how many there were.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn lift_holds(
        &mut self,
        child: ChildId,
        reason: &str,
        recorded: Recorded,
    ) -> Result<usize, StoreError> {
        Ok(diesel::update(
            legal_holds::table
                .filter(legal_holds::child_id.eq(Key(child)))
                .filter(legal_holds::lifted_at.is_null()),
        )
        .set((
            legal_holds::lifted_at.eq(Some(Instant::new(recorded.at))),
            legal_holds::lifted_by.eq(Some(Key(recorded.by))),
            legal_holds::lift_reason.eq(reason),
        ))
        .execute(self.db())?)
    }
}
