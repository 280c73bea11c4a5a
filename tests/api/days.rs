//! Days that can be, in an order that can be; and what becomes of those that were recorded wrong.

use ehcp_access::Role;
use ehcp_test_support::{Milestone, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    a_corrected_day_is_the_same_everywhere_and_the_family_is_told_which_and_why,
    the_days_of_advice_and_of_representations_can_be_corrected_and_no_others_are_offered,
    what_was_over_before_the_assessment_is_no_exception_to_its_limits,
    relationships_are_not_recorded_long_before_they_begin_nor_twice,
    a_request_that_came_before_the_refusal_belongs_to_the_assessment_that_was_open,
    facts_that_somebody_supposes_are_in_an_order_that_can_be,
);

fn a_corrected_day_is_the_same_everywhere_and_the_family_is_told_which_and_why(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let correction = json!({
        "fact": "request_received", "happened_on": "2026-09-04", "reason": "The letter has a stamp of 4 September."
    });
    let view = app
        .officer()
        .does(&case, "date-corrections", &correction)
        .expect(200);
    assert_eq!(view.text_at("/clock_started_on"), "2026-09-04");
    assert_eq!(view.text_at("/requests/0/received_on"), "2026-09-04");
    let timeline = app.parent().get(format!("/v1/cases/{case}/timeline")).expect(200);
    assert_eq!(
        timeline.text_at("/items/1/text"),
        "We corrected a date. \"Request received\" was recorded as 7 September 2026; the right day is 4 September 2026. \
         Why: The letter has a stamp of 4 September."
    );
    // What does not fit is said with what it does not fit to.
    let early = json!({
        "fact": "considering_notice_sent", "happened_on": "2026-09-03", "reason": "The letter has a stamp."
    });
    app.officer()
        .does(&case, "considering-notices", &json!({}))
        .expect(200);
    let refused = app
        .officer()
        .does(&case, "date-corrections", &early)
        .expect_problem(422, "invalid");
    let said = refused.says_about("/happened_on");
    assert!(
        said.contains("is before the day of \"Request received\" (4 September 2026)"),
        "{said}"
    );
}

fn the_days_of_advice_and_of_representations_can_be_corrected_and_no_others_are_offered(
    database: TestDatabase,
) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let officer = app.officer();
    let hand = officer.brings_to(&app, council.maya, Milestone::DraftServed, council.alder);
    let advice = hand.education_advice.clone().unwrap();
    let correct = |fact: &str, day: &str, more: Value| {
        let mut body = json!({"fact": fact, "happened_on": day, "reason": "The letter says so."});
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        officer.does(&hand.case, "date-corrections", &body)
    };
    let of_advice = json!({"advice_request_id": advice});
    correct("cooperation_request_received", "2026-10-15", of_advice.clone()).expect(200);
    let read = officer.get(format!("/v1/advice-requests/{advice}")).expect(200);
    assert_eq!(read.text_at("/received_on"), "2026-10-15");
    assert_eq!(read.text_at("/due_on"), "2026-11-26");
    let refused = correct("cooperation_request_received", "2026-10-12", of_advice.clone());
    assert!(
        refused
            .expect(422)
            .says_about("/happened_on")
            .contains("Advice requested")
    );
    assert!(
        correct("advice_received", "2026-10-12", json!({}))
            .expect(422)
            .says_about("/advice_request_id")
            .contains("Say which request")
    );
    correct("draft_sent", "2026-11-19", of_advice).expect(422);
    app.parent()
        .does(&hand.case, "representations", &bodies::representations())
        .expect(201);
    correct("representations_received", "2026-12-04", json!({})).expect(200);
    let said = officer
        .get(format!("/v1/cases/{}/representations", hand.case))
        .expect(200);
    assert_eq!(said.text_at("/items/0/received_on"), "2026-12-04");
    let unknown = correct("meeting", "2026-12-04", json!({})).expect(422);
    let said = unknown.says_about("/fact");
    assert!(
        said.contains("request_received") && !said.contains("detention"),
        "{said}"
    );
}

