//! Bars and limits: what an adult may not know of a child.

use crate::children::Recorded;
use crate::schema::limits;
use crate::ties::{AsOf, limits_in_force};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_access::{LimitEffect, LimitGround};
use ehcp_case::{ChildId, LimitId, UserId};

/// A bar or a limit.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = limits)]
pub struct LimitRow {
    /// The limit.
    pub id: LimitId,
    /// The child.
    pub child_id: ChildId,
    /// The adult.
    pub user_id: UserId,
    /// What is kept from the adult.
    pub effect: LimitEffect,
    /// What it rests on.
    pub ground: LimitGround,
    /// From this moment.
    pub from_at: DateTime<Utc>,
    /// Until this moment.
    pub until_at: Option<DateTime<Utc>>,
    /// The evidence.
    pub evidence: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub recorded_by: UserId,
    /// The second person; nobody when there was none.
    pub agreed_by: Option<UserId>,
    /// When it was lifted.
    pub lifted_at: Option<DateTime<Utc>>,
    /// Who lifted it.
    pub lifted_by: Option<UserId>,
    /// The second person.
    pub lift_agreed_by: Option<UserId>,
    /// Why.
    pub lift_reason: Option<String>,
}

impl ReadTx<'_> {
    /// The bars and limits of a child's adults, past ones too, the latest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn limits_of(&mut self, child: ChildId) -> Result<Vec<LimitRow>, StoreError> {
        Ok(limits::table
            .filter(limits::child_id.eq(Key(child)))
            .select(LimitRow::as_select())
            .order(limits::id.desc())
            .limit(1000)
            .load(self.db())?)
    }

    /// One bar or limit. It says nothing of who may see it.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn limit(&mut self, id: LimitId) -> Result<Option<LimitRow>, StoreError> {
        Ok(limits::table
            .find(Key(id))
            .select(LimitRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// Whether a limit with this effect is in force for an adult and a child.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn is_limited(
        &mut self,
        child: ChildId,
        user: UserId,
        effect: LimitEffect,
        at: AsOf,
    ) -> Result<bool, StoreError> {
        let found: i64 = limits_in_force(Word(effect), Instant::new(at.now))
            .filter(limits::child_id.eq(Key(child)))
            .filter(limits::user_id.eq(Key(user)))
            .count()
            .get_result(self.db())?;
        Ok(found > 0)
    }
}

impl WriteTx<'_> {
    /// Keeps a bar or a limit.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_limit(&mut self, row: &LimitRow) -> Result<(), StoreError> {
        diesel::insert_into(limits::table)
            .values((
                limits::id.eq(Key(row.id)),
                limits::child_id.eq(Key(row.child_id)),
                limits::user_id.eq(Key(row.user_id)),
                limits::effect.eq(Word(row.effect)),
                limits::ground.eq(Word(row.ground)),
                limits::from_at.eq(Instant::new(row.from_at)),
                limits::until_at.eq(row.until_at.map(Instant::new)),
                limits::evidence.eq(&row.evidence),
                limits::recorded_at.eq(Instant::new(row.recorded_at)),
                limits::recorded_by.eq(Key(row.recorded_by)),
                limits::agreed_by.eq(row.agreed_by.map(Key)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps that a bar or a limit was lifted, and why.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn lift_limit(
        &mut self,
        id: LimitId,
        lifted: Recorded,
        agreed_by: Option<UserId>,
        reason: &str,
    ) -> Result<(), StoreError> {
        diesel::update(limits::table.find(Key(id)).filter(limits::lifted_at.is_null()))
            .set((
                limits::lifted_at.eq(Instant::new(lifted.at)),
                limits::lifted_by.eq(Key(lifted.by)),
                limits::lift_agreed_by.eq(agreed_by.map(Key)),
                limits::lift_reason.eq(reason),
            ))
            .execute(self.db())?;
        Ok(())
    }
}
