//! What was on record before it was corrected, and the statements of those who dispute what is on record.

use crate::children::{ChildRow, Recorded};
use crate::schema::{child_versions, children, statements, user_versions, users};
use crate::types::{Instant, Key};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use ehcp_case::{CaseId, ChildId, StatementId, UserId};
use uuid::Uuid;

/// What was on record of a child before a correction.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = child_versions)]
pub struct ChildVersionRow {
    /// Its number among the versions.
    pub version: i64,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth.
    pub born_on: NaiveDate,
    /// Unique pupil number.
    pub upn: Option<String>,
    /// When it was replaced.
    pub replaced_at: DateTime<Utc>,
    /// By whom.
    pub replaced_by: UserId,
    /// Why.
    pub reason: String,
}

/// The statement of somebody who disputes what is on record.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = statements)]
pub struct StatementRow {
    /// The statement.
    pub id: StatementId,
    /// The case.
    pub case_id: CaseId,
    /// What it is about.
    pub about: String,
    /// The statement.
    pub content: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: UserId,
}

impl ReadTx<'_> {
    /// The children with a unique pupil number; with `claimed` also those who gave it and wait to be matched.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn children_by_upn(&mut self, upn: &str, claimed: bool) -> Result<Vec<ChildId>, StoreError> {
        let mut query = children::table
            .filter(children::upn.eq(upn))
            .select(children::id)
            .into_boxed();
        if claimed {
            query = query.or_filter(children::claimed_upn.eq(upn));
        }
        Ok(query.order(children::id).limit(200).load(self.db())?)
    }

    /// The family names of the children born on a day; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn family_names_born_on(
        &mut self,
        day: NaiveDate,
        limit: i64,
    ) -> Result<Vec<(ChildId, String)>, StoreError> {
        Ok(children::table
            .filter(children::born_on.eq(day))
            .order(children::id)
            .limit(limit)
            .select((children::id, children::family_name))
            .load(self.db())?)
    }

    /// What was on record of a child before each correction, the latest first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn child_versions(&mut self, child: ChildId) -> Result<Vec<ChildVersionRow>, StoreError> {
        Ok(child_versions::table
            .filter(child_versions::child_id.eq(Key(child)))
            .order(child_versions::version.desc())
            .select(ChildVersionRow::as_select())
            .load(self.db())?)
    }

    /// The statements on a case, in the order in which they were made: all of them, or those of one person.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn statements_of(
        &mut self,
        case: CaseId,
        by: Option<UserId>,
    ) -> Result<Vec<StatementRow>, StoreError> {
        let mut query = statements::table
            .filter(statements::case_id.eq(Key(case)))
            .select(StatementRow::as_select())
            .into_boxed();
        if let Some(by) = by {
            query = query.filter(statements::made_by.eq(Key(by)));
        }
        Ok(query.order(statements::id).load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Replaces what is on record of a child, and keeps what was there with the reason.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another child has the unique pupil number.
    pub fn correct_child(
        &mut self,
        old: &ChildRow,
        new: &ChildRow,
        reason: &str,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        diesel::insert_into(child_versions::table)
            .values((
                child_versions::child_id.eq(Key(old.id)),
                child_versions::version.eq(old.version),
                child_versions::given_name.eq(&old.given_name),
                child_versions::family_name.eq(&old.family_name),
                child_versions::born_on.eq(old.born_on),
                child_versions::upn.eq(old.upn.as_ref().or(old.claimed_upn.as_ref())),
                child_versions::replaced_at.eq(Instant::new(recorded.at)),
                child_versions::replaced_by.eq(Key(recorded.by)),
                child_versions::reason.eq(reason),
            ))
            .execute(self.db())?;
        diesel::update(children::table.find(Key(old.id)))
            .set((
                children::given_name.eq(&new.given_name),
                children::family_name.eq(&new.family_name),
                children::born_on.eq(new.born_on),
                children::upn.eq(&new.upn),
                children::claimed_upn.eq(&new.claimed_upn),
                children::young_person_from.eq(new.young_person_from),
                children::version.eq(new.version),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Replaces the name of somebody with an account, and keeps the one before with the reason.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn correct_user_name(
        &mut self,
        id: Uuid,
        user: UserId,
        name: &str,
        reason: &str,
        recorded: Recorded,
    ) -> Result<(), StoreError> {
        let (old, version): (String, i64) = users::table
            .find(Key(user))
            .select((users::display_name, users::version))
            .first(self.db())?;
        diesel::insert_into(user_versions::table)
            .values((
                user_versions::id.eq(Key(id)),
                user_versions::user_id.eq(Key(user)),
                user_versions::display_name.eq(old),
                user_versions::replaced_at.eq(Instant::new(recorded.at)),
                user_versions::replaced_by.eq(Key(recorded.by)),
                user_versions::reason.eq(reason),
            ))
            .execute(self.db())?;
        diesel::update(users::table.find(Key(user)))
            .set((
                users::display_name.eq(name),
                users::version.eq(version.saturating_add(1)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps a statement.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_statement(&mut self, row: &StatementRow) -> Result<(), StoreError> {
        diesel::insert_into(statements::table)
            .values((
                statements::id.eq(Key(row.id)),
                statements::case_id.eq(Key(row.case_id)),
                statements::about.eq(&row.about),
                statements::content.eq(&row.content),
                statements::made_at.eq(Instant::new(row.made_at)),
                statements::made_by.eq(Key(row.made_by)),
            ))
            .execute(self.db())?;
        Ok(())
    }
}
