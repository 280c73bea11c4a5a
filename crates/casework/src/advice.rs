//! Asking for advice, and what comes back.

use crate::case_file::{CaseFile, Details, Extra, room_for_one_more};
use crate::casework::same_version;
use crate::shield::Shield;
use crate::{Act, AdviceRequestView, Error, HandInAdvice, Look, Moment, RequestAdvice};
use chrono::NaiveDate;
use ehcp_access::{Action, Fields, Permitted, Role, Scope};
use ehcp_assessment::{AdviceAnswer, AdviceHandedIn, AdviceRequested, DecisionKind};
use ehcp_calendar::add_weeks;
use ehcp_case::{AdviceRequestId, CaseId, EducationSettingId, FactKind, Refusal, UserId};
use ehcp_deadlines::{Deadline, Process};
use ehcp_store::{AdviceRow, CaseRow, MOST_ADVICE_REQUESTS, Saved};

/// Asks for advice (SEND Regulations 2014, reg 6).
///
/// # Errors
/// When the case is hidden, changed or at another stage, a day is impossible, or whoever is asked does not exist.
pub fn request_advice(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    command: &RequestAdvice,
) -> Result<AdviceRequestView, Error> {
    let (permit, child) = act.case_at(id, Action::RequestAdvice, seen)?;
    act.keep_contacts_out(
        child.id,
        [
            ("/addressee", command.addressee.as_str()),
            ("/referral", command.referral.as_str()),
        ],
    )?;
    let file = CaseFile::load(act.tx, permit.subject(), child)?;
    let sent_on = command.sent_on.unwrap_or(act.moment.today);
    let decided_on = match file.assessment.facts.get(FactKind::AssessDecisionNotified) {
        Some(told) if sent_on < told => decided_to_assess_on(act, id)?,
        _ => None,
    };
    let asked = AdviceRequested {
        kind: command.kind,
        addressee: command.addressee.to_string(),
        sent_on,
        received_on: command.received_on.unwrap_or(sent_on),
        decided_on,
    };
    let happening = ehcp_assessment::request_advice(&file.assessment, &asked, act.moment.today)?;
    room_for_one_more(
        file.advice.len(),
        MOST_ADVICE_REQUESTS,
        "requests for advice in this assessment",
    )?;
    check_addressee(act, command)?;
    let row = AdviceRow {
        id: act.id(),
        case_id: id,
        assessment_id: permit.subject().assessment_id,
        kind: asked.kind,
        addressee: asked.addressee,
        education_setting_id: command.education_setting_id,
        adviser_id: command.adviser_id,
        referral: command.referral.to_string(),
        sent_on: asked.sent_on,
        received_on: asked.received_on,
        answered_on: None,
        answer: None,
        answer_text: None,
        version: 1,
    };
    let recorded = act.recorded();
    act.tx.insert_advice_request(&permit, &row, recorded)?;
    let details = Details::default()
        .id("advice_request_id", row.id)
        .word("kind", row.kind.word());
    let extra = Extra {
        advice_request: Some(row.id),
        ..Extra::default()
    };
    let file = act.record(&permit, &happening, details, &extra)?;
    view_in(&file, &row, Fields::Full, &act.moment)
}

/// The day of the decision that opened the assessment in which advice is asked for now.
fn decided_to_assess_on(act: &mut Act<'_, '_>, id: CaseId) -> Result<Option<NaiveDate>, Error> {
    let decisions = act.tx.decisions_of(id)?;
    let latest = decisions.iter().find(|(row, _)| row.kind == DecisionKind::Assess);
    Ok(latest.map(|(row, _)| row.decided_on))
}

/// Whoever is asked must exist and be able to answer here.
fn check_addressee(act: &mut Act<'_, '_>, command: &RequestAdvice) -> Result<(), Error> {
    if command.education_setting_id.is_some() && command.adviser_id.is_some() {
        return Err(Error::field(
            "/adviser_id",
            "both_given",
            "Advice is asked of one: give either education_setting_id or adviser_id, not both.",
        ));
    }
    if let Some(setting) = command.education_setting_id
        && act.tx.education_setting(setting)?.is_none()
    {
        return Err(Error::field(
            "/education_setting_id",
            "unknown_setting",
            "There is no setting with this id. The list of settings has the right one.",
        ));
    }
    if let Some(adviser) = command.adviser_id {
        let is_adviser = act.tx.user(adviser)?.is_some_and(|user| {
            matches!(user.role, Role::Adviser | Role::School) && user.disabled_at.is_none()
        });
        if !is_adviser {
            return Err(Error::field(
                "/adviser_id",
                "not_an_adviser",
                "Nobody who gives advice here has this id. Leave it out and record the advice when it comes.",
            ));
        }
    }
    Ok(())
}

