//! The notice that an assessment is considered, and decisions.

use crate::case_file::{CaseFile, Details, Extra};
use crate::notice_reading::own_letters;
use crate::reading::case_view;
use crate::{
    Act, CaseView, ConsultFamily, DecisionView, Error, Look, Moment, NoticeOfDecision, RecordDecision,
    RightsView, SendConsideringNotice, StaffName,
};
use ehcp_access::{Action, Actor, Permitted};
use ehcp_assessment::{
    ConsideringNotice, Decision, DecisionKind, FamilyConsultation, Happening, HappeningKind,
    decide_to_assess, decide_to_issue,
};
use ehcp_calendar::human_date;
use ehcp_case::{CaseId, DecisionId, NoticeId, UserId};
use ehcp_store::{CaseRow, DecisionRow, MOST_NOTICES, PendingDecisionRow, ReadTx};
use std::collections::HashMap;

/// Records that the family was consulted about an assessment (Children and Families Act 2014, s.36(4); SEND Regulations
/// 2014, reg 3).
///
/// # Errors
/// When the case is hidden, changed or at another stage, it was recorded before, or the day is impossible.
pub fn consult_family(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    command: &ConsultFamily,
) -> Result<CaseView, Error> {
    let (permit, child) = act.case_at(id, Action::ConsultFamily, seen)?;
    let file = CaseFile::load(act.tx, permit.subject(), child)?;
    let consultation = FamilyConsultation {
        consulted_on: command.consulted_on.unwrap_or(act.moment.today),
    };
    let happening = ehcp_assessment::consult_family(&file.assessment, &consultation, act.moment.today)?;
    let file = act.record(&permit, &happening, Details::default(), &Extra::default())?;
    let shield = act.shield(&permit)?;
    case_view(act.tx, &act.moment, &permit, &shield, &file)
}

/// Sends the notice that an assessment is being considered (SEND Regulations 2014, reg 4(2)).
///
/// # Errors
/// When the case is hidden, changed or at another stage, or the day is impossible.
pub fn send_considering_notice(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    command: &SendConsideringNotice,
) -> Result<CaseView, Error> {
    let (permit, child) = act.case_at(id, Action::SendConsideringNotice, seen)?;
    let file = CaseFile::load(act.tx, permit.subject(), child)?;
    let notice = ConsideringNotice {
        sent_on: command.sent_on.unwrap_or(act.moment.today),
    };
    let happening = ehcp_assessment::send_considering_notice(&file.assessment, &notice, act.moment.today)?;
    let file = act.record(&permit, &happening, Details::default(), &Extra::default())?;
    let shield = act.shield(&permit)?;
    case_view(act.tx, &act.moment, &permit, &shield, &file)
}

/// Records a decision: whether to assess, or whether to issue a plan. Answers it and the new version of the case.
///
/// # Errors
/// When the case is hidden, changed or at another stage, a day is impossible, the reasons say too little, or the
/// authority would act against the law.
pub fn decide(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    command: &RecordDecision,
) -> Result<(DecisionView, i64), Error> {
    let about_assessing = matches!(command.kind, DecisionKind::Assess | DecisionKind::DoNotAssess);
    let action = if about_assessing {
        Action::DecideToAssess
    } else {
        Action::DecideToIssue
    };
    let (permit, child) = act.case_at(id, action, seen)?;
    act.keep_contacts_out(
        child.id,
        [
            ("/reasons/criteria", command.reasons.criteria.as_str()),
            (
                "/reasons/evidence_considered",
                command.reasons.evidence_considered.as_str(),
            ),
            ("/reasons/reasons", command.reasons.reasons.as_str()),
        ],
    )?;
    let file = CaseFile::load(act.tx, permit.subject(), child)?;
    let today = act.moment.today;
    let decision = Decision {
        kind: command.kind,
        decided_on: command.decided_on.unwrap_or(today),
        notified_on: command.notified_on.unwrap_or(today),
        reasons: command.reasons.clone(),
    };
    let happening = if about_assessing {
        decide_to_assess(&file.assessment, &decision, today)?
    } else {
        decide_to_issue(&file.assessment, &decision, today)?
    };
    let row = PendingDecisionRow {
        id: act.id(),
        assessment_id: permit.subject().assessment_id,
        kind: decision.kind,
        criteria: decision.reasons.criteria.to_string(),
        evidence_considered: decision.reasons.evidence_considered.to_string(),
        reasons: decision.reasons.reasons.to_string(),
        decided_on: decision.decided_on,
        decided_by: act.actor.user,
        decided_as: act.actor.role,
    };
    if waits_for_its_notice(command) {
        return wait_for_notice(act, &permit, &file, row);
    }
    let row = row.told_on(decision.notified_on);
    let recorded = act.recorded();
    act.tx.remove_pending_decision(&permit)?;
    act.tx.insert_decision(&permit, &row, recorded)?;
    let details = Details::default()
        .id("decision_id", row.id)
        .word("kind", row.kind.word())
        .digest("reasons", &row.reasons);
    let file = act.record(&permit, &happening, details, &Extra::default())?;
    let name = staff_name(act, row.decided_by)?;
    Ok((decision_view(row, name, &act.moment), file.case.version))
}

/// Whether the family is to be told of it by a notice that is still to be sent from here.
fn waits_for_its_notice(command: &RecordDecision) -> bool {
    command.notice == NoticeOfDecision::ToBeSent && command.notified_on.is_none()
}

