//! Verifying everything that is stored.

use super::chain::Chain;
use super::finding::{About, Finding};
use super::heads::{Heads, LogKind};
use super::rows::Told;
use super::streams::{check_read_index, check_streams};
use crate::case_file::CaseFile;
use crate::clockwork::next_due;
use crate::{Casework, Error, Moment};
use ehcp_assessment::check;
use ehcp_case::{CaseId, ChildId};
use ehcp_store::{CaseRow, ChildRow, NO_DAY, ReadTx, StoreError, Subject};
use std::collections::HashSet;
use uuid::Uuid;

/// How many cases one transaction takes.
const AT_A_TIME: i64 = 100;

/// How many events are read at a time.
const EVENTS_AT_A_TIME: i64 = 500;

/// What was looked at, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// The cases looked at.
    pub cases: u64,
    /// The streams and account logs looked at.
    pub logs: u64,
    /// Everything that should not be so.
    pub findings: Vec<Finding>,
}

/// Checks every case (its log is whole and unaltered, its rows are what the log says, its due dates are what the facts
/// give) and every other log. Blocks; for the command line. A case that cannot be checked is a finding; the others are
/// checked all the same.
///
/// # Errors
/// When the store cannot answer.
pub fn verify(casework: &Casework) -> Result<Verified, Error> {
    verify_against(casework, &Heads::new())
}

/// The same, and that every log still holds what the checkpoints know of it.
///
/// # Errors
/// When the store cannot answer.
pub fn verify_against(casework: &Casework, known: &Heads) -> Result<Verified, Error> {
    let mut verified = Verified::default();
    verify_cases(casework, known, &mut verified)?;
    verified.logs = check_streams(casework, known, &mut verified.findings)?;
    check_read_index(casework, &mut verified.findings)?;
    Ok(verified)
}

fn verify_cases(casework: &Casework, known: &Heads, verified: &mut Verified) -> Result<(), Error> {
    let moment = casework.moment();
    let mut missing: HashSet<Uuid> = known
        .keys()
        .filter(|(kind, _)| *kind == LogKind::Case)
        .map(|(_, id)| *id)
        .collect();
    let mut after = None;
    loop {
        let ids = casework
            .store
            .read_blocking(move |tx| tx.case_ids_after(after, AT_A_TIME).map_err(Error::from))?;
        let Some(last) = ids.last() else { break };
        after = Some(*last);
        verified.cases += u64::try_from(ids.len()).unwrap_or(0);
        let page: Vec<_> = ids
            .into_iter()
            .map(|id| {
                missing.remove(&id.into());
                (id, known.get(&(LogKind::Case, id.into())).cloned())
            })
            .collect();
        let found = casework.store.read_blocking(move |tx| {
            let mut found = Vec::new();
            for (id, known) in page {
                let notes = verify_case(tx, id, known.as_ref(), &moment)?;
                found.extend(notes.into_iter().map(|what| Finding {
                    about: About::Case(id),
                    what,
                }));
            }
            Ok::<_, Error>(found)
        })?;
        verified.findings.extend(found);
    }
    let gone = missing.into_iter().map(|id| Finding {
        about: About::Case(id.into()),
        what: "the checkpoints know this case, and it is gone; restore it from the last good copy".to_owned(),
    });
    verified.findings.extend(gone);
    Ok(())
}

/// What is wrong with one case; what cannot be read or computed is said and does not stop the rest.
fn verify_case(
    tx: &mut ReadTx<'_>,
    id: CaseId,
    known: Option<&(i64, String)>,
    moment: &Moment,
) -> Result<Vec<String>, Error> {
    let (row, child) = match tx.case_unchecked(id) {
        Ok(Some(found)) => found,
        Ok(None) => {
            return Ok(vec![
                "the case or its child is gone while its log is there".to_owned(),
            ]);
        }
        Err(error) => return Ok(vec![uncheckable(error.into())?]),
    };
    let mut notes = Vec::new();
    if tx.is_erased(child.id.into())? {
        return verify_erased(tx, &row, child.id, known);
    }
    for part in [
        verify_log(tx, &row, known),
        verify_due_dates(tx, &row, child, moment),
    ] {
        match part {
            Ok(found) => notes.extend(found),
            Err(error) => notes.push(uncheckable(error)?),
        }
    }
    Ok(notes)
}

