//! Recomputing the due dates, and verifying that what is stored fits together.

use crate::case_file::CaseFile;
use crate::clockwork::next_due;
use crate::{Casework, Error, Moment};
use ehcp_assessment::check;
use ehcp_case::CaseId;
use ehcp_store::{FIRST_HASH, NO_DAY, ReadTx};

/// How many cases one transaction takes.
const AT_A_TIME: i64 = 200;

/// How many events are read at a time.
const EVENTS_AT_A_TIME: i64 = 500;

/// What recomputing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recomputed {
    /// The cases looked at.
    pub cases: u64,
    /// The due dates that were wrong and are right now.
    pub changed: u64,
}

/// Something that should not be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The case.
    pub case: CaseId,
    /// What is wrong.
    pub what: String,
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
                let file = CaseFile::load(tx, &row, child)?;
                let due = file.due_rows(&moment)?;
                changed += u64::try_from(tx.put_deadlines(*id, &due)?).unwrap_or(0);
                tx.set_next_due(*id, next_due(&due).as_ref())?;
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

/// Checks every case: its log is whole and unaltered, its due dates are what the facts give, its facts fit its stage.
/// Blocks; for the command line. Answers how many cases it looked at, and everything it found.
///
/// # Errors
/// When the store cannot answer.
pub fn verify(casework: &Casework) -> Result<(u64, Vec<Finding>), Error> {
    let moment = casework.moment();
    let mut findings = Vec::new();
    let mut count = 0_u64;
    let mut after = None;
    loop {
        let (last, cases, found) = casework.store.read_blocking(move |tx| {
            let ids = tx.case_ids_after(after, AT_A_TIME)?;
            let mut found = Vec::new();
            for id in &ids {
                let notes = verify_case(tx, *id, &moment)?;
                found.extend(notes.into_iter().map(|what| Finding { case: *id, what }));
            }
            Ok::<_, Error>((ids.last().copied(), u64::try_from(ids.len()).unwrap_or(0), found))
        })?;
        count += cases;
        findings.extend(found);
        match last {
            Some(last) => after = Some(last),
            None => return Ok((count, findings)),
        }
    }
}

fn verify_case(tx: &mut ReadTx<'_>, id: CaseId, moment: &Moment) -> Result<Vec<String>, Error> {
    let (row, child) = tx.case_unchecked(id)?.ok_or(Error::NotFound)?;
    let mut notes = verify_log(tx, id, row.last_event, &row.last_event_hash)?;
    if tx.is_erased(child.id)? {
        return Ok(notes);
    }
    let file = CaseFile::load(tx, &row, child)?;
    notes.extend(check(&file.assessment).into_iter().map(|note| note.0));
    let due = file.due_rows(moment)?;
    // Those of earlier assessments stay as they were.
    let mut kept = tx.deadlines_of(id)?;
    kept.retain(|row| due.iter().any(|other| other.subject_id == row.subject_id));
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

/// Follows the chain of a case's log from its first entry to the head that the case's row names.
fn verify_log(
    tx: &mut ReadTx<'_>,
    id: CaseId,
    last_event: i64,
    last_hash: &str,
) -> Result<Vec<String>, Error> {
    let mut notes = Vec::new();
    let (mut sequence, mut hash) = (0_i64, FIRST_HASH.to_owned());
    loop {
        let events = tx.events_after(id, sequence, EVENTS_AT_A_TIME)?;
        if events.is_empty() {
            break;
        }
        for event in events {
            if event.sequence != sequence + 1 {
                notes.push(format!("the log has a gap before entry {}", event.sequence));
            }
            if event.previous_hash != hash {
                notes.push(format!(
                    "entry {} does not follow the one before it",
                    event.sequence
                ));
            }
            if event.hash != event.expected_hash() {
                notes.push(format!("entry {} was altered", event.sequence));
            }
            sequence = event.sequence;
            hash = event.hash;
        }
    }
    if sequence != last_event || hash != last_hash {
        notes.push(format!(
            "the log ends at entry {sequence}, and the case knows of {last_event}"
        ));
    }
    Ok(notes)
}
