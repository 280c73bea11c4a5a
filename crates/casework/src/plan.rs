//! Drafts, what families say about them, and final plans.

use crate::approval::{Done, Proposal, Settled};
use crate::case_file::{CaseFile, Details, Extra, room_for_one_more};
use crate::casework::same_version;
use crate::helper::in_whose_place;
use crate::shield::Shield;
use crate::{
    Act, Error, Look, MakeRepresentations, PlanSummary, PlanTextBody, PlanView, RepresentationView,
    SendFinalPlan, ServeDraft,
};
use ehcp_access::{Action, Permitted, Scope};
use ehcp_assessment::{
    DraftService, DraftState, FinalPlan, Happening, HappeningKind, PlanKind, PlanText, Representation,
};
use ehcp_calendar::{add_days, human_date};
use ehcp_case::{CaseId, ChildId, FactKind, PlanId, Refusal, UserId};
use ehcp_store::{CaseRow, ChildRow, MOST_PLANS, MOST_REPRESENTATIONS, PlanRow, RepresentationRow, Saved};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The days that a family has at the least, after the day of service.
const DAYS_AFTER_SERVICE: u32 = 14;

/// Starts a draft plan, or the next version of one that has been served.
///
/// # Errors
/// When the case is hidden, changed or at another stage, a version is being written already, or the text names a
/// placement.
pub fn start_draft(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    body: &PlanTextBody,
) -> Result<PlanView, Error> {
    let (permit, child) = act.case_at(id, Action::WriteDraftPlan, seen)?;
    act.keep_contacts_out_of_plan(child.id, &body.sections)?;
    let file = CaseFile::load(act.tx, permit.subject(), child)?;
    ehcp_assessment::write_draft(&file.assessment, &body.sections)?;
    if file
        .assessment
        .draft
        .is_some_and(|draft| draft.served_on.is_none())
    {
        return Err(Refusal::AlreadyDone {
            explanation:
                "A version of the draft is being written already. Change that one, or send it first."
                    .to_owned(),
        }
        .into());
    }
    // One place is kept for the final plan.
    room_for_one_more(file.plans.len(), MOST_PLANS - 1, "versions of a draft plan")?;
    let plan = PlanRow {
        id: act.id(),
        case_id: id,
        assessment_id: permit.subject().assessment_id,
        kind: PlanKind::Draft,
        number: next_number(&file),
        sent_on: None,
        served_on: None,
        method: None,
        health_body_agreed_on: None,
        version: 1,
    };
    let recorded = act.recorded();
    act.tx.insert_plan(&permit, &plan, &body.sections, recorded)?;
    wrote(act, &permit, &plan)?;
    Ok(view(&plan, &body.sections, &permit))
}

/// The number of the next version of the draft; those that an adoption sealed are counted too.
fn next_number(file: &CaseFile) -> i32 {
    let drafts = file.plans.iter().filter(|plan| plan.kind == PlanKind::Draft);
    drafts
        .map(|plan| plan.number)
        .max()
        .map_or(1, |last| last.saturating_add(1))
}

/// Replaces the text of a draft that is being written. `seen` is the version of the draft.
///
/// # Errors
/// When the draft is hidden, changed or served, or the text names a placement.
pub fn write_draft(
    act: &mut Act<'_, '_>,
    id: PlanId,
    seen: i64,
    body: &PlanTextBody,
) -> Result<PlanView, Error> {
    let (permit, child, mut plan) = act.plan(id, Action::WriteDraftPlan)?;
    same_version(plan.version, seen)?;
    act.keep_contacts_out_of_plan(child.id, &body.sections)?;
    let file = CaseFile::load(act.tx, permit.subject(), child)?;
    ehcp_assessment::write_draft(&file.assessment, &body.sections)?;
    if let Some(sent) = plan.sent_on {
        return Err(Refusal::AlreadyDone {
            explanation: format!(
                "This version of the draft was sent on {}, so it cannot be changed any more. Start the next version.",
                human_date(sent)
            ),
        }
        .into());
    }
    match act.tx.replace_plan_text(&permit, id, seen, &body.sections)? {
        Saved::Updated(version) => plan.version = version,
        Saved::Stale(current) => return Err(Error::Stale { current }),
    }
    wrote(act, &permit, &plan)?;
    Ok(view(&plan, &body.sections, &permit))
}

