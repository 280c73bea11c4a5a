//! Mediation, appeals and what follows from them: recorded step by step, and put right where a step was wrong.

use crate::case_file::{CaseFile, Details, Extra, room_for_one_more};
use crate::dispute_file::{DisputeFile, written};
use crate::dispute_view::{DisputeStepTaken, DisputeView, Telling};
use crate::{Act, Error, Look};
use chrono::NaiveDate;
use ehcp_access::{Action, Permitted};
use ehcp_assessment::{Breach, DecisionKind, Happening, HappeningKind, PlanKind, reopen};
use ehcp_case::{
    CaseId, DecisionId, DisputeId, DisputeStepId, FactKind, FieldProblem, PlanId, Prose, Refusal,
};
use ehcp_dispute::{AppealableDecision, Dispute, DutyKind, FollowUp, Notice, Reopening, Step, Taken};
use ehcp_store::{CaseRow, ChildRow, DisputeRow, DisputeStepRow, MOST_DISPUTE_STEPS, MOST_DISPUTES, ReadTx};
use serde::Deserialize;
use utoipa::ToSchema;

/// Putting a dispute on record with the first thing that happened. It is about one thing: a refusal, a final plan, or a plan
/// as it was amended.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDispute {
    /// The refusal that it is about.
    #[serde(default)]
    pub decision_id: Option<DecisionId>,
    /// The final plan that it is about.
    #[serde(default)]
    pub plan_id: Option<PlanId>,
    /// The dispute to carry out whose end the plan was amended, where it is about the amended plan.
    #[serde(default)]
    pub amended_in_dispute_id: Option<DisputeId>,
    /// What happened first.
    pub first_step: Step,
}

/// Putting a wrong step right.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectDisputeStep {
    /// The place of the wrong step among the steps of the dispute, from 1.
    #[schema(minimum = 1, maximum = 200, example = 2)]
    pub place: i32,
    /// What happened really; leave it out where nothing did.
    #[serde(default)]
    pub right: Option<Step>,
    /// Why the earlier record was wrong.
    #[schema(value_type = String, min_length = 1, max_length = 20000, example = "The certificate is dated 4 November 2026; the covering letter was read instead.")]
    pub reason: Prose,
}

/// What a dispute is about, as it is kept.
struct Subject {
    decision: AppealableDecision,
    sent_on: NaiveDate,
}

/// Puts a dispute on record with its first step. Answers it and what followed.
///
/// # Errors
/// When the case is hidden or changed, this is not for the person, nothing that can be appealed is named, there is a dispute
/// about it already, or the step is refused.
pub fn open_dispute(
    act: &mut Act<'_, '_>,
    id: CaseId,
    seen: i64,
    command: &OpenDispute,
) -> Result<DisputeStepTaken, Error> {
    let (permit, child) = act.case_at(id, Action::RecordDispute, seen)?;
    let file = CaseFile::load(act.tx, permit.subject(), child.clone())?;
    let about = subject(act.tx, &permit, &file, command)?;
    not_disputed_yet(&file, command)?;
    room_for_one_more(file.disputes.len(), MOST_DISPUTES, "disputes in this case")?;
    let row = DisputeRow {
        id: act.id(),
        case_id: id,
        decision: about.decision,
        decision_id: command.decision_id,
        plan_id: command.plan_id,
        amended_in_dispute_id: command.amended_in_dispute_id,
        recorded_at: act.moment.now,
        recorded_by: act.actor.user,
    };
    let notice = Notice {
        decision: about.decision,
        sent_on: about.sent_on,
    };
    let known = DisputeFile {
        row,
        notice,
        steps: Vec::new(),
        rows: 0,
        dispute: Dispute::about(notice),
    };
    act.tx.insert_dispute(&row)?;
    take(act, &permit, &child, &known, &command.first_step).map_err(|error| under(error, "/first_step"))
}

