//! Reading a case: where it stands, what happened, by when by law.

use crate::case_file::CaseFile;
use crate::clockwork::{
    explained, explained_assessment, explained_plan, explained_rights, is_between_family_and_authority,
    open_duties,
};
use crate::dispute_clock::{explained_disputes, is_refused};
use crate::dispute_file::dispute_steps_in_words;
use crate::hand_over_words::hand_over_of_case;
use crate::helper::in_whose_place;
use crate::plan::is_another_parents;
use crate::shield::Shield;
use crate::{
    AdviceDeadlines, CaseDeadlines, CaseQuery, CaseSummary, CaseView, DatedFact, Error, Look, Moment,
    NextDeadline, Page, Position, RequestView, StaffName, TeamView, TimelineEntry,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use ehcp_access::{Action, Operation, Permitted, Reach, Resource, Role, Scope, policy, reach_of};
use ehcp_assessment::{Breach, DecisionKind, HappeningKind, LastDays, NextStep, RequestSource, next_steps};
use ehcp_calendar::human_date;
use ehcp_case::{AdviceRequestId, CaseId, DisputeStepId, FactKind, Reader, TeamId, UserId};
use ehcp_deadlines::{DUE_SOON_DAYS, Deadline, Process, Status};
use ehcp_store::{CaseFilter, CaseRow, CorrectionReason, DeadlineRow, EventRow, ListedCase, NO_DAY, ReadTx};
use serde::Deserialize;
use std::collections::HashMap;

/// A case.
///
/// # Errors
/// When it is hidden.
pub fn case(look: &mut Look<'_, '_>, id: CaseId) -> Result<CaseView, Error> {
    let (permit, child) = look.case(id, Action::ReadCase)?;
    let shield = look.shield(&permit)?;
    let file = CaseFile::load(look.tx, permit.subject(), child)?;
    case_view(look.tx, &look.moment, &permit, &shield, &file)
}

/// For whom the texts of an answer are written.
pub(crate) fn reader<S>(permit: &Permitted<S>) -> Reader {
    match permit.scope() {
        Scope::Own => Reader::YoungPerson,
        Scope::LinkedChild => Reader::Parent,
        _ => Reader::Professional,
    }
}

/// The last day that the due dates of a case give under a rule, of the whole assessment or of one request for advice;
/// and the last days of the family's rights after a refusal.
fn last_day(
    file: &CaseFile,
    rows: &[DeadlineRow],
    rights: &[Deadline],
    rule: &str,
    advice: Option<AdviceRequestId>,
) -> Option<NaiveDate> {
    let subject = advice.map(uuid::Uuid::from);
    let others: Vec<uuid::Uuid> = file.advice.iter().map(|row| row.id.into()).collect();
    let due = rows
        .iter()
        .filter(|row| row.rule == rule && row.met_on.is_none() && !row.ended)
        .filter(|row| match subject {
            Some(subject) => row.subject_id == subject,
            None => !others.contains(&row.subject_id),
        })
        .filter_map(|row| row.due_on)
        .min();
    due.or_else(|| {
        rights
            .iter()
            .find(|right| right.rule.to_string() == rule)
            .and_then(|right| right.due)
    })
}

/// The view of a case for whoever was permitted to see it.
pub(crate) fn case_view(
    tx: &mut ReadTx<'_>,
    moment: &Moment,
    permit: &Permitted<CaseRow>,
    shield: &Shield,
    file: &CaseFile,
) -> Result<CaseView, Error> {
    let (fields, reader) = (permit.fields(), reader(permit));
    let own = in_whose_place(tx, permit, moment.as_of())?;
    let sees_disputes = sees_disputes(permit.role());
    let mut rows = file.due_rows(moment)?;
    rows.retain(|row| sees_disputes || !is_between_family_and_authority(&row.rule));
    let rights = explained_rights(file, moment);
    let open = open_deadlines(&rows, moment);
    let case = &file.case;
    let child = shield.child(tx, file.child.clone())?;
    let started = file.assessment.clock_started_on().unwrap_or(moment.today);
    let officer = match case.officer_id {
        Some(id) => tx.user(id)?.map(|user| StaffName {
            id,
            name: user.display_name,
        }),
        None => None,
    };
    // A team looks after a part of the area: it would tell where the child is.
    let team = match case.team_id.filter(|_| !permit.hides_whereabouts()) {
        Some(id) => tx.team(id)?.map(TeamView::from),
        None => None,
    };
    let ended = case.stage.is_ended();
    let sees_requests = fields.sees_reasons();
    // What a family tells of itself is not for the setting.
    let sees_circumstances = fields.sees_family_circumstances();
    let hand_over = hand_over_of_case(tx, &file.child, moment, reader, sees_circumstances)?;
    Ok(CaseView {
        id: case.id,
        reference: case.reference.clone(),
        child: crate::registry::child_view(&child, Some(case.id), fields),
        stage: case.stage,
        stage_in_words: case.stage.plain_english(reader).to_owned(),
        assessment_id: case.assessment_id,
        requests: file
            .requests
            .iter()
            .map(|row| RequestView {
                source: row.source,
                received_on: row.received_on,
                reasons: shield.maybe(row.reasons.clone().filter(|_| !case.seals(row.id)).filter(|_| {
                    match row.source {
                        RequestSource::Parent | RequestSource::YoungPerson => {
                            sees_circumstances && !is_another_parents(permit, &own, row.recorded_by)
                        }
                        RequestSource::Setting => sees_requests,
                        _ => sees_circumstances,
                    }
                })),
            })
            .collect(),
        clock_started_on: started,
        // The twenty weeks ended with a refusal.
        week: (!ended && file.assessment.reopened.is_none())
            .then(|| (moment.today - started).num_days().div_euclid(7) + 1),
        next_deadline: open.first().cloned(),
        overdue: open
            .iter()
            .filter(|deadline| deadline.status == Status::Overdue)
            .cloned()
            .collect(),
        next_steps: steps_to_come(
            file,
            reader,
            sees_disputes,
            &|rule: &str, advice| last_day(file, &rows, &rights, rule, advice),
            moment,
        )?,
        officer,
        team,
        plan_id: file
            .plans
            .iter()
            .find(|plan| !case.seals(plan.id) && (fields.sees_internal() || plan.sent_on.is_some()))
            .filter(|_| fields.sees_plan_section("A"))
            .map(|plan| plan.id),
        hand_over,
        version: case.version,
    })
}

/// What happens next on the road of the assessment, and because of disputes. While a refusal is disputed, that comes in the place
/// of what the family could do about it.
fn steps_to_come(
    file: &CaseFile,
    reader: Reader,
    sees_disputes: bool,
    days: &dyn LastDays,
    moment: &Moment,
) -> Result<Vec<NextStep>, Error> {
    let mut steps = next_steps(&file.assessment, reader, days, moment.today);
    if !sees_disputes {
        return Ok(steps);
    }
    let pending: Vec<_> = file
        .disputes
        .iter()
        .filter_map(|known| known.dispute.pending_step(reader))
        .collect();
    if is_refused(file.case.stage) && !pending.is_empty() {
        steps.clear();
    }
    steps.extend(pending.into_iter().map(|(what, who)| NextStep {
        what,
        who,
        rule: None,
        by: None,
    }));
    for known in &file.disputes {
        let owed = known
            .dispute
            .owed_beside_the_road(moment.calendar)
            .map_err(|error| Error::Calendar(error.to_string()))?;
        steps.extend(owed.into_iter().map(|(limit, who)| NextStep {
            what: limit.deed.to_come(reader).to_owned(),
            who,
            rule: Some(limit.rule.word()),
            by: limit.due,
        }));
    }
    Ok(steps)
}

/// Whether somebody of this role is told of mediation and appeals.
fn sees_disputes(role: Role) -> bool {
    policy(role, Resource::Dispute)
        .iter()
        .any(|grant| grant.permits(Operation::Read))
}

/// Where a day that is still open stands today.
pub(crate) fn status_of(due: NaiveDate, moment: &Moment) -> Status {
    let left = (due - moment.today).num_days();
    if left < 0 {
        Status::Overdue
    } else if left <= DUE_SOON_DAYS {
        Status::DueSoon
    } else {
        Status::Running
    }
}

/// A statutory day that is still open, as it stands today.
fn deadline_of(rule: &str, due_on: NaiveDate, moment: &Moment) -> NextDeadline {
    let known = rule.parse().ok().and_then(ehcp_deadlines::rule);
    NextDeadline {
        rule: rule.to_owned(),
        what: known.map_or(rule, |known| known.title).to_owned(),
        due_on,
        status: status_of(due_on, moment),
        days_left: (due_on - moment.today).num_days(),
    }
}

/// The duties that are still open, the first due one first.
fn open_deadlines(rows: &[DeadlineRow], moment: &Moment) -> Vec<NextDeadline> {
    open_duties(rows)
        .into_iter()
        .map(|(due_on, rule)| deadline_of(rule, due_on, moment))
        .collect()
}

/// The cases that a person reaches, by their next statutory day.
///
/// # Errors
/// When the person's role reaches none, or the store cannot answer.
pub fn cases(look: &mut Look<'_, '_>, query: &CaseQuery) -> Result<Page<CaseSummary>, Error> {
    look.may(Action::ReadCase)?;
    let reach = reach_of(&look.actor, Action::ReadCase);
    listed(look, &reach, query)
}

/// The work list of a member of staff: the cases of the person's caseload and teams, the most urgent first.
///
/// # Errors
/// When the person has no work list, or the store cannot answer.
pub fn work_list(look: &mut Look<'_, '_>, query: &CaseQuery) -> Result<Page<CaseSummary>, Error> {
    look.may(Action::ReadWorkList)?;
    let reach = Reach {
        authority: false,
        ..reach_of(&look.actor, Action::ReadCase)
    };
    let open = CaseQuery {
        due_within_days: query.due_within_days.or(Some(FAR_AHEAD)),
        ..query.clone()
    };
    listed(look, &reach, &open)
}

/// A work list holds what is due in a year or earlier.
const FAR_AHEAD: u32 = 366;

pub(crate) fn listed(
    look: &mut Look<'_, '_>,
    reach: &Reach,
    query: &CaseQuery,
) -> Result<Page<CaseSummary>, Error> {
    if query.team_id.is_some() && !look.actor.role.is_staff() {
        // To whoever may not learn where a child lives, each team would be a question that the list answers.
        return Err(Error::field(
            "/query/team_id",
            "not_for_you",
            "Only the council's staff choose cases by team. Leave it out.",
        ));
    }
    let today = look.moment.today;
    let due_before = if query.overdue {
        Some(today)
    } else {
        query
            .due_within_days
            .and_then(|days| today.checked_add_days(Days::new(u64::from(days) + 1)))
    };
    let limit = i64::from(query.limit);
    let filter = CaseFilter {
        stage: query.stage,
        officer: query.officer_id,
        team: query.team_id,
        child: query.child_id,
        reference: query.reference.clone(),
        due_before,
        after: query.after,
        // One more than asked for tells whether there is another page.
        limit: limit.saturating_add(1),
    };
    let mut rows = look
        .tx
        .cases_reached(reach, &look.actor, look.moment.as_of(), &filter)?;
    let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| Position {
        due_on: row.case.next_due_on,
        id: row.case.id.into(),
    });
    for row in &rows {
        look.saw(row.case.id);
    }
    look.through_reach(reach)?;
    let hidden = look.whereabouts_kept(rows.iter().map(|row| row.case.id).collect())?;
    let moment = look.moment;
    let sees_disputes = sees_disputes(look.actor.role);
    let unsent: HashMap<CaseId, DecisionKind> = match look.actor.role.is_staff() {
        true => look
            .tx
            .pending_among(rows.iter().map(|row| row.case.id).collect())?
            .into_iter()
            .collect(),
        false => HashMap::new(),
    };
    Ok(Page {
        items: rows
            .into_iter()
            .map(|mut row| {
                // A team looks after a part of the area: it would tell where the child is.
                row.team = row.team.filter(|_| !hidden.contains(&row.case.id));
                row.case.next_rule = row
                    .case
                    .next_rule
                    .filter(|rule| sees_disputes || !is_between_family_and_authority(rule));
                let notice_to_send = unsent.get(&row.case.id).copied();
                CaseSummary {
                    notice_to_send,
                    ..summary(row, &moment)
                }
            })
            .collect(),
        next,
    })
}

