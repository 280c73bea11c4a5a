//! What is to be kept from somebody is kept from them at once, and ends by itself when nobody else agrees.

use chrono::{DateTime, Utc};
use ehcp_test_support::{Actor, Milestone, Person, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    a_bar_holds_in_open_sessions_from_the_moment_it_is_asked_for,
    who_was_refused_lets_nothing_hold_alone_a_second_time,
    what_nobody_agrees_to_ends_by_itself_after_two_working_days_to_the_second,
    what_another_agrees_to_in_time_holds_for_good_and_too_late_begins_anew,
    a_restriction_closes_the_case_at_once_and_ends_by_itself,
    nobody_becomes_the_only_one_left_by_shutting_the_others_out,
    whom_it_is_about_learns_nothing_and_who_must_decide_is_told,
    a_queued_message_does_not_reach_somebody_barred_since,
    a_message_waits_while_a_bar_is_provisional_and_goes_when_it_is_refused,
    a_kept_answer_is_not_given_again_to_somebody_limited_since,
    a_kept_answer_is_not_given_again_to_somebody_in_another_role,
);

/// Asks that something be kept from somebody; where the asking stands.
fn asks(app: &TestApp, by: &Actor<'_>, from: &Person, effect: &str) -> String {
    let body = json!({
        "email": from.email, "effect": effect, "ground": "non_molestation_order",
        "evidence": "Order of the Family Court of 1 September 2026.",
    });
    let path = format!("/v1/children/{}/limits", app.council.maya);
    by.post(path, &body).expect(202).header("location").to_owned()
}

fn decides(by: &Actor<'_>, asked: &str, answer: &str) {
    by.post(format!("{asked}/decisions"), &json!({"answer": answer}))
        .expect(200);
}

