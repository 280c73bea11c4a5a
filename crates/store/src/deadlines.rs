//! The table of due dates. They are computed elsewhere and kept here, so that lists read an index.

use crate::dialect::insert_all;
use crate::schema::deadlines;
use crate::types::Key;
use crate::{ReadTx, StoreError, WriteTx};
use chrono::NaiveDate;
use diesel::prelude::*;
use ehcp_case::CaseId;
use ehcp_deadlines::Process;
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

#[derive(Insertable)]
#[diesel(table_name = deadlines, treat_none_as_default_value = false)]
struct NewDeadline<'a> {
    case_id: Key<CaseId>,
    process: &'a str,
    subject_id: Key<Uuid>,
    rule: &'a str,
    limit_name: &'a str,
    trigger_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    met_on: Option<NaiveDate>,
    relaxed: bool,
    ended: bool,
}

impl DeadlineRow {
    /// What tells it from the other deadlines of its case: subject, rule and limit.
    pub fn key(&self) -> (Uuid, &str, &str) {
        (self.subject_id, &self.rule, &self.limit_name)
    }

    /// Whether it belongs to a dispute. All disputes of a case are always computed, so that none of their rows is from before.
    pub fn is_of_a_dispute(&self) -> bool {
        let words = [
            Process::Mediation,
            Process::Appeal,
            Process::TribunalOrder,
            Process::UnopposedAppeal,
            Process::Recommendation,
            Process::Standing,
        ]
        .map(Process::word);
        words.contains(&self.process.as_str())
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
        self.replace_deadlines(case, known, wanted)
    }

    /// The same when the kept ones have been read in this transaction.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn replace_deadlines(
        &mut self,
        case: CaseId,
        mut known: Vec<DeadlineRow>,
        wanted: &[DeadlineRow],
    ) -> Result<usize, StoreError> {
        // Earlier assessments of the case keep theirs.
        known.retain(|row| {
            row.is_of_a_dispute() || wanted.iter().any(|other| other.subject_id == row.subject_id)
        });
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
        let new: Vec<_> = wanted
            .iter()
            .filter(|row| !known.contains(row))
            .map(|row| NewDeadline {
                case_id: Key(case),
                process: &row.process,
                subject_id: Key(row.subject_id),
                rule: &row.rule,
                limit_name: &row.limit_name,
                trigger_on: row.trigger_on,
                due_on: row.due_on,
                met_on: row.met_on,
                relaxed: row.relaxed,
                ended: row.ended,
            })
            .collect();
        changed += new.len();
        insert_all!(self.db(), deadlines::table, new)?;
        Ok(changed)
    }
}
