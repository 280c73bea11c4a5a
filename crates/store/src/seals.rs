//! What an adoption seals, and who has opened it for a time.

use crate::schema::{cases, sealed_identities, sealed_openings};
use crate::types::{Instant, Key};
use crate::{ReadTx, SealedIdentityRow, StoreError, WriteTx};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_case::{CaseId, ChildId, UserId};
use std::collections::HashMap;
use uuid::Uuid;

/// Somebody's opening of a sealed record.
#[derive(Debug, Clone)]
pub struct SealedOpeningRow {
    /// The opening.
    pub id: Uuid,
    /// The case.
    pub case_id: CaseId,
    /// For whom it is open.
    pub user_id: UserId,
    /// Why.
    pub reason: String,
    /// From this moment.
    pub opened_at: DateTime<Utc>,
    /// Until this moment.
    pub ends_at: DateTime<Utc>,
    /// The second person.
    pub agreed_by: Option<UserId>,
}

impl ReadTx<'_> {
    /// Whether a sealed record is open for somebody now.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn has_opened_the_seal(
        &mut self,
        case: CaseId,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        Ok(self.opened_seals(user, now)?.contains(&case))
    }

    /// The cases whose sealed record is open for somebody now.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn opened_seals(&mut self, user: UserId, now: DateTime<Utc>) -> Result<Vec<CaseId>, StoreError> {
        let now = Instant::new(now);
        Ok(sealed_openings::table
            .filter(sealed_openings::user_id.eq(Key(user)))
            .filter(sealed_openings::opened_at.le(now))
            .filter(sealed_openings::ends_at.gt(now))
            .select(sealed_openings::case_id)
            .order(sealed_openings::id)
            .limit(1000)
            .load(self.db())?)
    }

    /// Which of these cases have a record that is sealed for somebody, and up to when it was made.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn sealed_for(
        &mut self,
        user: UserId,
        now: DateTime<Utc>,
        ids: impl Iterator<Item = CaseId>,
    ) -> Result<HashMap<CaseId, DateTime<Utc>>, StoreError> {
        let rows: Vec<(CaseId, Option<DateTime<Utc>>)> = cases::table
            .filter(cases::id.eq_any(ids.map(Key).collect::<Vec<_>>()))
            .filter(cases::sealed_until.is_not_null())
            .select((cases::id, cases::sealed_until))
            .load(self.db())?;
        if rows.is_empty() {
            return Ok(HashMap::new());
        }
        let open = self.opened_seals(user, now)?;
        Ok(rows
            .into_iter()
            .filter(|(case, _)| !open.contains(case))
            .filter_map(|(case, until)| Some((case, until?)))
            .collect())
    }

    /// Who these children were before an adoption, the latest adoption first, after a record; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn sealed_identities_among(
        &mut self,
        children: &[ChildId],
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<SealedIdentityRow>, StoreError> {
        let ids: Vec<_> = children.iter().copied().map(Key).collect();
        let mut query = sealed_identities::table
            .filter(sealed_identities::child_id.eq_any(ids))
            .select(SealedIdentityRow::as_select())
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(sealed_identities::id.lt(Key(after)));
        }
        Ok(query
            .order(sealed_identities::id.desc())
            .limit(limit)
            .load(self.db())?)
    }

    /// The children of cases.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn children_of_cases(&mut self, ids: &[CaseId]) -> Result<Vec<ChildId>, StoreError> {
        Ok(cases::table
            .filter(cases::id.eq_any(ids.iter().copied().map(Key).collect::<Vec<_>>()))
            .select(cases::child_id)
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Seals what was recorded of a case up to a moment.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn seal_case(&mut self, case: CaseId, until: DateTime<Utc>) -> Result<(), StoreError> {
        diesel::update(cases::table.find(Key(case)))
            .set(cases::sealed_until.eq(Some(Instant::new(until))))
            .execute(self.db())?;
        Ok(())
    }

    /// Keeps an opening.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_sealed_opening(&mut self, row: &SealedOpeningRow) -> Result<(), StoreError> {
        diesel::insert_into(sealed_openings::table)
            .values((
                sealed_openings::id.eq(Key(row.id)),
                sealed_openings::case_id.eq(Key(row.case_id)),
                sealed_openings::user_id.eq(Key(row.user_id)),
                sealed_openings::reason.eq(&row.reason),
                sealed_openings::opened_at.eq(Instant::new(row.opened_at)),
                sealed_openings::ends_at.eq(Instant::new(row.ends_at)),
                sealed_openings::agreed_by.eq(row.agreed_by.map(Key)),
            ))
            .execute(self.db())?;
        Ok(())
    }
}
