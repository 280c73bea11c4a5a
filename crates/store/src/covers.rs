//! Who looks after the caseload of an officer who is away.

use crate::schema::covers;
use crate::types::{Instant, Key};
use crate::{ReadTx, Recorded, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use ehcp_case::{CoverId, UserId};

/// One absence, and who looks after the caseload.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = covers)]
pub struct CoverRow {
    /// The absence.
    pub id: CoverId,
    /// Who is away.
    pub officer_id: UserId,
    /// Who looks after the caseload.
    pub covered_by: UserId,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
    /// When it was ended before its last day.
    pub ended_at: Option<DateTime<Utc>>,
}

impl ReadTx<'_> {
    /// The absences of these officers that are not over on a day, the first one first.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn covers_of(
        &mut self,
        officers: Vec<UserId>,
        today: NaiveDate,
    ) -> Result<Vec<CoverRow>, StoreError> {
        let ids: Vec<_> = officers.into_iter().map(Key).collect();
        Ok(covers::table
            .filter(
                covers::officer_id
                    .eq_any(ids.clone())
                    .or(covers::covered_by.eq_any(ids)),
            )
            .filter(covers::until_on.ge(today))
            .filter(covers::ended_at.is_null())
            .select(CoverRow::as_select())
            .order((covers::from_on, covers::id))
            .limit(1000)
            .load(self.db())?)
    }

    /// One absence.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn cover(&mut self, id: CoverId) -> Result<Option<CoverRow>, StoreError> {
        Ok(covers::table
            .find(Key(id))
            .select(CoverRow::as_select())
            .first(self.db())
            .optional()?)
    }
}

impl WriteTx<'_> {
    /// Keeps an absence.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_cover(&mut self, row: &CoverRow, recorded: Recorded) -> Result<(), StoreError> {
        diesel::insert_into(covers::table)
            .values((
                covers::id.eq(Key(row.id)),
                covers::officer_id.eq(Key(row.officer_id)),
                covers::covered_by.eq(Key(row.covered_by)),
                covers::from_on.eq(row.from_on),
                covers::until_on.eq(row.until_on),
                covers::recorded_at.eq(Instant::new(recorded.at)),
                covers::recorded_by.eq(Key(recorded.by)),
            ))
            .execute(self.db())?;
        Ok(())
    }

    /// Ends an absence at once.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn end_cover(&mut self, id: CoverId, ended: Recorded) -> Result<(), StoreError> {
        diesel::update(covers::table.find(Key(id)).filter(covers::ended_at.is_null()))
            .set((
                covers::ended_at.eq(Instant::new(ended.at)),
                covers::ended_by.eq(Key(ended.by)),
            ))
            .execute(self.db())?;
        Ok(())
    }
}
