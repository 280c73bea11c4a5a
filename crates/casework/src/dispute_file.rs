//! The disputes of a case as they are stored, read again by the procedure.

use crate::Error;
use chrono::NaiveDate;
use ehcp_case::{CaseId, DisputeId, DisputeStepId, Reader, Refusal};
use ehcp_deadlines::Facts;
use ehcp_dispute::{Deed, Dispute, Notice, Step};
use ehcp_store::{DisputeRow, DisputeStepRow, ReadTx};
use std::collections::{HashMap, HashSet};

/// A dispute with all that is on record of it.
#[derive(Debug, Clone)]
pub(crate) struct DisputeFile {
    pub(crate) row: DisputeRow,
    pub(crate) notice: Notice,
    /// What stands in each place, in their order.
    pub(crate) steps: Vec<StepOnRecord>,
    /// How many rows there are, replaced ones included.
    pub(crate) rows: usize,
    /// What follows from the steps, and from what was done since on the road of the assessment.
    pub(crate) dispute: Dispute,
}

/// What stands in one place of a dispute.
#[derive(Debug, Clone)]
pub(crate) struct StepOnRecord {
    pub(crate) row: DisputeStepRow,
    /// Nothing where the step in this place never happened.
    pub(crate) step: Option<Step>,
}

/// Steps that cannot have happened in this order after their notice.
#[derive(Debug)]
pub(crate) struct DoesNotFit {
    pub(crate) dispute: DisputeId,
    pub(crate) refusal: Refusal,
}

impl DisputeFile {
    /// The next free place.
    pub(crate) fn next_place(&self) -> i32 {
        self.steps
            .iter()
            .map(|known| known.row.place)
            .max()
            .map_or(1, |last| last.saturating_add(1))
    }

    /// The day on which the plan was last amended to carry out what came of this dispute.
    pub(crate) fn amended_on(&self) -> Option<NaiveDate> {
        self.dispute
            .duties()
            .iter()
            .filter_map(|duty| duty.done_on(Deed::AmendedPlanSent))
            .max()
    }
}

/// The disputes of a case, in the order in which they came on record. `done` are the facts of the assessment.
pub(crate) fn disputes_of(
    tx: &mut ReadTx<'_>,
    case: CaseId,
    done: &Facts,
) -> Result<Vec<DisputeFile>, Error> {
    readable(tx, case, done)?.map_err(|fault| {
        Error::Internal(format!(
            "the steps of the dispute {} do not fit each other: {:?}",
            fault.dispute, fault.refusal
        ))
    })
}

/// The same, or which dispute cannot be read because a day that it rests on was moved.
pub(crate) fn readable(
    tx: &mut ReadTx<'_>,
    case: CaseId,
    done: &Facts,
) -> Result<Result<Vec<DisputeFile>, DoesNotFit>, Error> {
    let disputes = tx.disputes_of(case)?;
    if disputes.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    let rows = tx.dispute_steps_of(case)?;
    let mut files: Vec<DisputeFile> = Vec::with_capacity(disputes.len());
    for (row, sent_on) in disputes {
        let amended_on = row.amended_in_dispute_id.and_then(|earlier| {
            let earlier = files.iter().find(|known| known.row.id == earlier)?;
            earlier.amended_on()
        });
        let sent_on = sent_on.or(amended_on).ok_or_else(|| {
            Error::Internal(format!("the dispute {} is about nothing that was sent", row.id))
        })?;
        let notice = Notice {
            decision: row.decision,
            sent_on,
        };
        let own: Vec<_> = rows.iter().filter(|step| step.dispute_id == row.id).collect();
        let steps = in_their_places(&own)?;
        let happened = steps.iter().filter_map(|known| known.step.as_ref());
        let dispute = match Dispute::replay(notice, happened) {
            Ok(dispute) => dispute.with_deeds(done),
            Err(refusal) => {
                return Ok(Err(DoesNotFit {
                    dispute: row.id,
                    refusal,
                }));
            }
        };
        files.push(DisputeFile {
            row,
            notice,
            steps,
            rows: own.len(),
            dispute,
        });
    }
    Ok(Ok(files))
}

/// What stands in each place: the row there that no other replaced.
pub(crate) fn in_their_places(rows: &[&DisputeStepRow]) -> Result<Vec<StepOnRecord>, Error> {
    let replaced: HashSet<DisputeStepId> = rows.iter().filter_map(|row| row.replaces).collect();
    let mut standing: Vec<_> = rows
        .iter()
        .filter(|row| !replaced.contains(&row.id))
        .copied()
        .collect();
    standing.sort_by_key(|row| row.place);
    standing
        .into_iter()
        .map(|row| {
            let step = row.content.as_deref().map(read_step).transpose()?;
            Ok(StepOnRecord {
                row: row.clone(),
                step,
            })
        })
        .collect()
}

/// What happened in the disputes of a case, in the words for its reader, by the record of it.
pub(crate) fn dispute_steps_in_words(
    tx: &mut ReadTx<'_>,
    case: CaseId,
    reader: Reader,
) -> Result<HashMap<DisputeStepId, &'static str>, Error> {
    tx.dispute_steps_of(case)?
        .into_iter()
        .filter_map(|row| Some((row.id, row.content?)))
        .map(|(id, content)| Ok((id, read_step(&content)?.plain_english(reader))))
        .collect()
}

fn read_step(content: &str) -> Result<Step, Error> {
    serde_json::from_str(content)
        .map_err(|error| Error::Internal(format!("a step of a dispute cannot be read: {error}")))
}

/// A step as it is kept.
pub(crate) fn written(step: &Step) -> Result<String, Error> {
    serde_json::to_string(step).map_err(|error| Error::Internal(format!("keeping a step: {error}")))
}
