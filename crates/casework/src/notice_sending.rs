//! Sending a statutory notice: its letters are made, held exactly as they are, and told to those whom they go to, in one
//! transaction with what the sending does in the case.

use crate::case_file::{CaseFile, Details, Extra, room_for_one_more};
use crate::letter_template;
use crate::notice::{PaperForm, bytes_of};
use crate::notice_addressee::{self, Addressee, word_of};
use crate::notice_facts::{
    Common, Matter, decision_told, letterhead_in_force, matter, not_made, signing_officer,
};
use crate::notice_reading::notice_view;
use crate::{Act, Error, LetterText, NoticeView, Organisation, SendNotice};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ehcp_access::{Action, Permitted};
use ehcp_assessment::{
    ConsideringNotice, Decision, DecisionKind, FamilyConsultation, Happening, HappeningKind, Reasons,
    ServiceMethod, decide_to_assess, decide_to_issue,
};
use ehcp_case::{CaseId, FactKind, NoticeId, PlainText, Refusal};
use ehcp_letters::{Audience, NoticeKind, Template, render};
use ehcp_store::{
    CaseRow, ChildRow, DecisionRow, LetterBytes, MOST_NOTICES, NewMessage, NoticeLetterRow, NoticeRow,
    PendingDecisionRow, Recipient,
};
use sha2::{Digest as _, Sha256};

/// Sends a notice to everybody whom it goes to: to each of the family who has the rights today a letter of their own. What
/// the sending does in the case happens with it: a decision is told, and its last days count from today.
///
/// # Errors
/// When the case is hidden or changed, this is not for the person, a fact is missing, nobody is there whom it could go to,
/// or somebody cannot be served in the way that is wanted.
pub fn send_notice(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    command: &SendNotice,
) -> Result<(NoticeView, i64), Error> {
    let (permit, child) = act.case_at(id, Action::SendNotice, seen)?;
    let texts = command.notice.given.texts();
    act.keep_contacts_out(
        child.id,
        texts
            .iter()
            .map(|(pointer, text)| (pointer.as_str(), text.as_str())),
    )?;
    let known = act.tx.notices_of(id, i64::from(MOST_NOTICES))?;
    room_for_one_more(known.len(), MOST_NOTICES, "notices of this case")?;
    let file = CaseFile::load(act.tx, permit.subject(), child.clone())?;
    let pending = act.tx.pending_decision(id)?.map(|(row, _)| row);
    let today = act.moment.today;
    let told: Vec<DecisionRow> = act.tx.decisions_of(id)?.into_iter().map(|(row, _)| row).collect();
    let waiting = pending.clone().map(|row| row.told_on(today));
    let matter = matter(
        act.tx,
        &file,
        &command.notice,
        waiting.into_iter().chain(told).collect(),
    )?;
    let tells = told_by_this(command.notice.kind, &matter, pending)?;
    not_told_before(command.notice.kind, &matter, &known, today)?;
    let template = letter_template::in_force(act.tx, command.notice.kind, today)?;
    let letters = letters(act, &permit, &file, command, &matter, &template.template)?;
    if let Some(row) = &tells {
        tell_decision(act, &permit, &child, row)?;
    }
    let notice = NoticeRow {
        id: act.id(),
        case_id: id,
        kind: command.notice.kind.word().to_owned(),
        decision_id: matter.decision.as_ref().map(|row| row.id),
        plan_id: matter.plan.as_ref().map(|row| row.id),
        advice_request_id: matter.advice.as_ref().map(|row| row.id),
        sent_on: today,
        sent_at: act.moment.now,
        sent_by: act.actor.user,
        template_version: template.version,
        template_sha256: template.sha256,
    };
    act.tx.insert_notice(&permit, &notice)?;
    let mut rows = Vec::new();
    for (row, bytes) in letters {
        let row = NoticeLetterRow {
            notice_id: notice.id,
            ..row
        };
        act.tx.insert_notice_letter(&row, &bytes)?;
        rows.push(row);
    }
    // The letters themselves are one of the steps of the law.
    also_happens(act, &permit, &child, command.notice.kind)?;
    let details = Details::default()
        .id("notice_id", notice.id)
        .word("kind", command.notice.kind.word())
        .id("letters", rows.len());
    let happening = Happening::new(HappeningKind::NoticeSent, today);
    let file = act.record(&permit, &happening, details, &Extra::default())?;
    if tells.is_none() {
        tell_addressees(act, &file.case, notice.id, &rows)?;
    }
    let view = notice_view(act.tx, notice, rows, true)?;
    Ok((view, file.case.version))
}

fn to_family(kind: NoticeKind) -> bool {
    kind.audiences() == Audience::FAMILY
}

/// The decision that waited for this very notice. Whatever else tells of it comes after.
fn told_by_this(
    kind: NoticeKind,
    matter: &Matter,
    pending: Option<PendingDecisionRow>,
) -> Result<Option<PendingDecisionRow>, Error> {
    let about = matter.decision.as_ref().map(|row| row.id);
    let Some(row) = pending.filter(|row| Some(row.id) == about) else {
        return Ok(None);
    };
    if to_family(kind) && decision_told(kind).is_some() {
        return Ok(Some(row));
    }
    Err(Refusal::NotYet {
        explanation:
            "The family has not been told of this decision yet. Send its notice to the family first."
                .to_owned(),
    }
    .into())
}

