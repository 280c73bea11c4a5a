//! The statutory clock of a case: facts in, due dates out.

use crate::case_file::CaseFile;
use crate::{Error, Moment};
use chrono::NaiveDate;
use ehcp_annual_review::review_clock;
use ehcp_case::{FactKind, Stage};
use ehcp_deadlines::{Deadline, DueDates, Facts, Process, due_dates, timeline};
use ehcp_store::DeadlineRow;
use uuid::Uuid;

/// The processes that run in a case, with the id each clock is kept under.
fn processes(file: &CaseFile) -> Vec<(Process, Uuid, Facts)> {
    let mut all = vec![(
        Process::Assessment,
        file.case.assessment_id.into(),
        file.assessment.facts.clone(),
    )];
    all.extend(
        file.assessment
            .advice
            .iter()
            .map(|advice| (Process::AdviceRequest, advice.id.into(), advice.facts.clone())),
    );
    if let Some((id, facts)) = plan_clock(file) {
        all.push((Process::AnnualReview, id, facts));
    }
    all
}

/// The clock that a plan in force starts: its first review (Children and Families Act 2014, s.44(1)(a)).
fn plan_clock(file: &CaseFile) -> Option<(Uuid, Facts)> {
    let made = file.assessment.facts.get(FactKind::FinalPlanSent)?;
    let plan = file.plans.iter().find(|plan| plan.kind == "final")?;
    (file.case.stage == Stage::PlanIssued).then(|| (plan.id.into(), review_clock(made)))
}

/// The due dates of everything that runs in a case.
pub(crate) fn due_rows(file: &CaseFile, moment: &Moment) -> Result<Vec<DeadlineRow>, Error> {
    let mut rows = Vec::new();
    let mut dates = DueDates::new();
    for (process, subject, facts) in processes(file) {
        due_dates(process, &facts, moment.calendar, &mut dates)
            .map_err(|error| Error::Calendar(error.to_string()))?;
        rows.extend(
            dates
                .as_slice()
                .iter()
                .filter(|due| due.trigger_on.is_some())
                .map(|due| DeadlineRow {
                    process: process.word().to_owned(),
                    subject_id: subject,
                    rule: due.rule.to_string(),
                    limit_name: due.limit.to_owned(),
                    trigger_on: due.trigger_on,
                    due_on: due.due,
                    met_on: due.met_on,
                    relaxed: due.relaxed,
                    ended: due.ended,
                }),
        );
    }
    rows.sort_by(|a, b| (a.subject_id, &a.rule, &a.limit_name).cmp(&(b.subject_id, &b.rule, &b.limit_name)));
    Ok(rows)
}

/// The first statutory day that is still open, with its rule.
pub(crate) fn next_due(rows: &[DeadlineRow]) -> Option<(NaiveDate, String)> {
    rows.iter()
        .filter(|row| row.met_on.is_none() && !row.ended)
        .filter_map(|row| Some((row.due_on?, row.rule.clone())))
        .min()
}

/// The deadlines of one process, explained.
pub(crate) fn explained(process: Process, facts: &Facts, moment: &Moment) -> Result<Vec<Deadline>, Error> {
    timeline(process, facts, moment.calendar, moment.today)
        .map_err(|error| Error::Calendar(error.to_string()))
}

/// The deadlines that follow from a plan in force, explained.
pub(crate) fn explained_plan(file: &CaseFile, moment: &Moment) -> Result<Vec<Deadline>, Error> {
    match plan_clock(file) {
        Some((_, facts)) => explained(Process::AnnualReview, &facts, moment),
        None => Ok(Vec::new()),
    }
}
