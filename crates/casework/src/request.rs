//! Asking for an EHC needs assessment.

use crate::case_file::{CaseFile, Details, Extra, room_for_one_more};
use crate::clockwork::next_due;
use crate::{Act, Error, MakeRequest, NewChild};
use chrono::{Datelike, NaiveDate};
use ehcp_access::{Action, HELPER, LimitEffect, Permitted, Role};
use ehcp_assessment::{Happening, Request, RequestSource, open, second_request};
use ehcp_calendar::{add_weeks, human_date, young_person_from};
use ehcp_case::{
    AssessmentId, CaseId, CaseReference, ChildId, EducationSettingId, FactKind, FieldProblem, Refusal, Stage,
    TeamId,
};
use ehcp_store::{
    CaseChange, CaseRow, ChildRow, EnrolmentRow, FIRST_HASH, MOST_ASSESSMENTS, MOST_REQUESTS, NO_DAY,
    NewFact, ParentLinkRow, Recorded, RequestRow, Saved, StoreError, ViolationKind,
};
use serde::Serialize;
use utoipa::ToSchema;

/// What whoever asked gets back: that it arrived, its reference, and by when the law wants an answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RequestReceipt {
    /// The case.
    pub case_id: CaseId,
    /// The reference to quote.
    #[schema(example = "EHC-2026-000123", max_length = 15)]
    pub reference: String,
    /// The assessment that the request opened, or to which it was added.
    pub assessment_id: AssessmentId,
    /// Who asked.
    pub source: RequestSource,
    /// The day on which it reached the authority.
    pub received_on: NaiveDate,
    /// Whether an assessment was open already; then the first request sets the dates.
    pub added_to_open_assessment: bool,
    /// The last day for the decision whether to assess (SEND Regulations 2014, reg 5(1)); absent when that has been
    /// decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_due_on: Option<NaiveDate>,
    /// The last day for a final plan, if there is to be one (reg 13(2)); absent when the assessment has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_due_on: Option<NaiveDate>,
    /// The same in plain English.
    #[schema(max_length = 1000)]
    pub in_words: String,
    /// The version of the case.
    pub version: i64,
}

/// The weeks to decide whether to assess, and to send a final plan.
const WEEKS: (u32, u32) = (6, 20);

/// Records a request for an EHC needs assessment, or that the authority became responsible without one.
///
/// # Errors
/// When the child is not named or hidden, a date is impossible, the person may not ask, or a plan is in force.
pub fn make_request(act: &mut Act<'_, '_>, command: &MakeRequest) -> Result<RequestReceipt, Error> {
    let source = source(act, command)?;
    if let Some(setting) = command.education_setting_id {
        known_setting(act, setting)?;
    }
    let by_a_setting = source == RequestSource::Setting && act.actor.role != Role::School;
    if by_a_setting && command.education_setting_id.is_none() {
        return Err(Error::field(
            "/education_setting_id",
            "missing",
            "Say which setting asked. The list of settings has the ids.",
        ));
    }
    let request = Request {
        source,
        received_on: received_on(act, command)?,
        reasons: command.reasons.clone(),
        on_behalf_of: None,
    };
    match (&command.child_id, &command.child) {
        (Some(child), None) => {
            for_known_child(act, command, &request, *child).map_err(|error| match error {
                Error::NotFound => Error::UnknownReference(FieldProblem::new(
                    "/child_id",
                    "unknown_child",
                    "There is no child with this id for whom you can ask. The list of children has the right ids; a child who is not on record yet is given as child.",
                )),
                other => other,
            })
        }
        (None, Some(new)) => {
            let child = register(act, command, &request, new)?;
            first_request(act, command, &request, child)
        }
        (None, None) => Err(Error::field(
            "/child",
            "missing",
            "Say for which child: give child_id or child.",
        )),
        (Some(_), Some(_)) => Err(Error::field(
            "/child",
            "both_given",
            "Give either child_id or child, not both.",
        )),
    }
}