fn summary(row: ListedCase, moment: &Moment) -> CaseSummary {
    let due = Some(row.case.next_due_on).filter(|day| *day != NO_DAY);
    CaseSummary {
        id: row.case.id,
        reference: row.case.reference,
        child_name: format!("{} {}", row.child.given_name, row.child.family_name),
        born_on: row.child.born_on,
        stage: row.case.stage,
        next_deadline: due
            .zip(row.case.next_rule)
            .map(|(due_on, rule)| deadline_of(&rule, due_on, moment)),
        officer: row
            .case
            .officer_id
            .zip(row.officer)
            .map(|(id, name)| StaffName { id, name }),
        team: row.team,
        notice_to_send: None,
    }
}

/// The deadlines of a case, each with the steps that led to its day.
///
/// # Errors
/// When the case is hidden, or a day lies beyond the known bank holidays.
pub fn case_deadlines(look: &mut Look<'_, '_>, id: CaseId) -> Result<CaseDeadlines, Error> {
    let (permit, child) = look.case(id, Action::ReadDeadlines)?;
    let file = CaseFile::load(look.tx, permit.subject(), child)?;
    let advice = file
        .assessment
        .advice
        .iter()
        .map(|advice| {
            Ok(AdviceDeadlines {
                advice_request_id: advice.id,
                kind: advice.kind,
                deadlines: explained(Process::AdviceRequest, &advice.facts, &look.moment)?,
            })
        })
        .collect::<Result<_, Error>>()?;
    Ok(CaseDeadlines {
        as_of: look.moment.today,
        assessment: explained_assessment(&file, &look.moment)?,
        advice,
        plan: explained_plan(&file, &look.moment)?,
        rights: explained_rights(&file, &look.moment),
        disputes: match sees_disputes(permit.role()) {
            true => explained_disputes(&file, &look.moment)?,
            false => Vec::new(),
        },
    })
}

