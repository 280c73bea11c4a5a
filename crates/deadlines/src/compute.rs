//! The arithmetic: from facts to dates, without a word of text.

use crate::{
    error::CalculationError,
    facts::Facts,
    rule::{Count, Formula, Limit, Period, Rule, RuleId, Start, Term, Version},
};
use chrono::{Datelike, NaiveDate};
use ehcp_calendar::{
    BeyondKnownHolidays, Calendar, add_days, add_months_clamped, add_weeks, check_range,
    last_day_of_months_beginning_with, subtract_days, subtract_months_clamped,
};
use ehcp_case::FactKind;

/// A fact and its day.
pub(crate) type Happened = (FactKind, NaiveDate);

/// The dates at which a term arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// The fact from which it was counted.
    pub from: Happened,
    /// The count that led here: that of the term, or working days from an awareness.
    pub count: Count,
    /// The last lawful day; none where the law gives no number or the data for it are missing.
    pub due: Option<NaiveDate>,
    /// The last day on the stricter reading.
    pub strict: Option<NaiveDate>,
}

/// A limit of a rule, worked out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outcome {
    /// The limit in the version that governs.
    pub limit: &'static Limit,
    /// That version.
    pub version: &'static Version,
    /// Why there is or is not a date.
    pub state: State,
}

/// Why there is or is not a date.
#[derive(Debug, Clone, Copy)]
pub(crate) enum State {
    /// The fact that starts it is not known.
    NotStarted,
    /// It started before the rule was in force.
    NotInForce(Happened),
    /// It started too late after another fact and falls away.
    FellAway(Happened),
    /// It started; the arrival governs, and where there are two terms the other did not.
    Started {
        /// The term that governs.
        governing: Arrival,
        /// The other one, if it was worked out.
        other: Option<Arrival>,
        /// Days taken off the governing term's last day.
        days_before: u32,
    },
}

impl State {
    /// The last lawful day.
    pub fn due(&self) -> Option<NaiveDate> {
        match self {
            Self::Started {
                governing,
                days_before,
                ..
            } => governing.due.map(|day| subtract_days(day, *days_before)),
            _ => None,
        }
    }

    /// The last day on the stricter reading, where there is one.
    pub fn strict(&self) -> Option<NaiveDate> {
        match self {
            Self::Started { governing, .. } => governing.strict,
            _ => None,
        }
    }

    /// The fact that governs.
    pub fn trigger(&self) -> Option<Happened> {
        match self {
            Self::NotStarted => None,
            Self::NotInForce(happened) | Self::FellAway(happened) => Some(*happened),
            Self::Started { governing, .. } => Some(governing.from),
        }
    }
}

/// The fact with which a start starts, if it has happened.
fn resolve(start: &Start, facts: &Facts) -> Option<Happened> {
    let known = |kinds: &'static [FactKind]| kinds.iter().filter_map(|&kind| Some((kind, facts.get(kind)?)));
    match *start {
        Start::On(kind) => Some((kind, facts.get(kind)?)),
        Start::Earliest(kinds) => known(kinds).min_by_key(|(_, day)| *day),
        Start::Latest(kinds) => known(kinds).max_by_key(|(_, day)| *day),
    }
}

/// The fact that chooses the version and starts the limit.
fn first_start(formula: &Formula, facts: &Facts) -> Option<Happened> {
    match formula {
        Formula::One(term)
        | Formula::LaterOfBoth(term, _)
        | Formula::LaterWhereKnown(term, _)
        | Formula::EarlierWhereKnown(term, _)
        | Formula::DaysBefore(term, _) => resolve(&term.start, facts),
        Formula::OnTheDayUnlessAwareLate { event, aware, .. } => {
            resolve(&Start::On(*event), facts).or_else(|| resolve(&Start::On(*aware), facts))
        }
    }
}

/// Works out every limit of a rule and gives each to `each`.
pub(crate) fn limits_of(
    rule: &'static Rule,
    facts: &Facts,
    calendar: &Calendar,
    mut each: impl FnMut(Outcome) -> Result<(), CalculationError>,
) -> Result<(), CalculationError> {
    let Some(newest) = rule.newest_version() else {
        return Ok(());
    };
    for limit in newest.limits {
        if let Some(outcome) = work_out(rule, newest, limit, facts, calendar)? {
            each(outcome)?;
        }
    }
    Ok(())
}