/// Who asks follows from the role; staff record what reached them.
fn source(act: &Act<'_, '_>, command: &MakeRequest) -> Result<RequestSource, Error> {
    let own = match act.actor.role {
        Role::Parent => Some(RequestSource::Parent),
        Role::YoungPerson => Some(RequestSource::YoungPerson),
        Role::School => Some(RequestSource::Setting),
        // Anybody else's word brings the child to the authority's attention (s.24(1)(c)).
        Role::Adviser => Some(RequestSource::BroughtToAttention),
        _ => None,
    };
    match (own, command.source) {
        (Some(own), None) => Ok(own),
        (Some(own), Some(said)) if own == said => Ok(own),
        (Some(_), Some(_)) => Err(Error::field(
            "/source",
            "not_yours",
            "You ask in your own name. Leave the source out.",
        )),
        (None, Some(RequestSource::BroughtToAttention)) => {
            act.may(Action::RecordAsBecomingResponsible)?;
            Ok(RequestSource::BroughtToAttention)
        }
        (None, Some(said)) => Ok(said),
        (None, None) => Err(Error::field(
            "/source",
            "missing",
            "Say who asked, or how the child came to attention.",
        )),
    }
}

fn received_on(act: &Act<'_, '_>, command: &MakeRequest) -> Result<NaiveDate, Error> {
    let today = act.moment.today;
    match command.received_on {
        Some(day) if day != today && !act.actor.role.is_staff() => Err(Error::field(
            "/received_on",
            "not_today",
            "A request made here is received today. Leave the day out.",
        )),
        Some(day) => Ok(day),
        None => Ok(today),
    }
}

fn for_known_child(
    act: &mut Act<'_, '_>,
    command: &MakeRequest,
    request: &Request,
    child: ChildId,
) -> Result<RequestReceipt, Error> {
    if let Some(case) = act.tx.case_of_child(child)? {
        let (permit, child) = act.case(case, Action::MakeRequest)?;
        let reasons = command.reasons.as_ref().map(|text| ("/reasons", text.as_str()));
        act.keep_contacts_out(child.id, reasons)?;
        let request = &in_whose_name(act, &permit, child.id, request)?;
        return if permit.subject().stage.is_ended() && came_after_the_end(act, permit.subject(), request)? {
            another_assessment(act, command, request, permit, child)
        } else {
            added_request(act, command, request, &permit, child)
        };
    }
    let row = act.tx.child(child)?.ok_or(Error::NotFound)?;
    let today = act.moment.today;
    let user = act.actor.user;
    let may = match act.actor.role {
        Role::Parent => act.tx.is_linked_parent(child, user, today)?,
        Role::YoungPerson => act.tx.is_young_person(child, user, today)?,
        Role::School => match act.actor.setting {
            Some(setting) => act.tx.is_on_roll(child, setting, today)?,
            None => false,
        },
        role => role.is_staff(),
    };
    let barred = act
        .tx
        .is_limited(child, user, LimitEffect::Bar, act.moment.as_of())?;
    if !may || barred {
        return Err(Error::NotFound);
    }
    first_request(act, command, request, row)
}

/// A member of the family asks in the name of whoever has the right to (Children and Families Act 2014, s.36(1)), which
/// follows from the tie and not from the sort of their account: a helper in that of whoever invited them, a
/// representative in that of the young person.
fn in_whose_name(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    child: ChildId,
    request: &Request,
) -> Result<Request, Error> {
    let mut asked = request.clone();
    let (asker, at) = (act.actor.user, act.moment.as_of());
    if !act.actor.role.is_family() {
        return Ok(asked);
    }
    if permit.purpose() == HELPER {
        asked.on_behalf_of = act.tx.in_whose_place(child, asker, at)?;
    }
    let acts = act.tx.acting_from(child, at.today)?;
    let young_person_or_for_them = acts
        .filter(|acts| acts.from_on <= at.today)
        .and_then(|acts| acts.user_id);
    let asks = asked.on_behalf_of.unwrap_or(asker);
    asked.source = if young_person_or_for_them == Some(asks) {
        RequestSource::YoungPerson
    } else {
        RequestSource::Parent
    };
    Ok(asked)
}