fn wrote(act: &mut Act<'_, '_>, permit: &Permitted<CaseRow>, plan: &PlanRow) -> Result<(), Error> {
    let happening = Happening::new(HappeningKind::DraftWritten, act.moment.today);
    let details = Details::default()
        .id("plan_id", plan.id)
        .id("number", plan.number);
    act.record(permit, &happening, details, &Extra::default())?;
    Ok(())
}

/// Serves a draft on the family. `seen` is the version of the draft.
///
/// # Errors
/// When the draft is hidden, changed or served, sections are missing, or the service would not count.
pub fn serve_draft(
    act: &mut Act<'_, '_>,
    id: PlanId,
    seen: i64,
    command: &ServeDraft,
) -> Result<PlanView, Error> {
    let (permit, child, plan) = act.plan(id, Action::ServeDraft)?;
    same_version(plan.version, seen)?;
    let mut file = CaseFile::load(act.tx, permit.subject(), child)?;
    let text = act.tx.plan_text(id)?;
    file.assessment.draft = Some(DraftState {
        id: plan.id,
        number: plan.number,
        served_on: plan.served_on,
    });
    let service = DraftService {
        sent_on: command.sent_on.unwrap_or(act.moment.today),
        method: command.method,
        written_consent: command.written_consent,
    };
    let happening = ehcp_assessment::serve_draft(
        &file.assessment,
        &text,
        &service,
        act.moment.calendar,
        act.moment.today,
    )?;
    let served_on = fact_day(&happening, FactKind::DraftServed);
    act.tx
        .mark_plan_served(&permit, id, service.sent_on, served_on, service.method)?;
    let details = Details::default()
        .id("plan_id", id)
        .word("method", service.method.word());
    act.record(&permit, &happening, details, &Extra::default())?;
    let plan = act.tx.plan(id)?.ok_or(Error::NotFound)?;
    Ok(view(&plan, &text, &permit))
}

fn fact_day(happening: &Happening, kind: FactKind) -> chrono::NaiveDate {
    happening
        .facts
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or(happening.on, |(_, on)| *on)
}

/// Records what the family says about the draft. Answers it and the new version of the case.
///
/// # Errors
/// When the case is hidden, changed or without a served draft, or nothing is said.
pub fn represent(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    command: &MakeRepresentations,
) -> Result<(RepresentationView, i64), Error> {
    let (permit, child) = act.case_at(id, Action::MakeRepresentations, seen)?;
    let role = act.actor.role;
    let texts = [
        ("/text", command.text.as_ref().map(|text| text.as_str())),
        (
            "/requested_setting",
            command.requested_setting.as_ref().map(|text| text.as_str()),
        ),
    ];
    act.keep_contacts_out(
        child.id,
        texts
            .into_iter()
            .filter_map(|(pointer, text)| text.map(|text| (pointer, text))),
    )?;
    let file = CaseFile::load(act.tx, permit.subject(), child)?;
    let today = act.moment.today;
    if role.is_family() && command.received_on.is_some_and(|day| day != today) {
        return Err(Error::field(
            "/received_on",
            "not_today",
            "What you send here is received today. Leave the day out.",
        ));
    }
    let said = Representation {
        received_on: command.received_on.unwrap_or(today),
        text: command.text.clone(),
        requested_setting: command.requested_setting.clone(),
        wants_meeting: command.wants_meeting,
    };
    let happening = ehcp_assessment::represent(&file.assessment, &said, today)?;
    let draft = file
        .plans
        .iter()
        .find(|plan| plan.kind == PlanKind::Draft && plan.served_on.is_some())
        .ok_or(Error::NotFound)?;
    let known = usize::try_from(act.tx.representation_count(id)?).unwrap_or(usize::MAX);
    room_for_one_more(known, MOST_REPRESENTATIONS, "representations about a draft")?;
    let row = RepresentationRow {
        id: act.id(),
        plan_id: draft.id,
        received_on: said.received_on,
        content: said.text.map(String::from),
        requested_setting: said.requested_setting.map(String::from),
        wants_meeting: said.wants_meeting,
        recorded_by: act.actor.user,
    };
    let recorded = act.recorded();
    act.tx.insert_representation(&permit, &row, recorded)?;
    let details = Details::default()
        .id("representation_id", row.id)
        .id("plan_id", row.plan_id);
    let file = act.record(&permit, &happening, details, &Extra::default())?;
    Ok((representation_view(row), file.case.version))
}

