//! The calculator: facts, calendar and a day in, deadlines out.

use crate::{
    answer::{DUE_SOON_DAYS, Deadline, DueDate, DueDates, Relaxation, Status, Trigger},
    compute::{Outcome, State, limits_of},
    error::CalculationError,
    facts::Facts,
    relax::{affected_days, fit, is_relaxed},
    rights::rights_in_force,
    rule::{Count, Formula, Limit, Nature, Process, Rule, RuleId, Term},
    rules::{rule, rules_of},
    steps::steps,
};
use chrono::NaiveDate;
use ehcp_calendar::{Calendar, add_days};
use ehcp_case::{FactKind, Party};

/// Every deadline of a process, explained, as it stands on a day.
///
/// A rule that concerns few cases, or is one of several alternatives, is left out until it has started.
///
/// # Errors
/// When working days are needed outside the known holidays, or a fact has an impossible year.
pub fn timeline(
    process: Process,
    facts: &Facts,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Result<Vec<Deadline>, CalculationError> {
    let mut out = Vec::new();
    for rule in rules_of(process) {
        limits_of(rule, facts, calendar, |outcome| {
            if !is_hidden(rule, &outcome) {
                out.push(explained(rule, &outcome, facts, calendar, as_of));
            }
            Ok(())
        })?;
    }
    Ok(out)
}

/// Every limit of one rule, explained, as it stands on a day.
///
/// # Errors
/// As [`timeline`].
pub fn deadline(
    id: RuleId,
    facts: &Facts,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Result<Vec<Deadline>, CalculationError> {
    let mut out = Vec::new();
    if let Some(rule) = rule(id) {
        limits_of(rule, facts, calendar, |outcome| {
            out.push(explained(rule, &outcome, facts, calendar, as_of));
            Ok(())
        })?;
    }
    Ok(out)
}

/// The dates of every deadline of a process, without any text; what was in `out` is replaced. Allocates nothing
/// unless an absence is among the exceptions.
///
/// # Errors
/// As [`timeline`].
pub fn due_dates(
    process: Process,
    facts: &Facts,
    calendar: &Calendar,
    out: &mut DueDates,
) -> Result<(), CalculationError> {
    out.clear();
    for rule in rules_of(process) {
        limits_of(rule, facts, calendar, |outcome| {
            if is_hidden(rule, &outcome) || out.push(dates(rule, &outcome, facts)) {
                Ok(())
            } else {
                Err(CalculationError::TooManyLimits)
            }
        })?;
    }
    Ok(())
}

/// Refuses facts of a process that cannot have happened in this order: what a duty asks for is done before the fact
/// from which the duty's days are counted. For facts that somebody supposes; what is on record is not refused here.
///
/// # Errors
/// [`CalculationError::OutOfOrder`] naming the fact that comes too early; else as [`timeline`].
pub fn check_order(process: Process, facts: &Facts, calendar: &Calendar) -> Result<(), CalculationError> {
    rules_of(process)
        .iter()
        .try_for_each(|rule| in_order(rule, facts, calendar))
}

/// The same for the facts of one rule.
///
/// # Errors
/// As [`check_order`].
pub fn check_order_of(id: RuleId, facts: &Facts, calendar: &Calendar) -> Result<(), CalculationError> {
    rule(id).map_or(Ok(()), |rule| in_order(rule, facts, calendar))
}

fn in_order(rule: &'static Rule, facts: &Facts, calendar: &Calendar) -> Result<(), CalculationError> {
    limits_of(rule, facts, calendar, |outcome| {
        // The family may use a right before the days for it are counted.
        let counts_on = outcome.limit.nature == Nature::Duty && runs_forwards(&outcome);
        let done = outcome
            .limit
            .met_by
            .iter()
            .filter_map(|&kind| Some((kind, facts.get(kind)?)))
            .min_by_key(|(_, on)| *on);
        match (outcome.state.trigger().filter(|_| counts_on), done) {
            (Some((start, from)), Some((fact, on))) if on < from => Err(CalculationError::OutOfOrder {
                fact,
                on,
                start,
                from,
            }),
            _ => Ok(()),
        }
    })
}

/// Whether a limit has a date that lies on or after the fact from which it is counted.
fn runs_forwards(outcome: &Outcome) -> bool {
    outcome
        .state
        .due()
        .zip(outcome.state.trigger())
        .is_some_and(|(due, (_, from))| due >= from)
}

/// Whether a timeline leaves it out.
fn is_hidden(rule: &Rule, outcome: &Outcome) -> bool {
    match outcome.state {
        State::NotStarted => rule.hidden_until_started,
        State::NotInForce(_) => true,
        State::FellAway(_) | State::Started { .. } => false,
    }
}

/// The days over which a limit with a date runs, in order even where it is counted backwards.
fn running_period(outcome: &Outcome) -> Option<(NaiveDate, NaiveDate)> {
    let (due, (_, trigger)) = (outcome.state.due()?, outcome.state.trigger()?);
    Some((trigger.min(due), due))
}

/// How a limit came to its end.
#[derive(Debug, Clone, Copy, Default)]
struct End {
    met: Option<NaiveDate>,
    ended: Option<NaiveDate>,
}

/// Met by the first fact that meets it, unless one that ends it came before.
fn end(limit: &Limit, facts: &Facts) -> End {
    let first = |kinds: &[FactKind]| kinds.iter().filter_map(|&kind| facts.get(kind)).min();
    match (first(limit.met_by), first(limit.ended_by)) {
        (Some(met), Some(ended)) if ended < met => End {
            met: None,
            ended: Some(ended),
        },
        (Some(met), _) => End {
            met: Some(met),
            ended: None,
        },
        (None, ended) => End { met: None, ended },
    }
}

fn dates(rule: &Rule, outcome: &Outcome, facts: &Facts) -> DueDate {
    let End { met, ended } = end(outcome.limit, facts);
    DueDate {
        rule: rule.id,
        limit: outcome.limit.name,
        trigger_on: outcome.state.trigger().map(|(_, on)| on),
        due: outcome.state.due(),
        relaxed: !facts.exceptions().is_empty()
            && running_period(outcome).is_some_and(|period| is_relaxed(facts, outcome.limit, period)),
        met_on: met,
        ended: ended.is_some() || matches!(outcome.state, State::FellAway(_)),
    }
}

fn status(outcome: &Outcome, End { met, ended }: End, as_of: NaiveDate) -> Status {
    let due = outcome.state.due();
    let continues = outcome.limit.met_by.is_empty() && counts_immediately(outcome.limit);
    match (outcome.state, met, ended) {
        (State::NotInForce(_) | State::FellAway(_), _, _) | (_, _, Some(_)) => Status::Ended,
        (_, Some(met), _) if due.is_some_and(|due| met > due) => Status::MetLate,
        (_, Some(_), _) => Status::Met,
        (State::NotStarted, ..) => Status::NotStarted,
        // The fact that starts it lies ahead of the day asked for.
        _ if begins_after(outcome, as_of) => Status::NotStarted,
        _ => match due {
            None => Status::Running,
            Some(_) if continues => Status::Running,
            Some(due) if as_of > due => match outcome.limit.nature {
                Nature::Duty => Status::Overdue,
                Nature::Window => Status::Ended,
            },
            Some(due) if (due - as_of).num_days() <= DUE_SOON_DAYS => Status::DueSoon,
            Some(_) => Status::Running,
        },
    }
}

/// Whether the fact from which a limit is counted forwards comes after a day.
fn begins_after(outcome: &Outcome, as_of: NaiveDate) -> bool {
    runs_forwards(outcome) && outcome.state.trigger().is_some_and(|(_, from)| from > as_of)
}

/// Whether the limit is on the day itself.
fn counts_immediately(limit: &Limit) -> bool {
    matches!(
        limit.formula,
        Formula::One(Term {
            count: Count::Immediately,
            ..
        })
    )
}

/// Whether the Tribunal's hour matters to the limit.
fn is_tribunal_time(outcome: &Outcome) -> bool {
    matches!(
        outcome.state,
        State::Started { governing, .. }
            if matches!(governing.count, Count::Tribunal(_) | Count::TribunalWorkingDays(_))
    )
}

fn relaxations(outcome: &Outcome, facts: &Facts) -> Vec<Relaxation> {
    let Some(period) = running_period(outcome) else {
        return Vec::new();
    };
    facts
        .exceptions()
        .iter()
        .map(|exception| {
            let fit = fit(exception, facts, outcome.limit, period);
            Relaxation {
                exception: exception.kind,
                applies: fit.relaxes(),
                why: fit.why(exception.kind.label()),
                source: exception.kind.source(),
            }
        })
        .collect()
}

/// The last day and every affected day once; none where no affected days are recorded.
pub(crate) fn policy_target(outcome: &Outcome, facts: &Facts) -> Option<(i64, NaiveDate)> {
    let period = running_period(outcome)?;
    let days = affected_days(facts, outcome.limit, period);
    (days > 0).then(|| (days, add_days(period.1, u32::try_from(days).unwrap_or(u32::MAX))))
}

fn explained(
    rule: &'static Rule,
    outcome: &Outcome,
    facts: &Facts,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Deadline {
    let end = end(outcome.limit, facts);
    let End { met, ended } = end;
    let status = status(outcome, end, as_of);
    let due = outcome.state.due();
    let strict = outcome.state.strict();
    let relaxations = relaxations(outcome, facts);
    let relaxed = relaxations.iter().any(|relaxation| relaxation.applies);
    let trigger = outcome.state.trigger().map(|(fact, on)| Trigger { fact, on });
    let open = matches!(status, Status::Running | Status::DueSoon | Status::Overdue);
    Deadline {
        rule: rule.id,
        limit: outcome.limit.name,
        title: if outcome.limit.title.is_empty() {
            rule.title
        } else {
            outcome.limit.title
        },
        trigger,
        due,
        strict_last_day: strict,
        status,
        met_on: met,
        met_on_strict_reading: met.zip(strict).map(|(met, strict)| met <= strict),
        ended_on: ended,
        relaxed,
        policy_target: policy_target(outcome, facts).map(|(_, target)| target),
        days_used: trigger
            .filter(|_| status != Status::NotStarted)
            .map(|trigger| (met.or(ended).unwrap_or(as_of) - trigger.on).num_days()),
        days_left: due.filter(|_| open).map(|due| (due - as_of).num_days()),
        by_time: is_tribunal_time(outcome).then_some("17:00"),
        steps: steps(outcome, facts, calendar, relaxed),
        relaxations,
        must_act: rule.must_act,
        must_tell: rule.must_tell.to_vec(),
        rights: rights_in_force(rule.rights, met.unwrap_or(as_of)),
        source: outcome.version.source,
        kind: rule.kind,
        holder: if open {
            rule.must_act
        } else {
            Party::LocalAuthority
        },
    }
}
