//! Exceptions to time limits.

use crate::case_file::{CaseFile, Details, Extra, room_for_one_more};
use crate::{Act, Error, ExceptionView, Look, RecordException};
use ehcp_access::Action;
use ehcp_assessment::ExceptionRecorded;
use ehcp_case::CaseId;
use ehcp_deadlines::{ExceptionFact, ExceptionKind};
use ehcp_store::{ExceptionRow, MOST_EXCEPTIONS};

/// Records an exception with its evidence (SEND Regulations 2014, regs 5(4), 8(2), 10(4)). Answers it and the new version
/// of the case.
///
/// # Errors
/// When the case is hidden, changed or ended, the law does not know the exception here, or a day is impossible.
pub fn record_exception(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    command: &RecordException,
) -> Result<(ExceptionView, i64), Error> {
    let (permit, child) = act.case_at(id, Action::RecordException, seen)?;
    act.keep_contacts_out(
        child.id,
        [
            ("/evidence", command.evidence.as_str()),
            ("/why_impractical", command.why_impractical.as_str()),
        ],
    )?;
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
    let recorded = ExceptionRecorded {
        exception: fact(command),
    };
    let happening = ehcp_assessment::record_exception(&file.assessment, advice, &recorded, act.moment.today)?;
    room_for_one_more(file.exceptions, MOST_EXCEPTIONS, "exceptions in this assessment")?;
    let row = ExceptionRow {
        id: act.id(),
        advice_request_id: command.advice_request_id,
        kind: command.kind,
        from_on: command.from_on,
        until_on: command.until_on,
        advice_requested_on: command.advice_requested_on,
        evidence: command.evidence.to_string(),
        why_impractical: command.why_impractical.to_string(),
    };
    let stamp = act.recorded();
    act.tx.insert_exception(&permit, &row, stamp)?;
    let details = Details::default()
        .id("exception_id", row.id)
        .word("kind", row.kind.word())
        .digest("evidence", &row.evidence);
    let file = act.record(&permit, &happening, details, &Extra::default())?;
    Ok((view(row, true), file.case.version))
}

fn fact(command: &RecordException) -> ExceptionFact {
    let mut fact = ExceptionFact::new(command.kind);
    if command.kind == ExceptionKind::MissedAppointment {
        return fact.missed(command.from_on);
    }
    fact.from = Some(command.from_on);
    fact.until = command.until_on;
    fact.advice_requested = command.advice_requested_on;
    fact
}

/// The exceptions of a case. What they tell of the family is for those who may see it.
///
/// # Errors
/// When the case is hidden, or they are not for this person.
pub fn exceptions(look: &mut Look<'_, '_>, id: CaseId) -> Result<Vec<ExceptionView>, Error> {
    let (permit, _) = look.case(id, Action::ReadExceptions)?;
    let sees = permit.fields().sees_family_circumstances();
    let shield = look.shield(&permit)?;
    let rows = look.tx.exceptions_of(permit.subject().assessment_id)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let sealed = permit.subject().seals(row.id);
            let view = view(row, sees && !sealed);
            ExceptionView {
                evidence: shield.maybe(view.evidence),
                why_impractical: shield.maybe(view.why_impractical),
                ..view
            }
        })
        .collect())
}

fn view(row: ExceptionRow, sees_circumstances: bool) -> ExceptionView {
    ExceptionView {
        id: row.id,
        kind: row.kind,
        in_words: row.kind.label().to_owned(),
        advice_request_id: row.advice_request_id,
        from_on: row.from_on,
        until_on: row.until_on,
        evidence: sees_circumstances.then_some(row.evidence),
        why_impractical: sees_circumstances.then_some(row.why_impractical),
    }
}
