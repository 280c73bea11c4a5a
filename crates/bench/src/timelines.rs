//! Whole assessment timelines per second on one core, beside the same loop that reads the same facts and adds
//! constant days to them.

use crate::{Outcome, report};
use chrono::{Days, NaiveDate};
use clap::Args;
use ehcp_calendar::Calendar;
use ehcp_case::FactKind::{self, *};
use ehcp_deadlines::{DueDates, Facts, Process, due_dates, timeline};
use std::{hint::black_box, time::Instant};

#[derive(Args)]
pub struct Timelines {
    /// How many timelines are computed in each round; the explained form is computed for a fiftieth of them.
    #[arg(long, default_value_t = 1_000_000)]
    count: u32,
    /// How many rounds.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
}

/// The facts of the road, and on which day after the request each happens.
const ROAD: [(FactKind, u64); 12] = [
    (ConsideringNoticeSent, 3),
    (FamilyConsulted, 5),
    (AssessDecisionNotified, 36),
    (AdviceRequested, 37),
    (AdviceReceived, 80),
    (AssessmentOutcomeNotified, 105),
    (IssueDecided, 105),
    (DraftSent, 110),
    (DraftServed, 111),
    (RepresentationsReceived, 120),
    (SchoolRequested, 121),
    (FinalPlanSent, 139),
];

/// How many times fewer explained timelines are computed.
const EXPLAINED_SHARE: u32 = 50;

/// Different cases: requests on every day of four years, at every stage of the road.
fn cases() -> Vec<Facts> {
    let first = NaiveDate::from_ymd_opt(2022, 1, 1).unwrap_or_default();
    (0..1461_u64)
        .map(|n| {
            let received = first + Days::new(n);
            let start = if n % 5 == 0 {
                BecameResponsible
            } else {
                RequestReceived
            };
            let stage = usize::try_from(n % 13).unwrap_or(0);
            let road = ROAD.iter().take(stage);
            road.fold(Facts::new().with(start, received), |facts, &(kind, after)| {
                facts.with(kind, received + Days::new(after + n % 4))
            })
        })
        .collect()
}

/// Turns in a second of a loop over the cases.
fn rate(turns: u32, cases: &[Facts], mut each: impl FnMut(&Facts)) -> f64 {
    let count = usize::try_from(turns).unwrap_or(usize::MAX);
    let start = Instant::now();
    for facts in cases.iter().cycle().take(count) {
        each(black_box(facts));
    }
    f64::from(turns) / start.elapsed().as_secs_f64()
}

/// The floor: read what the rules read and add a constant number of days for each limit.
fn floor(facts: &Facts, out: &mut Vec<Option<NaiveDate>>) {
    const ADDED: [u64; 12] = [42, 42, 112, 140, 125, 14, 42, 42, 112, 140, 125, 14];
    out.clear();
    let start = facts.get(RequestReceived).or(facts.get(BecameResponsible));
    for ((kind, _), days) in ROAD.iter().zip(ADDED) {
        out.push(
            facts
                .get(*kind)
                .or(start.and_then(|day| day.checked_add_days(Days::new(days)))),
        );
    }
}

impl Timelines {
    /// Measures and prints.
    ///
    /// # Errors
    /// When a timeline cannot be computed.
    pub fn run(self) -> Outcome<()> {
        let (cases, calendar) = (cases(), Calendar::england_and_wales());
        let today = NaiveDate::from_ymd_opt(2025, 6, 2).unwrap_or_default();
        let mut dates = DueDates::new();
        let mut days = Vec::with_capacity(16);
        let mut failed = 0_usize;
        let mut rates: [Vec<f64>; 3] = Default::default();
        for _ in 0..self.rounds.max(1) {
            let computed = rate(self.count, &cases, |facts| {
                let done = due_dates(Process::Assessment, facts, calendar, &mut dates);
                failed += usize::from(done.is_err());
                black_box(dates.as_slice());
            });
            let explained = rate(
                (self.count / EXPLAINED_SHARE).max(1),
                &cases,
                |facts| match timeline(Process::Assessment, facts, calendar, today) {
                    Ok(deadlines) => drop(black_box(deadlines)),
                    Err(_) => failed += 1,
                },
            );
            let bare = rate(self.count, &cases, |facts| {
                floor(facts, &mut days);
                black_box(&days);
            });
            for (all, one) in rates.iter_mut().zip([computed, explained, bare]) {
                all.push(one);
            }
        }
        if failed > 0 {
            return Err(format!("{failed} timelines could not be computed").into());
        }
        report::machine()?;
        report::line("| assessment timelines on one core | per second (median) | (least) | of the floor |")?;
        report::line("| --- | ---: | ---: | ---: |")?;
        let names = [
            "due dates",
            "explained, with texts",
            "floor: the same facts, constant days",
        ];
        let bare = rates.get(2).map_or(f64::NAN, |rates| median(rates));
        for (name, rates) in names.into_iter().zip(&rates) {
            let (middle, least) = (median(rates), rates.iter().copied().fold(f64::INFINITY, f64::min));
            report::line(&format!(
                "| {name} | {middle:.0} | {least:.0} | {:.3} |",
                middle / bare
            ))?;
        }
        Ok(())
    }
}

fn median(rates: &[f64]) -> f64 {
    let mut sorted = rates.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_timeline_of_the_benchmark_can_be_computed() {
        let mut dates = DueDates::new();
        for facts in cases() {
            due_dates(
                Process::Assessment,
                &facts,
                Calendar::england_and_wales(),
                &mut dates,
            )
            .unwrap();
            assert!(!dates.as_slice().is_empty());
        }
    }
}
