//! From whom something is kept: they have no say in it, cannot turn it against the other, and learn no more by another
//! door than by the first.

use ehcp_access::LimitEffect;
use ehcp_test_support::{Milestone, Person, TestApp, TestDatabase, on_both_databases};
use serde_json::json;

on_both_databases!(
    whom_a_bar_is_about_is_not_told_of_it_and_has_no_say,
    nobody_agrees_to_lift_what_is_kept_from_themself,
    an_invitation_by_a_limited_parent_takes_nothing_from_the_other,
    a_limited_parent_does_not_see_when_the_other_looked,
    who_may_not_know_where_a_child_lives_learns_it_by_no_list,
    a_case_is_not_given_to_an_officer_from_whom_the_child_is_kept,
);

fn limits_of(child: impl std::fmt::Display) -> String {
    format!("/v1/children/{child}/limits")
}

fn whom_a_bar_is_about_is_not_told_of_it_and_has_no_say(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    // A colleague in the team is a relative of the child.
    let relative: &Person = &app.council.colleague;
    let body = json!({
        "email": relative.email, "effect": "bar", "ground": "safety_decision", "evidence": "An uncle of the child.",
    });
    let asked = app.officer().post(limits_of(app.council.maya), &body).expect(202);
    let path = asked.header("location").to_owned();
    let his = app.colleague().get("/v1/approvals").expect(200);
    assert!(his.list_at("/items").is_empty(), "{his}");
    app.colleague().get(&path).expect_problem(404, "not-found");
    for answer in ["agree", "refuse", "withdraw"] {
        app.colleague()
            .post(format!("{path}/decisions"), &json!({"answer": answer}))
            .expect_problem(404, "not-found");
    }
    app.manager()
        .post(format!("{path}/decisions"), &json!({"answer": "agree"}))
        .expect(200);
}

fn nobody_agrees_to_lift_what_is_kept_from_themself(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    let limit = app.limit(
        &app.council.maya.to_string(),
        &app.council.colleague,
        LimitEffect::NoWhereabouts,
    );
    let lifting = json!({"reason": "It was a mistake."});
    let path = format!("/v1/limits/{limit}/liftings");
    app.colleague().post(&path, &lifting).expect(403);
    let asked = app.officer().post(&path, &lifting).expect(202);
    let decisions = format!("{}/decisions", asked.header("location"));
    app.colleague()
        .post(&decisions, &json!({"answer": "agree"}))
        .expect_problem(404, "not-found");
    app.manager()
        .post(&decisions, &json!({"answer": "agree"}))
        .expect(200);
}

fn an_invitation_by_a_limited_parent_takes_nothing_from_the_other(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let hand = app
        .officer()
        .brings_to(&app, council.maya, Milestone::PlanIssued, council.alder);
    app.limit(&hand.child, &council.second_parent, LimitEffect::NoDocuments);
    app.helper(&hand.child, &council.second_parent, &council.parent.email, false);
    let plans = app
        .parent()
        .get(format!("/v1/cases/{}/plans", hand.case))
        .expect(200);
    assert!(!plans.list_at("/items").is_empty(), "{plans}");
    // Whoever has no place of their own sees no more than their inviter.
    app.helper(
        &hand.child,
        &council.second_parent,
        &council.other_parent.email,
        false,
    );
    app.other_parent()
        .get(format!("/v1/cases/{}/plans", hand.case))
        .expect_problem(403, "forbidden");
}

fn a_limited_parent_does_not_see_when_the_other_looked(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    app.parent().reads_case(&case);
    app.limit(
        &app.council.maya.to_string(),
        &app.council.second_parent,
        LimitEffect::NoDocuments,
    );
    let readers = app
        .second_parent()
        .get(format!("/v1/cases/{case}/readers"))
        .expect(200);
    assert!(!readers.text().contains(&app.council.parent.name), "{readers}");
    let others = readers.list_at("/items").iter();
    let parents = others.filter(|item| item["role"] == "parent" && item.get("name").is_none());
    assert_eq!(parents.count(), 0, "{readers}");
}

fn who_may_not_know_where_a_child_lives_learns_it_by_no_list(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let hand = app
        .officer()
        .brings_to(&app, council.maya, Milestone::PlanIssued, council.alder);
    app.school().reads_case(&hand.case);
    app.limit(&hand.child, &council.second_parent, LimitEffect::NoWhereabouts);
    let limited = app.second_parent();
    let list = limited.get("/v1/cases").expect(200);
    assert!(list.at("/items/0/team").is_null(), "{list}");
    limited
        .get(format!("/v1/cases?team_id={}", council.north))
        .expect_problem(422, "invalid");
    let readers = limited
        .get(format!("/v1/cases/{}/readers", hand.case))
        .expect(200);
    for item in readers.list_at("/items") {
        assert!(
            item.get("team").is_none() && item.get("education_setting").is_none(),
            "{readers}"
        );
    }
    // The other parent sees which school looked.
    let readers = app
        .parent()
        .get(format!("/v1/cases/{}/readers", hand.case))
        .expect(200);
    assert!(readers.text().contains("education_setting"), "{readers}");
}

fn a_case_is_not_given_to_an_officer_from_whom_the_child_is_kept(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let named = json!({"officer_id": app.council.colleague.user});
    app.limit(
        &app.council.maya.to_string(),
        &app.council.colleague,
        LimitEffect::Bar,
    );
    let refused = app.manager().does(&case, "assignments", &named).expect(422);
    assert!(
        refused.says_about("/officer_id").contains("kept from the child"),
        "{refused}"
    );
}