/// What to say when a case cannot be checked. An error when the store itself is the reason.
fn uncheckable(error: Error) -> Result<String, Error> {
    match error {
        Error::Store(StoreError::Corrupt(what)) => Ok(format!(
            "something cannot be read ({what}); {}",
            super::chain::RESTORE
        )),
        Error::Calendar(what) => Ok(format!(
            "its due dates cannot be computed: {what} Bring the bank holidays up to date, or correct the date"
        )),
        Error::NotFound => Ok(format!("a row that it needs is gone; {}", super::chain::RESTORE)),
        Error::Internal(what) => Ok(format!("it cannot be checked: {what}")),
        other => Err(other),
    }
}

/// Follows the chain of a case's log to the head that the case's row names, and compares the case's rows with it.
fn verify_log(
    tx: &mut ReadTx<'_>,
    case: &CaseRow,
    known: Option<&(i64, String)>,
) -> Result<Vec<String>, Error> {
    let (mut notes, told) = follow_log(tx, case, known)?;
    notes.extend(told.compare(tx, case)?);
    Ok(notes)
}

/// Of a record that was erased the log is whole, and nothing else is left.
fn verify_erased(
    tx: &mut ReadTx<'_>,
    case: &CaseRow,
    child: ChildId,
    known: Option<&(i64, String)>,
) -> Result<Vec<String>, Error> {
    let (mut notes, _) = follow_log(tx, case, known)?;
    let left = tx.left_of(Subject::Child(child, Some(case.id)))?;
    if !left.is_empty() {
        notes.push(format!(
            "the record was erased, and there are rows of it in {}; run: ehcp erase reapply",
            left.join(", ")
        ));
    }
    Ok(notes)
}

/// Follows the chain of a case's log to the head that the case's row names; says what its events tell of its rows.
fn follow_log(
    tx: &mut ReadTx<'_>,
    case: &CaseRow,
    known: Option<&(i64, String)>,
) -> Result<(Vec<String>, Told), Error> {
    let mut chain = Chain::new(known);
    let mut told = Told::default();
    loop {
        let events = tx.events_after(case.id, chain.number(), EVENTS_AT_A_TIME)?;
        if events.is_empty() {
            break;
        }
        for event in &events {
            chain.entry(
                event.sequence,
                &event.previous_hash,
                &event.hash,
                &event.expected_hash(),
            );
            told.event(event);
        }
    }
    Ok((chain.end(Some((case.last_event, &case.last_event_hash))), told))
}

/// Whether the facts fit the stage, and the kept due dates are what the facts give.
fn verify_due_dates(
    tx: &mut ReadTx<'_>,
    row: &CaseRow,
    child: ChildRow,
    moment: &Moment,
) -> Result<Vec<String>, Error> {
    let file = CaseFile::load(tx, row, child)?;
    let mut notes: Vec<String> = check(&file.assessment).into_iter().map(|note| note.0).collect();
    let due = match file.due_rows(moment) {
        Ok(due) => due,
        Err(error) => {
            notes.push(uncheckable(error)?);
            return Ok(notes);
        }
    };
    // Those of earlier assessments stay as they were.
    let mut kept = tx.deadlines_of(row.id)?;
    kept.retain(|row| row.is_of_a_dispute() || due.iter().any(|other| other.subject_id == row.subject_id));
    kept.sort_by(|a, b| a.key().cmp(&b.key()));
    if kept != due {
        notes.push("the kept due dates are not what the facts give; run: ehcp recompute".to_owned());
    }
    let next = next_due(&due);
    if row.next_due_on != next.as_ref().map_or(NO_DAY, |(day, _)| *day)
        || row.next_rule != next.map(|(_, rule)| rule)
    {
        notes.push("the kept next statutory day is not what the facts give; run: ehcp recompute".to_owned());
    }
    Ok(notes)
}
