//! How many whole assessment timelines one core computes in a second (dates only), beside a floor: the same loop
//! that reads the same facts and adds constant days to them.
//!
//! `cargo run --release -p ehcp-deadlines --example timelines [how many]`

use chrono::{Days, NaiveDate};
use ehcp_calendar::Calendar;
use ehcp_case::FactKind::{self, *};
use ehcp_deadlines::{DueDates, Facts, Process, due_dates};
use std::{hint::black_box, time::Instant};

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

/// Seconds for so many turns of a loop over the cases.
fn seconds(turns: usize, cases: &[Facts], mut each: impl FnMut(&Facts)) -> f64 {
    let start = Instant::now();
    for facts in cases.iter().cycle().take(turns) {
        each(black_box(facts));
    }
    start.elapsed().as_secs_f64()
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

fn main() {
    let turns = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(2_000_000_usize);
    let (cases, calendar) = (cases(), Calendar::england_and_wales());
    let mut dates = DueDates::new();
    let mut failed = 0_usize;
    let mut limits = 0_usize;
    let computing = seconds(turns, &cases, |facts| {
        match due_dates(Process::Assessment, facts, calendar, &mut dates) {
            Ok(()) => limits += black_box(dates.as_slice()).len(),
            Err(_) => failed += 1,
        }
    });
    let mut days = Vec::with_capacity(16);
    let bare = seconds(turns, &cases, |facts| {
        floor(facts, &mut days);
        black_box(&days);
    });
    let millions = |seconds: f64| f64::from(u32::try_from(turns).unwrap_or(u32::MAX)) / seconds / 1e6;
    println!("timelines computed      {turns} ({limits} limits, {failed} failed)");
    println!("timelines per second    {:.2} million", millions(computing));
    println!("floor per second        {:.2} million", millions(bare));
    println!("times the floor         {:.1}", computing / bare);
}
