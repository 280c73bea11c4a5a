//! The statutory clock of a case: facts in, due dates out.

use crate::case_file::CaseFile;
use crate::dispute_clock::{dispute_rows, facts_until};
use crate::{Error, Moment};
use chrono::NaiveDate;
use ehcp_annual_review::review_clock;
use ehcp_assessment::{Breach, PlanKind};
use ehcp_calendar::human_date;
use ehcp_case::{FactKind, Party, Stage};
use ehcp_deadlines::{Deadline, DueDates, Facts, Nature, Process, RuleId, deadline, due_dates, timeline};
use ehcp_store::DeadlineRow;
use uuid::Uuid;

/// The processes that run in a case, with the id each clock is kept under.
fn processes(file: &CaseFile) -> Vec<(Process, Uuid, Facts)> {
    let mut all: Vec<_> = assessment_clocks(file)
        .into_iter()
        .map(|facts| (Process::Assessment, file.case.assessment_id.into(), facts))
        .collect();
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

/// The facts of the assessment. Where it goes on after a refusal, its ordinary time ended with that: what began before is seen
/// as it was then, and what began since as it is now.
fn assessment_clocks(file: &CaseFile) -> Vec<Facts> {
    let facts = &file.assessment.facts;
    match (&file.assessment.reopened, file.refused) {
        (Some(reopened), Some(refused)) => vec![facts_until(facts, reopened.on, refused), facts.clone()],
        _ => vec![facts.clone()],
    }
}

/// Whether a limit that began on this day is told by the clock of this place among [`assessment_clocks`].
fn is_told_by(file: &CaseFile, place: usize, began_on: Option<NaiveDate>) -> bool {
    let Some(reopened) = &file.assessment.reopened else {
        return true;
    };
    let since = began_on.is_some_and(|on| on >= reopened.on);
    since == (place == 1)
}

/// The deadlines of the assessment, explained.
pub(crate) fn explained_assessment(file: &CaseFile, moment: &Moment) -> Result<Vec<Deadline>, Error> {
    let mut clocks = assessment_clocks(file).into_iter();
    let Some(first) = clocks.next() else {
        return Ok(Vec::new());
    };
    let mut all = explained(Process::Assessment, &first, moment)?;
    for facts in clocks {
        for one in explained(Process::Assessment, &facts, moment)? {
            let began_on = one.trigger.map(|trigger| trigger.on);
            if !is_told_by(file, 1, began_on) {
                continue;
            }
            let before = all
                .iter_mut()
                .find(|known| (known.rule, known.limit) == (one.rule, one.limit));
            match before {
                Some(before) => *before = one,
                None => all.push(one),
            }
        }
    }
    Ok(all)
}

/// The clock that a plan in force starts: its first review (Children and Families Act 2014, s.44(1)(a)).
fn plan_clock(file: &CaseFile) -> Option<(Uuid, Facts)> {
    let made = file.assessment.facts.get(FactKind::FinalPlanSent)?;
    let plan = file.plans.iter().find(|plan| plan.kind == PlanKind::Final)?;
    (file.case.stage == Stage::PlanIssued).then(|| (plan.id.into(), review_clock(made)))
}

/// The due dates of everything that runs in a case.
pub(crate) fn due_rows(file: &CaseFile, moment: &Moment) -> Result<Vec<DeadlineRow>, Error> {
    let mut rows = Vec::new();
    let mut dates = DueDates::new();
    for (place, (process, subject, facts)) in processes(file).into_iter().enumerate() {
        due_dates(process, &facts, moment.calendar, &mut dates)
            .map_err(|error| Error::Calendar(error.to_string()))?;
        rows.extend(
            dates
                .as_slice()
                .iter()
                .filter(|due| due.trigger_on.is_some())
                .filter(|due| process != Process::Assessment || is_told_by(file, place, due.trigger_on))
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
    rows.extend(dispute_rows(file, moment)?);
    rows.sort_by(|a, b| a.key().cmp(&b.key()));
    Ok(rows)
}

/// Of two rules that are due on one day, this one is named last: the decision whether to assess says the same and
/// more.
const NAMED_LAST: RuleId = RuleId::EhcnaDecideNotNecessary;

/// The duties that are still open, the first due one first. A right or window that runs out is nobody's delay.
pub(crate) fn open_duties(rows: &[DeadlineRow]) -> Vec<(NaiveDate, &str)> {
    let mut open: Vec<_> = rows
        .iter()
        .filter(|row| row.met_on.is_none() && !row.ended && is_duty(row))
        .filter_map(|row| Some((row.due_on?, row.rule.as_str())))
        .collect();
    open.sort_by_key(|(day, rule)| (*day, rule.parse() == Ok(NAMED_LAST), *rule));
    open
}

fn is_duty(row: &DeadlineRow) -> bool {
    let rule = row.rule.parse().ok().and_then(ehcp_deadlines::rule);
    let limits = rule
        // What the mediation adviser owes the family is not the authority's delay.
        .filter(|rule| rule.must_act != Party::MediationAdviser)
        .into_iter()
        .flat_map(|rule| rule.versions)
        .flat_map(|version| version.limits);
    limits
        .into_iter()
        .any(|limit| limit.name == row.limit_name && limit.nature == Nature::Duty)
}

/// Whether a rule is one of mediation or an appeal, which are between the family and the authority.
pub(crate) fn is_between_family_and_authority(rule: &str) -> bool {
    let known = rule.parse().ok().and_then(ehcp_deadlines::rule);
    known.is_some_and(|rule| {
        matches!(
            rule.process,
            Process::Mediation | Process::Appeal | Process::Recommendation
        )
    })
}

/// The first statutory day that is still open, with its rule.
pub(crate) fn next_due(rows: &[DeadlineRow]) -> Option<(NaiveDate, String)> {
    open_duties(rows)
        .first()
        .map(|(day, rule)| (*day, (*rule).to_owned()))
}

/// What was done after its last day: the marks of breach, for duties that these rows show as met and the earlier ones
/// do not.
pub(crate) fn late(before: &[DeadlineRow], after: &[DeadlineRow]) -> Vec<Breach> {
    after
        .iter()
        .filter(|row| is_duty(row))
        .filter(|row| {
            !before
                .iter()
                .any(|known| known.key() == row.key() && known.met_on == row.met_on)
        })
        .filter_map(|row| {
            let (due, met) = (row.due_on?, row.met_on?);
            let excused = if row.relaxed {
                " An exception to the time limit is recorded."
            } else {
                ""
            };
            (met > due).then(|| Breach {
                rule: row.rule.clone(),
                explanation: format!(
                    "The last day was {}; it was done on {}.{excused}",
                    human_date(due),
                    human_date(met)
                ),
            })
        })
        .collect()
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

/// The family's rights after a refusal, explained: whom to contact and where to appeal, and until when. They run from
/// the day on which the family was told (SEND Regulations 2014, reg 33).
pub(crate) fn explained_rights(file: &CaseFile, moment: &Moment) -> Vec<Deadline> {
    let told = match file.case.stage {
        Stage::NotAssessed => FactKind::AssessmentRefused,
        Stage::PlanNotIssued => FactKind::RefusalToIssueNotified,
        _ => return Vec::new(),
    };
    let Some(told) = file.assessment.facts.get(told) else {
        return Vec::new();
    };
    let facts = Facts::new().with(FactKind::NoticeSent, told);
    let mut rights = Vec::new();
    for rule in [RuleId::MedContactAdviser, RuleId::AppealLodge] {
        let found = deadline(rule, &facts, moment.calendar, moment.today);
        // Where the bank holidays around a day are not known, the decision shows none either.
        rights.extend(found.unwrap_or_default());
    }
    rights
}
