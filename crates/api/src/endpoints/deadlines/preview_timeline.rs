use super::{
    example,
    hypothesis::{Day, Hypothesis, SupposedClosure, SupposedException, not_calculated},
    rule_view::facts_of,
};
use crate::{
    answer::{self, Answer},
    extract::Body,
    problem::Refusal,
    state::State,
};
use actix_web::{post, web::Data};
use chrono::NaiveDate;
use ehcp_calendar::Calendar;
use ehcp_case::FactKind;
use ehcp_deadlines::{Deadline, Facts, Process, catalogue, check_order, timeline};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A process and what is supposed to have happened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TimelineQuestion {
    /// The process; the assessment when left out.
    #[serde(default = "assessment")]
    process: Process,
    /// The day of each fact, by its word. Facts that do not matter to the process are not looked at.
    #[serde(default)]
    #[schema(value_type = BTreeMap<FactKind, NaiveDate>)]
    facts: BTreeMap<String, Day>,
    /// The exceptions that may relax a limit.
    #[serde(default)]
    #[schema(max_items = 50)]
    exceptions: Vec<SupposedException>,
    /// The closures of the child's school; only counting in school days needs them.
    #[serde(default)]
    #[schema(max_items = 100)]
    school_closures: Vec<SupposedClosure>,
    /// The day for which the status is asked; today when left out.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>, example = "2026-10-05")]
    as_of: Option<Day>,
}

fn assessment() -> Process {
    Process::Assessment
}

/// The timeline of a process on facts that somebody supposes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TimelinePreview {
    /// The process.
    process: Process,
    /// Its name for people.
    #[schema(max_length = 200)]
    title: &'static str,
    /// The day for which the statuses hold.
    as_of: NaiveDate,
    /// Every deadline, each with the steps that led to its day. Rules for few cases appear once they have started.
    #[schema(max_items = 100)]
    deadlines: Vec<Deadline>,
}

impl TimelinePreview {
    /// Works out one process.
    pub(super) fn of(process: Process, facts: &Facts, as_of: NaiveDate) -> Result<Self, Refusal> {
        check_order(process, facts, Calendar::england_and_wales()).map_err(|error| not_calculated(&error))?;
        let deadlines = timeline(process, facts, Calendar::england_and_wales(), as_of)
            .map_err(|error| not_calculated(&error))?;
        Ok(Self {
            process,
            title: process.label(),
            as_of,
            deadlines,
        })
    }
}

/// Preview a whole timeline
///
/// Every deadline of a process on facts that you suppose: what would follow if the request had come on this day, if
/// the draft were served on that one. Nothing is kept, and no personal data is needed: send days only.
#[utoipa::path(
    tag = "deadlines",
    security(()),
    request_body(content = TimelineQuestion, example = json!(example::timeline_question())),
    responses((
        status = 200,
        description = "The timeline.",
        body = TimelinePreview,
        example = json!(example::timeline_preview()),
    )),
)]
#[post("/timeline-previews")]
pub(crate) async fn preview_timeline(state: Data<State>, question: Body<TimelineQuestion>) -> Answer {
    let question = question.into_inner();
    let rules = catalogue().iter().filter(|rule| rule.process == question.process);
    let mut wanted: Vec<FactKind> = rules.flat_map(facts_of).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let today = || state.services.casework.moment().today;
    let as_of = question.as_of.map_or_else(today, |day| day.0);
    let supposed = Hypothesis {
        facts: question.facts,
        exceptions: question.exceptions,
        school_closures: question.school_closures,
    };
    let facts = supposed.into_facts(&wanted)?;
    answer::plain(&TimelinePreview::of(question.process, &facts, as_of)?)
}