/// A final plan that waits for the second signature.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NewFinalPlan {
    pub(crate) case_id: CaseId,
    sent: SendFinalPlan,
}

/// Sends the final plan to the family, the named setting and the health body (reg 13(2)), once a second person has signed
/// it too.
///
/// # Errors
/// When the case is hidden, changed or at another stage, the family's 15 days have not ended, section I is missing, or
/// section G is not agreed.
pub fn send_final_plan(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    command: &SendFinalPlan,
) -> Result<Settled, Error> {
    let (permit, child) = act.case_at(id, Action::SendFinalPlan, seen)?;
    act.keep_contacts_out_of_plan(child.id, &command.sections)?;
    // What the law does not allow is told to whoever asks, and not only to the second person.
    let file = CaseFile::load(act.tx, permit.subject(), child)?;
    final_plan_sent(act, &file, command)?;
    let proposal = Proposal::SendFinalPlan(Box::new(NewFinalPlan {
        case_id: id,
        sent: command.clone(),
    }));
    act.settle(
        &permit,
        Some(id),
        Some(seen),
        proposal,
        "The final plan is ready to be sent.",
    )
}

fn final_plan_sent(
    act: &Act<'_, '_>,
    file: &CaseFile,
    command: &SendFinalPlan,
) -> Result<(FinalPlan, Happening), Error> {
    let last = FinalPlan {
        sent_on: command.sent_on.unwrap_or(act.moment.today),
        health_body_agreed_on: command.health_body_agreed_on,
    };
    let happening =
        ehcp_assessment::send_final_plan(&file.assessment, &command.sections, &last, act.moment.today)?;
    Ok((last, happening))
}

/// Sends a final plan that two people have signed, or one alone where there is no other.
pub(crate) fn apply_final_plan(act: &mut Act<'_, '_>, new: &NewFinalPlan) -> Result<Done, Error> {
    let (permit, child) = act.case(new.case_id, Action::SendFinalPlan)?;
    let file = CaseFile::load(act.tx, permit.subject(), child)?;
    let (last, happening) = final_plan_sent(act, &file, &new.sent)?;
    let plan = PlanRow {
        id: act.id(),
        case_id: new.case_id,
        assessment_id: permit.subject().assessment_id,
        kind: PlanKind::Final,
        number: 1,
        sent_on: Some(last.sent_on),
        served_on: None,
        method: None,
        health_body_agreed_on: last.health_body_agreed_on,
        version: 1,
    };
    let recorded = act.recorded();
    act.tx.insert_plan(&permit, &plan, &new.sent.sections, recorded)?;
    let details = Details::default().id("plan_id", plan.id);
    act.record(&permit, &happening, details, &Extra::default())?;
    let view = view(&plan, &new.sent.sections, &permit);
    Ok(Done {
        location: Some(format!("/v1/plans/{}", plan.id)),
        version: Some(plan.version),
        ..Done::with(&view)?
    })
}

/// The versions of the plan of a case that this person may see, the latest first, without their texts.
///
/// # Errors
/// When the case is hidden, or plans are not for this person.
pub fn plans(look: &mut Look<'_, '_>, id: CaseId) -> Result<Vec<PlanSummary>, Error> {
    let (permit, _) = look.case(id, Action::ReadFinalPlan)?;
    look.case(id, Action::ReadDraftPlan)?;
    let staff = look.actor.role.is_staff();
    let rows = look.tx.plans_of(permit.subject().assessment_id)?;
    Ok(rows
        .iter()
        .filter(|row| is_shown(row, staff) && !permit.subject().seals(row.id))
        .map(summary)
        .collect())
}

/// One version of a plan.
///
/// # Errors
/// When it is hidden: also a draft that is still being written, to all but staff.
pub fn plan(look: &mut Look<'_, '_>, id: PlanId) -> Result<PlanView, Error> {
    let row = look.tx.plan(id)?.ok_or(Error::NotFound)?;
    let (permit, _) = look.case(row.case_id, read_action(&row))?;
    if !is_shown(&row, look.actor.role.is_staff()) || permit.subject().seals(id) {
        return Err(Error::NotFound);
    }
    let text = look.tx.plan_text(id)?;
    let shield = look.shield(&permit)?;
    Ok(shielded(view(&row, &text, &permit), &shield))
}

/// Leaves out of a plan's texts what the reader must not learn.
fn shielded(mut view: PlanView, shield: &Shield) -> PlanView {
    for text in view.sections.values_mut() {
        *text = shield.text(std::mem::take(text));
    }
    view
}