/// Records what happened next. Answers the dispute and what followed.
///
/// # Errors
/// When the dispute is hidden or its case changed, this is not for the person, or the step is refused.
pub fn record_dispute_step(
    act: &mut Act<'_, '_>,
    id: DisputeId,
    seen: i64,
    step: &Step,
) -> Result<DisputeStepTaken, Error> {
    let case = act.tx.dispute(id)?.ok_or(Error::NotFound)?.case_id;
    let (permit, child) = act.case_at(case, Action::RecordDispute, seen)?;
    let file = CaseFile::load(act.tx, permit.subject(), child.clone())?;
    let known = file.dispute(id)?;
    take(act, &permit, &child, known, step)
}

/// The dispute's next step: refused, or kept with its happening.
fn take(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    child: &ChildRow,
    known: &DisputeFile,
    step: &Step,
) -> Result<DisputeStepTaken, Error> {
    let texts = step.texts();
    act.keep_contacts_out(child.id, texts.iter().map(|(at, text)| (at.as_str(), *text)))?;
    room_for_one_more(known.rows, MOST_DISPUTE_STEPS, "steps in this dispute")?;
    known.dispute.not_done_on_the_road(step)?;
    let taken = known.dispute.take(step, act.moment.calendar, act.moment.today)?;
    let row = DisputeStepRow {
        id: act.id(),
        dispute_id: known.row.id,
        case_id: known.row.case_id,
        place: known.next_place(),
        happened_on: taken.on,
        content: Some(written(step)?),
        replaces: None,
        reason: None,
        recorded_at: act.moment.now,
        recorded_by: act.actor.user,
    };
    act.tx.insert_dispute_step(&row)?;
    recorded(
        act,
        permit,
        (HappeningKind::DisputeStepRecorded, Vec::new()),
        &row,
        &taken,
    )
}

/// Puts a wrong step right: another stands in its place, and says why.
///
/// # Errors
/// When the dispute is hidden or its case changed, this is not for the person, there is no such step, the right one is refused,
/// or later steps do not fit it.
pub fn correct_dispute_step(
    act: &mut Act<'_, '_>,
    id: DisputeId,
    seen: i64,
    command: &CorrectDisputeStep,
) -> Result<DisputeStepTaken, Error> {
    let case = act.tx.dispute(id)?.ok_or(Error::NotFound)?.case_id;
    let (permit, child) = act.case_at(case, Action::CorrectDispute, seen)?;
    let right = command.right.as_ref();
    let mut texts = vec![("/reason".to_owned(), command.reason.as_str())];
    texts.extend(
        right
            .iter()
            .flat_map(|step| step.texts())
            .map(|(at, text)| (format!("/right{at}"), text)),
    );
    act.keep_contacts_out(child.id, texts.iter().map(|(at, text)| (at.as_str(), *text)))?;
    let file = CaseFile::load(act.tx, permit.subject(), child.clone())?;
    let known = file.dispute(id)?;
    room_for_one_more(known.rows, MOST_DISPUTE_STEPS, "steps in this dispute")?;
    let (wrong, taken, moved) = corrected(act, &file, known, command)?;
    let row = DisputeStepRow {
        id: act.id(),
        dispute_id: id,
        case_id: case,
        place: command.place,
        happened_on: taken.on,
        content: right.map(written).transpose()?,
        replaces: Some(wrong),
        reason: Some(command.reason.to_string()),
        recorded_at: act.moment.now,
        recorded_by: act.actor.user,
    };
    act.tx.insert_dispute_step(&row)?;
    // The case has gone on already: of what it goes on because of, only days move.
    let taken = Taken {
        follow_ups: Vec::new(),
        ..taken
    };
    let kind = (HappeningKind::DisputeStepCorrected, moved);
    recorded(act, &permit, kind, &row, &taken)
}

/// Dated facts.
type Dated = Vec<(FactKind, NaiveDate)>;

