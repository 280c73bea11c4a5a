//! Correcting a wrong date.

use crate::case_file::{CaseFile, Details, Extra};
use crate::reading::case_view;
use crate::{Act, CaseView, CorrectDate, Error};
use ehcp_access::Action;
use ehcp_assessment::{Correction, correct};
use ehcp_case::CaseId;

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
    let correction = Correction {
        fact: command.fact,
        happened_on: command.happened_on,
        reason: command.reason.clone(),
    };
    let happening = correct(&file.assessment, &correction, act.moment.today)?;
    let details = Details::default().word("corrected", command.fact.word()).digest(
        "reason",
        id,
        command.reason.as_str(),
    );
    act.tx
        .move_copies(permit.subject().assessment_id, command.fact, command.happened_on)?;
    let extra = Extra {
        reason: Some(command.reason.as_str()),
        ..Extra::default()
    };
    let file = act.record(&permit, &happening, details, &extra)?;
    let shield = act.shield(file.child.id)?;
    case_view(act.tx, &act.moment, permit.fields(), &shield, &file)
}
