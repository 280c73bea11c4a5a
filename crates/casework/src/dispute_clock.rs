//! The clocks of disputes: mediation, appeal, and what must be done because of an order, a concession or an agreement.

use crate::case_file::CaseFile;
use crate::clockwork::explained;
use crate::dispute_file::DisputeFile;
use crate::{Error, Moment};
use chrono::NaiveDate;
use ehcp_assessment::Reopened;
use ehcp_calendar::{Calendar, human_date};
use ehcp_case::{DisputeId, FactKind, Stage};
use ehcp_deadlines::{
    CalculationError, DUE_SOON_DAYS, Deadline, DueDates, Facts, RuleId, Status, Step, deadline, due_dates,
};
use ehcp_dispute::{Clock, ClockOf, Deed, Duty, DutyLimit, Reopening, SetBy, follow_up};
use ehcp_store::DeadlineRow;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The deadlines of one part of a dispute.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DisputeDeadlines {
    /// The dispute.
    pub dispute_id: DisputeId,
    /// Which part of it.
    pub part: ClockOf,
    /// Its deadlines.
    #[schema(max_items = 40)]
    pub deadlines: Vec<Deadline>,
}

fn outside_calendar(error: CalculationError) -> Error {
    Error::Calendar(error.to_string())
}

/// Each part of a dispute has its own rows: their id is counted on from the dispute's.
fn subject_of(dispute: DisputeId, part: ClockOf) -> Uuid {
    let number = match part {
        ClockOf::Mediation => 0,
        ClockOf::Appeal(number) | ClockOf::Duty(number) | ClockOf::Recommendation(number) => number,
    };
    Uuid::from_u128(dispute.0.as_u128().wrapping_add(u128::from(number)))
}

/// The due dates of every dispute of a case.
pub(crate) fn dispute_rows(file: &CaseFile, moment: &Moment) -> Result<Vec<DeadlineRow>, Error> {
    let mut rows = Vec::new();
    for known in &file.disputes {
        for clock in known.dispute.clocks() {
            let subject = subject_of(known.row.id, clock.of);
            match clock.of {
                ClockOf::Duty(number) => {
                    if let Some(duty) = known.dispute.duties().iter().find(|duty| duty.number == number) {
                        rows.extend(duty_rows(file, duty, &clock, subject, moment)?);
                    }
                }
                _ => rows.extend(part_rows(known, &clock, subject, moment)?),
            }
        }
    }
    Ok(rows)
}

/// The rows of a mediation, an appeal or a recommendation.
fn part_rows(
    known: &DisputeFile,
    clock: &Clock,
    subject: Uuid,
    moment: &Moment,
) -> Result<Vec<DeadlineRow>, Error> {
    let mut dates = DueDates::new();
    due_dates(clock.process, &clock.facts, moment.calendar, &mut dates).map_err(outside_calendar)?;
    let named = named_response(known, clock.of);
    Ok(dates
        .as_slice()
        .iter()
        .filter(|due| due.trigger_on.is_some())
        .map(|due| {
            let named = named.filter(|_| due.rule == RuleId::AppealLaResponse);
            DeadlineRow {
                process: clock.process.word().to_owned(),
                subject_id: subject,
                rule: due.rule.to_string(),
                limit_name: due.limit.to_owned(),
                trigger_on: due.trigger_on,
                due_on: named.or(due.due),
                met_on: due.met_on,
                relaxed: due.relaxed && named.is_none(),
                ended: due.ended || due.met_on.is_none() && is_past(known, clock.of, due.rule),
            }
        })
        .collect())
}

/// Whether something was to be done for a mediation that took place without it, or was given up. It was missed, and nobody can
/// do it any more.
fn is_past(known: &DisputeFile, part: ClockOf, rule: RuleId) -> bool {
    let mediation = known.dispute.mediation();
    let over = mediation.held().is_some() || mediation.declined_on().is_some();
    part == ClockOf::Mediation
        && over
        && matches!(
            rule,
            RuleId::MedNotifyIcb
                | RuleId::MedArrangeHealthOnly
                | RuleId::MedArrangeMixed
                | RuleId::MedArrangeNoHealth
                | RuleId::MedDateNotice
                | RuleId::MedCantArrange
        )
}

