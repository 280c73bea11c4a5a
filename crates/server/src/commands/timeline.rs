//! `ehcp timeline`.

use crate::{
    failure::Failure,
    output,
    timeline::{Road, csv, exception, ics, json, table},
};
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use ehcp_calendar::{Calendar, london_date};
use ehcp_case::{CaseReference, FactKind};
use ehcp_casework::Clock;
use ehcp_deadlines::{CalculationError, ExceptionFact, Facts, Process};

/// The statutory dates that follow from dated facts. Days are written as 2026-09-07 and are days in London.
#[derive(Args)]
pub struct Timeline {
    /// The request for an assessment was received.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    received: Option<NaiveDate>,
    /// The authority became responsible for the child without a request.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    became_responsible: Option<NaiveDate>,
    /// The family was asked for its views on the request.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    family_consulted: Option<NaiveDate>,
    /// The notice was sent that an assessment is being considered.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    considering_notice: Option<NaiveDate>,
    /// The family was told whether there will be an assessment.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    assess_decided: Option<NaiveDate>,
    /// The assessment was refused; give --assess-decided too.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    assess_refused: Option<NaiveDate>,
    /// The authority asked for advice.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    advice_requested: Option<NaiveDate>,
    /// A body received the request for advice; its six weeks are shown too.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    advice_request_received: Option<NaiveDate>,
    /// The advice was received.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    advice_received: Option<NaiveDate>,
    /// The assessment was finished.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    assessment_completed: Option<NaiveDate>,
    /// The family was told the outcome of the assessment.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    outcome_told: Option<NaiveDate>,
    /// The family was told that there will be no plan.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    no_plan_told: Option<NaiveDate>,
    /// The authority decided to issue a plan.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    issue_decided: Option<NaiveDate>,
    /// The draft plan was sent.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    draft_sent: Option<NaiveDate>,
    /// The draft plan reached the family in law.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    draft_served: Option<NaiveDate>,
    /// The family answered the draft.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    representations: Option<NaiveDate>,
    /// The final plan was sent.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    final_sent: Option<NaiveDate>,
    /// The request was withdrawn.
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    withdrawn: Option<NaiveDate>,
    /// Any other fact, such as school_requested=2026-12-01; may be given several times. `ehcp deadlines rules` names
    /// the facts of each rule.
    #[arg(long = "fact", value_name = "KIND=DATE", value_parser = fact)]
    facts: Vec<(FactKind, NaiveDate)>,
    /// An exception, such as school-closure:2026-07-23..2026-09-01@2026-07-16 (first and last closed day, and the
    /// day on which advice was asked for) or missed-appointment:2026-10-28; may be given several times.
    #[arg(long = "exception", value_name = "KIND[:FROM..UNTIL[@DATE]]", value_parser = exception::parse)]
    exceptions: Vec<ExceptionFact>,
    /// The process, such as assessment or annual_review; may be given several times.
    #[arg(long = "process", value_name = "PROCESS", value_parser = process)]
    processes: Vec<Process>,
    /// The day on which the statuses hold [default: today]
    #[arg(long, value_name = "DATE", value_parser = exception::day)]
    as_of: Option<NaiveDate>,
    /// The reference of the case, for the calendar file: two children's dates need different ones.
    #[arg(long, value_name = "REFERENCE")]
    reference: Option<CaseReference>,
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Say how each date is reached.
    #[arg(long)]
    steps: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For reading.
    Table,
    /// For programs; always with the steps.
    Json,
    /// For calendars: a day-long entry for each due day.
    Ics,
    /// For spreadsheets.
    Csv,
}