/// Hands in advice, or a refusal to advise: by whoever was asked, or by an officer for them. `seen` is the version of
/// the request for advice.
///
/// # Errors
/// When the request is hidden, changed or answered, or the day is impossible.
pub fn hand_in_advice(
    act: &mut Act<'_, '_>,
    id: AdviceRequestId,
    seen: i64,
    command: &HandInAdvice,
) -> Result<AdviceRequestView, Error> {
    let row = act.tx.advice_request(id)?.ok_or(Error::NotFound)?;
    let staff = act.actor.role.is_staff();
    let action = if staff {
        Action::RecordAdviceForOthers
    } else {
        Action::HandInAdvice
    };
    let (permit, child) = act.case(row.case_id, action)?;
    if (!staff && !is_addressed_to(act, &row)) || permit.subject().seals(id) {
        return Err(Error::NotFound);
    }
    act.keep_contacts_out(child.id, [("/text", command.text.as_str())])?;
    // Read again now that nobody else changes the case.
    let row = act.tx.advice_request(id)?.ok_or(Error::NotFound)?;
    if row.assessment_id != permit.subject().assessment_id {
        return Err(Refusal::NotAnyMore {
            explanation: "The assessment in which this advice was asked for is over. Send what you have to the named officer."
                .to_owned(),
        }
        .into());
    }
    let file = CaseFile::load(act.tx, permit.subject(), child)?;
    same_version(row.version, seen)?;
    let today = act.moment.today;
    if !staff && command.received_on.is_some_and(|day| day != today) {
        return Err(Error::field(
            "/received_on",
            "not_today",
            "What you hand in here is received today. Leave the day out.",
        ));
    }
    let answer = if command.refused {
        AdviceAnswer::Refused(command.text.clone())
    } else {
        AdviceAnswer::Given(command.text.clone())
    };
    let handed_in = AdviceHandedIn {
        received_on: command.received_on.unwrap_or(today),
        answer,
    };
    let happening =
        ehcp_assessment::hand_in_advice(&file.assessment, file.advice_state(id)?, &handed_in, today)?;
    let word = if command.refused { "refused" } else { "given" };
    let saved = act.tx.answer_advice_request(
        &permit,
        id,
        seen,
        handed_in.received_on,
        word,
        command.text.as_str(),
    )?;
    if let Saved::Stale(current) = saved {
        return Err(Error::Stale { current });
    }
    let details = Details::default()
        .id("advice_request_id", id)
        .word("answer", word)
        .digest("text", command.text.as_str());
    let extra = Extra {
        advice_request: Some(id),
        ..Extra::default()
    };
    let file = act.record(&permit, &happening, details, &extra)?;
    let row = file
        .advice
        .iter()
        .find(|row| row.id == id)
        .ok_or(Error::NotFound)?;
    let mut view = view_in(&file, row, Fields::Full, &act.moment)?;
    let shield = act.shield(&permit)?;
    view.referral = shield.maybe(view.referral);
    Ok(view)
}

fn is_addressed_to(act: &Act<'_, '_>, row: &AdviceRow) -> bool {
    row.adviser_id == Some(act.actor.user)
        || (row.education_setting_id.is_some() && row.education_setting_id == act.actor.setting)
}

/// The requests for advice of the assessment of a case that is open, or of the last one.
///
/// # Errors
/// When the case is hidden, or they are not for this person.
pub fn advice_requests(look: &mut Look<'_, '_>, id: CaseId) -> Result<Vec<AdviceRequestView>, Error> {
    let (permit, child) = look.case(id, Action::ReadAdviceRequests)?;
    let file = CaseFile::load(look.tx, permit.subject(), child)?;
    let reader = Reader::of(look, &permit)?;
    file.advice
        .iter()
        .filter(|row| reader.sees(row) && !permit.subject().seals(row.id))
        .map(|row| reader.view(&file, row, &look.moment))
        .collect()
}

/// One request for advice, also of an earlier assessment.
///
/// # Errors
/// When it is hidden.
pub fn advice_request(look: &mut Look<'_, '_>, id: AdviceRequestId) -> Result<AdviceRequestView, Error> {
    let row = look.tx.advice_request(id)?.ok_or(Error::NotFound)?;
    let (permit, child) = look.case(row.case_id, Action::ReadAdviceRequests)?;
    let reader = Reader::of(look, &permit)?;
    if !reader.sees(&row) || permit.subject().seals(id) {
        return Err(Error::NotFound);
    }
    let file = CaseFile::load_assessment(look.tx, permit.subject(), child, row.assessment_id)?;
    reader.view(&file, &row, &look.moment)
}