/// Whether a request reached the authority after the assessment before it had ended. One that came while it was open
/// belongs to it, whenever it is recorded.
fn came_after_the_end(act: &mut Act<'_, '_>, case: &CaseRow, request: &Request) -> Result<bool, Error> {
    let told = match case.stage {
        Stage::NotAssessed => FactKind::AssessmentRefused,
        Stage::PlanNotIssued => FactKind::RefusalToIssueNotified,
        Stage::PlanIssued => FactKind::FinalPlanSent,
        _ => return Ok(false),
    };
    let facts = act.tx.facts_of(case.assessment_id)?;
    let ended = facts.iter().find(|fact| fact.kind == told);
    Ok(ended.is_none_or(|ended| request.received_on >= ended.happened_on))
}

/// Puts a child on record. A pupil number that another child has is kept aside for staff to match: the answer is the
/// same, so it tells nobody that the other child exists.
fn register(
    act: &mut Act<'_, '_>,
    command: &MakeRequest,
    request: &Request,
    new: &NewChild,
) -> Result<ChildRow, Error> {
    act.may(Action::RegisterChild)?;
    if act.actor.role == Role::YoungPerson {
        return Err(Error::field(
            "/child",
            "not_yours",
            "You ask for yourself. Give child_id; the list of children has it.",
        ));
    }
    let today = act.moment.today;
    check_birth("/child/born_on", new.born_on, today)?;
    let young_person_from = young_person_from(new.born_on);
    // Refused before anything is kept.
    open(request, new.born_on, young_person_from, today)?;
    let upn = new.upn.as_ref().map(ToString::to_string);
    let taken = match &upn {
        Some(upn) => act.tx.child_by_upn(upn)?.is_some(),
        None => false,
    };
    let mut child = ChildRow {
        id: act.id(),
        given_name: new.given_name.to_string(),
        family_name: new.family_name.to_string(),
        born_on: new.born_on,
        upn: upn.clone().filter(|_| !taken),
        claimed_upn: upn.filter(|_| taken),
        young_person_from,
        version: 1,
    };
    let recorded = act.recorded();
    keep_child(act, &mut child, recorded)?;
    relate(act, command, &child)?;
    Ok(child)
}

/// Keeps a child; when another with the same pupil number is kept at this very moment, the number waits to be matched.
fn keep_child(act: &mut Act<'_, '_>, child: &mut ChildRow, recorded: Recorded) -> Result<(), Error> {
    let kept = act.tx.savepoint(|tx| tx.insert_child(child, recorded));
    match kept {
        Err(StoreError::Conflict(violation)) if violation.kind == ViolationKind::Unique => {
            child.claimed_upn = child.upn.take();
            Ok(act.tx.insert_child(child, recorded)?)
        }
        other => Ok(other?),
    }
}

pub(crate) fn check_birth(pointer: &str, born_on: NaiveDate, today: NaiveDate) -> Result<(), Error> {
    let problem = if born_on > today {
        Some((
            "in_the_future",
            format!(
                "A date of birth cannot be in the future. Give a day up to {}.",
                human_date(today)
            ),
        ))
    } else if today.years_since(born_on).is_none_or(|age| age > 30) {
        Some((
            "too_long_ago",
            "Nobody born on this day can have an EHC plan: they go up to the age of 25.".to_owned(),
        ))
    } else {
        None
    };
    match problem {
        Some((code, message)) => Err(Error::Invalid(vec![FieldProblem::new(pointer, code, message)])),
        None => Ok(()),
    }
}

