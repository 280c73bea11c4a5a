//! Each reader is shown what they need, and nothing tells of what they are not shown.

use ehcp_test_support::{Milestone, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::json;

on_both_databases!(
    of_two_parents_neither_reads_what_the_other_wrote,
    a_timeline_is_numbered_for_its_reader,
    who_decided_is_told_to_the_family_and_not_to_the_school,
    a_school_is_not_asked_what_it_thinks_of_a_draft,
    where_the_child_is_stays_hidden_in_lists_too,
);

fn of_two_parents_neither_reads_what_the_other_wrote(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let hers = json!({"child_id": council.maya, "reasons": "He drinks again, and she cannot sleep."});
    app.parent().post("/v1/requests", &hers).expect(201);
    let hand = app
        .officer()
        .brings_to(&app, council.maya, Milestone::DraftServed, council.alder);
    let said = json!({"text": "Please do not name his sister's school.", "wants_meeting": true});
    app.parent()
        .does(&hand.case, "representations", &said)
        .expect(201);
    let representations = format!("/v1/cases/{}/representations", hand.case);
    for (reader, reads) in [
        (app.parent(), true),
        (app.officer(), true),
        (app.second_parent(), false),
    ] {
        let case = reader.reads_case(&hand.case);
        assert_eq!(
            case.text().contains("drinks"),
            reads,
            "{}: {case}",
            reader.person().name
        );
        let said = reader.get(&representations).expect(200);
        assert_eq!(
            said.list_at("/items").len(),
            1,
            "that something was said is no secret"
        );
        assert_eq!(
            said.text().contains("sister"),
            reads,
            "{}: {said}",
            reader.person().name
        );
    }
}

fn a_timeline_is_numbered_for_its_reader(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    // An entry that only staff see, between two for everybody.
    app.officer()
        .post(
            format!("/v1/children/{}/enrolments", app.council.maya),
            &json!({
                "education_setting_id": app.council.birch, "from_on": "2026-10-01", "until_on": "2026-10-02",
                "dual_registration": true,
            }),
        )
        .expect(201);
    app.officer()
        .does(&case, "considering-notices", &json!({}))
        .expect(200);
    for (reader, shown) in [(app.parent(), 2), (app.officer(), 3)] {
        let mut places = Vec::new();
        let mut next = Some(format!("/v1/cases/{case}/timeline?limit=1"));
        while let Some(path) = next {
            let page = reader.get(&path).expect(200);
            let entries = page.list_at("/items").iter();
            places.extend(entries.map(|entry| entry["sequence"].as_i64().unwrap()));
            next = page.at("/next").as_str().map(ToOwned::to_owned);
            assert!(places.len() < 10, "the pages never end");
        }
        assert_eq!(
            places,
            (1..=shown).collect::<Vec<_>>(),
            "{}",
            reader.person().name
        );
    }
}

fn who_decided_is_told_to_the_family_and_not_to_the_school(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let hand = app
        .officer()
        .brings_to(&app, council.maya, Milestone::Assessing, council.alder);
    let decisions = format!("/v1/cases/{}/decisions", hand.case);
    for (reader, told) in [
        (app.parent(), true),
        (app.officer(), true),
        (app.school(), false),
        (app.customer_service(), false),
    ] {
        let read = reader.get(&decisions).expect(200);
        assert_eq!(
            read.at("/items/0/decided_by").is_null(),
            !told,
            "{}",
            reader.person().name
        );
    }
    for outside in [app.school(), app.customer_service(), app.adviser()] {
        for what in ["timeline", "exceptions"] {
            outside
                .get(format!("/v1/cases/{}/{what}", hand.case))
                .expect_problem(403, "forbidden");
        }
    }
}

fn a_school_is_not_asked_what_it_thinks_of_a_draft(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let hand = app
        .officer()
        .brings_to(&app, council.maya, Milestone::DraftServed, council.alder);
    let refused = app
        .school()
        .does(&hand.case, "representations", &bodies::representations())
        .expect_problem(403, "forbidden");
    assert!(
        refused.text_at("/detail").contains("parent or carer"),
        "it says who can: {refused}"
    );
}

fn where_the_child_is_stays_hidden_in_lists_too(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let child = app.council.maya.to_string();
    let listed = |reader: &ehcp_test_support::Actor<'_>| {
        let list = reader.get("/v1/cases").expect(200);
        assert_eq!(list.text_at("/items/0/id"), case);
        list.at("/items/0/team").as_str().map(ToOwned::to_owned)
    };
    assert!(listed(&app.second_parent()).is_some());
    app.limit(
        &child,
        &app.council.second_parent,
        ehcp_access::LimitEffect::NoWhereabouts,
    );
    assert_eq!(listed(&app.second_parent()), None);
    assert!(app.second_parent().reads_case(&case).at("/team").is_null());
    assert!(listed(&app.parent()).is_some());
    let csv = app
        .second_parent()
        .get("/v1/cases")
        .with_header("accept", "text/csv")
        .send();
    assert_eq!(csv.status(), 200);
    assert!(!csv.text().contains("North team"), "{csv}");
}