/// What the family said about the drafts of a case, the latest first.
///
/// # Errors
/// When the case is hidden, or this is not for this person.
pub fn representations(look: &mut Look<'_, '_>, id: CaseId) -> Result<Vec<RepresentationView>, Error> {
    let (permit, _) = look.case(id, Action::ReadRepresentations)?;
    let shield = look.shield(&permit)?;
    let own = in_whose_place(look.tx, &permit, look.moment.as_of())?;
    Ok(look
        .tx
        .representations_of(id)?
        .into_iter()
        .filter(|row| !permit.subject().seals(row.id))
        .map(|mut row| {
            let others = is_another_parents(&permit, &own, row.recorded_by);
            row.content = row.content.filter(|_| !others);
            // Where one parent would have the child go says where that parent lives.
            row.requested_setting = row
                .requested_setting
                .filter(|_| !others && !permit.hides_whereabouts());
            let view = representation_view(row);
            RepresentationView {
                text: shield.maybe(view.text),
                requested_setting: shield.maybe(view.requested_setting),
                ..view
            }
        })
        .collect())
}

/// Whether words are perhaps those of another parent: the reader sees the case as a parent or as a parent's helper, and
/// nobody in whose place they stand sent them.
pub(crate) fn is_another_parents<S>(permit: &Permitted<S>, own: &HashSet<UserId>, sent_by: UserId) -> bool {
    permit.scope() == Scope::LinkedChild && !own.contains(&sent_by)
}

fn read_action(row: &PlanRow) -> Action {
    match row.kind {
        PlanKind::Draft => Action::ReadDraftPlan,
        PlanKind::Final => Action::ReadFinalPlan,
    }
}

/// A draft that is still being written is the authority's own.
fn is_shown(row: &PlanRow, staff: bool) -> bool {
    staff || row.sent_on.is_some()
}

impl Act<'_, '_> {
    fn keep_contacts_out_of_plan(&mut self, child: ChildId, text: &PlanText) -> Result<(), Error> {
        let texts: Vec<_> = text
            .iter()
            .map(|(section, text)| (format!("/sections/{}", section.word()), text.as_str()))
            .collect();
        self.keep_contacts_out(
            child,
            texts.iter().map(|(pointer, text)| (pointer.as_str(), *text)),
        )
    }

    /// A version of a plan on whose case the person may do this, locked.
    fn plan(&mut self, id: PlanId, action: Action) -> Result<(Permitted<CaseRow>, ChildRow, PlanRow), Error> {
        let case = self.tx.plan(id)?.ok_or(Error::NotFound)?.case_id;
        let (permit, child) = self.case(case, action)?;
        if permit.subject().seals(id) {
            return Err(Error::NotFound);
        }
        // Read again now that nobody else changes the case.
        let plan = self.tx.plan(id)?.ok_or(Error::NotFound)?;
        Ok((permit, child, plan))
    }
}

/// The section that names where the child learns (SEND Regulations 2014, reg 12(1)(i)).
const NAMES_THE_PLACE: &str = "I";

fn view<S>(row: &PlanRow, text: &PlanText, permit: &Permitted<S>) -> PlanView {
    let seen = |section: &str| {
        permit.fields().sees_plan_section(section)
            && !(permit.hides_whereabouts() && section == NAMES_THE_PLACE)
    };
    PlanView {
        plan: summary(row),
        sections: text
            .iter()
            .filter(|(section, _)| seen(section.word()))
            .map(|(section, text)| (section.word(), text.to_string()))
            .collect(),
    }
}

fn summary(row: &PlanRow) -> PlanSummary {
    PlanSummary {
        id: row.id,
        case_id: row.case_id,
        kind: row.kind,
        number: row.number,
        sent_on: row.sent_on,
        served_on: row.served_on,
        method: row.method,
        respond_by: row.served_on.map(|served| add_days(served, DAYS_AFTER_SERVICE)),
        health_body_agreed_on: row.health_body_agreed_on,
        version: row.version,
    }
}

fn representation_view(row: RepresentationRow) -> RepresentationView {
    RepresentationView {
        id: row.id,
        plan_id: row.plan_id,
        received_on: row.received_on,
        text: row.content,
        requested_setting: row.requested_setting,
        wants_meeting: row.wants_meeting,
    }
}
