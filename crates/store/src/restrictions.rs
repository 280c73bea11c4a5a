//! Restricted cases: why, and who may still know of them.

use crate::schema::{access_list, restrictions};
use crate::types::{Instant, Key};
use crate::{ReadTx, Recorded, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use ehcp_case::{AccessListEntryId, ApprovalId, CaseId, RestrictionId, UserId};

/// A restriction of a case.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = restrictions)]
pub struct RestrictionRow {
    /// The restriction.
    pub id: RestrictionId,
    /// The case.
    pub case_id: CaseId,
    /// Why.
    pub reason: String,
    /// From this moment.
    pub from_at: DateTime<Utc>,
    /// Who proposed it.
    pub proposed_by: UserId,
    /// The second person.
    pub agreed_by: Option<UserId>,
    /// When it was lifted.
    pub lifted_at: Option<DateTime<Utc>>,
    /// Who lifted it.
    pub lifted_by: Option<UserId>,
    /// The second person.
    pub lift_agreed_by: Option<UserId>,
    /// Why.
    pub lift_reason: Option<String>,
    /// It ends at this moment by itself, because nobody else has agreed yet.
    pub provisional_until: Option<DateTime<Utc>>,
    /// What a second person was asked, where it began before they answered.
    pub approval_id: Option<ApprovalId>,
}

/// A place on the access list of a restricted case.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = access_list)]
pub struct AccessListRow {
    /// The place.
    pub id: AccessListEntryId,
    /// The case.
    pub case_id: CaseId,
    /// Who may know of it.
    pub user_id: UserId,
    /// From this moment.
    pub from_at: DateTime<Utc>,
    /// Until this moment.
    pub until_at: Option<DateTime<Utc>>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub recorded_by: UserId,
    /// The second person.
    pub agreed_by: Option<UserId>,
}

impl ReadTx<'_> {
    /// The restriction of a case that is in force.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn restriction_of(
        &mut self,
        case: CaseId,
        now: DateTime<Utc>,
    ) -> Result<Option<RestrictionRow>, StoreError> {
        Ok(restrictions::table
            .filter(restrictions::case_id.eq(Key(case)))
            .filter(restrictions::lifted_at.is_null())
            .filter(
                restrictions::provisional_until
                    .is_null()
                    .or(restrictions::provisional_until.gt(Instant::new(now))),
            )
            .select(RestrictionRow::as_select())
            .first(self.db())
            .optional()?)
    }

    /// Whether somebody closed a case provisionally since a moment, and nobody agreed.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn unagreed_restriction(
        &mut self,
        case: CaseId,
        by: UserId,
        since: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let tried = restrictions::table
            .filter(restrictions::case_id.eq(Key(case)))
            .filter(restrictions::proposed_by.eq(Key(by)))
            .filter(restrictions::from_at.gt(Instant::new(since)))
            .filter(restrictions::provisional_until.is_not_null())
            .filter(restrictions::agreed_by.is_null());
        Ok(diesel::select(exists(tried)).get_result(self.db())?)
    }

    /// Everybody who was ever on the access list of a case, the latest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn access_list_of(&mut self, case: CaseId) -> Result<Vec<AccessListRow>, StoreError> {
        Ok(access_list::table
            .filter(access_list::case_id.eq(Key(case)))
            .select(AccessListRow::as_select())
            .order(access_list::id.desc())
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Keeps a restriction.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the case is restricted already.
    pub fn insert_restriction(&mut self, row: &RestrictionRow) -> Result<(), StoreError> {
        diesel::insert_into(restrictions::table)
            .values((
                restrictions::id.eq(Key(row.id)),
                restrictions::case_id.eq(Key(row.case_id)),
                restrictions::reason.eq(&row.reason),
                restrictions::from_at.eq(Instant::new(row.from_at)),
                restrictions::proposed_by.eq(Key(row.proposed_by)),
                restrictions::agreed_by.eq(row.agreed_by.map(Key)),
                restrictions::provisional_until.eq(row.provisional_until.map(Instant::new)),
                restrictions::approval_id.eq(row.approval_id.map(Key)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps that a second person agreed to a restriction that holds already.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn make_restriction_final(
        &mut self,
        id: RestrictionId,
        agreed_by: Option<UserId>,
    ) -> Result<(), StoreError> {
        diesel::update(restrictions::table.find(Key(id)))
            .set((
                restrictions::provisional_until.eq(None::<Instant>),
                restrictions::agreed_by.eq(agreed_by.map(Key)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Notes of a restriction to which nobody agreed in time that it ended at that moment by itself, so that another
    /// can begin.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn close_lapsed_restriction(
        &mut self,
        case: CaseId,
        now: DateTime<Utc>,
    ) -> Result<Option<RestrictionId>, StoreError> {
        let lapsed: Option<RestrictionId> = restrictions::table
            .filter(restrictions::case_id.eq(Key(case)))
            .filter(restrictions::lifted_at.is_null())
            .filter(restrictions::provisional_until.le(Instant::new(now)))
            .select(restrictions::id)
            .first(self.db())
            .optional()?;
        let Some(id) = lapsed else { return Ok(None) };
        diesel::update(restrictions::table.find(Key(id)))
            .set((
                restrictions::lifted_at.eq(restrictions::provisional_until),
                restrictions::lifted_by.eq(restrictions::proposed_by.nullable()),
                restrictions::lift_reason.eq("Nobody agreed in time."),
            ))
            .execute(self.db())?;
        Ok(Some(id))
    }

    /// Keeps that a restriction was lifted, and why.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn lift_restriction(
        &mut self,
        id: RestrictionId,
        lifted: Recorded,
        agreed_by: Option<UserId>,
        reason: &str,
    ) -> Result<(), StoreError> {
        diesel::update(restrictions::table.find(Key(id)))
            .set((
                restrictions::lifted_at.eq(Instant::new(lifted.at)),
                restrictions::lifted_by.eq(Key(lifted.by)),
                restrictions::lift_agreed_by.eq(agreed_by.map(Key)),
                restrictions::lift_reason.eq(reason),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps a place on an access list.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_access_list_entry(&mut self, row: &AccessListRow) -> Result<(), StoreError> {
        diesel::insert_into(access_list::table)
            .values((
                access_list::id.eq(Key(row.id)),
                access_list::case_id.eq(Key(row.case_id)),
                access_list::user_id.eq(Key(row.user_id)),
                access_list::from_at.eq(Instant::new(row.from_at)),
                access_list::until_at.eq(row.until_at.map(Instant::new)),
                access_list::recorded_at.eq(Instant::new(row.recorded_at)),
                access_list::recorded_by.eq(Key(row.recorded_by)),
                access_list::agreed_by.eq(row.agreed_by.map(Key)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Ends the places of somebody, or of everybody, on the access list of a case.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn end_access_list_entries(
        &mut self,
        case: CaseId,
        user: Option<UserId>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let at = Instant::new(at);
        let mut open: Vec<AccessListEntryId> = access_list::table
            .filter(access_list::case_id.eq(Key(case)))
            .filter(access_list::until_at.is_null().or(access_list::until_at.gt(at)))
            .select(access_list::id)
            .load(self.db())?;
        if let Some(user) = user {
            open = access_list::table
                .filter(access_list::id.eq_any(open.into_iter().map(Key).collect::<Vec<_>>()))
                .filter(access_list::user_id.eq(Key(user)))
                .select(access_list::id)
                .load(self.db())?;
        }
        let open: Vec<_> = open.into_iter().map(Key).collect();
        diesel::update(access_list::table.filter(access_list::id.eq_any(open)))
            .set(access_list::until_at.eq(at))
            .execute(self.db())?;
        Ok(())
    }
}
