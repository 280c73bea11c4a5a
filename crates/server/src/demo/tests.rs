//! The council that comes out: always the same, in the published proportions, and sound.

use super::*;
use chrono::Datelike;
use ehcp_case::{FactKind, Stage};
use ehcp_casework::verify;
use ehcp_store::testing::TestDatabase;
use std::collections::BTreeSet;

ehcp_store::on_both_databases!(
    the_same_seed_makes_the_same_council_and_another_seed_another,
    a_council_is_sound_and_has_the_published_proportions,
);

fn recipe(seed: u64, children: usize) -> Recipe {
    Recipe {
        seed,
        children,
        today: "2026-11-20".parse().unwrap(),
    }
}

fn made_in(database: &TestDatabase, recipe: Recipe) -> Made {
    let store = database.open();
    let made = make(&store, recipe).unwrap();
    store.close();
    made
}

/// Everything that is kept.
fn contents(database: &TestDatabase) -> Vec<(String, String)> {
    database.contents(&[])
}

fn beside(database: &TestDatabase) -> TestDatabase {
    match database.kind() {
        ehcp_store::Kind::Sqlite => TestDatabase::sqlite(),
        ehcp_store::Kind::Postgres => TestDatabase::postgres(),
    }
}

fn the_same_seed_makes_the_same_council_and_another_seed_another(one: TestDatabase) {
    let (other, third) = (beside(&one), beside(&one));
    let (first, again) = (made_in(&one, recipe(7, 40)), made_in(&other, recipe(7, 40)));
    assert_eq!(first.tour, again.tour);
    assert_eq!(contents(&one), contents(&other));
    made_in(&third, recipe(8, 40));
    let changed = contents(&one)
        .into_iter()
        .zip(contents(&third))
        .filter(|(a, b)| a != b);
    assert!(changed.map(|(table, _)| table.0).any(|table| table == "cases"));
}

/// What the proportions are counted from.
#[derive(Default)]
struct Counted {
    stages: BTreeSet<Stage>,
    overdue: u32,
    due_soon: u32,
    unassigned: u32,
    requests: u32,
    refused: u32,
    decided: u32,
    decided_in_time: u32,
    issued: u32,
    issued_in_time: u32,
    not_issued: u32,
    with_exception: u32,
    in_august: u32,
}

fn share(part: u32, whole: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(whole.max(1))
}

#[track_caller]
fn about(found: f64, wanted: f64, tolerance: f64, what: &str) {
    assert!(
        (found - wanted).abs() <= tolerance,
        "{what}: {found:.1} %, and {wanted} % was wanted"
    );
}

fn count(store: &Store, today: NaiveDate) -> Counted {
    let year = Year::ending(today);
    store
        .read_blocking(move |tx| {
            let mut counted = Counted::default();
            for id in tx.case_ids_after(None, 10_000)? {
                let (case, _) = tx.case_unchecked(id)?.unwrap();
                counted.stages.insert(case.stage);
                counted.unassigned += u32::from(case.officer_id.is_none());
                if !case.stage.is_ended() {
                    counted.overdue += u32::from(case.next_due_on < today);
                    counted.due_soon +=
                        u32::from((today..course::later(today, 14)).contains(&case.next_due_on));
                }
                let facts = tx.facts_of(case.assessment_id)?;
                let day = |kind| {
                    facts
                        .iter()
                        .find(|fact| fact.kind == kind)
                        .map(|fact| fact.happened_on)
                };
                let asked = day(FactKind::RequestReceived)
                    .into_iter()
                    .chain(day(FactKind::BecameResponsible))
                    .min()
                    .unwrap();
                let weeks = |kind, weeks: i64| day(kind).map(|on| on <= course::later(asked, 7 * weeks));
                if asked >= year.first {
                    counted.requests += 1;
                    counted.refused += u32::from(case.stage == Stage::NotAssessed);
                    counted.in_august += u32::from(asked.month() == 8);
                }
                if let Some(in_time) = weeks(FactKind::AssessDecisionNotified, 6) {
                    counted.decided += 1;
                    counted.decided_in_time += u32::from(in_time);
                }
                if let Some(in_time) = weeks(FactKind::FinalPlanSent, 20) {
                    let exceptions = tx.exceptions_of(case.assessment_id)?;
                    let excepted = exceptions.iter().any(|row| row.advice_request_id.is_none());
                    counted.issued += 1;
                    counted.with_exception += u32::from(excepted);
                    counted.issued_in_time += u32::from(in_time && !excepted);
                }
                counted.not_issued += u32::from(case.stage == Stage::PlanNotIssued);
            }
            Ok::<_, StoreError>(counted)
        })
        .unwrap()
}

fn a_council_is_sound_and_has_the_published_proportions(database: TestDatabase) {
    let recipe = recipe(42, 300);
    let store = database.open();
    let made = make(&store, recipe).unwrap();
    let roles: BTreeSet<_> = made.tour.iter().map(|stop| stop.role).collect();
    assert_eq!(roles.len(), 12, "{roles:?}");

    let clock = Clock::standing_at(Year::ending(recipe.today).end());
    let casework = Casework::new(store.clone(), clock, Chance::System, Passwords::new(1));
    let verified = verify(&casework).unwrap();
    let (cases, findings) = (verified.cases, verified.findings);
    assert!(cases > 270, "{cases} cases");
    assert_eq!(findings, []);

    let counted = count(&store, recipe.today);
    assert_eq!(counted.stages, BTreeSet::from(Stage::ALL));
    assert!(
        counted.overdue > 3 && counted.due_soon > 3,
        "{} overdue, {} due soon",
        counted.overdue,
        counted.due_soon
    );
    about(
        share(counted.refused, counted.requests),
        27.2,
        6.0,
        "requests refused",
    );
    about(
        share(counted.decided_in_time, counted.decided),
        98.2,
        2.5,
        "decided within six weeks",
    );
    about(
        share(counted.issued_in_time, counted.issued - counted.with_exception),
        60.3,
        9.0,
        "issued within twenty weeks",
    );
    about(
        share(counted.issued, counted.issued + counted.not_issued),
        95.5,
        4.0,
        "issued after an assessment",
    );
    about(
        share(counted.with_exception, counted.issued),
        8.0,
        5.0,
        "with an exception",
    );
    about(
        share(counted.in_august, counted.requests),
        3.5,
        3.0,
        "requests in August",
    );
    store.close();
}