/// The last day for the response that the Tribunal's letter names.
fn named_response(known: &DisputeFile, part: ClockOf) -> Option<NaiveDate> {
    let ClockOf::Appeal(number) = part else {
        return None;
    };
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    known
        .dispute
        .appeals()
        .get(place)?
        .registration()?
        .response_due_on
}

/// The rows of a duty: one for each of its last days, as it stands.
fn duty_rows(
    file: &CaseFile,
    duty: &Duty,
    clock: &Clock,
    subject: Uuid,
    moment: &Moment,
) -> Result<Vec<DeadlineRow>, Error> {
    let mut rows: Vec<DeadlineRow> = Vec::new();
    for limit in duty.limits(moment.calendar).map_err(outside_calendar)? {
        // Two deeds can share a last day: either of them keeps it.
        let shared = rows.iter_mut().find(|row| row.limit_name == limit.limit);
        if let Some(row) = shared {
            row.met_on = row.met_on.or(limit.done_on);
            row.ended = row.ended && row.met_on.is_none();
            continue;
        }
        rows.push(DeadlineRow {
            process: clock.process.word().to_owned(),
            subject_id: subject,
            rule: limit.rule.to_string(),
            limit_name: limit.limit.to_owned(),
            trigger_on: Some(duty.since),
            due_on: limit.due,
            met_on: limit.done_on,
            relaxed: limit.relaxed,
            ended: is_over(file, duty, &limit),
        });
    }
    Ok(rows)
}

/// Whether something is not owed any more, though it was not done: something else was, or it was decided for a plan.
fn is_over(file: &CaseFile, duty: &Duty, limit: &DutyLimit) -> bool {
    let decided_for = limit.deed == Deed::PlanRefused
        && file
            .assessment
            .facts
            .get(FactKind::IssueDecided)
            .is_some_and(|on| on >= duty.since);
    limit.done_on.is_none() && (limit.settled_otherwise || decided_for)
}

/// The deadlines of the disputes of a case, explained.
pub(crate) fn explained_disputes(file: &CaseFile, moment: &Moment) -> Result<Vec<DisputeDeadlines>, Error> {
    let mut all = Vec::new();
    for known in &file.disputes {
        for clock in known.dispute.clocks() {
            let deadlines = match clock.of {
                ClockOf::Duty(number) => {
                    match known.dispute.duties().iter().find(|duty| duty.number == number) {
                        Some(duty) => explained_duty(file, duty, moment)?,
                        None => Vec::new(),
                    }
                }
                _ => explained_part(known, &clock, moment)?,
            };
            if !deadlines.is_empty() {
                all.push(DisputeDeadlines {
                    dispute_id: known.row.id,
                    part: clock.of,
                    deadlines,
                });
            }
        }
    }
    Ok(all)
}

fn explained_part(known: &DisputeFile, clock: &Clock, moment: &Moment) -> Result<Vec<Deadline>, Error> {
    let named = named_response(known, clock.of);
    let all = explained(clock.process, &clock.facts, moment)?;
    Ok(all
        .into_iter()
        .filter(|one| one.trigger.is_some())
        .map(
            |one| match named.filter(|_| one.rule == RuleId::AppealLaResponse) {
                Some(day) => on_another_day(one, day, "The Tribunal's letter names", moment.today),
                None if one.met_on.is_none() && is_past(known, clock.of, one.rule) => Deadline {
                    status: Status::Ended,
                    days_left: None,
                    ..one
                },
                None => one,
            },
        )
        .collect())
}

fn explained_duty(file: &CaseFile, duty: &Duty, moment: &Moment) -> Result<Vec<Deadline>, Error> {
    let limits = duty.limits(moment.calendar).map_err(outside_calendar)?;
    let rule = duty.kind.rule();
    let all = deadline(rule, &duty.facts(), moment.calendar, moment.today).map_err(outside_calendar)?;
    Ok(all
        .into_iter()
        .filter_map(|one| {
            // Two deeds can share a last day: either of them keeps it.
            let own = || limits.iter().filter(|limit| limit.limit == one.limit);
            let limit = own().find(|limit| limit.done_on.is_some()).or(own().next())?;
            let ended = is_over(file, duty, limit);
            let set_by = match limit.set_by {
                SetBy::Law => None,
                SetBy::Tribunal => Some("The Tribunal set"),
                SetBy::Agreement => Some("It was agreed in writing:"),
            };
            let mut one = Deadline {
                due: limit.due,
                met_on: limit.done_on,
                ..one
            };
            one = match (set_by, limit.due) {
                (Some(set_by), Some(day)) => on_another_day(one, day, set_by, moment.today),
                _ => one,
            };
            one.status = status(&one, ended, moment.today);
            if ended || one.met_on.is_some() {
                one.days_left = None;
            }
            Some(one)
        })
        .collect())
}