/// Works out one limit; none where the version that governs has no limit of this name.
fn work_out(
    rule: &'static Rule,
    newest: &'static Version,
    limit: &'static Limit,
    facts: &Facts,
    calendar: &Calendar,
) -> Result<Option<Outcome>, CalculationError> {
    let outcome = |version, limit, state| {
        Ok(Some(Outcome {
            limit,
            version,
            state,
        }))
    };
    let Some(first) = first_start(&limit.formula, facts) else {
        return outcome(newest, limit, State::NotStarted);
    };
    check_range(first.1).map_err(|error| CalculationError::DateOutOfRange {
        fact: first.0,
        date: error.date,
    })?;
    let Some(version) = rule.version_on(first.1) else {
        return outcome(newest, limit, State::NotInForce(first));
    };
    let Some(limit) = version
        .limits
        .iter()
        .find(|of_version| of_version.name == limit.name)
    else {
        return Ok(None);
    };
    let too_late = limit.only_within.is_some_and(|(fact, period)| {
        facts
            .get(fact)
            .is_some_and(|since| first.1 > last_day_excl(since, period))
    });
    if too_late {
        return outcome(version, limit, State::FellAway(first));
    }
    let state = started(rule.id, &limit.formula, facts, calendar)?;
    outcome(version, limit, state)
}

/// The state of a limit whose first start is known.
fn started(
    rule: RuleId,
    formula: &Formula,
    facts: &Facts,
    calendar: &Calendar,
) -> Result<State, CalculationError> {
    let arrive = |term: &Term| arrival(rule, term, facts, calendar);
    let one = |arrival: Option<Arrival>, days_before| match arrival {
        Some(governing) => State::Started {
            governing,
            other: None,
            days_before,
        },
        None => State::NotStarted,
    };
    Ok(match formula {
        Formula::One(term) => one(arrive(term)?, 0),
        Formula::DaysBefore(term, days) => one(arrive(term)?, *days),
        Formula::LaterOfBoth(a, b) => match (arrive(a)?, arrive(b)?) {
            (Some(a), Some(b)) => pick(a, Some(b), |a, b| b > a),
            _ => State::NotStarted,
        },
        Formula::LaterWhereKnown(a, b) => match arrive(a)? {
            Some(a) => pick(a, arrive(b)?, |a, b| b > a),
            None => State::NotStarted,
        },
        Formula::EarlierWhereKnown(a, b) => match arrive(a)? {
            Some(a) => pick(a, arrive(b)?, |a, b| b < a),
            None => State::NotStarted,
        },
        Formula::OnTheDayUnlessAwareLate {
            event,
            aware,
            working_days,
        } => one(
            on_the_day(rule, *event, *aware, *working_days, facts, calendar)?,
            0,
        ),
    })
}

/// Of two arrivals the first, unless the second wins.
fn pick(a: Arrival, b: Option<Arrival>, second_wins: fn(NaiveDate, NaiveDate) -> bool) -> State {
    match (b, a.due, b.and_then(|b| b.due)) {
        (Some(b), Some(day_a), Some(day_b)) if second_wins(day_a, day_b) => State::Started {
            governing: b,
            other: Some(a),
            days_before: 0,
        },
        _ => State::Started {
            governing: a,
            other: b,
            days_before: 0,
        },
    }
}

/// On the day of the event, or working days beginning with an awareness that came too late.
fn on_the_day(
    rule: RuleId,
    event: FactKind,
    aware: FactKind,
    working_days: u32,
    facts: &Facts,
    calendar: &Calendar,
) -> Result<Option<Arrival>, CalculationError> {
    let event = resolve(&Start::On(event), facts);
    let aware = resolve(&Start::On(aware), facts);
    let late = match (event, aware) {
        (Some((_, on)), Some((_, known))) => {
            let beyond = |error| CalculationError::beyond(rule, error);
            known
                > calendar
                    .nth_working_day_before(on, working_days)
                    .map_err(beyond)?
        }
        (None, Some(_)) => true,
        (_, None) => false,
    };
    let (from, count) = if late {
        (aware, Count::WorkingDaysIncl(working_days))
    } else {
        (event, Count::Immediately)
    };
    from.map(|from| counted(rule, from, count, facts, calendar))
        .transpose()
}

/// Where a term arrives, if it has started.
fn arrival(
    rule: RuleId,
    term: &Term,
    facts: &Facts,
    calendar: &Calendar,
) -> Result<Option<Arrival>, CalculationError> {
    resolve(&term.start, facts)
        .map(|from| counted(rule, from, term.count, facts, calendar))
        .transpose()
}