/// The row that is wrong, the dispute as it is with the right step in its place, and the facts of the case that move with it.
fn corrected(
    act: &Act<'_, '_>,
    file: &CaseFile,
    known: &DisputeFile,
    command: &CorrectDisputeStep,
) -> Result<(DisputeStepId, Taken, Dated), Error> {
    let place = known
        .steps
        .iter()
        .position(|standing| standing.row.place == command.place)
        .ok_or_else(|| {
            Error::field(
                "/place",
                "unknown",
                format!(
                    "This dispute has no step {}. Give a place from 1 to {}.",
                    command.place,
                    known.next_place().saturating_sub(1)
                ),
            )
        })?;
    let (before, from) = known.steps.split_at(place);
    let Some((wrong, after)) = from.split_first() else {
        return Err(Error::NotFound);
    };
    if wrong.step == command.right {
        return Err(Error::field(
            "/right",
            "unchanged",
            "This is what is on record already.",
        ));
    }
    let mut dispute = Dispute::replay(known.notice, before.iter().filter_map(|one| one.step.as_ref()))?;
    let mut taken = Taken {
        dispute: dispute.clone(),
        on: wrong.row.happened_on,
        breaches: Vec::new(),
        follow_ups: Vec::new(),
    };
    if let Some(right) = &command.right {
        taken = dispute
            .take(right, act.moment.calendar, act.moment.today)
            .map_err(|refusal| under(refusal.into(), "/right"))?;
        dispute = taken.dispute.clone();
    }
    let mut steps: Vec<&Step> = before
        .iter()
        .filter_map(|one| one.step.as_ref())
        .chain(&command.right)
        .collect();
    for later in after {
        let Some(step) = &later.step else { continue };
        steps.push(step);
        dispute = Dispute::replay(known.notice, steps.iter().copied())
            .map_err(|refusal| no_longer_fits(later.row.place, refusal))?;
    }
    let moved = moved_with(file, &known.dispute, &dispute)?;
    Ok((wrong.row.id, taken, moved))
}

fn no_longer_fits(place: i32, refusal: Refusal) -> Error {
    let why = match refusal {
        Refusal::Invalid(problems) => problems
            .into_iter()
            .map(|problem| problem.message)
            .collect::<Vec<_>>()
            .join(" "),
        Refusal::AgainstTheLaw { explanation, .. }
        | Refusal::AlreadyDone { explanation }
        | Refusal::NotYet { explanation }
        | Refusal::NotAnyMore { explanation } => explanation,
        Refusal::WrongStage { .. } => String::new(),
    };
    Error::field(
        "/right",
        "later_step_does_not_fit",
        format!("Step {place}, which comes later, would not fit any more. {why} Put that step right first."),
    )
}

/// The facts of the case that move with the days of what it goes on because of. What that was stays: only its days and words
/// can be put right.
fn moved_with(file: &CaseFile, before: &Dispute, after: &Dispute) -> Result<Dated, Error> {
    let facts = &file.assessment.facts;
    let kinds =
        |dispute: &Dispute| -> Vec<DutyKind> { dispute.duties().iter().map(|duty| duty.kind).collect() };
    let put_back = before
        .duties()
        .iter()
        .any(|duty| facts.get(duty.kind.fact()) == Some(duty.since));
    if kinds(before) != kinds(after) {
        let explanation = if put_back {
            "The assessment goes on because of what was ordered, conceded or agreed here, so what that was stays on record. Its days and its words can be put right."
        } else if before.duties().iter().any(|duty| !duty.done.is_empty()) {
            "Something was done already to carry out what was ordered, conceded or agreed here. Put the record of that right first."
        } else if kinds(after).iter().any(|kind| kind.as_order().is_some()) {
            "A correction sets nothing new going. Say that the wrong step never happened, and record the right one as the next step."
        } else {
            return Ok(Vec::new());
        };
        return Err(Refusal::NotAnyMore {
            explanation: explanation.to_owned(),
        }
        .into());
    }
    let done = |dispute: &Dispute| -> usize { dispute.duties().iter().map(|duty| duty.done.len()).sum() };
    if done(&after.clone().with_deeds(facts)) < done(before) {
        return Err(Error::field(
            "/right",
            "later_step_does_not_fit",
            "What was done since to carry this out happened before that day. Put the days of that right first.",
        ));
    }
    let mut moved = Vec::new();
    for (old, new) in before.duties().iter().zip(after.duties()) {
        let kind = old.kind.fact();
        if old.since == new.since || facts.get(kind) != Some(old.since) {
            continue;
        }
        moved.push((kind, new.since));
        if facts.get(FactKind::IssueDecided) == Some(old.since) {
            moved.push((FactKind::IssueDecided, new.since));
        }
    }
    Ok(moved)
}

