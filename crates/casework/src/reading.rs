//! Reading a case: where it stands, what happened, by when by law.

use crate::case_file::CaseFile;
use crate::clockwork::{explained, explained_plan, open_duties};
use crate::shield::Shield;
use crate::{
    AdviceDeadlines, CaseDeadlines, CaseQuery, CaseSummary, CaseView, DatedFact, Error, Look, Moment,
    NextDeadline, Page, Position, RequestView, StaffName, TeamView, TimelineEntry,
};
use chrono::{Days, NaiveDate};
use ehcp_access::{Action, Fields, Reach, reach_of};
use ehcp_assessment::{Breach, HappeningKind, RequestSource, next_steps};
use ehcp_case::{CaseId, FactKind};
use ehcp_deadlines::{DUE_SOON_DAYS, Process, Status};
use ehcp_store::{CaseFilter, DeadlineRow, EventRow, ListedCase, NO_DAY, ReadTx};
use serde::Deserialize;
use std::collections::HashMap;

/// A case.
///
/// # Errors
/// When it is hidden.
pub fn case(look: &mut Look<'_, '_>, id: CaseId) -> Result<CaseView, Error> {
    let (permit, child) = look.case(id, Action::ReadCase)?;
    let shield = look.shield(child.id)?;
    let file = CaseFile::load(look.tx, permit.subject(), child)?;
    case_view(look.tx, &look.moment, permit.fields(), &shield, &file)
}

/// The view of a case for somebody who sees these fields.
pub(crate) fn case_view(
    tx: &mut ReadTx<'_>,
    moment: &Moment,
    fields: Fields,
    shield: &Shield,
    file: &CaseFile,
) -> Result<CaseView, Error> {
    let open = open_deadlines(&file.due_rows(moment)?, moment);
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
    // The team's name and duty line say in which part of the area the child is.
    let team = match case.team_id.filter(|_| !shield.hides_setting()) {
        Some(id) => tx.team(id)?.map(TeamView::from),
        None => None,
    };
    let ended = case.stage.is_ended();
    let sees_requests = fields.sees_reasons();
    // What a family tells of itself is not for the setting.
    let sees_circumstances = fields.sees_family_circumstances();
    Ok(CaseView {
        id: case.id,
        reference: case.reference.clone(),
        child: crate::registry::child_view(&child, Some(case.id), fields),
        stage: case.stage,
        stage_in_words: case.stage.plain_english().to_owned(),
        assessment_id: case.assessment_id,
        requests: file
            .requests
            .iter()
            .map(|row| RequestView {
                source: row.source,
                received_on: row.received_on,
                reasons: shield.maybe(row.reasons.clone().filter(|_| {
                    sees_circumstances || (sees_requests && row.source == RequestSource::Setting)
                })),
            })
            .collect(),
        clock_started_on: started,
        week: (!ended).then(|| (moment.today - started).num_days().div_euclid(7) + 1),
        next_deadline: open.first().cloned(),
        overdue: open
            .iter()
            .filter(|deadline| deadline.status == Status::Overdue)
            .cloned()
            .collect(),
        next_steps: next_steps(&file.assessment, moment.today),
        officer,
        team,
        plan_id: file
            .plans
            .iter()
            .find(|plan| fields.sees_internal() || plan.sent_on.is_some())
            .filter(|_| fields.sees_plan_section("A"))
            .map(|plan| plan.id),
        version: case.version,
    })
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
    let mut rows = look.tx.cases_reached(reach, &look.actor, today, &filter)?;
    let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| Position {
        due_on: row.case.next_due_on,
        id: row.case.id.into(),
    });
    for row in &rows {
        look.saw(row.case.id);
    }
    let mut items = Vec::with_capacity(rows.len());
    let shielded = look.shielded(rows.iter().map(|row| row.child.id).collect())?;
    for mut row in rows {
        if shielded.contains(&row.child.id) && look.shield(row.child.id)?.hides_setting() {
            row.team = None;
        }
        items.push(summary(row, &look.moment));
    }
    Ok(Page { items, next })
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
        assessment: explained(Process::Assessment, &file.assessment.facts, &look.moment)?,
        advice,
        plan: explained_plan(&file, &look.moment)?,
    })
}

/// What an event's details say, as far as the timeline shows it.
#[derive(Debug, Default, Deserialize)]
struct EventDetails {
    #[serde(default)]
    facts: Vec<EventFact>,
    #[serde(default)]
    breaches: Vec<Breach>,
}

#[derive(Debug, Deserialize)]
struct EventFact {
    kind: FactKind,
    on: NaiveDate,
}

/// What happened in a case, in plain English, in the order in which it was recorded. Entries after `after`; at most
/// `limit`.
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
    let shield = look.shield(permit.subject().child_id)?;
    let mut hidden: Vec<_> = HappeningKind::ALL
        .into_iter()
        .filter(|kind| kind.is_internal())
        .collect();
    if staff {
        hidden.clear();
    }
    let rows = look.tx.events_shown_after(id, after, i64::from(limit), &hidden)?;
    let mut names: HashMap<_, String> = HashMap::new();
    if staff {
        names.extend(look.tx.user_names(rows.iter().map(|row| row.recorded_by))?);
    }
    rows.into_iter()
        .map(|row| {
            let name = names.get(&row.recorded_by).cloned();
            entry(row, name, &shield)
        })
        .collect()
}

fn entry(row: EventRow, recorder: Option<String>, shield: &Shield) -> Result<TimelineEntry, Error> {
    let details: EventDetails = serde_json::from_str(&row.details)
        .map_err(|error| Error::Internal(format!("an event's details: {error}")))?;
    Ok(TimelineEntry {
        id: row.id,
        sequence: row.sequence,
        kind: row.kind,
        happened_on: row.happened_on,
        recorded_at: row.recorded_at,
        text: row.kind.plain_english().to_owned(),
        recorded_by: recorder.map(|name| StaffName {
            id: row.recorded_by,
            name,
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
                explanation: shield.text(breach.explanation),
                ..breach
            })
            .collect(),
    })
}
