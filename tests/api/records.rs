//! What is on record: corrected days, earlier assessments, and lists that are full.

use ehcp_test_support::{Milestone, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::json;

on_both_databases!(
    the_family_is_consulted_before_the_authority_decides,
    advice_asked_for_before_the_decision_is_kept_as_a_breach,
    a_corrected_day_of_a_request_shows_in_the_request_and_goes_through_its_checks,
    advice_of_an_earlier_assessment_is_read_and_cannot_be_handed_in,
    the_list_of_plans_names_them_and_one_read_gives_the_text,
    more_requests_for_advice_than_a_list_shows_are_refused,
    whoever_reads_unusually_many_cases_in_a_day_is_told_of,
);

fn the_family_is_consulted_before_the_authority_decides(database: TestDatabase) {
    let app = TestApp::on(database);
    let officer = app.officer();
    let hand = officer.brings_to(&app, app.council.maya, Milestone::Requested, app.council.alder);
    app.go_to("2026-09-09");
    officer
        .does(&hand.case, "considering-notices", &json!({}))
        .expect(200);
    app.go_to("2026-10-12");
    let refused = officer
        .does(&hand.case, "decisions", &bodies::decision("assess"))
        .expect_problem(409, "against-the-law");
    assert_eq!(refused.text_at("/rule"), "ehcna-consult-on-request");
    officer
        .does(
            &hand.case,
            "family-consultations",
            &json!({"consulted_on": "2026-09-08"}),
        )
        .expect(200);
    let deadlines = officer
        .get(format!("/v1/cases/{}/deadlines", hand.case))
        .expect(200);
    let consulted = deadlines.list_at("/assessment").iter();
    let mut consulted = consulted.filter(|deadline| deadline["rule"] == "ehcna-consult-on-request");
    assert_eq!(consulted.next().unwrap()["met_on"], "2026-09-08");
    officer
        .does(&hand.case, "decisions", &bodies::decision("assess"))
        .expect(201);
    let timeline = app
        .parent()
        .get(format!("/v1/cases/{}/timeline", hand.case))
        .expect(200);
    let texts: Vec<_> = timeline
        .list_at("/items")
        .iter()
        .map(|entry| &entry["text"])
        .collect();
    assert!(
        texts.contains(&&json!("We asked you what you think about an assessment.")),
        "{timeline}"
    );
}

fn advice_asked_for_before_the_decision_is_kept_as_a_breach(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let hand = officer.brings_to(&app, app.council.maya, Milestone::Assessing, app.council.alder);
    let breaches = |sent_on: &str| {
        let mut early = bodies::advice_request("other");
        early["sent_on"] = json!(sent_on);
        early["addressee"] = json!(format!("Occupational therapy, {sent_on}"));
        officer.makes(&hand.case, "advice-requests", &early);
        let path = format!("/v1/cases/{}/timeline?limit=200", hand.case);
        let timeline = officer.get(path).expect(200);
        timeline.list_at("/items").last().unwrap()["breaches"].clone()
    };
    assert_eq!(breaches("2026-10-11")[0]["rule"], "ehcna-advice-sought");
    assert_eq!(breaches("2026-10-12"), json!(null));
}

fn a_corrected_day_of_a_request_shows_in_the_request_and_goes_through_its_checks(database: TestDatabase) {
    let app = TestApp::on(database);
    let officer = app.officer();
    let hand = officer.brings_to(&app, app.council.maya, Milestone::Requested, app.council.alder);
    let correct = |on: &str| {
        let body =
            json!({"fact": "request_received", "happened_on": on, "reason": "The letter has a stamp."});
        officer.does(&hand.case, "date-corrections", &body)
    };
    let refused = correct("2014-08-31").expect_problem(422, "invalid");
    assert!(refused.says_about("/happened_on").contains("2018"), "{refused}");
    let corrected = correct("2026-09-04").expect(200);
    assert_eq!(corrected.text_at("/clock_started_on"), "2026-09-04");
    assert_eq!(corrected.text_at("/requests/0/received_on"), "2026-09-04");
}

fn advice_of_an_earlier_assessment_is_read_and_cannot_be_handed_in(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let hand = officer.brings_to(&app, app.council.maya, Milestone::Assessing, app.council.alder);
    officer
        .does(&hand.case, "decisions", &bodies::decision("do_not_issue"))
        .expect(201);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    let path = format!("/v1/advice-requests/{}", hand.psychological_advice.unwrap());
    let old = officer.get(&path).expect(200);
    assert_eq!(old.text_at("/due_on"), "2026-11-24", "{old}");
    // Whoever did not answer before the assessment ended has no more to do with the case.
    app.adviser().get(&path).expect_problem(404, "not-found");
    let seen = officer.get(&path).expect(200).etag();
    let refused = officer
        .post(
            format!("{path}/answers"),
            &bodies::advice("Late, but here it is."),
        )
        .seeing(&seen)
        .expect_problem(409, "conflict");
    assert!(refused.text_at("/detail").contains("is over"), "{refused}");
}

fn the_list_of_plans_names_them_and_one_read_gives_the_text(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let hand = officer.brings_to(&app, app.council.maya, Milestone::DraftServed, app.council.alder);
    let list = app
        .parent()
        .get(format!("/v1/cases/{}/plans", hand.case))
        .expect(200);
    let draft = hand.draft.unwrap();
    assert_eq!(list.at("/items/0/id"), &json!(draft));
    assert_eq!(list.at("/items/0/kind"), &json!("draft"));
    assert_eq!(list.at("/items/0/respond_by"), &json!("2026-12-04"));
    assert!(!list.text().contains("Section B of the plan."), "{list}");
    let read = app.parent().get(format!("/v1/plans/{draft}")).expect(200);
    assert_eq!(read.text_at("/sections/B"), "Section B of the plan.");
}

fn more_requests_for_advice_than_a_list_shows_are_refused(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let hand = officer.brings_to(&app, app.council.maya, Milestone::Assessing, app.council.alder);
    let list = format!("/v1/cases/{}/advice-requests", hand.case);
    let most = usize::try_from(ehcp_store::MOST_ADVICE_REQUESTS).unwrap();
    let known = officer.get(&list).expect(200).list_at("/items").len();
    let ask = |number: usize| {
        let mut body = bodies::advice_request("other");
        body["addressee"] = json!(format!("Service {number}"));
        officer.does(&hand.case, "advice-requests", &body)
    };
    for number in known..most {
        ask(number).expect(201);
    }
    let refused = ask(most).expect_problem(409, "conflict");
    assert!(refused.text_at("/detail").contains("50 is the most"), "{refused}");
    assert_eq!(officer.get(&list).expect(200).list_at("/items").len(), most);
}

fn whoever_reads_unusually_many_cases_in_a_day_is_told_of(database: TestDatabase) {
    let app = TestApp::prepare(database).daily_reads(2).start();
    let officer = app.officer();
    for _ in 0..3 {
        officer.brings_to(&app, app.another_maya(), Milestone::Requested, app.council.alder);
    }
    let told = || {
        let mut logs = app.logs();
        let entries = logs.security().into_iter();
        entries.filter(|entry| entry.event == "many_cases_read").count()
    };
    let before = told();
    app.go_to("2026-09-08");
    // The whole caseload at a glance, twice: one entry a day for each reader.
    officer.get("/v1/cases").expect(200);
    officer.get("/v1/cases").expect(200);
    assert_eq!(told(), before + 1);
    app.go_to("2026-09-09");
    officer.get("/v1/cases").expect(200);
    assert_eq!(told(), before + 2);
}