/// Counts from a fact.
fn counted(
    rule: RuleId,
    from: Happened,
    count: Count,
    facts: &Facts,
    calendar: &Calendar,
) -> Result<Arrival, CalculationError> {
    let day = check_range(from.1).map_err(|error| CalculationError::DateOutOfRange {
        fact: from.0,
        date: error.date,
    })?;
    let beyond = |error: BeyondKnownHolidays| CalculationError::beyond(rule, error);
    let (due, strict) = match count {
        Count::Excl(period) => (Some(last_day_excl(day, period)), None),
        Count::Incl(period) => (Some(last_day_incl(day, period)), None),
        Count::WorkingDaysExcl(n) => (
            Some(calendar.nth_working_day_after(day, n).map_err(beyond)?),
            None,
        ),
        Count::WorkingDaysIncl(n) => (
            Some(
                calendar
                    .last_of_working_days_beginning_with(day, n)
                    .map_err(beyond)?,
            ),
            None,
        ),
        Count::Back(period) => {
            let latest = day_before(day, period);
            (Some(latest), Some(subtract_days(latest, 1)))
        }
        Count::BackWorkingDays(n) => {
            let latest = calendar.nth_working_day_before(day, n).map_err(beyond)?;
            (
                Some(latest),
                Some(calendar.nth_working_day_before(latest, 1).map_err(beyond)?),
            )
        }
        Count::Fixed { month, day: of_month } => {
            let fixed = NaiveDate::from_ymd_opt(day.year(), month, of_month);
            (fixed, fixed.map(|by| subtract_days(by, 1)))
        }
        Count::Tribunal(period) => (
            Some(tribunal_roll(last_day_excl(day, period), calendar).map_err(beyond)?),
            None,
        ),
        Count::TribunalWorkingDays(n) => (
            Some(nth_tribunal_working_day_after(day, n, calendar).map_err(beyond)?),
            None,
        ),
        Count::SchoolDays(n) => {
            let closures = facts.school_closures();
            let known = !closures.is_empty();
            let count = || calendar.nth_school_day_after(day, n, closures).map_err(beyond);
            (known.then(count).transpose()?, None)
        }
        Count::Immediately => (Some(day), None),
        Count::AsSoonAsPracticable | Count::NoNumber => (None, None),
    };
    Ok(Arrival {
        from,
        count,
        due,
        strict,
    })
}

/// The last day of a period of which the first day is not counted.
pub(crate) fn last_day_excl(from: NaiveDate, period: Period) -> NaiveDate {
    match period {
        Period::Days(n) => add_days(from, n),
        Period::Weeks(n) => add_weeks(from, n),
        Period::Months(n) => add_months_clamped(from, n),
    }
}

/// The last day of a period that begins with a day.
fn last_day_incl(from: NaiveDate, period: Period) -> NaiveDate {
    match period {
        Period::Days(n) => add_days(from, n.saturating_sub(1)),
        Period::Weeks(n) => add_days(from, n.saturating_mul(7).saturating_sub(1)),
        Period::Months(n) => last_day_of_months_beginning_with(from, n),
    }
}

/// The day that lies a period before another.
fn day_before(day: NaiveDate, period: Period) -> NaiveDate {
    match period {
        Period::Days(n) => subtract_days(day, n),
        Period::Weeks(n) => subtract_days(day, n.saturating_mul(7)),
        Period::Months(n) => subtract_months_clamped(day, n),
    }
}

/// Whether a day lies in the stretch from 25 December to 1 January.
pub(crate) fn is_christmas_stretch(day: NaiveDate) -> bool {
    (day.month() == 12 && day.day() >= 25) || (day.month() == 1 && day.day() == 1)
}

/// Where Tribunal time that ends on a day really ends (TR r.12): after August or 1 January where it ends in August
/// or from 25 December to 1 January, else on the next working day where it is none.
///
/// The rule is applied once, to the day on which the time ends: a Saturday, 31 July rolls to Monday, 2 August, the
/// stricter reading.
pub(crate) fn tribunal_roll(ends: NaiveDate, calendar: &Calendar) -> Result<NaiveDate, BeyondKnownHolidays> {
    let closed_until = if ends.month() == 8 {
        NaiveDate::from_ymd_opt(ends.year(), 9, 1)
    } else if is_christmas_stretch(ends) {
        let year = if ends.month() == 12 {
            ends.year().saturating_add(1)
        } else {
            ends.year()
        };
        NaiveDate::from_ymd_opt(year, 1, 2)
    } else {
        None
    };
    calendar.first_working_day_on_or_after(closed_until.unwrap_or(ends))
}

/// The n-th working day after a day, without August and 25 December to 1 January.
fn nth_tribunal_working_day_after(
    day: NaiveDate,
    n: u32,
    calendar: &Calendar,
) -> Result<NaiveDate, BeyondKnownHolidays> {
    let mut at = day;
    let mut left = n;
    while left > 0 {
        at = calendar.nth_working_day_after(at, 1)?;
        if at.month() != 8 && !is_christmas_stretch(at) {
            left -= 1;
        }
    }
    Ok(at)
}
