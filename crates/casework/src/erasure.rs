//! How long records are kept, what must be kept longer, and their erasure. Blocks; for the command line.

use crate::{Casework, Error, Moment};
use chrono::{DateTime, Months, NaiveDate, Utc};
use ehcp_assessment::HappeningKind;
use ehcp_case::{CaseId, ChildId, Refusal, UserId};
use ehcp_store::{ErasureRow, NewEvent, Recorded, WriteTx};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How long a record is kept unless the authority says otherwise: to the 31st birthday. A plan can go on to the age of
/// 25, and what follows from it can be brought before a court for six years.
pub const YEARS_KEPT: u32 = 31;

/// A record whose time is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueForErasure {
    /// The child.
    pub child: ChildId,
    /// The day from which the record need not be kept.
    pub since: NaiveDate,
    /// Why it is kept all the same, if it is.
    pub held: Option<String>,
}

/// An entry of the list of erasures, as it is kept beside the database: ids only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedErasure {
    /// The child or adult whose record was erased.
    pub subject_id: Uuid,
    /// Whether it is an adult.
    pub is_adult: bool,
    /// When.
    pub erased_at: DateTime<Utc>,
}

impl From<ErasureRow> for ListedErasure {
    fn from(row: ErasureRow) -> Self {
        Self {
            subject_id: row.subject_id,
            is_adult: row.is_adult,
            erased_at: row.erased_at,
        }
    }
}

/// The records whose time is over today: what a run would erase and what is held, and why. Changes nothing.
///
/// # Errors
/// When the store cannot answer.
pub fn due_for_erasure(casework: &Casework, years: u32) -> Result<Vec<DueForErasure>, Error> {
    let today = casework.moment().today;
    let months = Months::new(years.saturating_mul(12));
    let last = today.checked_sub_months(months).unwrap_or(NaiveDate::MIN);
    casework.store.read_blocking(move |tx| {
        let mut due = Vec::new();
        for (child, born_on) in tx.children_born_by(last)? {
            let held = tx.holds_on(child)?.into_iter().next().map(|hold| hold.reason);
            due.push(DueForErasure {
                child,
                since: born_on.checked_add_months(months).unwrap_or(last),
                held,
            });
        }
        Ok(due)
    })
}

/// Keeps a child's record from being erased, with the reason.
///
/// # Errors
/// When the child is not on record.
pub fn set_hold(casework: &Casework, child: ChildId, by: UserId, reason: &str) -> Result<(), Error> {
    let moment = casework.moment();
    let id: Uuid = casework.chance.id(moment.now);
    let reason = reason.to_owned();
    casework.store.write_blocking(move |tx| {
        tx.child(child)?.ok_or(Error::NotFound)?;
        Ok(tx.set_hold(id, child, &reason, Recorded { at: moment.now, by })?)
    })
}

/// Lifts the holds on a child's record, with the reason; says how many there were.
///
/// # Errors
/// When the store cannot write.
pub fn lift_holds(casework: &Casework, child: ChildId, by: UserId, reason: &str) -> Result<usize, Error> {
    let moment = casework.moment();
    let reason = reason.to_owned();
    casework
        .store
        .write_blocking(move |tx| Ok(tx.lift_holds(child, &reason, Recorded { at: moment.now, by })?))
}

/// Erases the record of a child, and of each adult who is linked to no other child: their values go from every table,
/// log rows stay with their ids. Answers what belongs on the list of erasures.
///
/// # Errors
/// When the child is not on record, or a hold keeps the record.
pub fn erase(casework: &Casework, child: ChildId, by: UserId) -> Result<Vec<ListedErasure>, Error> {
    let moment = casework.moment();
    let event = casework.chance.id(moment.now);
    casework.store.write_blocking(move |tx| {
        tx.child(child)?.ok_or(Error::NotFound)?;
        if !tx.holds_on(child)?.is_empty() {
            return Err(Refusal::NotYet {
                explanation: "A legal hold keeps this record. Lift it first, with the reason.".to_owned(),
            }
            .into());
        }
        let case = tx.case_of_child(child)?;
        let adults = tx.adults_of_this_child_alone(child)?;
        if let Some(case) = case {
            note(tx, case, event, by, &moment)?;
        }
        let mut listed = vec![entry(child.into(), false, &moment)];
        tx.erase_child(child, case)?;
        for adult in adults {
            tx.erase_adult(adult)?;
            listed.push(entry(adult.into(), true, &moment));
        }
        for row in &listed {
            tx.list_erasure(row, Some(by))?;
        }
        Ok(listed.into_iter().map(ListedErasure::from).collect())
    })
}

fn entry(subject_id: Uuid, is_adult: bool, moment: &Moment) -> ErasureRow {
    ErasureRow {
        subject_id,
        is_adult,
        erased_at: moment.now,
    }
}

/// Leaves the event that stays when everything else has gone.
fn note(
    tx: &mut WriteTx<'_>,
    case: CaseId,
    id: ehcp_case::EventId,
    by: UserId,
    moment: &Moment,
) -> Result<(), Error> {
    tx.lock_case(case)?;
    let (mut row, _) = tx.case_unchecked(case)?.ok_or(Error::NotFound)?;
    let event = NewEvent {
        id,
        kind: HappeningKind::RecordErased,
        happened_on: moment.today,
        details: "{}".to_owned(),
        salts: Vec::new(),
    };
    tx.append_event(&mut row, event, Recorded { at: moment.now, by })?;
    Ok(())
}

/// Erases again what the lists name, after an older copy of the database was brought back; adds what the database's own
/// list lacks. Answers how many records it went through.
///
/// # Errors
/// When the store cannot write.
pub fn reapply_erasures(casework: &Casework, listed: &[ListedErasure]) -> Result<usize, Error> {
    let listed = listed.to_vec();
    casework.store.write_blocking(move |tx| {
        let mut all: Vec<ErasureRow> = listed
            .into_iter()
            .map(|entry| ErasureRow {
                subject_id: entry.subject_id,
                is_adult: entry.is_adult,
                erased_at: entry.erased_at,
            })
            .collect();
        all.extend(tx.erasures()?);
        all.sort_unstable_by_key(|row| row.subject_id);
        all.dedup_by_key(|row| row.subject_id);
        for row in &all {
            if row.is_adult {
                tx.erase_adult(row.subject_id.into())?;
            } else {
                let child: ChildId = row.subject_id.into();
                let case = tx.case_of_child(child)?;
                tx.erase_child(child, case)?;
            }
            tx.list_erasure(row, None)?;
        }
        Ok(all.len())
    })
}
