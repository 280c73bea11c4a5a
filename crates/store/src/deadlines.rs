//! The table of due dates. They are computed elsewhere and kept here, so that lists read an index.

use crate::schema::deadlines;
use crate::types::Key;
use crate::{ReadTx, StoreError, WriteTx};
use chrono::NaiveDate;
use diesel::prelude::*;
use ehcp_case::CaseId;
use uuid::Uuid;

/// The dates of one limit of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = deadlines)]
pub struct DeadlineRow {
    /// The process whose clock it is.
    pub process: String,
    /// The assessment or the request for advice.
    pub subject_id: Uuid,
    /// The rule.
    pub rule: String,
    /// The limit within the rule.
    pub limit_name: String,
    /// The day of the governing fact.
    pub trigger_on: Option<NaiveDate>,
    /// The last lawful day.
    pub due_on: Option<NaiveDate>,
    /// The day on which it was met.
    pub met_on: Option<NaiveDate>,
    /// Whether an exception relaxes the number of days.
    pub relaxed: bool,
    /// Whether another fact ended it.
    pub ended: bool,
}

impl DeadlineRow {
    fn key(&self) -> (Uuid, &str, &str) {
        (self.subject_id, &self.rule, &self.limit_name)
    }
}

impl ReadTx<'_> {
    /// The kept due dates of a case.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn deadlines_of(&mut self, case: CaseId) -> Result<Vec<DeadlineRow>, StoreError> {
        Ok(deadlines::table
            .filter(deadlines::case_id.eq(Key(case)))
            .select(DeadlineRow::as_select())
            .order((deadlines::subject_id, deadlines::rule, deadlines::limit_name))
            .load(self.db())?)
    }
}

impl WriteTx<'_> {
    /// Makes the kept due dates of a case these; only what differs is written. Answers how many rows changed.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn put_deadlines(&mut self, case: CaseId, wanted: &[DeadlineRow]) -> Result<usize, StoreError> {
        let known = self.deadlines_of(case)?;
        let mut changed = 0;
        for row in known
            .iter()
            .filter(|row| !wanted.iter().any(|other| other == *row))
        {
            diesel::delete(deadlines::table.find((
                Key(case),
                Key(row.subject_id),
                &row.rule,
                &row.limit_name,
            )))
            .execute(self.db())?;
            changed += usize::from(!wanted.iter().any(|other| other.key() == row.key()));
        }
        for row in wanted.iter().filter(|row| !known.contains(row)) {
            self.insert_deadline(case, row)?;
            changed += 1;
        }
        Ok(changed)
    }

    fn insert_deadline(&mut self, case: CaseId, row: &DeadlineRow) -> Result<(), StoreError> {
        diesel::insert_into(deadlines::table)
            .values((
                deadlines::case_id.eq(Key(case)),
                deadlines::process.eq(&row.process),
                deadlines::subject_id.eq(Key(row.subject_id)),
                deadlines::rule.eq(&row.rule),
                deadlines::limit_name.eq(&row.limit_name),
                deadlines::trigger_on.eq(row.trigger_on),
                deadlines::due_on.eq(row.due_on),
                deadlines::met_on.eq(row.met_on),
                deadlines::relaxed.eq(row.relaxed),
                deadlines::ended.eq(row.ended),
            ))
            .execute(self.db())?;
        Ok(())
    }
}