/// What is wrong inside a member, said with the member's name before it.
fn under(error: Error, member: &str) -> Error {
    let problems = match error {
        Error::Invalid(problems) | Error::Refused(Refusal::Invalid(problems)) => problems,
        other => return other,
    };
    Error::Invalid(
        problems
            .into_iter()
            .map(|problem| FieldProblem {
                pointer: format!("{member}{}", problem.pointer),
                ..problem
            })
            .collect(),
    )
}

/// Records the happening of a step that is kept, and answers the dispute as it is now.
fn recorded(
    act: &mut Act<'_, '_>,
    permit: &Permitted<CaseRow>,
    (kind, facts): (HappeningKind, Dated),
    row: &DisputeStepRow,
    taken: &Taken,
) -> Result<DisputeStepTaken, Error> {
    let breaches: Vec<_> = taken
        .breaches
        .iter()
        .map(|breach| Breach {
            rule: breach.rule.to_string(),
            explanation: breach.explanation.clone(),
        })
        .collect();
    let happening = Happening {
        facts,
        breaches: breaches.clone(),
        ..Happening::new(kind, taken.on)
    };
    let details = Details::default()
        .id("dispute_id", row.dispute_id)
        .id("dispute_step_id", row.id);
    let extra = Extra {
        reason: row.reason.as_deref(),
        ..Extra::default()
    };
    let mut file = act.record(permit, &happening, details, &extra)?;
    for next in &taken.follow_ups {
        if let Some(reopened) = put_back_on_the_road(&file, next, act.moment.today)? {
            let details = Details::default().id("reopened_by", row.id);
            file = act.record(permit, &reopened, details, &Extra::default())?;
        }
    }
    let shield = act.shield(permit)?;
    let telling = Telling::of(act.tx, permit, shield, &file)?;
    let dispute = telling.dispute(file.dispute(row.dispute_id)?, &file.case, &act.moment)?;
    Ok(DisputeStepTaken {
        dispute,
        breaches,
        goes_on: taken
            .follow_ups
            .iter()
            .map(|next| next.plain_english.clone())
            .collect(),
    })
}

/// What an order, a concession or an agreement does to the assessment, when it ended with a refusal.
fn put_back_on_the_road(
    file: &CaseFile,
    next: &FollowUp,
    today: NaiveDate,
) -> Result<Option<Happening>, Error> {
    let (Reopening::Assessment { stage }, Some((_, on))) = (next.reopening, next.facts.first()) else {
        return Ok(None);
    };
    let reopening = ehcp_assessment::Reopening {
        on: *on,
        stage,
        facts: next.facts.clone(),
    };
    Ok(reopen(&file.assessment, &reopening, today)?)
}

