//! What people are told is true, is dated, and is said to them.

use ehcp_test_support::{Actor, Answer, Milestone, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    rights_after_a_refusal_have_their_days_and_end_with_them,
    every_next_step_with_a_day_in_law_says_it,
    a_further_request_is_told_what_is_true_at_that_stage,
    a_young_person_is_spoken_to_and_a_professional_is_told,
    the_timeline_says_who_deals_with_the_case_and_the_same_again_is_nothing,
    what_was_done_already_is_said_in_right_english,
);

fn step(case: &Answer, rule: &str) -> Value {
    let found = case
        .list_at("/next_steps")
        .iter()
        .find(|step| step["rule"] == rule);
    found
        .unwrap_or_else(|| panic!("no step by {rule}: {case}"))
        .clone()
}

fn rights(reader: &Actor<'_>, case: &str) -> Vec<(String, String, String)> {
    let answer = reader.get(format!("/v1/cases/{case}/deadlines")).expect(200);
    let rights = answer.list_at("/rights").iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    rights
        .map(|right| (text(&right["rule"]), text(&right["due"]), text(&right["status"])))
        .collect()
}

fn rights_after_a_refusal_have_their_days_and_end_with_them(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    app.officer().consults_the_family_of(&case);
    app.go_to("2026-10-12");
    app.officer()
        .does(&case, "decisions", &bodies::decision("do_not_assess"))
        .expect(201);
    let parent = app.parent();
    let decided = parent.get(format!("/v1/cases/{case}/decisions")).expect(200);
    let mediation = decided
        .text_at("/items/0/rights/contact_mediation_adviser_by")
        .to_owned();
    let appeal = decided.text_at("/items/0/rights/appeal_by").to_owned();
    assert_eq!(
        (mediation.as_str(), appeal.as_str()),
        ("2026-12-12", "2026-12-14")
    );
    // The case and the deadlines give the same days.
    assert_eq!(
        step(&parent.reads_case(&case), "med-contact-adviser")["by"],
        mediation.as_str()
    );
    let shown = rights(&parent, &case);
    assert_eq!(
        shown,
        [
            ("med-contact-adviser".to_owned(), mediation, "running".to_owned()),
            ("appeal-lodge".to_owned(), appeal.clone(), "running".to_owned()),
        ]
    );
    // With the first day over the second is what is left.
    app.go_to("2026-12-13");
    let view = parent.reads_case(&case);
    assert_eq!(step(&view, "appeal-lodge")["by"], appeal.as_str());
    // And with both over nobody is sent to an adviser.
    app.go_to("2027-06-01");
    let view = parent.reads_case(&case);
    let said = view.text_at("/next_steps/0/what");
    assert!(said.contains("ended on 14 December 2026"), "{said}");
    assert!(!said.contains("contact a mediation adviser"), "{said}");
    assert!(view.at("/next_steps/0/by").is_null());
    assert!(rights(&parent, &case).iter().all(|right| right.2 == "ended"));
}

fn every_next_step_with_a_day_in_law_says_it(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let view = app.parent().reads_case(&case);
    assert_eq!(
        step(&view, "ehcna-decision-to-assess")["by"],
        view.text_at("/next_deadline/due_on")
    );
    app.go_to("2026-12-07");
    let officer = app.officer();
    let council = &app.council;
    let hand = officer.brings_to(&app, council.noah, Milestone::Assessing, council.alder);
    let view = officer.reads_case(&hand.case);
    assert_eq!(step(&view, "ehcna-advice-response")["by"], "2026-11-24");
    assert_eq!(step(&view, "ehcp-decision-not-to-issue")["by"], "2026-12-28");
}

fn a_further_request_is_told_what_is_true_at_that_stage(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let officer = app.officer();
    officer.brings_to(&app, council.maya, Milestone::Assessing, council.alder);
    let again = app
        .parent()
        .post("/v1/requests", &json!({"child_id": council.maya}))
        .expect(201);
    let said = again.text_at("/in_words");
    assert!(
        said.contains("It is already decided to carry out the assessment"),
        "{said}"
    );
    assert!(!said.contains("we decide by"), "{said}");
    assert!(again.at("/decision_due_on").is_null());
    assert_eq!(again.text_at("/plan_due_on"), "2027-01-25");
}

fn a_young_person_is_spoken_to_and_a_professional_is_told(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let hand = app
        .officer()
        .brings_to(&app, council.leo, Milestone::DraftServed, council.birch);
    let whole = |reader: &Actor<'_>| {
        let case = reader.reads_case(&hand.case);
        let timeline = reader
            .get(format!("/v1/cases/{}/timeline", hand.case))
            .expect(200);
        format!("{} {}", case.text(), timeline.text())
    };
    let own = whole(&app.young_person());
    assert!(own.contains("We asked for advice about your needs."), "{own}");
    assert!(own.contains("The draft of your plan is with you."), "{own}");
    let professional = whole(&app.officer());
    assert!(
        professional.contains("The draft plan is with the family"),
        "{professional}"
    );
    for text in [own, professional] {
        assert!(
            !text.contains("your child") && !text.contains("themself"),
            "{text}"
        );
    }
}

fn the_timeline_says_who_deals_with_the_case_and_the_same_again_is_nothing(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let assignment = json!({"officer_id": app.council.officer.user});
    let manager = app.manager();
    let first = manager.does(&case, "assignments", &assignment).expect(200);
    let second = manager.does(&case, "assignments", &assignment).expect(200);
    assert_eq!(first.at("/version"), second.at("/version"));
    let timeline = app.parent().get(format!("/v1/cases/{case}/timeline")).expect(200);
    let told: Vec<_> = timeline
        .list_at("/items")
        .iter()
        .skip(1)
        .map(|entry| &entry["text"])
        .collect();
    assert_eq!(
        told,
        ["Rosa Whitfield of the North team now deals with your child's case."]
    );
}

fn what_was_done_already_is_said_in_right_english(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let officer = app.officer();
    let hand = officer.brings_to(&app, council.maya, Milestone::DraftServed, council.alder);
    let draft = hand.draft.clone().unwrap();
    let path = format!("/v1/plans/{draft}");
    let seen = officer.get(&path).expect(200).etag();
    let refused = officer
        .put(&path, &bodies::draft_text())
        .seeing(&seen)
        .expect_problem(409, "already-done");
    assert_eq!(
        refused.text_at("/detail"),
        "This version of the draft was sent on 20 November 2026, so it cannot be changed any more. Start the next version."
    );
    let advice = hand.education_advice.clone().unwrap();
    let path = format!("/v1/advice-requests/{advice}");
    let hand_in = || {
        let seen = officer.get(&path).expect(200).etag();
        officer
            .post(
                format!("{path}/answers"),
                &bodies::advice("Maya needs small groups."),
            )
            .seeing(&seen)
    };
    hand_in().expect(200);
    let refused = hand_in().expect_problem(409, "already-done");
    assert_eq!(
        refused.text_at("/detail"),
        "This request for advice was already answered, on 7 December 2026. To get more, ask for advice again."
    );
}