impl Timeline {
    /// Computes and prints.
    ///
    /// # Errors
    /// When no fact is given, one is given twice, or a date is outside what is known.
    pub fn run(self) -> Result<(), Failure> {
        let facts = self.facts()?;
        let now = Clock::System.now();
        let as_of = self.as_of.unwrap_or_else(|| london_date(now));
        let mut deadlines = Vec::new();
        for process in self.processes(&facts) {
            ehcp_deadlines::check_order(process, &facts, Calendar::england_and_wales())
                .map_err(cannot_be_dated)?;
            let found = ehcp_deadlines::timeline(process, &facts, Calendar::england_and_wales(), as_of);
            deadlines.extend(found.map_err(cannot_be_dated)?);
        }
        let road = Road {
            facts,
            as_of,
            deadlines,
        };
        let text = match self.format {
            Format::Table => table::text(&road, self.steps),
            Format::Json => json::text(&road)?,
            Format::Ics => ics::text(&road, self.reference, self.steps, now),
            Format::Csv => csv::text(&road, self.steps)?,
        };
        output::print(&text)
    }

    fn facts(&self) -> Result<Facts, Failure> {
        let named = [
            (FactKind::RequestReceived, self.received),
            (FactKind::BecameResponsible, self.became_responsible),
            (FactKind::FamilyConsulted, self.family_consulted),
            (FactKind::ConsideringNoticeSent, self.considering_notice),
            (FactKind::AssessDecisionNotified, self.assess_decided),
            (FactKind::AssessmentRefused, self.assess_refused),
            (FactKind::AdviceRequested, self.advice_requested),
            (FactKind::CooperationRequestReceived, self.advice_request_received),
            (FactKind::AdviceReceived, self.advice_received),
            (FactKind::AssessmentCompleted, self.assessment_completed),
            (FactKind::AssessmentOutcomeNotified, self.outcome_told),
            (FactKind::RefusalToIssueNotified, self.no_plan_told),
            (FactKind::IssueDecided, self.issue_decided),
            (FactKind::DraftSent, self.draft_sent),
            (FactKind::DraftServed, self.draft_served),
            (FactKind::RepresentationsReceived, self.representations),
            (FactKind::FinalPlanSent, self.final_sent),
            (FactKind::AssessmentWithdrawn, self.withdrawn),
        ];
        let named = named.into_iter().filter_map(|(kind, on)| Some((kind, on?)));
        let mut facts = Facts::new();
        let mut any = false;
        for (kind, on) in named.chain(self.facts.iter().copied()) {
            if let Some(other) = facts.get(kind).filter(|other| *other != on) {
                return Err(Failure::unusable(format!(
                    "{kind} is given twice, as {other} and as {on}. Give it once."
                )));
            }
            facts.set(kind, Some(on));
            any = true;
        }
        if !any {
            return Err(Failure::unusable(
                "Give at least one fact, such as --received 2026-09-07. ehcp timeline --help names them.",
            ));
        }
        Ok(self
            .exceptions
            .iter()
            .fold(facts, |facts, exception| facts.with_exception(*exception)))
    }

    /// The processes that were asked for; else the assessment, and the advice where a body has its request.
    fn processes(&self, facts: &Facts) -> Vec<Process> {
        if !self.processes.is_empty() {
            return self.processes.clone();
        }
        let mut processes = vec![Process::Assessment];
        if facts.get(FactKind::CooperationRequestReceived).is_some() {
            processes.push(Process::AdviceRequest);
        }
        processes
    }
}

fn cannot_be_dated(error: CalculationError) -> Failure {
    match error {
        CalculationError::TooManyLimits => Failure::not_done(error),
        CalculationError::BeyondKnownHolidays { .. }
        | CalculationError::DateOutOfRange { .. }
        | CalculationError::OutOfOrder { .. } => Failure::unusable(error),
    }
}

fn fact(text: &str) -> Result<(FactKind, NaiveDate), String> {
    let (kind, on) = text
        .split_once('=')
        .ok_or("write the kind of fact, = and the day, such as school_requested=2026-12-01")?;
    let kind = kind
        .trim()
        .parse::<FactKind>()
        .map_err(|error| error.to_string())?;
    Ok((kind, exception::day(on)?))
}

fn process(text: &str) -> Result<Process, String> {
    let wanted = text.replace('-', "_");
    Process::ALL
        .into_iter()
        .find(|process| process.word() == wanted)
        .ok_or_else(|| {
            let known: Vec<&str> = Process::ALL.iter().map(|process| process.word()).collect();
            format!("there are: {}", known.join(", "))
        })
}