/// Whether somebody knows of the case: single reads and lists say the same.
fn sees(actor: &Actor<'_>, case: &str) -> bool {
    let single = actor.get(format!("/v1/cases/{case}")).send().status() == 200;
    let listed = actor.get("/v1/cases").expect(200);
    let in_list = listed.list_at("/items").iter().any(|item| item["id"] == case);
    assert_eq!(single, in_list, "{}", actor.person().name);
    single
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn a_bar_holds_in_open_sessions_from_the_moment_it_is_asked_for(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let david = app.second_parent();
    let again = || {
        david
            .post("/v1/requests", &json!({"child_id": app.council.maya}))
            .with_key("the-same-intention")
    };
    again().expect(201);
    assert!(sees(&david, &case));
    let asked = asks(&app, &app.officer(), &app.council.second_parent, "bar");
    assert!(!sees(&david, &case), "with the same token");
    again().expect_problem(404, "not-found");
    david
        .get(format!("/v1/children/{}", app.council.maya))
        .expect_problem(404, "not-found");
    let limits = app
        .officer()
        .get(format!("/v1/children/{}/limits", app.council.maya))
        .expect(200);
    assert_eq!(limits.at("/items/0/in_force"), true);
    assert!(limits.at("/items/0/provisional_until").is_string(), "{limits}");
    // Whoever answers the telephone knows whom to tell nothing.
    let path = format!("/v1/children/{}/limits", app.council.maya);
    let flagged = app.customer_service().get(&path).expect(200);
    assert_eq!(flagged.list_at("/items").len(), 1);
    decides(&app.manager(), &asked, "refuse");
    assert!(sees(&david, &case));
    let limits = app.officer().get(&path).expect(200);
    assert_eq!(limits.at("/items/0/in_force"), false);
}

fn who_was_refused_lets_nothing_hold_alone_a_second_time(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let (david, second) = (app.second_parent(), &app.council.second_parent);
    let refused = asks(&app, &app.officer(), second, "bar");
    decides(&app.manager(), &refused, "refuse");
    let waits = asks(&app, &app.officer(), second, "bar");
    assert!(sees(&david, &case), "it waits for the second person now");
    decides(&app.officer(), &waits, "withdraw");
    // Taken back and asked for again, it waits too.
    let agreed = asks(&app, &app.officer(), second, "bar");
    assert!(sees(&david, &case));
    decides(&app.manager(), &agreed, "agree");
    assert!(!sees(&david, &case));
    // What another effect keeps, and what another person asks for, holds at once.
    let mother = asks(&app, &app.officer(), &app.council.parent, "bar");
    decides(&app.manager(), &mother, "refuse");
    assert!(sees(&app.parent(), &case));
    asks(&app, &app.colleague(), &app.council.parent, "bar");
    assert!(!sees(&app.parent(), &case));
}

fn what_nobody_agrees_to_ends_by_itself_after_two_working_days_to_the_second(database: TestDatabase) {
    // A Friday: the second working day after it is Tuesday.
    let app = TestApp::prepare(database).today("2026-09-11").start();
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    for effect in ["bar", "no_documents"] {
        asks(&app, &app.officer(), &app.council.second_parent, effect);
    }
    app.clock.set(moment("2026-09-15T22:59:59Z"));
    assert!(!sees(&app.second_parent(), &case));
    app.clock.set(moment("2026-09-15T23:00:00Z"));
    assert!(sees(&app.second_parent(), &case), "midnight in London");
    let limits = app
        .officer()
        .get(format!("/v1/children/{}/limits", app.council.maya))
        .expect(200);
    for limit in limits.list_at("/items") {
        assert_eq!(limit["in_force"], false, "{limit}");
    }
}

fn what_another_agrees_to_in_time_holds_for_good_and_too_late_begins_anew(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let david = app.second_parent();
    let in_time = asks(&app, &app.officer(), &app.council.second_parent, "bar");
    decides(&app.manager(), &in_time, "agree");
    app.clock.advance(chrono::Duration::days(30));
    assert!(!sees(&david, &case));
    // The mother is barred by an asking that lapses, and that somebody agrees to in its second week.
    let late = asks(&app, &app.officer(), &app.council.parent, "bar");
    assert!(!sees(&app.parent(), &case));
    app.clock.advance(chrono::Duration::days(8));
    assert!(sees(&app.parent(), &case));
    decides(&app.colleague(), &late, "agree");
    assert!(!sees(&app.parent(), &case));
    let limits = app
        .officer()
        .get(format!("/v1/children/{}/limits", app.council.maya))
        .expect(200);
    // The one that lapsed stays as it was, beside the one that holds.
    assert_eq!(limits.list_at("/items").len(), 3, "{limits}");
}

fn a_restriction_closes_the_case_at_once_and_ends_by_itself(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let body = json!({"reason": "A parent works in the team.", "staff": []});
    let restricts = || {
        let asked = app.officer().does(&case, "restrictions", &body).expect(202);
        asked.header("location").to_owned()
    };
    let taken_back = restricts();
    assert!(!sees(&app.colleague(), &case));
    assert!(!sees(&app.manager(), &case));
    assert!(sees(&app.officer(), &case), "who asked can take it back");
    app.officer()
        .does(&case, "restrictions", &body)
        .expect_problem(409, "already-done");
    decides(&app.officer(), &taken_back, "withdraw");
    assert!(sees(&app.colleague(), &case));
    // The same person alone does not close it again so soon.
    let waits = restricts();
    assert!(sees(&app.colleague(), &case));
    decides(&app.officer(), &waits, "withdraw");
    app.clock.advance(chrono::Duration::days(15));
    let lapsed = restricts();
    assert!(!sees(&app.colleague(), &case));
    app.clock.advance(chrono::Duration::days(5));
    assert!(sees(&app.colleague(), &case));
    let view = app
        .governance()
        .get(format!("/v1/cases/{case}/restriction"))
        .expect(200);
    assert_eq!(view.at("/restricted"), false, "{view}");
    app.clock.advance(chrono::Duration::days(15));
    // Another one can begin, and an answer that comes late closes the case for good.
    let again = restricts();
    assert!(!sees(&app.colleague(), &case));
    decides(&app.governance(), &again, "agree");
    app.clock.advance(chrono::Duration::days(5));
    assert!(!sees(&app.colleague(), &case));
    assert!(
        !sees(&app.officer(), &case),
        "who is not named is not on the list"
    );
    app.governance()
        .post(format!("{lapsed}/decisions"), &json!({"answer": "agree"}))
        .expect_problem(409, "approval-closed");
}

fn nobody_becomes_the_only_one_left_by_shutting_the_others_out(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    for other in [
        &app.council.colleague,
        &app.council.manager,
        &app.council.governance,
    ] {
        asks(&app, &app.officer(), other, "bar");
    }
    // Nobody is left who may know of the case, and yet it waits.
    asks(&app, &app.officer(), &app.council.second_parent, "bar");
}

fn whom_it_is_about_learns_nothing_and_who_must_decide_is_told(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    drop(app.letters());
    let asked = asks(&app, &app.officer(), &app.council.manager, "bar");
    let letters = app.letters();
    let to: Vec<_> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to, [&app.council.governance.email]);
    for never in ["Maya", "Okafor", "bar", "Peter", &app.council.manager.name] {
        assert!(!letters[0].content.contains(never), "{never}");
    }
    app.manager().get(&asked).expect_problem(404, "not-found");
    let listed = app.manager().get("/v1/approvals").expect(200);
    assert!(listed.list_at("/items").is_empty(), "{listed}");
}