/// A deadline whose last day somebody else than the law has set.
fn on_another_day(one: Deadline, day: NaiveDate, set_by: &str, today: NaiveDate) -> Deadline {
    let open = one.met_on.is_none() && one.ended_on.is_none();
    let mut steps = one.steps;
    steps.push(Step {
        text: format!("{set_by} {} as the last day.", human_date(day)),
        on: Some(day),
    });
    let mut one = Deadline {
        due: Some(day),
        strict_last_day: None,
        relaxed: false,
        policy_target: None,
        days_left: open.then(|| (day - today).num_days()),
        steps,
        ..one
    };
    one.status = status(&one, one.status == Status::Ended, today);
    one
}

/// Where a deadline stands that has a last day or none.
fn status(one: &Deadline, ended: bool, today: NaiveDate) -> Status {
    let left = one.due.map(|due| (due - today).num_days());
    match (one.met_on, left) {
        (Some(met), _) if one.due.is_some_and(|due| met > due) => Status::MetLate,
        (Some(_), _) => Status::Met,
        (None, _) if ended => Status::Ended,
        (None, Some(left)) if left < 0 => Status::Overdue,
        (None, Some(left)) if left <= DUE_SOON_DAYS => Status::DueSoon,
        (None, _) => Status::Running,
    }
}

/// What is known of an assessment that goes on after a refusal: the latest order, concession or agreement that put it back on
/// the road, as the assessment's own facts say.
pub(crate) fn reopened(
    disputes: &[DisputeFile],
    facts: &Facts,
) -> Result<Option<(Reopened, Refused)>, Error> {
    let calendar = Calendar::england_and_wales();
    let mut latest: Option<(Reopened, Refused)> = None;
    for known in disputes {
        for duty in known.dispute.duties() {
            let put_back = facts.get(duty.kind.fact()) == Some(duty.since);
            let earlier = latest.as_ref().is_some_and(|(last, _)| last.on > duty.since);
            if !put_back || earlier {
                continue;
            }
            let next = follow_up(&known.notice, duty, calendar).map_err(outside_calendar)?;
            let Reopening::Assessment { .. } = next.reopening else {
                continue;
            };
            let last_days = next
                .limits
                .iter()
                .filter(|limit| limit.done_on.is_none() && !limit.settled_otherwise)
                .filter_map(|limit| Some((limit.deed.fact(), limit.due?)))
                .collect();
            let reopened = Reopened {
                on: duty.since,
                rule: duty.kind.rule().word(),
                last_days,
            };
            let refused = Refused {
                told_on: known.notice.sent_on,
                after_assessment: !matches!(
                    known.notice.decision,
                    ehcp_dispute::AppealableDecision::NotToAssess
                ),
            };
            latest = Some((reopened, refused));
        }
    }
    Ok(latest)
}

/// The refusal after which an assessment goes on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refused {
    told_on: NaiveDate,
    /// Whether it came after the assessment.
    after_assessment: bool,
}

/// The facts from which the ordinary time of an assessment runs, as they were when the refusal ended it.
pub(crate) fn facts_until(facts: &Facts, reopened_on: NaiveDate, refused: Refused) -> Facts {
    let mut until = Facts::new();
    for (kind, on) in facts.iter().filter(|(_, on)| *on < reopened_on) {
        until.set(kind, Some(on));
    }
    let told: &[FactKind] = if refused.after_assessment {
        &[
            FactKind::RefusalToIssueNotified,
            FactKind::AssessmentOutcomeNotified,
        ]
    } else {
        &[FactKind::AssessmentRefused]
    };
    for fact in told {
        until.set(*fact, Some(refused.told_on));
    }
    facts
        .exceptions()
        .iter()
        .fold(until, |until, exception| until.with_exception(*exception))
}

/// Whether a case rests because of a refusal that is disputed.
pub(crate) const fn is_refused(stage: Stage) -> bool {
    matches!(stage, Stage::NotAssessed | Stage::PlanNotIssued)
}