/// What is asked of the person or the person's setting and not answered yet.
///
/// # Errors
/// When the store cannot answer.
pub fn advice_to_do(
    look: &mut Look<'_, '_>,
    after: Option<AdviceRequestId>,
    limit: u32,
) -> Result<Vec<AdviceRequestView>, Error> {
    look.may(Action::ReadAdviceRequests)?;
    let rows = look
        .tx
        .advice_asked_of(&look.actor, look.moment.as_of(), after, i64::from(limit))?;
    look.through([Scope::AssignedAdvice.word()]);
    let mut views = Vec::with_capacity(rows.len());
    let hidden = look.whereabouts_kept(rows.iter().map(|(_, case, ..)| case.id).collect())?;
    for (row, case, given, family) in rows {
        look.saw(case.id);
        let due = add_weeks(row.received_on, ADVICE_WEEKS);
        let shield = look.shield_in_list(&case, &hidden)?;
        views.push(AdviceRequestView {
            id: row.id,
            case_id: case.id,
            case_reference: case.reference,
            child_name: format!("{given} {family}"),
            kind: row.kind,
            addressee: shield.text(row.addressee),
            education_setting_id: row.education_setting_id,
            adviser_id: row.adviser_id,
            referral: Some(shield.text(row.referral)),
            sent_on: row.sent_on,
            received_on: row.received_on,
            due_on: Some(due),
            status: Some(crate::reading::status_of(due, &look.moment)),
            answered_on: None,
            refused: false,
            text: None,
            version: row.version,
        });
    }
    Ok(views)
}

/// The weeks for advice (SEND Regulations 2014, reg 8(1)).
const ADVICE_WEEKS: u32 = 6;

/// What somebody sees of requests for advice: those addressed to them, and others as far as the policy lets them.
struct Reader {
    user: UserId,
    setting: Option<EducationSettingId>,
    fields: Fields,
    reads_advice: bool,
    shield: Shield,
    hides_whereabouts: bool,
}

impl Reader {
    fn of(look: &mut Look<'_, '_>, permit: &Permitted<CaseRow>) -> Result<Self, Error> {
        let reads_advice = match look.case(permit.subject().id, Action::ReadAdvice) {
            Ok((permit, _)) => permit.fields().sees_advice_of_others(),
            Err(Error::Forbidden { .. } | Error::NotFound) => false,
            Err(other) => return Err(other),
        };
        Ok(Self {
            user: look.actor.user,
            setting: look.actor.setting,
            fields: permit.fields(),
            reads_advice,
            shield: look.shield(permit)?,
            hides_whereabouts: permit.hides_whereabouts(),
        })
    }

    fn is_asked(&self, row: &AdviceRow) -> bool {
        row.adviser_id == Some(self.user)
            || (row.education_setting_id.is_some() && row.education_setting_id == self.setting)
    }

    fn sees(&self, row: &AdviceRow) -> bool {
        self.is_asked(row) || self.fields.sees_advice_of_others()
    }

    fn view(&self, file: &CaseFile, row: &AdviceRow, moment: &Moment) -> Result<AdviceRequestView, Error> {
        let mut view = view_in(file, row, self.fields, moment)?;
        if self.hides_whereabouts && row.education_setting_id.is_some() {
            view.education_setting_id = None;
            view.addressee = "The setting".to_owned();
        }
        if self.is_asked(row) {
            view.education_setting_id = row.education_setting_id;
            view.adviser_id = row.adviser_id;
        }
        if !self.is_asked(row) && !self.reads_advice {
            view.text = None;
        }
        view.addressee = self.shield.text(view.addressee);
        view.referral = self.shield.maybe(view.referral);
        view.text = self.shield.maybe(view.text);
        Ok(view)
    }
}

fn view_in(
    file: &CaseFile,
    row: &AdviceRow,
    fields: Fields,
    moment: &Moment,
) -> Result<AdviceRequestView, Error> {
    let facts = &file.advice_state(row.id)?.facts;
    let deadlines = crate::clockwork::explained(Process::AdviceRequest, facts, moment)?;
    let own = deadlines
        .iter()
        .find(|deadline: &&Deadline| deadline.due.is_some());
    Ok(AdviceRequestView {
        id: row.id,
        case_id: row.case_id,
        case_reference: file.case.reference.clone(),
        child_name: format!("{} {}", file.child.given_name, file.child.family_name),
        kind: row.kind,
        addressee: row.addressee.clone(),
        education_setting_id: row.education_setting_id.filter(|_| fields.sees_internal()),
        adviser_id: row.adviser_id.filter(|_| fields.sees_internal()),
        referral: (fields != Fields::Position).then(|| row.referral.clone()),
        sent_on: row.sent_on,
        received_on: row.received_on,
        due_on: own.and_then(|deadline| deadline.due),
        status: own.map(|deadline| deadline.status),
        answered_on: row.answered_on,
        refused: row.answer.as_deref() == Some("refused"),
        text: row.answer_text.clone(),
        version: row.version,
    })
}
