//! What needs a second person: bars and limits, asked by one and agreed to by another.

use ehcp_access::LimitEffect;
use ehcp_test_support::{Answer, TestApp, TestDatabase, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    a_bar_hides_the_child_when_it_is_asked_for_and_for_good_when_a_second_person_agrees,
    nobody_agrees_to_what_they_asked_themselves,
    what_is_refused_withdrawn_or_fourteen_days_old_is_not_done,
    whoever_asked_must_still_hold_the_right_when_another_agrees,
    who_is_alone_acts_alone_and_it_is_recorded,
    a_bar_of_a_relative_holds_for_staff_too,
    a_kept_answer_is_not_given_again_to_somebody_who_is_barred_since,
    a_bar_begins_and_ends_to_the_second,
    lifting_a_bar_takes_two_people_too,
    without_documents_a_parent_sees_only_where_the_case_stands,
);

fn bar(app: &TestApp) -> Value {
    json!({
        "email": app.council.second_parent.email, "effect": "bar", "ground": "non_molestation_order",
        "evidence": "Order of the Family Court of 1 September 2026.",
    })
}

fn asks(app: &TestApp) -> String {
    let path = format!("/v1/children/{}/limits", app.council.maya);
    let asked = app.officer().post(path, &bar(app)).expect(202);
    let location = asked.header("location").to_owned();
    assert_eq!(
        location,
        format!("/v1/approvals/{}", asked.text_at("/id")),
        "{asked}"
    );
    location
}

fn answers(word: &str) -> Value {
    json!({"answer": word})
}

fn a_bar_hides_the_child_when_it_is_asked_for_and_for_good_when_a_second_person_agrees(
    database: TestDatabase,
) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let asked = asks(&app);
    // For him it has begun.
    app.second_parent()
        .get(format!("/v1/cases/{case}"))
        .expect_problem(404, "not-found");
    // Whoever could agree finds it; whoever could not does not.
    let path = asked.clone();
    for actor in [app.officer(), app.colleague(), app.manager()] {
        let listed = actor.get("/v1/approvals").expect(200);
        assert_eq!(listed.text_at("/items/0/kind"), "set_limit");
        assert_eq!(actor.get(&path).expect(200).text_at("/state"), "pending");
    }
    for actor in [
        app.officer_of_other_team(),
        app.manager_of_other_team(),
        app.customer_service(),
    ] {
        assert!(
            actor
                .get("/v1/approvals")
                .expect(200)
                .list_at("/items")
                .is_empty()
        );
        actor.get(&path).expect_problem(404, "not-found");
        let decisions = format!("{path}/decisions");
        actor
            .post(decisions, &answers("agree"))
            .expect_problem(404, "not-found");
    }
    let agreed = app
        .colleague()
        .post(
            format!("{asked}/decisions"),
            &json!({"answer": "agree", "note": "I have seen it."}),
        )
        .expect(200);
    assert_eq!(agreed.text_at("/state"), "applied");
    assert_eq!(agreed.text_at("/decided_by/name"), "Omar Said");
    // In the same session, on single reads and lists alike, the child is gone.
    let barred = app.second_parent();
    barred
        .get(format!("/v1/cases/{case}"))
        .expect_problem(404, "not-found");
    barred
        .get(format!("/v1/children/{}", app.council.maya))
        .expect_problem(404, "not-found");
    assert!(barred.get("/v1/cases").expect(200).list_at("/items").is_empty());
    assert!(
        barred
            .get("/v1/children")
            .expect(200)
            .list_at("/items")
            .is_empty()
    );
    // The other parent is not touched, and is not told.
    app.parent().reads_case(&case);
    let timeline = app.parent().get(format!("/v1/cases/{case}/timeline")).expect(200);
    assert!(!timeline.text().contains("limit"), "{timeline}");
    let limits = app
        .officer()
        .get(format!("/v1/children/{}/limits", app.council.maya))
        .expect(200);
    assert_eq!(limits.text_at("/items/0/recorded_by/name"), "Rosa Whitfield");
    assert_eq!(limits.text_at("/items/0/agreed_by/name"), "Omar Said");
    assert_eq!(limits.at("/items/0/in_force"), true);
    app.parent()
        .get(format!("/v1/children/{}/limits", app.council.maya))
        .expect_problem(403, "forbidden");
}