/// What follows from who registers a child: a parent's own link waits for an officer to verify it; a school's pupil is
/// on its roll.
fn relate(act: &mut Act<'_, '_>, command: &MakeRequest, child: &ChildRow) -> Result<(), Error> {
    let recorded = act.recorded();
    let today = act.moment.today;
    match act.actor.role {
        Role::Parent => {
            let link = ParentLinkRow {
                id: act.id(),
                child_id: child.id,
                user_id: act.actor.user,
                parental_responsibility: false,
                has_care: false,
                from_on: today,
                until_on: None,
                evidence: "Said by this adult with a request; not verified.".to_owned(),
                verified_at: None,
                verified_by: None,
                annulled: false,
                end_reason: None,
                in_place_of: None,
                ended_for: None,
                until_before: None,
            };
            act.tx.insert_parent_link(&link, recorded)?;
        }
        _ => {
            let said = command.education_setting_id.filter(|_| act.actor.role.is_staff());
            if let Some(setting) = act.actor.setting.or(said) {
                known_setting(act, setting)?;
                let place = EnrolmentRow {
                    id: act.id(),
                    child_id: child.id,
                    education_setting_id: setting,
                    from_on: today,
                    until_on: None,
                    dual_registration: false,
                    annulled: false,
                    end_reason: None,
                    ended_for: None,
                    until_before: None,
                };
                act.tx.insert_enrolment(&place, recorded)?;
            }
        }
    }
    Ok(())
}

fn known_setting(act: &mut Act<'_, '_>, setting: EducationSettingId) -> Result<Option<TeamId>, Error> {
    match act.tx.education_setting(setting)? {
        Some(row) => Ok(row.team_id),
        None => Err(Error::field(
            "/education_setting_id",
            "unknown_setting",
            "There is no setting with this id. The list of settings has the right one.",
        )),
    }
}

/// The team a new case comes to: an officer's own; else that of the child's setting; else the one that takes new cases.
fn team_for(act: &mut Act<'_, '_>, command: &MakeRequest, child: ChildId) -> Result<Option<TeamId>, Error> {
    if act.actor.role == Role::Officer
        && let Some(own) = act.actor.teams.first()
    {
        return Ok(Some(*own));
    }
    let today = act.moment.today;
    let setting = match act.actor.setting.or(command.education_setting_id) {
        Some(setting) => Some(setting),
        None => act.tx.setting_of_child(child, today)?,
    };
    if let Some(setting) = setting
        && let Some(team) = known_setting(act, setting)?
    {
        return Ok(Some(team));
    }
    let teams = act.tx.teams()?;
    let takes_new = teams.iter().find(|team| team.takes_new_cases).or(teams.first());
    // A case without a team would be seen by nobody.
    takes_new.map(|team| Some(team.id)).ok_or_else(|| {
        Refusal::NotYet {
            explanation: "No team is set up yet to take new cases. Ask the authority's administrator."
                .to_owned(),
        }
        .into()
    })
}

fn first_request(
    act: &mut Act<'_, '_>,
    command: &MakeRequest,
    request: &Request,
    child: ChildRow,
) -> Result<RequestReceipt, Error> {
    let permit = act.may(Action::MakeRequest)?;
    let happening = open(request, child.born_on, child.young_person_from, act.moment.today)?;
    let reference = next_reference(act)?;
    let row = CaseRow {
        id: act.id(),
        reference: reference.to_string(),
        child_id: child.id,
        team_id: team_for(act, command, child.id)?,
        officer_id: None,
        stage: Stage::DecidingWhetherToAssess,
        assessment_id: act.id(),
        next_due_on: NO_DAY,
        next_rule: None,
        restricted: false,
        restricted_until: None,
        opened_at: act.moment.now,
        last_event: 0,
        last_event_hash: FIRST_HASH.to_owned(),
        version: 1,
        sealed_until: None,
    };
    act.tx.insert_case(&permit, &row)?;
    act.brought_into_being(row.id);
    act.tx
        .insert_assessment(row.assessment_id, row.id, 1, request.received_on)?;
    opened(act, command, request, row, child, &happening)
}

