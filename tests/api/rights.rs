//! Refusals and what follows from them, dates that are corrected, rights that pass on.

use ehcp_test_support::{TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::json;

on_both_databases!(
    a_refusal_to_assess_tells_the_family_its_rights_and_their_last_days,
    a_refusal_to_issue_tells_the_family_its_rights,
    a_family_asks_again_after_a_refusal,
    a_corrected_date_moves_the_deadlines_and_keeps_the_history,
    when_the_rights_pass_on_the_parent_loses_and_the_young_person_gains,
    signing_out_ends_the_session_at_once,
);

fn a_refusal_to_assess_tells_the_family_its_rights_and_their_last_days(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    app.go_to("2026-10-12");
    app.officer().consults_the_family_of(&case);
    let refusal = app
        .officer()
        .does(&case, "decisions", &bodies::decision("do_not_assess"))
        .expect(201);
    let rights = refusal.at("/rights").clone();
    assert_eq!(rights["contact_mediation_adviser_by"], "2026-12-12");
    assert!(rights["appeal_by"].is_string(), "{rights}");
    let words = rights["in_words"].as_str().unwrap();
    assert!(
        words.starts_with(
            "You can contact a mediation adviser up to 12 December 2026. You can appeal to the Tribunal"
        ),
        "{words}"
    );
    assert!(!rights["notice_says"].as_array().unwrap().is_empty());
    // The family reads the same.
    let read = app
        .parent()
        .get(format!("/v1/cases/{case}/decisions"))
        .expect(200);
    assert_eq!(read.at("/items/0/rights"), &rights);
    assert!(
        read.text_at("/items/0/reasons")
            .starts_with("The school has given")
    );
    let view = app.parent().reads_case(&case);
    assert_eq!(view.text_at("/stage"), "not_assessed");
    assert_eq!(view.list_at("/next_steps")[0]["who"], "parent_or_young_person");
    assert!(
        view.list_at("/next_steps")[0]["what"]
            .as_str()
            .unwrap()
            .contains("mediation")
    );
}

fn a_refusal_to_issue_tells_the_family_its_rights(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let hand = app.officer().brings_to(
        &app,
        app.council.maya,
        ehcp_test_support::Milestone::Assessing,
        app.council.alder,
    );
    let refusal = app
        .officer()
        .does(&hand.case, "decisions", &bodies::decision("do_not_issue"))
        .expect(201);
    assert_eq!(
        refusal.text_at("/rights/contact_mediation_adviser_by"),
        "2027-02-07"
    );
    let view = app.parent().reads_case(&hand.case);
    assert_eq!(view.text_at("/stage"), "plan_not_issued");
    app.officer()
        .does(&hand.case, "plans", &bodies::draft_text())
        .expect_problem(409, "wrong-stage");
}

fn a_family_asks_again_after_a_refusal(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    app.go_to("2026-10-12");
    app.officer().consults_the_family_of(&case);
    app.officer()
        .does(&case, "decisions", &bodies::decision("do_not_assess"))
        .expect(201);
    app.go_to("2026-12-01");
    let again = app
        .parent()
        .post("/v1/requests", &json!({"child_id": app.council.maya}))
        .expect(201);
    assert_eq!(again.text_at("/case_id"), case, "one case for life");
    assert_eq!(again.at("/added_to_open_assessment"), false);
    assert_eq!(again.text_at("/decision_due_on"), "2027-01-12");
    assert_eq!(
        app.parent().reads_case(&case).text_at("/stage"),
        "deciding_whether_to_assess"
    );
    // What was decided before stays readable.
    let before = app
        .parent()
        .get(format!("/v1/cases/{case}/decisions"))
        .expect(200);
    assert_eq!(before.text_at("/items/0/kind"), "do_not_assess");
}

fn a_corrected_date_moves_the_deadlines_and_keeps_the_history(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let correction = json!({
        "fact": "request_received", "happened_on": "2026-09-04", "reason": "The letter has a stamp of 4 September."
    });
    app.parent()
        .does(&case, "date-corrections", &correction)
        .expect_problem(403, "forbidden");
    let view = app
        .officer()
        .does(&case, "date-corrections", &correction)
        .expect(200);
    assert_eq!(view.text_at("/clock_started_on"), "2026-09-04");
    let deadlines = app
        .parent()
        .get(format!("/v1/cases/{case}/deadlines"))
        .expect(200);
    let decide = deadlines
        .list_at("/assessment")
        .iter()
        .find(|deadline| deadline["rule"] == "ehcna-decision-to-assess")
        .unwrap()
        .clone();
    assert_eq!(decide["due"], "2026-10-16");
    let timeline = app.parent().get(format!("/v1/cases/{case}/timeline")).expect(200);
    assert_eq!(
        timeline.text_at("/items/0/facts/0/on"),
        "2026-09-07",
        "the first entry stays"
    );
    assert_eq!(timeline.text_at("/items/1/kind"), "date_corrected");
    assert_eq!(timeline.text_at("/items/1/facts/0/on"), "2026-09-04");
    assert_eq!(
        app.logs().count("facts"),
        2,
        "the old day is kept beside the new one"
    );
}

fn when_the_rights_pass_on_the_parent_loses_and_the_young_person_gains(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-09-07").start();
    let teenager = app.teenage_sibling_of_maya();
    let case = app.school().asks_for_an_assessment_of(teenager);
    app.parent().reads_case(&case);
    let young_person = app.newcomer(ehcp_access::Role::YoungPerson);
    let path = format!("/v1/children/{teenager}/young-person-links");
    let link = |from: &str| json!({"email": young_person.email, "from_on": from, "evidence": "Met at college; identity checked."});
    let refused = app
        .officer()
        .post(&path, &link("2026-06-26"))
        .expect_problem(422, "invalid");
    assert!(
        refused.says_about("/from_on").contains("27 June 2026"),
        "{refused}"
    );
    app.officer().post(&path, &link("2026-09-10")).expect(201);
    // Until the day the parent acts, and from the day on the young person.
    app.go_to("2026-09-09");
    app.parent().reads_case(&case);
    app.as_person(&young_person)
        .get(format!("/v1/cases/{case}"))
        .expect(404);
    app.go_to("2026-09-10");
    for parent in [app.parent(), app.second_parent()] {
        parent
            .get(format!("/v1/cases/{case}"))
            .expect_problem(404, "not-found");
        assert_eq!(parent.get("/v1/cases").expect(200).list_at("/items").len(), 0);
    }
    app.as_person(&young_person).reads_case(&case);
    app.school().reads_case(&case);
}

fn signing_out_ends_the_session_at_once(database: TestDatabase) {
    let app = TestApp::on(database);
    let parent = &app.council.parent;
    let wrong = json!({"email": parent.email, "password": "not this one at all"});
    let nobody = json!({"email": "nobody@example.org", "password": "not this one at all"});
    let sign_in = |body| {
        app.anonymous(reqwest::Method::POST, "/v1/sessions")
            .with_json(body)
    };
    let refused = sign_in(&wrong).expect_problem(401, "wrong-credentials");
    assert_eq!(
        refused.without_trace(),
        sign_in(&nobody).expect(401).without_trace(),
        "an unknown address is answered as a wrong password"
    );
    let right = json!({"email": parent.email.to_uppercase(), "password": ehcp_test_support::PASSWORD});
    let signed_in = sign_in(&right).expect(201);
    let token = signed_in.text_at("/access_token").to_owned();
    let me = || app.anonymous(reqwest::Method::GET, "/v1/me").with_token(&token);
    assert_eq!(me().expect(200).text_at("/display_name"), "Amina Okafor");
    app.anonymous(reqwest::Method::DELETE, "/v1/sessions/current")
        .with_token(&token)
        .expect(204);
    me().expect_problem(401, "unauthenticated");
    app.clock.advance(chrono::Duration::minutes(16));
    me().expect_problem(401, "unauthenticated");
}