fn nobody_agrees_to_what_they_asked_themselves(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let asked = asks(&app);
    for word in ["agree", "refuse"] {
        app.officer()
            .post(format!("{asked}/decisions"), &answers(word))
            .expect_problem(403, "forbidden");
    }
    app.colleague()
        .post(format!("{asked}/decisions"), &answers("withdraw"))
        .expect_problem(403, "forbidden");
    let limits = format!("/v1/children/{}/limits", app.council.maya);
    let limits = app.officer().get(limits).expect(200);
    assert!(limits.at("/items/0/agreed_by").is_null(), "{limits}");
    app.second_parent().get(format!("/v1/cases/{case}")).expect(404);
}

fn what_is_refused_withdrawn_or_fourteen_days_old_is_not_done(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let decide = |path: &str, word: &str, by: ehcp_test_support::Actor<'_>| -> Answer {
        by.post(format!("{path}/decisions"), &answers(word)).send()
    };
    let refused = asks(&app);
    assert_eq!(
        decide(&refused, "refuse", app.manager()).text_at("/state"),
        "refused"
    );
    app.second_parent().reads_case(&case);
    let withdrawn = asks(&app);
    assert_eq!(
        decide(&withdrawn, "withdraw", app.officer()).text_at("/state"),
        "withdrawn"
    );
    app.second_parent().reads_case(&case);
    let old = asks(&app);
    // To the second: a second before the fourteen days are over it still waits.
    app.clock
        .advance(chrono::Duration::days(14) - chrono::Duration::seconds(1));
    assert_eq!(app.manager().get(&old).expect(200).text_at("/state"), "pending");
    app.clock.advance(chrono::Duration::seconds(1));
    assert_eq!(app.manager().get(&old).expect(200).text_at("/state"), "expired");
    for path in [&refused, &withdrawn, &old] {
        decide(path, "agree", app.colleague()).is_problem("approval-closed");
    }
    let expired = app.manager().get("/v1/approvals?state=expired").expect(200);
    assert_eq!(expired.list_at("/items").len(), 1);
    app.second_parent().reads_case(&case);
}

fn whoever_asked_must_still_hold_the_right_when_another_agrees(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let asked = asks(&app);
    // Rosa is found to be a relative of the child.
    app.limit(
        &app.council.maya.to_string(),
        &app.council.officer,
        LimitEffect::Bar,
    );
    app.manager()
        .post(format!("{asked}/decisions"), &answers("agree"))
        .expect_problem(409, "approval-closed");
    app.officer().get(&asked).expect_problem(404, "not-found");
    // It ends by itself, as if nobody had agreed.
    app.clock.advance(chrono::Duration::days(5));
    app.second_parent().reads_case(&case);
}

fn who_is_alone_acts_alone_and_it_is_recorded(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    let child = app.council.maya.to_string();
    // Everybody else who could agree is a relative.
    for other in [
        &app.council.colleague,
        &app.council.manager,
        &app.council.governance,
    ] {
        app.limit(&child, other, LimitEffect::Bar);
    }
    let done = app
        .officer()
        .post(format!("/v1/children/{child}/limits"), &bar(&app))
        .expect(201);
    assert_eq!(done.at("/in_force"), true);
    assert!(done.at("/agreed_by").is_null());
    let kept = app.officer().get("/v1/approvals?state=applied").expect(200);
    assert_eq!(kept.at("/items/0/alone"), true);
    assert!(
        app.second_parent()
            .get("/v1/cases")
            .expect(200)
            .list_at("/items")
            .is_empty()
    );
}

