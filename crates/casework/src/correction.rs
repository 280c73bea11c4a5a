//! Correcting a wrong date.

use crate::case_file::{CaseFile, Details, Extra};
use crate::dispute_file::readable;
use crate::reading::case_view;
use crate::{Act, CaseView, CorrectDate, Error};
use chrono::NaiveDate;
use ehcp_access::Action;
use ehcp_assessment::{CorrectedRequest, Correction, correct};
use ehcp_case::{CaseId, FactKind};
use ehcp_store::RequestRow;

/// Corrects the day of a fact of the assessment: a new fact replaces the old one, with the reason.
///
/// # Errors
/// When the case is hidden or changed, the fact is not known, or the day does not fit the others.
pub fn correct_date(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    command: &CorrectDate,
) -> Result<CaseView, Error> {
    let (permit, child) = act.case_at(id, Action::CorrectFact, seen)?;
    act.keep_contacts_out(child.id, [("/reason", command.reason.as_str())])?;
    let file = CaseFile::load(act.tx, permit.subject(), child)?;
    let advice = match command.advice_request_id {
        Some(request) => Some(file.advice_state(request).map_err(|_| {
            Error::field(
                "/advice_request_id",
                "unknown_advice_request",
                "This assessment has no request for advice with this id.",
            )
        })?),
        None => None,
    };
    let kind = command.fact.kind();
    let from = match advice {
        Some(advice) => advice.facts.get(kind),
        None => file.assessment.facts.get(kind),
    };
    let request = from.and_then(|day| request_of(&file, kind, day));
    let correction = Correction {
        fact: command.fact,
        happened_on: command.happened_on,
        reason: command.reason.clone(),
        request: request.map(|row| CorrectedRequest {
            source: row.source,
            young_person_from: file.child.young_person_from,
            first_other: first_other(&file, row),
        }),
    };
    let happening = correct(&file.assessment, advice, &correction, act.moment.today)?;
    let details = Details::default()
        .word("corrected", kind.word())
        .day("from", from.unwrap_or(command.happened_on))
        .day("to", command.happened_on)
        .digest("reason", command.reason.as_str());
    // The days that requests, requests for advice, decisions and plans show beside the fact.
    if let Some(row) = request {
        act.tx.move_request(&permit, row.id, command.happened_on)?;
    }
    match command.advice_request_id {
        Some(advice) => act.tx.move_advice_day(advice, kind, command.happened_on)?,
        None => act.tx.move_copies(
            permit.subject().assessment_id,
            kind,
            from.unwrap_or(command.happened_on),
            command.happened_on,
        )?,
    }
    disputes_still_fit(act, &file)?;
    let extra = Extra {
        advice_request: command.advice_request_id,
        reason: Some(command.reason.as_str()),
        ..Extra::default()
    };
    let file = act.record(&permit, &happening, details, &extra)?;
    let shield = act.shield(&permit)?;
    case_view(act.tx, &act.moment, &permit, &shield, &file)
}

/// The steps of a dispute follow the day of its notice: one that would not any more is put right first.
fn disputes_still_fit(act: &mut Act<'_, '_>, file: &CaseFile) -> Result<(), Error> {
    let Err(fault) = readable(act.tx, file.case.id, &file.assessment.facts)? else {
        return Ok(());
    };
    let about = file.dispute(fault.dispute)?.notice.decision;
    Err(Error::field(
        "/happened_on",
        "dispute_does_not_fit",
        format!(
            "What is on record of the dispute about {} would not fit this day: something in it happened before. Put that step right first.",
            about.plain_english()
        ),
    ))
}

/// The request that set the day of this fact.
fn request_of(file: &CaseFile, kind: FactKind, day: NaiveDate) -> Option<&RequestRow> {
    file.requests
        .iter()
        .find(|row| row.source.fact() == kind && row.received_on == day)
}

/// The day of the first of the other requests of the same sort.
fn first_other(file: &CaseFile, request: &RequestRow) -> Option<NaiveDate> {
    let others = file
        .requests
        .iter()
        .filter(|row| row.id != request.id && row.source.fact() == request.source.fact());
    others.map(|row| row.received_on).min()
}