/// What an event's details say, as far as the timeline shows it.
#[derive(Debug, Default, Deserialize)]
struct EventDetails {
    #[serde(default)]
    facts: Vec<EventFact>,
    #[serde(default)]
    breaches: Vec<Breach>,
    #[serde(default)]
    corrected: Option<FactKind>,
    #[serde(default)]
    from: Option<NaiveDate>,
    #[serde(default)]
    to: Option<NaiveDate>,
    #[serde(default)]
    team_id: Option<TeamId>,
    #[serde(default)]
    officer_id: Option<UserId>,
    #[serde(default)]
    dispute_step_id: Option<DisputeStepId>,
}

#[derive(Debug, Deserialize)]
struct EventFact {
    kind: FactKind,
    on: NaiveDate,
}

/// What the entries of a timeline are told with.
struct Telling {
    reader: Reader,
    /// What the reader must not learn from the texts.
    shield: Shield,
    /// Whether the reader sees who recorded an entry.
    names_recorders: bool,
    /// What was recorded up to this moment is sealed: whoever recorded it was perhaps of the child's former family.
    sealed_until: Option<DateTime<Utc>>,
    /// Whether the reader sees why something was done.
    gives_reasons: bool,
    people: HashMap<UserId, String>,
    teams: HashMap<TeamId, String>,
    reasons: Vec<CorrectionReason>,
    /// What happened in mediation and appeals, by the record of it.
    dispute_steps: HashMap<DisputeStepId, &'static str>,
}

