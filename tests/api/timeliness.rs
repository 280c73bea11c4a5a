//! How many first plans were sent within twenty weeks, as the national figures count them.

use super::disputes::{contacted, disputed, step};
use ehcp_test_support::{Milestone, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::json;

on_both_databases!(
    plans_are_counted_with_and_without_exceptions_and_without_the_interrupted_ones,
    the_figure_is_for_the_councils_staff_and_small_numbers_for_those_who_lead,
    the_days_of_the_figure_are_a_year_at_most_and_past,
);

const YEAR: &str = "/v1/timeliness?from=2026-06-01&until=2027-02-15";

fn plans_are_counted_with_and_without_exceptions_and_without_the_interrupted_ones(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2027-02-15").start();
    let officer = app.officer();
    let sent = |milestone| officer.brings_to(&app, app.another_maya(), milestone, app.council.alder);
    // Two in time: one plain, one with an exception. One late.
    sent(Milestone::PlanIssued);
    let excused = sent(Milestone::DraftServed);
    officer
        .does(&excused.case, "exceptions", &bodies::exception("2026-11-02"))
        .expect(201);
    let mut plan = bodies::final_text();
    plan["sent_on"] = json!("2027-01-25");
    officer.sends_the_final_plan(&app, &excused.case, &plan);
    let late = sent(Milestone::DraftServed);
    plan["sent_on"] = json!("2027-01-26");
    officer.sends_the_final_plan(&app, &late.case, &plan);
    // One that a mediation interrupted, about the refusal on the way to it; one disputed only afterwards, which counts.
    let hand = sent(Milestone::Assessing);
    let refusal = officer.makes(
        &hand.case,
        "decisions",
        &bodies::decision_on("do_not_issue", "2026-11-16"),
    );
    let wish = json!({"step": "wish_mediation", "told_authority_on": "2026-11-17", "issues": ["education"]});
    let dispute = disputed(&app, &hand.case, &refusal, wish);
    let held = json!({
        "step": "hold_mediation", "held_on": "2026-11-30", "concluded_on": "2026-11-30",
        "result": {"outcome": "agreement", "agreed_on": "2026-11-30", "parts": [{
            "what": {"on": "appealable", "as_if_ordered": "make_plan"}, "text": "There will be a plan.",
        }]},
    });
    step(&officer, &dispute, held);
    let draft = officer.makes(&hand.case, "plans", &bodies::draft_text());
    let seen = officer.get(format!("/v1/plans/{draft}")).expect(200).etag();
    let service = json!({"method": "by_hand", "sent_on": "2026-12-07"});
    officer
        .post(format!("/v1/plans/{draft}/services"), &service)
        .seeing(&seen)
        .expect(200);
    plan["sent_on"] = json!("2027-01-11");
    officer.sends_the_final_plan(&app, &hand.case, &plan);
    let unhappy = sent(Milestone::PlanIssued);
    let body = json!({"plan_id": unhappy.final_plan, "first_step": contacted("2026-12-14")});
    officer.does(&unhappy.case, "disputes", &body).expect(201);

    let figure = app.manager().get(YEAR).expect(200);
    let with = figure.at("/with_exceptions");
    assert_eq!(
        (
            &with["plans"],
            &with["within_20_weeks"],
            &with["over_20_to_52_weeks"]
        ),
        (&json!(4), &json!(3), &json!(1)),
        "{figure}"
    );
    assert_eq!(with["per_mille_within_20_weeks"], 750);
    let without = figure.at("/without_exceptions");
    assert_eq!(
        (&without["plans"], &without["within_20_weeks"]),
        (&json!(3), &json!(2)),
        "{figure}"
    );
    assert_eq!(without["per_mille_within_20_weeks"], 667);
    assert_eq!(
        figure.at("/removed"),
        &json!({"plans": 1, "for_mediation": 1, "for_tribunal": 0, "for_both": 0})
    );
    assert_eq!(figure.at("/exceptions"), &json!({"ex-personal": 1}));
    // Of other days others count.
    let earlier = app
        .manager()
        .get("/v1/timeliness?from=2026-12-07&until=2026-12-07")
        .expect(200);
    assert_eq!(earlier.at("/with_exceptions/plans"), 2, "{earlier}");
}

fn the_figure_is_for_the_councils_staff_and_small_numbers_for_those_who_lead(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2027-02-15").start();
    let officer = app.officer();
    for _ in 0..4 {
        officer.brings_to(&app, app.another_maya(), Milestone::PlanIssued, app.council.alder);
    }
    assert_eq!(
        app.manager().get(YEAR).expect(200).at("/with_exceptions/plans"),
        4
    );
    let small = officer.get(YEAR).expect(200);
    assert!(small.at("/with_exceptions/plans").is_null(), "{small}");
    assert!(
        small.at("/with_exceptions/per_mille_within_20_weeks").is_null(),
        "{small}"
    );
    officer.brings_to(&app, app.another_maya(), Milestone::PlanIssued, app.council.alder);
    let larger = officer.get(YEAR).expect(200);
    assert_eq!(larger.at("/with_exceptions/plans"), 5, "{larger}");
    for outside in [
        app.parent(),
        app.school(),
        app.adviser(),
        app.customer_service(),
        app.admin(),
    ] {
        outside.get(YEAR).expect_problem(403, "forbidden");
    }
}

fn the_days_of_the_figure_are_a_year_at_most_and_past(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2027-02-15").start();
    for (days, pointer) in [
        ("from=2026-01-01&until=2027-02-16", "/query/until"),
        ("from=2026-12-02&until=2026-12-01", "/query/from"),
        ("from=2025-11-30&until=2026-12-01", "/query/from"),
        ("from=2026-12-01", "/query/until"),
        ("from=yesterday&until=2026-12-01", "/query/from"),
    ] {
        let refused = app
            .manager()
            .get(format!("/v1/timeliness?{days}"))
            .expect_problem(422, "invalid");
        assert_eq!(refused.text_at("/errors/0/pointer"), pointer, "{refused}");
    }
}