fn next_reference(act: &mut Act<'_, '_>) -> Result<CaseReference, Error> {
    let year = act.moment.today.year();
    let number = act.tx.next_case_number(year)?;
    u16::try_from(year)
        .ok()
        .zip(u32::try_from(number).ok())
        .and_then(|(year, number)| CaseReference::new(year, number).ok())
        .ok_or_else(|| Error::Internal("the year's case numbers have run out".to_owned()))
}

/// Keeps the request, its facts and its due dates of an assessment that was just opened, and writes the event.
fn opened(
    act: &mut Act<'_, '_>,
    command: &MakeRequest,
    request: &Request,
    mut row: CaseRow,
    child: ChildRow,
    happening: &Happening,
) -> Result<RequestReceipt, Error> {
    let details = keep_request(act, command, request, &row)?;
    let recorded = act.recorded();
    for (kind, on) in &happening.facts {
        let fact = NewFact {
            id: act.id(),
            assessment: row.assessment_id,
            advice_request: None,
            kind: *kind,
            happened_on: *on,
            reason: None,
        };
        act.tx.put_fact(row.id, &fact, recorded)?;
    }
    let file = CaseFile::load(act.tx, &row, child)?;
    let due = file.due_rows(&act.moment)?;
    act.tx.put_deadlines(row.id, &due)?;
    act.tx.set_next_due(row.id, next_due(&due).as_ref())?;
    act.append(&mut row, happening, details)?;
    Ok(receipt(&file, request, false, row.version))
}

fn keep_request(
    act: &mut Act<'_, '_>,
    command: &MakeRequest,
    request: &Request,
    case: &CaseRow,
) -> Result<Details, Error> {
    let row = RequestRow {
        id: act.id(),
        assessment_id: case.assessment_id,
        source: request.source,
        education_setting_id: (request.source == RequestSource::Setting)
            .then(|| act.actor.setting.or(command.education_setting_id))
            .flatten(),
        received_on: request.received_on,
        reasons: request.reasons.as_ref().map(ToString::to_string),
        recorded_by: act.actor.user,
    };
    let recorded = act.recorded();
    act.tx.insert_request(case.id, &row, recorded)?;
    let details = Details::default()
        .id("request_id", row.id)
        .word("source", row.source.word());
    Ok(match request.on_behalf_of {
        Some(inviter) => details.id("on_behalf_of", inviter),
        None => details,
    })
}

/// A further request while an assessment is open is kept with it; the first event in time governs.
fn added_request(
    act: &mut Act<'_, '_>,
    command: &MakeRequest,
    request: &Request,
    permit: &Permitted<CaseRow>,
    child: ChildRow,
) -> Result<RequestReceipt, Error> {
    let from = child.young_person_from;
    let file = CaseFile::load(act.tx, permit.subject(), child)?;
    room_for_one_more(file.requests.len(), MOST_REQUESTS, "requests for this assessment")?;
    let happening = second_request(&file.assessment, request, from, act.moment.today)?;
    let details = keep_request(act, command, request, permit.subject())?;
    let extra = Extra {
        reason: Some("A request that reached the authority earlier was recorded."),
        ..Extra::default()
    };
    let file = act.record(permit, &happening, details, &extra)?;
    let version = file.case.version;
    Ok(receipt(&file, request, true, version))
}

/// A request after a refusal opens another assessment in the same case.
fn another_assessment(
    act: &mut Act<'_, '_>,
    command: &MakeRequest,
    request: &Request,
    permit: Permitted<CaseRow>,
    child: ChildRow,
) -> Result<RequestReceipt, Error> {
    let mut row = permit.subject().clone();
    if row.stage == Stage::PlanIssued {
        return Err(Refusal::NotYet {
            explanation: "A plan is in force. Ask for a re-assessment instead (Children and Families Act 2014, s.44(2)).".to_owned(),
        }
        .into());
    }
    let happening = open(request, child.born_on, child.young_person_from, act.moment.today)?;
    let known = act.tx.assessment_count(row.id)?;
    room_for_one_more(
        usize::try_from(known).unwrap_or(usize::MAX),
        MOST_ASSESSMENTS,
        "assessments",
    )?;
    let number = known.saturating_add(1);
    row.assessment_id = act.id();
    row.stage = Stage::DecidingWhetherToAssess;
    act.tx
        .insert_assessment(row.assessment_id, row.id, number, request.received_on)?;
    let change = CaseChange {
        stage: row.stage,
        assessment_id: row.assessment_id,
        team_id: row.team_id,
        officer_id: row.officer_id,
        next_due: None,
    };
    match act.tx.update_case(&permit, row.version, &change)? {
        Saved::Updated(version) => row.version = version,
        Saved::Stale(current) => return Err(Error::Stale { current }),
    }
    opened(act, command, request, row, child, &happening)
}

