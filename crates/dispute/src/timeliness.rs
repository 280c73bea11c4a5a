//! The published figure: how many new plans were issued within 20 weeks (SEN2 statutory return).
//!
//! Plans that follow a mediation or an appeal on the way to the first plan are removed first, because the timetable was
//! interrupted. Of the rest two figures are published: with all of them, and without those to which an exception of
//! reg 10(4) or 13(3) applies; a plan under an exception is left out above and below the line.

use crate::Dispute;
use chrono::NaiveDate;
use ehcp_calendar::{Calendar, add_weeks};
use ehcp_case::FactKind;
use ehcp_deadlines::{CalculationError, ExceptionKind, Facts, RuleId, deadline};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The published bands end at this many weeks.
const LONGEST_BAND_WEEKS: u32 = 52;

/// What interrupted the timetable on the way to a first plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Interruption {
    /// A mediation took place about the decision to assess or to issue, whatever came of it.
    pub mediation: bool,
    /// There was an appeal against one of these decisions.
    pub tribunal: bool,
}

impl Interruption {
    /// What the disputes of a case say: only those about the two decisions on the way to a first plan count.
    pub fn of(disputes: &[Dispute]) -> Self {
        let on_the_road = || {
            disputes
                .iter()
                .filter(|dispute| dispute.notice().decision.is_on_the_first_road())
        };
        Self {
            mediation: on_the_road().any(|dispute| dispute.mediation().held().is_some()),
            tribunal: on_the_road().any(|dispute| !dispute.appeals().is_empty()),
        }
    }

    /// Whether the plan is removed before anything is counted.
    pub const fn removes(self) -> bool {
        self.mediation || self.tribunal
    }
}

/// A first plan, as far as the figure depends on it.
#[derive(Debug, Clone)]
pub struct NewPlan {
    /// The facts of its assessment, with the exceptions recorded on it: the request or the day on which the authority
    /// became responsible, and the final plan.
    pub facts: Facts,
    /// What interrupted its timetable.
    pub interruption: Interruption,
    /// Whether it came from another authority: such a plan is none of the figure.
    pub transferred_in: bool,
}

/// Counts of plans by how long they took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Counted {
    /// All that count: the figure below the line.
    pub plans: u32,
    /// Issued within 20 weeks: the figure above the line.
    pub within_20_weeks: u32,
    /// Issued after 20 weeks and within 52.
    pub over_20_to_52_weeks: u32,
    /// Issued after 52 weeks.
    pub over_52_weeks: u32,
    /// The days from the request to the plan, of all together.
    pub days: u64,
}

impl Counted {
    /// Tenths of a per cent issued within 20 weeks, rounded half up; absent where no plan counts.
    pub fn per_mille_within_20_weeks(&self) -> Option<u32> {
        let (within, plans) = (u64::from(self.within_20_weeks), u64::from(self.plans));
        (within * 2000 + plans)
            .checked_div(plans * 2)
            .and_then(|tenths| u32::try_from(tenths).ok())
    }

    /// Tenths of a week that a plan took on average, rounded half up; absent where no plan counts.
    pub fn average_tenths_of_weeks(&self) -> Option<u64> {
        let plans = u64::from(self.plans);
        (self.days * 20 + plans * 7).checked_div(plans * 14)
    }

    const fn and(self, other: &Self) -> Self {
        Self {
            plans: self.plans + other.plans,
            within_20_weeks: self.within_20_weeks + other.within_20_weeks,
            over_20_to_52_weeks: self.over_20_to_52_weeks + other.over_20_to_52_weeks,
            over_52_weeks: self.over_52_weeks + other.over_52_weeks,
            days: self.days + other.days,
        }
    }

    fn add(&mut self, took: Took) {
        self.plans += 1;
        self.days += took.days;
        match took.band {
            Band::Within20 => self.within_20_weeks += 1,
            Band::Within52 => self.over_20_to_52_weeks += 1,
            Band::Longer => self.over_52_weeks += 1,
        }
    }
}

