//! Recomputing the due dates.

use crate::case_file::CaseFile;
use crate::clockwork::next_due;
use crate::{Casework, Error};
use ehcp_store::NO_DAY;

/// How many cases one transaction takes.
const AT_A_TIME: i64 = 200;

/// What recomputing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recomputed {
    /// The cases looked at.
    pub cases: u64,
    /// The due dates that were wrong and are right now.
    pub changed: u64,
}

/// Computes every due date again, after a new rule or calendar. Blocks; for the command line.
///
/// # Errors
/// When the store cannot answer or write.
pub fn recompute(casework: &Casework) -> Result<Recomputed, Error> {
    let moment = casework.moment();
    let mut done = Recomputed::default();
    let mut after = None;
    loop {
        let (last, cases, changed) = casework.store.write_blocking(move |tx| {
            let ids = tx.case_ids_after(after, AT_A_TIME)?;
            let mut changed = 0_u64;
            for id in &ids {
                tx.lock_case(*id)?;
                let (row, child) = tx.case_unchecked(*id)?.ok_or(Error::NotFound)?;
                if tx.is_erased(child.id.into())? {
                    continue;
                }
                let file = CaseFile::load(tx, &row, child)?;
                let due = file.due_rows(&moment)?;
                changed += u64::try_from(tx.put_deadlines(*id, &due)?).unwrap_or(0);
                let next = next_due(&due);
                let known = (row.next_due_on, row.next_rule.as_deref());
                let fits = next
                    .as_ref()
                    .map_or(known == (NO_DAY, None), |(day, rule)| known == (*day, Some(rule)));
                if !fits {
                    tx.set_next_due(*id, next.as_ref())?;
                }
            }
            Ok::<_, Error>((
                ids.last().copied(),
                u64::try_from(ids.len()).unwrap_or(0),
                changed,
            ))
        })?;
        done.cases += cases;
        done.changed += changed;
        match last {
            Some(last) => after = Some(last),
            None => return Ok(done),
        }
    }
}
