//! The published figure: how many first plans were sent within twenty weeks.

use crate::case_file::exception_fact;
use crate::dispute_file::in_their_places;
use crate::{Error, Look};
use chrono::NaiveDate;
use ehcp_access::{Action, Fields};
use ehcp_calendar::human_date;
use ehcp_case::AssessmentId;
use ehcp_deadlines::{ExceptionKind, Facts};
use ehcp_dispute::{Counted, Dispute, Interruption, NewPlan, Notice, Timeliness, timeliness};
use ehcp_store::OfAssessments;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// For which days the figure is asked.
#[derive(Debug, Clone, Copy)]
pub struct TimelinessQuery {
    /// The first day on which a plan was sent.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
}

/// The published figure for a stretch of days. Whoever may see only larger numbers finds none below five.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimelinessView {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// How it is counted, in plain English.
    #[schema(max_length = 1000)]
    pub in_words: String,
    /// The plans that count, those under an exception among them.
    pub with_exceptions: CountedView,
    /// The plans that count, without those under an exception: the headline of the national figures.
    pub without_exceptions: CountedView,
    /// The plans that were removed before anything was counted.
    pub removed: RemovedView,
    /// For each exception, the plans that count to which it applies; a plan can have several.
    pub exceptions: BTreeMap<ExceptionKind, u32>,
    /// Plans of these days of which no request is known; they count nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_a_start: Option<u32>,
}

/// Plans by how long they took.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct CountedView {
    /// All that count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plans: Option<u32>,
    /// Sent within twenty weeks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_20_weeks: Option<u32>,
    /// Sent after twenty weeks and within fifty-two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_20_to_52_weeks: Option<u32>,
    /// Sent after fifty-two weeks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_52_weeks: Option<u32>,
    /// Tenths of a per cent that were sent within twenty weeks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 603, maximum = 1000)]
    pub per_mille_within_20_weeks: Option<u32>,
    /// Tenths of a week that a plan took on average.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 214)]
    pub average_tenths_of_weeks: Option<u64>,
}

/// Plans whose timetable a mediation or an appeal interrupted.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct RemovedView {
    /// All of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plans: Option<u32>,
    /// Because of a mediation, with no appeal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_mediation: Option<u32>,
    /// Because of an appeal, with no mediation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_tribunal: Option<u32>,
    /// Because of both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_both: Option<u32>,
}

/// How many plans are looked at at a time.
const AT_A_TIME: i64 = 500;

/// The longest stretch, in days.
const LONGEST: i64 = 366;

/// The smallest number that is shown to those who see totals alone.
const SMALLEST: u32 = 5;

/// The published figure for the first plans that were sent in a stretch of days.
///
/// # Errors
/// When this is not for the person, or the days are the wrong way round, too many or still to come.
pub fn first_plan_timeliness(
    look: &mut Look<'_, '_>,
    query: &TimelinessQuery,
) -> Result<TimelinessView, Error> {
    let permit = look.may(Action::ReadTimeliness)?;
    let small = permit.fields() == Fields::Totals;
    possible(query, look.moment.today)?;
    let days = (query.from, query.until);
    let mut figure = Timeliness::default();
    let mut after = None;
    loop {
        let page = look.tx.first_plans_sent(days, after, AT_A_TIME)?;
        let Some(last) = page.last() else { break };
        after = Some((last.sent_on, last.id));
        let ids: Vec<_> = page.iter().map(|plan| plan.assessment_id).collect();
        let known = look.tx.of_assessments(&ids)?;
        let plans = ids
            .iter()
            .map(|id| new_plan(*id, &known))
            .collect::<Result<Vec<_>, Error>>()?;
        let counted = timeliness(&plans, days, look.moment.calendar)
            .map_err(|error| Error::Calendar(error.to_string()))?;
        figure = figure.and(&counted);
    }
    Ok(view(query, &figure, small))
}