/// What is disputed: it must be of this case, and something that can be appealed.
fn subject(
    tx: &mut ReadTx<'_>,
    permit: &Permitted<CaseRow>,
    file: &CaseFile,
    command: &OpenDispute,
) -> Result<Subject, Error> {
    let case = permit.subject();
    match (
        command.decision_id,
        command.plan_id,
        command.amended_in_dispute_id,
    ) {
        (Some(id), None, None) => {
            let known = tx
                .decisions_of(case.id)?
                .into_iter()
                .find(|(row, _)| row.id == id);
            let (row, _) = known.filter(|_| !case.seals(id)).ok_or_else(|| {
                Error::field(
                    "/decision_id",
                    "unknown_decision",
                    "There is no such decision in this case. The list of its decisions has the ids.",
                )
            })?;
            Ok(Subject {
                decision: refusal(row.kind)?,
                sent_on: row.notified_on,
            })
        }
        (None, Some(id), None) => {
            let known = tx
                .plan(id)?
                .filter(|plan| plan.case_id == case.id && !case.seals(id));
            let sent_on = known
                .filter(|plan| plan.kind == PlanKind::Final)
                .and_then(|plan| plan.sent_on);
            Ok(Subject {
                decision: AppealableDecision::PlanAsMade,
                sent_on: sent_on.ok_or_else(|| {
                    Error::field(
                        "/plan_id",
                        "unknown_plan",
                        "There is no such final plan in this case. The list of its plans has the ids; a draft cannot be appealed.",
                    )
                })?,
            })
        }
        (None, None, Some(id)) => {
            let sent_on = file.dispute(id).ok().and_then(DisputeFile::amended_on);
            Ok(Subject {
                decision: AppealableDecision::PlanAsMade,
                sent_on: sent_on.ok_or_else(|| {
                    Error::field(
                        "/amended_in_dispute_id",
                        "no_amended_plan",
                        "No amended plan was sent because of such a dispute in this case. Record first that it was sent.",
                    )
                })?,
            })
        }
        _ => Err(Error::field(
            "/decision_id",
            "name_one",
            "Say what is disputed: give decision_id for a refusal, plan_id for a final plan, or amended_in_dispute_id for a plan as it was amended; one of them.",
        )),
    }
}

/// The decision as the law names it.
fn refusal(kind: DecisionKind) -> Result<AppealableDecision, Error> {
    match kind {
        DecisionKind::DoNotAssess => Ok(AppealableDecision::NotToAssess),
        DecisionKind::DoNotIssue => Ok(AppealableDecision::NotToIssue),
        DecisionKind::Assess | DecisionKind::Issue => Err(Error::field(
            "/decision_id",
            "cannot_be_appealed",
            "This decision was for the family, so it cannot be appealed. A refusal can be, and what a final plan says (Children and Families Act 2014, s.51(2)).",
        )),
    }
}

fn not_disputed_yet(file: &CaseFile, command: &OpenDispute) -> Result<(), Error> {
    let known = file.disputes.iter().any(|known| {
        (
            known.row.decision_id,
            known.row.plan_id,
            known.row.amended_in_dispute_id,
        ) == (
            command.decision_id,
            command.plan_id,
            command.amended_in_dispute_id,
        )
    });
    if known {
        return Err(Refusal::AlreadyDone {
            explanation: "There is a dispute about this already. Record in that one what happens; the list of the case's disputes has its id."
                .to_owned(),
        }
        .into());
    }
    Ok(())
}

/// The disputes of a case, the latest first.
///
/// # Errors
/// When the case is hidden, or they are not for this person.
pub fn disputes(look: &mut Look<'_, '_>, id: CaseId) -> Result<Vec<DisputeView>, Error> {
    let (permit, child) = look.case(id, Action::ReadDisputes)?;
    let file = CaseFile::load(look.tx, permit.subject(), child)?;
    let shield = look.shield(&permit)?;
    let telling = Telling::of(look.tx, &permit, shield, &file)?;
    file.disputes
        .iter()
        .rev()
        .map(|known| telling.dispute(known, &file.case, &look.moment))
        .collect()
}

/// One dispute.
///
/// # Errors
/// When it is hidden, or not for this person.
pub fn dispute(look: &mut Look<'_, '_>, id: DisputeId) -> Result<DisputeView, Error> {
    let case = look.tx.dispute(id)?.ok_or(Error::NotFound)?.case_id;
    let (permit, child) = look.case(case, Action::ReadDisputes)?;
    let file = CaseFile::load(look.tx, permit.subject(), child)?;
    let shield = look.shield(&permit)?;
    let telling = Telling::of(look.tx, &permit, shield, &file)?;
    telling.dispute(file.dispute(id)?, &file.case, &look.moment)
}