fn receipt(file: &CaseFile, request: &Request, added: bool, version: i64) -> RequestReceipt {
    let stage = file.case.stage;
    let started = file.assessment.clock_started_on().unwrap_or(request.received_on);
    let (decision, plan) = (add_weeks(started, WEEKS.0), add_weeks(started, WEEKS.1));
    let first = if added {
        "An assessment was asked for before; the first request sets the dates. "
    } else {
        ""
    };
    RequestReceipt {
        case_id: file.case.id,
        reference: file.case.reference.clone(),
        assessment_id: file.case.assessment_id,
        source: request.source,
        received_on: request.received_on,
        added_to_open_assessment: added,
        decision_due_on: (stage == Stage::DecidingWhetherToAssess).then_some(decision),
        plan_due_on: (!stage.is_ended()).then_some(plan),
        in_words: format!(
            "We received the request. {first}{}",
            what_follows(stage, decision, plan)
        ),
        version,
    }
}

/// Keeps a request that came in for a second record of a child on the case of the first. A plan that is in force stands
/// in the way of a new assessment; the request stays on the second record then.
pub(crate) fn carry_over(act: &mut Act<'_, '_>, row: &RequestRow, case: CaseId) -> Result<(), Error> {
    let (permit, child) = act.case(case, Action::MatchDuplicates)?;
    let reasons = match &row.reasons {
        Some(text) => Some(ehcp_case::Prose::new(text).map_err(|e| Error::Internal(e.to_string()))?),
        None => None,
    };
    let request = Request {
        source: row.source,
        received_on: row.received_on,
        reasons: reasons.clone(),
        on_behalf_of: None,
    };
    let command = MakeRequest {
        child_id: Some(child.id),
        child: None,
        source: Some(row.source),
        received_on: Some(row.received_on),
        reasons,
        education_setting_id: row.education_setting_id,
    };
    match permit.subject().stage {
        Stage::PlanIssued => Ok(()),
        stage if stage.is_ended() => another_assessment(act, &command, &request, permit, child).map(|_| ()),
        _ => added_request(act, &command, &request, &permit, child).map(|_| ()),
    }
}

/// What follows from a request at each stage that the assessment may have reached.
fn what_follows(stage: Stage, decision: NaiveDate, plan: NaiveDate) -> String {
    let (decision, plan) = (human_date(decision), human_date(plan));
    match stage {
        Stage::DecidingWhetherToAssess => format!(
            "By law we decide by {decision} whether to carry out an assessment and tell the family. If a plan is needed, it must be final by {plan}."
        ),
        Stage::Assessing => format!(
            "It is already decided to carry out the assessment, and it is under way. If a plan is needed, it must be final by {plan}."
        ),
        Stage::WritingDraft | Stage::DraftWithFamily => format!(
            "The assessment is done and it is decided to issue a plan. By law it must be final by {plan}."
        ),
        Stage::NotAssessed => {
            "It was decided not to carry out that assessment. A request that reaches us after that decision starts a new one."
                .to_owned()
        }
        Stage::PlanNotIssued => {
            "After that assessment it was decided not to issue a plan. A request that reaches us after that decision starts a new one."
                .to_owned()
        }
        Stage::PlanIssued => "The final plan has been sent.".to_owned(),
    }
}