/// Maya's case, where news of a decision waits in the outbox for both parents.
fn with_news(app: &TestApp) -> String {
    let hand = app
        .officer()
        .brings_to(app, app.council.maya, Milestone::Noticed, app.council.alder);
    drop(app.letters());
    app.officer()
        .does(&hand.case, "decisions", &bodies::decision("assess"))
        .expect(201);
    hand.case
}

fn addresses(app: &TestApp) -> Vec<String> {
    let mut to: Vec<_> = app.letters().into_iter().map(|letter| letter.to).collect();
    to.retain(|to| [&app.council.parent.email, &app.council.second_parent.email].contains(&to));
    to.sort_unstable();
    to
}

fn a_queued_message_does_not_reach_somebody_barred_since(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    with_news(&app);
    let asked = asks(&app, &app.officer(), &app.council.second_parent, "bar");
    decides(&app.manager(), &asked, "agree");
    assert_eq!(addresses(&app), [app.council.parent.email.as_str()]);
    app.clock.advance(chrono::Duration::days(30));
    assert!(addresses(&app).is_empty(), "it never goes");
}

fn a_message_waits_while_a_bar_is_provisional_and_goes_when_it_is_refused(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    with_news(&app);
    let asked = asks(&app, &app.officer(), &app.council.second_parent, "bar");
    assert_eq!(addresses(&app), [app.council.parent.email.as_str()]);
    app.clock.advance(chrono::Duration::hours(3));
    assert!(addresses(&app).is_empty());
    decides(&app.manager(), &asked, "refuse");
    assert_eq!(addresses(&app), [app.council.second_parent.email.as_str()]);
}

fn a_kept_answer_is_not_given_again_to_somebody_limited_since(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let hand = app
        .officer()
        .brings_to(&app, app.council.maya, Milestone::DraftServed, app.council.alder);
    let david = app.second_parent();
    let says = || {
        david
            .does(&hand.case, "representations", &bodies::representations())
            .with_key("what-he-said")
    };
    let etag = david.reads_case(&hand.case).etag();
    let first = says().seeing(&etag).expect(201);
    assert_eq!(says().seeing(&etag).expect(201).text(), first.text());
    asks(&app, &app.officer(), &app.council.second_parent, "no_documents");
    let refused = says().seeing(&etag).expect_problem(403, "forbidden");
    let text = bodies::representations();
    let text = text.get("text").and_then(Value::as_str).unwrap_or("never this");
    assert!(!refused.text().contains(text), "{refused}");
}

fn a_kept_answer_is_not_given_again_to_somebody_in_another_role(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    let limit = json!({
        "email": app.council.second_parent.email, "effect": "bar", "ground": "safety_decision",
        "evidence": "What the social worker saw.",
    });
    let path = format!("/v1/children/{}/limits", app.council.maya);
    let asks = || app.officer().post(&path, &limit).with_key("one-bar");
    asks().expect(202);
    asks().expect(202);
    // Customer service reads every case, and not what a bar rests on.
    app.takes_role(&app.council.officer, "customer_service");
    let refused = asks().expect_problem(403, "forbidden");
    assert!(!refused.text().contains("social worker"), "{refused}");
}
