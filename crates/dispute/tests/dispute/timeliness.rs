//! The published 20-week figure.

use crate::world::*;
use ehcp_case::FactKind;
use ehcp_deadlines::{ExceptionFact, ExceptionKind, Facts};
use ehcp_dispute::*;

fn plan(requested: &str, issued: &str) -> NewPlan {
    NewPlan {
        facts: Facts::new()
            .with(FactKind::RequestReceived, day(requested))
            .with(FactKind::FinalPlanSent, day(issued)),
        interruption: Interruption::default(),
        transferred_in: false,
    }
}

fn figure(plans: &[NewPlan]) -> Timeliness {
    timeliness(plans, (day("2027-01-01"), day("2027-12-31")), calendar()).unwrap()
}

#[test]
fn the_140th_day_is_within_20_weeks_and_the_141st_is_not() {
    // 7 September 2026 and 140 days: 25 January 2027.
    let figure = figure(&[
        plan("2026-09-07", "2027-01-25"),
        plan("2026-09-07", "2027-01-26"),
        // 364 days, the last of 52 weeks, and the day after.
        plan("2026-09-07", "2027-09-06"),
        plan("2026-09-07", "2027-09-07"),
    ]);
    assert_eq!(
        figure.with_exceptions,
        Counted {
            plans: 4,
            within_20_weeks: 1,
            over_20_to_52_weeks: 2,
            over_52_weeks: 1,
            days: 140 + 141 + 364 + 365,
        }
    );
    assert_eq!(figure.with_exceptions, figure.without_exceptions);
    assert_eq!(figure.with_exceptions.per_mille_within_20_weeks(), Some(250));
    // 1,010 days for four plans: 252.5 days, 36.07 weeks.
    assert_eq!(figure.with_exceptions.average_tenths_of_weeks(), Some(361));
}

#[test]
fn plans_after_a_mediation_or_an_appeal_are_removed_before_anything_is_counted() {
    let interrupted = |mediation, tribunal| NewPlan {
        interruption: Interruption { mediation, tribunal },
        ..plan("2026-09-07", "2027-01-25")
    };
    let figure = figure(&[
        interrupted(true, false),
        interrupted(false, true),
        interrupted(false, true),
        interrupted(true, true),
        interrupted(false, false),
    ]);
    assert_eq!(
        (
            figure.removed_for_mediation,
            figure.removed_for_tribunal,
            figure.removed_for_both,
            figure.removed()
        ),
        (1, 2, 1, 4)
    );
    assert_eq!(figure.with_exceptions.plans, 1);
}

#[test]
fn a_plan_under_an_exception_is_left_out_above_and_below_the_line_of_the_headline() {
    let mut excepted = plan("2026-09-07", "2027-03-01");
    excepted.facts = excepted
        .facts
        .with_exception(
            ExceptionFact::new(ExceptionKind::AbsentFourWeeks).lasting(day("2026-10-01"), day("2026-11-05")),
        )
        .with_exception(ExceptionFact::new(ExceptionKind::Personal));
    // Three weeks away are no exception.
    let mut not_excepted = plan("2026-09-07", "2027-03-01");
    not_excepted.facts = not_excepted.facts.with_exception(
        ExceptionFact::new(ExceptionKind::AbsentFourWeeks).lasting(day("2026-10-01"), day("2026-10-21")),
    );
    let figure = figure(&[excepted, not_excepted, plan("2026-09-07", "2027-01-25")]);
    assert_eq!(
        (figure.with_exceptions.plans, figure.without_exceptions.plans),
        (3, 2)
    );
    assert_eq!(figure.without_exceptions.within_20_weeks, 1);
    assert_eq!(figure.under_an_exception(), 1);
    assert_eq!(
        figure.exceptions.into_iter().collect::<Vec<_>>(),
        [(ExceptionKind::Personal, 1), (ExceptionKind::AbsentFourWeeks, 1)]
    );
}

#[test]
fn plans_of_other_days_of_other_authorities_and_without_a_start_do_not_count() {
    let mut without_a_start = plan("2026-09-07", "2027-03-01");
    without_a_start.facts.set(FactKind::RequestReceived, None);
    let transferred = NewPlan {
        transferred_in: true,
        ..plan("2026-09-07", "2027-03-01")
    };
    let figure = figure(&[
        plan("2026-06-01", "2026-12-31"),
        plan("2027-10-01", "2028-01-01"),
        transferred,
        without_a_start,
    ]);
    assert_eq!(figure.with_exceptions, Counted::default());
    assert_eq!((figure.transferred_in, figure.without_a_start), (1, 1));
    assert_eq!(figure.with_exceptions.per_mille_within_20_weeks(), None);
}

#[test]
fn the_clock_runs_from_becoming_responsible_where_that_came_first() {
    let mut responsible = plan("2026-10-05", "2027-01-26");
    responsible
        .facts
        .set(FactKind::BecameResponsible, Some(day("2026-09-07")));
    assert_eq!(figure(&[responsible]).with_exceptions.over_20_to_52_weeks, 1);
}

#[test]
fn a_mediation_held_or_an_appeal_about_the_first_road_interrupts_and_nothing_else_does() {
    use AppealableDecision::*;
    let held = after(
        NotToAssess,
        &[
            wish("2026-11-02", &[MediationIssue::Education]),
            hold("2026-11-18", MediationOutcome::NoAgreement),
        ],
    );
    let appealed = after(NotToIssue, &[lodge("2026-11-16", Ground::NotToIssue)]);
    let only_wished = after(NotToAssess, &[wish("2026-11-02", &[MediationIssue::Education])]);
    let about_the_plan = after(PlanAsMade, &to_registered(contents(&[PlanIssue::Needs])));
    let of = |disputes: &[Dispute]| {
        let interruption = Interruption::of(disputes);
        (interruption.mediation, interruption.tribunal)
    };
    assert_eq!(of(std::slice::from_ref(&held)), (true, false));
    assert_eq!(of(std::slice::from_ref(&appealed)), (false, true));
    assert_eq!(of(&[held, appealed]), (true, true));
    assert_eq!(of(&[only_wished, about_the_plan]), (false, false));
}