/// The published figure for a stretch of days.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Timeliness {
    /// The plans that count, those under an exception among them.
    pub with_exceptions: Counted,
    /// The plans that count, without those under an exception: the headline.
    pub without_exceptions: Counted,
    /// Plans removed because of a mediation, with no appeal.
    pub removed_for_mediation: u32,
    /// Plans removed because of an appeal, with no mediation.
    pub removed_for_tribunal: u32,
    /// Plans removed because of both.
    pub removed_for_both: u32,
    /// Plans from other authorities, which are none of the figure.
    pub transferred_in: u32,
    /// Plans issued in these days of which no request is known.
    pub without_a_start: u32,
    /// For each exception, the plans that count to which it applies; a plan may have several.
    #[schema(value_type = BTreeMap<String, u32>)]
    pub exceptions: BTreeMap<ExceptionKind, u32>,
}

impl Timeliness {
    /// Plans removed before anything was counted.
    pub const fn removed(&self) -> u32 {
        self.removed_for_mediation + self.removed_for_tribunal + self.removed_for_both
    }

    /// Plans that count and are under an exception.
    pub const fn under_an_exception(&self) -> u32 {
        self.with_exceptions.plans - self.without_exceptions.plans
    }

    /// The figure of these plans and of others together.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.with_exceptions = self.with_exceptions.and(&other.with_exceptions);
        self.without_exceptions = self.without_exceptions.and(&other.without_exceptions);
        self.removed_for_mediation += other.removed_for_mediation;
        self.removed_for_tribunal += other.removed_for_tribunal;
        self.removed_for_both += other.removed_for_both;
        self.transferred_in += other.transferred_in;
        self.without_a_start += other.without_a_start;
        for (kind, number) in &other.exceptions {
            *self.exceptions.entry(*kind).or_default() += number;
        }
        self
    }
}

#[derive(Debug, Clone, Copy)]
enum Band {
    Within20,
    Within52,
    Longer,
}

#[derive(Debug, Clone, Copy)]
struct Took {
    days: u64,
    band: Band,
}

/// The published figure for the plans issued from one day to another, both counted.
///
/// # Errors
/// As the deadlines: where a day has an impossible year.
pub fn timeliness(
    plans: &[NewPlan],
    (from, until): (NaiveDate, NaiveDate),
    calendar: &Calendar,
) -> Result<Timeliness, CalculationError> {
    let mut figure = Timeliness::default();
    for plan in plans {
        let issued = plan.facts.get(FactKind::FinalPlanSent);
        if let Some(issued) = issued.filter(|day| (from..=until).contains(day)) {
            count(&mut figure, plan, issued, calendar)?;
        }
    }
    Ok(figure)
}

fn count(
    figure: &mut Timeliness,
    plan: &NewPlan,
    issued: NaiveDate,
    calendar: &Calendar,
) -> Result<(), CalculationError> {
    if plan.transferred_in {
        figure.transferred_in += 1;
        return Ok(());
    }
    match plan.interruption {
        Interruption {
            mediation: true,
            tribunal: true,
        } => figure.removed_for_both += 1,
        Interruption {
            mediation: true,
            tribunal: false,
        } => figure.removed_for_mediation += 1,
        Interruption {
            mediation: false,
            tribunal: true,
        } => figure.removed_for_tribunal += 1,
        Interruption {
            mediation: false,
            tribunal: false,
        } => return count_uninterrupted(figure, &plan.facts, issued, calendar),
    }
    Ok(())
}

fn count_uninterrupted(
    figure: &mut Timeliness,
    facts: &Facts,
    issued: NaiveDate,
    calendar: &Calendar,
) -> Result<(), CalculationError> {
    let limits = deadline(RuleId::EhcpFinalPlan, facts, calendar, issued)?;
    let known = limits
        .first()
        .and_then(|limit| Some((limit, limit.due?, limit.trigger?.on)));
    let Some((limit, due, started)) = known else {
        figure.without_a_start += 1;
        return Ok(());
    };
    let band = if issued <= due {
        Band::Within20
    } else if issued <= add_weeks(started, LONGEST_BAND_WEEKS) {
        Band::Within52
    } else {
        Band::Longer
    };
    let took = Took {
        days: u64::try_from((issued - started).num_days()).unwrap_or_default(),
        band,
    };
    figure.with_exceptions.add(took);
    if limit.relaxed {
        let mut kinds: Vec<_> = limit
            .relaxations
            .iter()
            .filter(|relaxation| relaxation.applies)
            .map(|relaxation| relaxation.exception)
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            *figure.exceptions.entry(kind).or_default() += 1;
        }
    } else {
        figure.without_exceptions.add(took);
    }
    Ok(())
}