/// The last days of a decision count from the day on which the family was told of it, so it is told once.
fn not_told_before(
    kind: NoticeKind,
    matter: &Matter,
    known: &[NoticeRow],
    today: chrono::NaiveDate,
) -> Result<(), Error> {
    let Some(decision) = matter.decision.as_ref().filter(|_| decision_told(kind).is_some()) else {
        return Ok(());
    };
    let sent = known
        .iter()
        .any(|row| row.decision_id == Some(decision.id) && row.kind == kind.word());
    if to_family(kind) && (sent || decision.notified_on != today) {
        return Err(Refusal::AlreadyDone {
            explanation: format!(
                "The family was told of this decision on {}, and its last days count from then. For a later letter about the rights send the information about mediation.",
                ehcp_calendar::human_date(decision.notified_on)
            ),
        }
        .into());
    }
    Ok(())
}

/// Records a decision as told today, with all that follows from it.
fn tell_decision(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    child: &ChildRow,
    row: &PendingDecisionRow,
) -> Result<(), Error> {
    let today = act.moment.today;
    let file = CaseFile::load(act.tx, permit.subject(), child.clone())?;
    let kept = |text: &str| {
        PlainText::new(text).map_err(|error| Error::Internal(format!("a kept decision: {error}")))
    };
    let decision = Decision {
        kind: row.kind,
        decided_on: row.decided_on,
        notified_on: today,
        reasons: Reasons {
            criteria: kept(&row.criteria)?,
            evidence_considered: kept(&row.evidence_considered)?,
            reasons: kept(&row.reasons)?,
        },
    };
    let happening = match row.kind {
        DecisionKind::Assess | DecisionKind::DoNotAssess => {
            decide_to_assess(&file.assessment, &decision, today)?
        }
        DecisionKind::Issue | DecisionKind::DoNotIssue => {
            decide_to_issue(&file.assessment, &decision, today)?
        }
    };
    act.tx.remove_pending_decision(permit)?;
    let recorded = act.recorded();
    act.tx
        .insert_decision(permit, &row.clone().told_on(today), recorded)?;
    let details = Details::default()
        .id("decision_id", row.id)
        .word("kind", row.kind.word())
        .digest("reasons", &row.reasons);
    act.record(permit, &happening, details, &Extra::default())?;
    Ok(())
}

/// What sending a letter is by itself: asking the family what it thinks, and the notice that an assessment is considered.
fn also_happens(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    child: &ChildRow,
    kind: NoticeKind,
) -> Result<(), Error> {
    let today = act.moment.today;
    let file = CaseFile::load(act.tx, permit.subject(), child.clone())?;
    let facts = &file.assessment.facts;
    let happening = match kind {
        NoticeKind::RequestReceived if facts.get(FactKind::FamilyConsulted).is_none() => {
            let asked = FamilyConsultation { consulted_on: today };
            ehcp_assessment::consult_family(&file.assessment, &asked, today)?
        }
        NoticeKind::ConsideringAssessment if facts.get(FactKind::ConsideringNoticeSent).is_none() => {
            let notice = ConsideringNotice { sent_on: today };
            ehcp_assessment::send_considering_notice(&file.assessment, &notice, today)?
        }
        _ => return Ok(()),
    };
    act.record(permit, &happening, Details::default(), &Extra::default())?;
    Ok(())
}

/// A letter for each of those whom the notice goes to.
fn letters(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    file: &CaseFile,
    command: &SendNotice,
    matter: &Matter,
    template: &Template,
) -> Result<Vec<(NoticeLetterRow, LetterBytes)>, Error> {
    let moment = act.moment;
    let served = if to_family(command.notice.kind) {
        served_family(act, file, command)?
    } else {
        served_organisations(act, command)?
    };
    let common = Common {
        letterhead: letterhead_in_force(act.tx)?,
        officer: signing_officer(act.tx, file, act.actor.user)?,
        file,
        notice: &command.notice,
        matter,
        moment,
    };
    served
        .into_iter()
        .map(|(to, method)| {
            let facts = common.facts_for(&to)?;
            let document = render(template, &facts, moment.today).map_err(not_made)?;
            let html = document.to_html();
            let pdf = bytes_of(&document, PaperForm::Pdf)?;
            let served_on = method
                .served_on(moment.today, moment.calendar)
                .map_err(|unknown| Error::Calendar(unknown.to_string()))?;
            let row = NoticeLetterRow {
                id: act.id(),
                // Set when the notice has its own.
                notice_id: NoticeId::from(uuid::Uuid::nil()),
                case_id: permit.subject().id,
                user_id: to.user,
                education_setting_id: to.setting,
                party: word_of(to.party),
                recipient: to.name.to_string(),
                address: to
                    .address
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join("\n"),
                method,
                posted_on: None,
                served_on,
                html_sha256: hex::encode(Sha256::digest(html.as_bytes())),
                pdf_sha256: hex::encode(Sha256::digest(&pdf)),
            };
            let bytes = LetterBytes {
                html,
                pdf: STANDARD.encode(&pdf),
            };
            Ok((row, bytes))
        })
        .collect()
}

