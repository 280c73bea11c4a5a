//! To whom plans and papers were passed on, and on which basis.

use crate::schema::disclosures;
use crate::types::{Instant, Key, Word};
use crate::{ReadTx, StoreError, WriteTx};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use ehcp_access::DisclosureBasis;
use ehcp_case::{AdviceRequestId, CaseId, DisclosureId, PlanId, UserId};

/// The passing on of a plan or of papers to somebody outside.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = disclosures)]
pub struct DisclosureRow {
    /// The record.
    pub id: DisclosureId,
    /// The case.
    pub case_id: CaseId,
    /// On which basis.
    pub basis: DisclosureBasis,
    /// To whom.
    pub to_whom: String,
    /// What.
    pub what: String,
    /// The plan, when it was one.
    pub plan_id: Option<PlanId>,
    /// The advice, when it was some.
    pub advice_request_id: Option<AdviceRequestId>,
    /// When.
    pub disclosed_on: NaiveDate,
    /// Why the basis holds.
    pub explanation: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: UserId,
}

impl ReadTx<'_> {
    /// The disclosures of a case, the latest record first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn disclosures_of(&mut self, case: CaseId, limit: i64) -> Result<Vec<DisclosureRow>, StoreError> {
        Ok(disclosures::table
            .filter(disclosures::case_id.eq(Key(case)))
            .order(disclosures::id.desc())
            .limit(limit)
            .select(DisclosureRow::as_select())
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Keeps a disclosure.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn insert_disclosure(&mut self, row: &DisclosureRow) -> Result<(), StoreError> {
        diesel::insert_into(disclosures::table)
            .values((
                disclosures::id.eq(Key(row.id)),
                disclosures::case_id.eq(Key(row.case_id)),
                disclosures::basis.eq(Word(row.basis)),
                disclosures::to_whom.eq(&row.to_whom),
                disclosures::what.eq(&row.what),
                disclosures::plan_id.eq(row.plan_id.map(Key)),
                disclosures::advice_request_id.eq(row.advice_request_id.map(Key)),
                disclosures::disclosed_on.eq(row.disclosed_on),
                disclosures::explanation.eq(&row.explanation),
                disclosures::recorded_at.eq(Instant::new(row.recorded_at)),
                disclosures::recorded_by.eq(Key(row.recorded_by)),
            ))
            .execute(self.db())?;
        Ok(())
    }
}