/// Keeps a decision until its notice is sent. Nothing else in the case changes, and the family is not told.
fn wait_for_notice(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    file: &CaseFile,
    row: PendingDecisionRow,
) -> Result<(DecisionView, i64), Error> {
    let recorded = act.recorded();
    act.tx.put_pending_decision(permit, &row, recorded)?;
    let details = Details::default()
        .id("decision_id", row.id)
        .word("kind", row.kind.word())
        .digest("reasons", &row.reasons);
    let happening = Happening::new(HappeningKind::DecisionMade, row.decided_on);
    act.record(permit, &happening, details, &Extra::default())?;
    let name = staff_name(act, row.decided_by)?;
    let view = pending_view(row, name, file, &act.moment)?;
    Ok((view, file.case.version))
}

/// A decision as staff see it while its notice has not been sent, with the last day for sending it.
fn pending_view(
    row: PendingDecisionRow,
    name: String,
    file: &CaseFile,
    moment: &Moment,
) -> Result<DecisionView, Error> {
    let due = file.due_rows(moment)?;
    let last = due
        .iter()
        .filter(|known| known.rule == row.kind.rule())
        .filter_map(|known| known.due_on)
        .min();
    let view = decision_view(row.told_on(moment.today), name, moment);
    Ok(DecisionView {
        notified_on: None,
        notice_due_on: last,
        // They count from the day on which the notice is sent.
        rights: None,
        ..view
    })
}

fn staff_name(act: &mut Act<'_, '_>, user: UserId) -> Result<String, Error> {
    Ok(act
        .tx
        .user(user)?
        .map(|user| user.display_name)
        .unwrap_or_default())
}

/// The decisions of a case with their reasons and the family's rights, the latest first.
///
/// # Errors
/// When the case is hidden, or decisions are not for this person.
pub fn decisions(look: &mut Look<'_, '_>, id: CaseId) -> Result<Vec<DecisionView>, Error> {
    let (permit, child) = look.case(id, Action::ReadDecisions)?;
    let rows = look.tx.decisions_of(id)?;
    let shield = look.shield(&permit)?;
    let internal = permit.fields().sees_internal();
    let waiting = match internal {
        true => look.tx.pending_decision(id)?,
        false => None,
    };
    let waiting = match waiting {
        Some((row, name)) => {
            let file = CaseFile::load(look.tx, permit.subject(), child)?;
            Some(pending_view(row, name, &file, &look.moment)?)
        }
        None => None,
    };
    let told_by = told_by(look.tx, &look.actor, &permit)?;
    let told = rows
        .into_iter()
        .map(|(row, name)| decision_view(row, name, &look.moment));
    let sees_reasons = permit.fields().sees_reasons();
    let sees_who = permit.fields().sees_who_decided();
    Ok(waiting
        .into_iter()
        .chain(told)
        .map(|mut view| {
            view.notice_id = told_by.get(&view.id).copied();
            view.decided_as = view.decided_as.filter(|_| sees_who);
            view.decided_by = view.decided_by.filter(|_| sees_who);
            if !sees_reasons || permit.subject().seals(view.id) {
                view.hide_reasons();
            }
            view.criteria = shield.maybe(view.criteria);
            view.evidence_considered = shield.maybe(view.evidence_considered);
            view.reasons = shield.maybe(view.reasons);
            view
        })
        .collect())
}

/// By which notice each decision was told, as far as the reader may read one of its letters.
fn told_by(
    tx: &mut ReadTx<'_>,
    reader: &Actor,
    permit: &Permitted<CaseRow>,
) -> Result<HashMap<DecisionId, NoticeId>, Error> {
    let id = permit.subject().id;
    let letters = own_letters(tx, reader, permit)?;
    let rows = tx.notices_of(id, i64::from(MOST_NOTICES))?;
    // The latest comes first, and the first one sent is the one that told it.
    Ok(rows
        .into_iter()
        .filter(|row| !permit.subject().seals(row.id))
        .filter(|row| letters.iter().any(|letter| letter.notice_id == row.id))
        .filter_map(|row| Some((row.decision_id?, row.id)))
        .collect())
}

fn decision_view(row: DecisionRow, name: String, moment: &Moment) -> DecisionView {
    let rights = row.kind.is_refusal().then(|| rights(&row, moment)).flatten();
    DecisionView {
        id: row.id,
        kind: row.kind,
        criteria: Some(row.criteria),
        evidence_considered: Some(row.evidence_considered),
        reasons: Some(row.reasons),
        decided_on: row.decided_on,
        notified_on: Some(row.notified_on),
        notice_due_on: None,
        notice_id: None,
        decided_as: row.decided_as,
        decided_by: Some(StaffName {
            id: row.decided_by,
            name,
        }),
        rights,
    }
}

/// What the family can do about a refusal, and until when: by the day on which it was told.
fn rights(row: &DecisionRow, moment: &Moment) -> Option<RightsView> {
    let rule = row.kind.rule().parse().ok()?;
    let rights = ehcp_deadlines::rights_for(rule, row.notified_on, moment.calendar).ok()?;
    let mediation = rights.mediation_contact_by?;
    let in_words = match rights.appeal_by {
        Some(appeal) => format!(
            "You can contact a mediation adviser up to {}. You can appeal to the Tribunal up to {}, or one month after the date of your mediation certificate if that is later. Nearly every appeal needs that certificate first.",
            human_date(mediation),
            human_date(appeal)
        ),
        None => format!(
            "You can contact a mediation adviser up to {}.",
            human_date(mediation)
        ),
    };
    Some(RightsView {
        contact_mediation_adviser_by: mediation,
        appeal_by: rights.appeal_by,
        notice_says: rights.content.into_iter().map(str::to_owned).collect(),
        in_words,
    })
}