fn what_was_over_before_the_assessment_is_no_exception_to_its_limits(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let mut before_birth = bodies::exception("2017-01-01");
    before_birth["until_on"] = json!("2017-02-01");
    let refused = app.officer().does(&case, "exceptions", &before_birth).expect(422);
    assert!(refused.says_about("/from_on").contains("date of birth"));
    let mut before_the_request = bodies::exception("2026-08-01");
    before_the_request["until_on"] = json!("2026-08-20");
    let refused = app
        .officer()
        .does(&case, "exceptions", &before_the_request)
        .expect(422);
    assert!(
        refused
            .says_about("/until_on")
            .contains("over before the assessment began")
    );
    // What began before and goes on does count.
    app.officer()
        .does(&case, "exceptions", &bodies::exception("2026-08-01"))
        .expect(201);
}

fn relationships_are_not_recorded_long_before_they_begin_nor_twice(database: TestDatabase) {
    let app = TestApp::on(database);
    let council = &app.council;
    app.parent().asks_for_an_assessment_of(council.maya);
    let officer = app.officer();
    let maya = council.maya;
    let place = |from: &str| json!({"education_setting_id": council.birch, "from_on": from});
    let enrolments = format!("/v1/children/{maya}/enrolments");
    let far = officer.post(&enrolments, &place("2030-09-01")).expect(422);
    assert!(far.says_about("/from_on").contains("too far ahead"));
    officer.post(&enrolments, &place("2027-09-01")).expect(201);
    let again = officer.post(&enrolments, &place("2027-09-02")).expect(422);
    assert!(
        again.says_about("/from_on").contains("from 1 September 2027"),
        "{again}"
    );
    let person = app.newcomer(Role::YoungPerson);
    let own = json!({"email": person.email, "from_on": "2036-01-01", "evidence": "Met at school; identity checked."});
    let links = format!("/v1/children/{maya}/young-person-links");
    let far = officer.post(&links, &own).expect(422);
    assert!(far.says_about("/from_on").contains("too far ahead"));
}

fn a_request_that_came_before_the_refusal_belongs_to_the_assessment_that_was_open(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    app.go_to("2026-10-12");
    let officer = app.officer();
    officer.consults_the_family_of(&case);
    officer
        .does(&case, "decisions", &bodies::decision("do_not_assess"))
        .expect(201);
    app.go_to("2026-12-01");
    let request = |day: &str| {
        let body = json!({
            "child_id": app.council.maya, "source": "setting", "education_setting_id": app.council.alder, "received_on": day
        });
        officer.post("/v1/requests", &body).expect(201)
    };
    let late = request("2026-10-05");
    assert_eq!(late.at("/added_to_open_assessment"), true);
    assert!(late.at("/decision_due_on").is_null());
    assert!(
        late.text_at("/in_words")
            .contains("decided not to carry out that assessment"),
        "{late}"
    );
    assert_eq!(officer.reads_case(&case).text_at("/stage"), "not_assessed");
    let new = request("2026-11-30");
    assert_eq!(new.at("/added_to_open_assessment"), false);
    assert_eq!(new.text_at("/decision_due_on"), "2027-01-11");
}

fn facts_that_somebody_supposes_are_in_an_order_that_can_be(database: TestDatabase) {
    let app = TestApp::on(database);
    let ask = |path: &str, body: &Value| app.anonymous(reqwest::Method::POST, path).with_json(body);
    let backwards = json!({"request_received": "2026-09-07", "final_plan_sent": "2025-01-01"});
    for (path, body) in [
        (
            "/v1/deadline-calculations",
            json!({"rule": "ehcp-final-plan", "facts": backwards}),
        ),
        (
            "/v1/timeline-previews",
            json!({"process": "assessment", "facts": backwards}),
        ),
    ] {
        let refused = ask(path, &body).expect_problem(422, "invalid");
        let said = refused.says_about("/facts/final_plan_sent");
        assert!(said.contains("request_received (2026-09-07)"), "{said}");
    }
    let early = json!({
        "rule": "ehcp-final-plan", "facts": {"request_received": "2026-09-07"}, "as_of": "2020-01-01"
    });
    let answer = ask("/v1/deadline-calculations", &early).expect(200);
    assert_eq!(answer.text_at("/deadlines/0/status"), "not_started");
    assert!(answer.at("/deadlines/0/days_used").is_null());
}