/// What happened in a case, in plain English, in the order in which it was recorded. Entries after the `after` first of
/// those that the reader is shown; at most `limit`. They are counted for the reader, so that no gap tells of others.
///
/// # Errors
/// When the case is hidden.
pub fn timeline(
    look: &mut Look<'_, '_>,
    id: CaseId,
    after: i64,
    limit: u32,
) -> Result<Vec<TimelineEntry>, Error> {
    let (permit, _) = look.case(id, Action::ReadTimeline)?;
    let staff = permit.fields().sees_internal();
    let shield = look.shield(&permit)?;
    let mut hidden: Vec<_> = HappeningKind::ALL
        .into_iter()
        .filter(|kind| kind.is_internal())
        .collect();
    if staff {
        hidden.clear();
    }
    let rows = look.tx.events_shown_after(id, after, i64::from(limit), &hidden)?;
    let rows = rows
        .into_iter()
        .map(|row| {
            let details: EventDetails = serde_json::from_str(&row.details)
                .map_err(|error| Error::Internal(format!("an event's details: {error}")))?;
            Ok((row, details))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let mut people: Vec<UserId> = rows
        .iter()
        .filter_map(|(_, details)| details.officer_id)
        .collect();
    if staff {
        people.extend(rows.iter().map(|(row, _)| row.recorded_by));
    }
    let any = |kind: HappeningKind| rows.iter().any(|(row, _)| row.kind == kind);
    let gives_reasons = permit.fields().sees_reasons();
    let telling = Telling {
        reader: reader(&permit),
        shield,
        names_recorders: permit.fields().sees_staff_names(),
        sealed_until: permit.subject().sealed_until,
        gives_reasons,
        people: look.tx.user_names(people.into_iter())?.into_iter().collect(),
        teams: match any(HappeningKind::Assigned) && !permit.hides_whereabouts() {
            true => look
                .tx
                .teams()?
                .into_iter()
                .map(|team| (team.id, team.name))
                .collect(),
            false => HashMap::new(),
        },
        reasons: match gives_reasons && any(HappeningKind::DateCorrected) {
            true => look.tx.correction_reasons(id)?,
            false => Vec::new(),
        },
        dispute_steps: match any(HappeningKind::DisputeStepRecorded)
            || any(HappeningKind::DisputeStepCorrected)
        {
            true => dispute_steps_in_words(look.tx, id, reader(&permit))?,
            false => HashMap::new(),
        },
    };
    Ok((after + 1..)
        .zip(rows)
        .map(|(place, (row, details))| telling.entry(place, row, details))
        .collect())
}

impl Telling {
    fn entry(&self, place: i64, row: EventRow, details: EventDetails) -> TimelineEntry {
        let recorder = self
            .people
            .get(&row.recorded_by)
            .filter(|_| self.names_recorders)
            .filter(|_| !self.is_sealed(&row));
        TimelineEntry {
            id: row.id,
            sequence: place,
            kind: row.kind,
            happened_on: row.happened_on,
            recorded_at: row.recorded_at,
            text: self.text(&row, &details),
            recorded_by: recorder.map(|name| StaffName {
                id: row.recorded_by,
                name: name.clone(),
            }),
            facts: details
                .facts
                .into_iter()
                .map(|fact| DatedFact {
                    kind: fact.kind,
                    on: fact.on,
                })
                .collect(),
            breaches: details
                .breaches
                .into_iter()
                .map(|breach| Breach {
                    explanation: self.shield.text(breach.explanation),
                    ..breach
                })
                .collect(),
        }
    }

    fn text(&self, row: &EventRow, details: &EventDetails) -> String {
        let usual = || row.kind.plain_english(self.reader).to_owned();
        match row.kind {
            HappeningKind::DateCorrected => self.correction(row, details).unwrap_or_else(usual),
            HappeningKind::Assigned => self.assignment(details).unwrap_or_else(usual),
            HappeningKind::DisputeStepRecorded => {
                self.dispute_step(details).map_or_else(usual, str::to_owned)
            }
            HappeningKind::DisputeStepCorrected => self
                .dispute_step(details)
                .map_or_else(usual, |step| format!("{} What happened: {step}", usual())),
            _ => usual(),
        }
    }

    fn dispute_step(&self, details: &EventDetails) -> Option<&'static str> {
        self.dispute_steps.get(&details.dispute_step_id?).copied()
    }

    fn is_sealed(&self, row: &EventRow) -> bool {
        self.sealed_until.is_some_and(|until| row.recorded_at <= until)
    }

    /// Which day was corrected, from what to what, and why.
    fn correction(&self, row: &EventRow, details: &EventDetails) -> Option<String> {
        let (kind, from, to) = (details.corrected?, details.from?, details.to?);
        let changed = format!(
            "We corrected a date. \"{}\" was recorded as {}; the right day is {}.",
            kind.label(),
            human_date(from),
            human_date(to)
        );
        let reason = self
            .reasons
            .iter()
            .find(|(known, at, _)| *known == kind && *at == row.recorded_at);
        Some(
            match reason.filter(|_| self.gives_reasons && !self.is_sealed(row)) {
                Some((_, _, reason)) => format!("{changed} Why: {}", self.shield.text(reason.clone())),
                None => changed,
            },
        )
    }

    /// Who deals with the case from now on.
    fn assignment(&self, details: &EventDetails) -> Option<String> {
        let team = self.teams.get(&details.team_id?)?;
        let case = self.reader.choose("your child's case", "your case", "the case");
        Some(match details.officer_id.and_then(|id| self.people.get(&id)) {
            Some(officer) => format!("{officer} of the {team} now deals with {case}."),
            None => format!("The {team} now deals with {case}."),
        })
    }
}