fn possible(query: &TimelinessQuery, today: NaiveDate) -> Result<(), Error> {
    if query.until > today {
        return Err(Error::field(
            "/query/until",
            "in_the_future",
            format!(
                "{} is in the future. Give a day up to {}.",
                human_date(query.until),
                human_date(today)
            ),
        ));
    }
    let long = (query.until - query.from).num_days();
    if !(0..LONGEST).contains(&long) {
        return Err(Error::field(
            "/query/from",
            "out_of_range",
            format!(
                "Give a day up to {} and less than {LONGEST} days before it.",
                human_date(query.until)
            ),
        ));
    }
    Ok(())
}

/// A plan as far as the figure depends on it.
fn new_plan(assessment: AssessmentId, known: &OfAssessments) -> Result<NewPlan, Error> {
    let mut facts = Facts::new();
    for (_, fact) in known.facts.iter().filter(|(id, _)| *id == assessment) {
        facts.set(fact.kind, Some(fact.happened_on));
    }
    let exceptions = known.exceptions.iter().filter(|(id, _)| *id == assessment);
    let facts = exceptions.fold(facts, |facts, (_, row)| facts.with_exception(exception_fact(row)));
    let disputes = known
        .disputes
        .iter()
        .filter(|(id, ..)| *id == assessment)
        .map(|(_, id, decision, sent_on)| {
            let own: Vec<_> = known.steps.iter().filter(|step| step.dispute_id == *id).collect();
            let steps = in_their_places(&own)?;
            let notice = Notice {
                decision: *decision,
                sent_on: *sent_on,
            };
            let happened = steps.iter().filter_map(|step| step.step.as_ref());
            Dispute::replay(notice, happened)
                .map_err(|refusal| Error::Internal(format!("the dispute {id} cannot be read: {refusal:?}")))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    Ok(NewPlan {
        facts,
        interruption: Interruption::of(&disputes),
        transferred_in: false,
    })
}

fn view(query: &TimelinessQuery, figure: &Timeliness, small: bool) -> TimelinessView {
    let many = |number: u32| (!small || number == 0 || number >= SMALLEST).then_some(number);
    let between = figure.under_an_exception();
    let parts = [
        figure.removed_for_mediation,
        figure.removed_for_tribunal,
        figure.removed_for_both,
    ];
    let removed = if parts.iter().all(|part| many(*part).is_some()) {
        RemovedView {
            plans: Some(figure.removed()),
            for_mediation: Some(figure.removed_for_mediation),
            for_tribunal: Some(figure.removed_for_tribunal),
            for_both: Some(figure.removed_for_both),
        }
    } else {
        RemovedView {
            plans: many(figure.removed()),
            ..RemovedView::default()
        }
    };
    TimelinessView {
        from: query.from,
        until: query.until,
        in_words: format!(
            "First plans sent from {} to {}, counted from the request. Plans whose timetable a mediation or an appeal interrupted are removed first. Of the rest there are two figures: all of them, and those without an exception to the time limit.",
            human_date(query.from),
            human_date(query.until)
        ),
        with_exceptions: counted(&figure.with_exceptions, &many),
        // What lies between the two figures must not be a small number either.
        without_exceptions: match many(between) {
            Some(_) => counted(&figure.without_exceptions, &many),
            None => CountedView::default(),
        },
        removed,
        exceptions: figure
            .exceptions
            .iter()
            .filter_map(|(kind, number)| Some((*kind, many(*number)?)))
            .collect(),
        without_a_start: many(figure.without_a_start),
    }
}

/// The counts, or only their sum where one of them is too small to be shown.
fn counted(counted: &Counted, many: &dyn Fn(u32) -> Option<u32>) -> CountedView {
    let parts = [
        counted.within_20_weeks,
        counted.over_20_to_52_weeks,
        counted.over_52_weeks,
    ];
    if parts.iter().any(|part| many(*part).is_none()) {
        return CountedView {
            plans: many(counted.plans),
            ..CountedView::default()
        };
    }
    CountedView {
        plans: Some(counted.plans),
        within_20_weeks: Some(counted.within_20_weeks),
        over_20_to_52_weeks: Some(counted.over_20_to_52_weeks),
        over_52_weeks: Some(counted.over_52_weeks),
        per_mille_within_20_weeks: counted.per_mille_within_20_weeks(),
        average_tenths_of_weeks: counted.average_tenths_of_weeks(),
    }
}
