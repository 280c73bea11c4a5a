//! Bars and limits: what an adult may not know of a child.

use crate::children::Recorded;
use crate::schema::limits;
use crate::ties::{AsOf, bound_to, limits_in_force};
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::dsl::auto_type;
use diesel::prelude::*;
use ehcp_access::{LimitEffect, LimitGround};
use ehcp_case::{ApprovalId, ChildId, LimitId, UserId};

/// A bar or a limit.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = limits)]
pub struct LimitRow {
    /// The limit.
    pub id: LimitId,
    /// The child.
    pub child_id: ChildId,
    /// The adult, if they had an account when it was recorded.
    pub user_id: Option<UserId>,
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
    /// The name of an adult who had no account.
    pub adult_name: Option<String>,
    /// It ends at this moment by itself, because nobody else has agreed yet.
    pub provisional_until: Option<DateTime<Utc>>,
    /// What a second person was asked, where it began before they answered.
    pub approval_id: Option<ApprovalId>,
}

impl LimitRow {
    /// Whether it holds at a moment.
    #[must_use]
    pub fn is_in_force(&self, now: DateTime<Utc>) -> bool {
        let ends = [self.until_at, self.provisional_until];
        self.lifted_at.is_none() && self.from_at <= now && ends.into_iter().flatten().all(|end| now < end)
    }
}

/// The limits of a child's adults that name somebody, whatever their effect, and that wait for a second person.
#[auto_type]
fn provisional_for(child: Key<ChildId>, user: Key<UserId>, now: Instant) -> _ {
    let bound: bound_to = bound_to(user);
    limits::table
        .filter(limits::child_id.eq(child))
        .filter(limits::lifted_at.is_null())
        .filter(limits::provisional_until.gt(now))
        .filter(limits::user_id.eq(user).or(limits::id.eq_any(bound).nullable()))
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
            .filter(
                limits::user_id
                    .eq(Key(user))
                    .or(limits::id.eq_any(bound_to(Key(user))).nullable()),
            )
            .count()
            .get_result(self.db())?;
        Ok(found > 0)
    }

    /// Until when something of a child is kept from somebody although nobody else has agreed to it yet, the latest of
    /// them.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn kept_provisionally_until(
        &mut self,
        child: ChildId,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let until: Option<Option<DateTime<Utc>>> = provisional_for(Key(child), Key(user), Instant::new(now))
            .select(limits::provisional_until)
            .order(limits::provisional_until.desc())
            .first(self.db())
            .optional()?;
        Ok(until.flatten())
    }

    /// What began when a second person was asked and still waits for them: one, and its copy where the record of the child
    /// was joined to another since.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn provisional_limits(&mut self, approval: ApprovalId) -> Result<Vec<LimitRow>, StoreError> {
        Ok(limits::table
            .filter(limits::approval_id.eq(Key(approval)))
            .filter(limits::provisional_until.is_not_null())
            .filter(limits::lifted_at.is_null())
            .select(LimitRow::as_select())
            .order(limits::id)
            .load(self.db())?)
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
                limits::user_id.eq(row.user_id.map(Key)),
                limits::effect.eq(Word(row.effect)),
                limits::ground.eq(Word(row.ground)),
                limits::from_at.eq(Instant::new(row.from_at)),
                limits::until_at.eq(row.until_at.map(Instant::new)),
                limits::evidence.eq(&row.evidence),
                limits::recorded_at.eq(Instant::new(row.recorded_at)),
                limits::recorded_by.eq(Key(row.recorded_by)),
                limits::agreed_by.eq(row.agreed_by.map(Key)),
                limits::adult_name.eq(&row.adult_name),
                limits::provisional_until.eq(row.provisional_until.map(Instant::new)),
                limits::approval_id.eq(row.approval_id.map(Key)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps that a second person agreed to a bar or a limit that holds already.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn make_limit_final(&mut self, id: LimitId, agreed_by: Option<UserId>) -> Result<(), StoreError> {
        diesel::update(limits::table.find(Key(id)))
            .set((
                limits::provisional_until.eq(None::<Instant>),
                limits::agreed_by.eq(agreed_by.map(Key)),
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