type Served = Vec<(Addressee, ServiceMethod)>;

/// Everybody of the family who has the rights today, each with the way in which the letter is served (Education Act 1996,
/// s.572).
fn served_family(act: &mut Act<'_, '_>, file: &CaseFile, command: &SendNotice) -> Result<Served, Error> {
    if !command.organisations.is_empty() {
        return Err(Error::field(
            "/organisations",
            "not_an_addressee",
            "This notice goes to the family. Leave the bodies out.",
        ));
    }
    let moment = act.moment;
    let family = notice_addressee::family(act.tx, &file.case, &file.child, &moment)?;
    if family.is_empty() {
        return Err(Refusal::NotYet {
            explanation: "Nobody of the family is on record who has the rights in this case today, so there is nobody to send it to. Link a parent, or record who acts for the young person.".to_owned(),
        }
        .into());
    }
    for (place, way) in command.ways.iter().enumerate() {
        if !family.iter().any(|one| one.user == Some(way.user_id)) {
            return Err(Error::field(
                format!("/ways/{place}/user_id"),
                "not_an_addressee",
                "Nobody of the family with this account has the rights in this case today. The list of those linked to the child has the ids.",
            ));
        }
    }
    family
        .into_iter()
        .map(|to| {
            let way = command
                .ways
                .iter()
                .position(|way| Some(way.user_id) == to.user)
                .and_then(|place| Some((place, command.ways.get(place)?)));
            let method = way.map_or(ServiceMethod::FirstClassPost, |(_, way)| way.method);
            let pointer = way.map_or_else(|| "/ways".to_owned(), |(place, _)| format!("/ways/{place}/method"));
            if method == ServiceMethod::Electronic {
                return Err(Error::field(
                    pointer,
                    "consent_needed",
                    "A notice sent only by e-mail or the portal counts as served on a parent only if they agreed to that in writing (Education Act 1996, s.572(2)), and no such agreement is on record. Send it by post or by hand.",
                ));
            }
            with_address(&to, method, &pointer)?;
            Ok((to, method))
        })
        .collect()
}

/// Post needs an address.
fn with_address(to: &Addressee, method: ServiceMethod, pointer: &str) -> Result<(), Error> {
    let by_post = matches!(
        method,
        ServiceMethod::FirstClassPost | ServiceMethod::SecondClassPost
    );
    if by_post && to.address.is_empty() {
        return Err(Error::field(
            pointer,
            "no_address",
            format!(
                "There is no postal address of {} on record. Record it, or hand the letter over.",
                to.name
            ),
        ));
    }
    Ok(())
}

/// The bodies that are named, each with the way: where their people read it here it is there for them, else it goes by post.
fn served_organisations(act: &mut Act<'_, '_>, command: &SendNotice) -> Result<Served, Error> {
    if !command.ways.is_empty() {
        return Err(Error::field(
            "/ways",
            "not_an_addressee",
            "This notice goes to bodies. Give the way of each with its name.",
        ));
    }
    if command.organisations.is_empty() {
        return Err(Error::field(
            "/organisations",
            "missing",
            "This notice goes to bodies. Give the name of each.",
        ));
    }
    let mut all = Vec::new();
    for (place, one) in command.organisations.iter().enumerate() {
        let pointer = format!("/organisations/{place}");
        let to = notice_addressee::organisation(act.tx, command.notice.kind, one, &pointer)?;
        let method = one.method.unwrap_or_else(|| usual_method(one));
        with_address(&to, method, &format!("{pointer}/address"))?;
        all.push((to, method));
    }
    Ok(all)
}

fn usual_method(one: &Organisation) -> ServiceMethod {
    if one.education_setting_id.is_some() || one.adviser_id.is_some() {
        ServiceMethod::Electronic
    } else {
        ServiceMethod::FirstClassPost
    }
}

/// Tells those of the family whom a letter went to that it is there: no more than that.
fn tell_addressees(
    act: &mut Act<'_, '_>,
    case: &CaseRow,
    notice: NoticeId,
    letters: &[NoticeLetterRow],
) -> Result<(), Error> {
    if !act.is_signed_in() {
        return Ok(());
    }
    tracing::debug!(%notice, "telling those whom a notice went to");
    let family = word_of(ehcp_case::Party::ParentOrYoungPerson);
    for user in letters
        .iter()
        .filter(|letter| letter.party == family)
        .filter_map(|letter| letter.user_id)
    {
        let values = [("reference", case.reference.as_str())];
        let message = act.message(Recipient::Person(user), LetterText::LETTER_WAITING, &values);
        let message = NewMessage {
            case_id: Some(case.id),
            ..message
        };
        act.tx.put_message(&message, act.moment.now)?;
    }
    Ok(())
}