fn a_bar_of_a_relative_holds_for_staff_too(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    app.colleague().reads_case(&case);
    app.limit(
        &app.council.maya.to_string(),
        &app.council.colleague,
        LimitEffect::Bar,
    );
    app.colleague()
        .get(format!("/v1/cases/{case}"))
        .expect_problem(404, "not-found");
    for list in ["/v1/cases", "/v1/work-list"] {
        assert!(app.colleague().get(list).expect(200).list_at("/items").is_empty());
    }
}

fn a_kept_answer_is_not_given_again_to_somebody_who_is_barred_since(database: TestDatabase) {
    let app = TestApp::on(database);
    let ask = || {
        app.second_parent()
            .post("/v1/requests", &json!({"child_id": app.council.maya}))
            .with_key("the-same-intention")
    };
    let first = ask().expect(201);
    assert_eq!(ask().expect(201).text(), first.text());
    app.limit(
        &app.council.maya.to_string(),
        &app.council.second_parent,
        LimitEffect::Bar,
    );
    ask().expect_problem(404, "not-found");
}

fn a_bar_begins_and_ends_to_the_second(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let mut body = bar(&app);
    body["from_at"] = json!("2026-09-08T00:00:00Z");
    body["until_at"] = json!("2026-09-09T00:00:00Z");
    let path = format!("/v1/children/{}/limits", app.council.maya);
    let asked = app
        .officer()
        .post(path, &body)
        .expect(202)
        .header("location")
        .to_owned();
    app.manager()
        .post(format!("{asked}/decisions"), &answers("agree"))
        .expect(200);
    for (moment, status) in [
        ("2026-09-07T23:59:59Z", 200),
        ("2026-09-08T00:00:00Z", 404),
        ("2026-09-08T23:59:59Z", 404),
        ("2026-09-09T00:00:00Z", 200),
        ("2026-09-09T00:00:01Z", 200),
    ] {
        app.clock.set(moment.parse().unwrap());
        let single = app.second_parent().get(format!("/v1/cases/{case}")).send();
        assert_eq!(single.status(), status, "at {moment}");
        let listed = app.second_parent().get("/v1/cases").expect(200);
        assert_eq!(listed.list_at("/items").is_empty(), status == 404, "at {moment}");
    }
}

fn lifting_a_bar_takes_two_people_too(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let limit = app.limit(
        &app.council.maya.to_string(),
        &app.council.second_parent,
        LimitEffect::Bar,
    );
    let lifting = json!({"reason": "The court discharged the order."});
    let asked = app
        .officer()
        .post(format!("/v1/limits/{limit}/liftings"), &lifting)
        .expect(202);
    app.second_parent().get(format!("/v1/cases/{case}")).expect(404);
    app.manager()
        .post(
            format!("{}/decisions", asked.header("location")),
            &answers("agree"),
        )
        .expect(200);
    app.second_parent().reads_case(&case);
    app.officer()
        .post(format!("/v1/limits/{limit}/liftings"), &lifting)
        .expect_problem(409, "already-done");
}

fn without_documents_a_parent_sees_only_where_the_case_stands(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let hand = app.officer().brings_to(
        &app,
        app.council.maya,
        ehcp_test_support::Milestone::PlanIssued,
        app.council.alder,
    );
    app.limit(&hand.child, &app.council.second_parent, LimitEffect::NoDocuments);
    let limited = app.second_parent();
    let view = limited.reads_case(&hand.case);
    assert_eq!(view.text_at("/stage"), "plan_issued");
    assert!(view.at("/child/upn").is_null(), "{view}");
    assert!(view.at("/plan_id").is_null(), "{view}");
    let decisions = limited
        .get(format!("/v1/cases/{}/decisions", hand.case))
        .expect(200);
    assert!(decisions.at("/items/0/reasons").is_null(), "{decisions}");
    for what in ["plans", "representations"] {
        limited
            .get(format!("/v1/cases/{}/{what}", hand.case))
            .expect_problem(403, "forbidden");
    }
    // The other parent sees it all, as before.
    app.parent()
        .get(format!("/v1/cases/{}/plans", hand.case))
        .expect(200);
}
