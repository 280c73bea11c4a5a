//! What holds for every address: the words of refusals, entity tags, query parameters.

use ehcp_test_support::{Milestone, TestApp, TestDatabase, bodies, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

on_both_databases!(
    a_child_whom_one_cannot_ask_for_is_a_wrong_field_whether_hidden_or_missing,
    what_is_missing_or_too_much_in_a_request_is_named,
    unknown_query_parameters_are_refused_by_lists_and_by_single_reads,
    what_is_wrong_in_a_section_is_pointed_at_by_its_letter,
    entity_tags_come_with_rules_and_with_what_changes_a_case,
    a_wrong_method_on_a_public_address_says_so_without_a_token,
    refusals_are_sentences_for_people,
);

fn a_child_whom_one_cannot_ask_for_is_a_wrong_field_whether_hidden_or_missing(database: TestDatabase) {
    let app = TestApp::on(database);
    app.other_parent().asks_for_an_assessment_of(app.council.noah);
    let ask = |child: String| {
        app.parent()
            .post("/v1/requests", &json!({"child_id": child}))
            .expect_problem(422, "invalid")
    };
    let hidden = ask(app.council.noah.to_string());
    let hidden_without_a_case = ask(app.council.leo.to_string());
    let missing = ask(Uuid::now_v7().to_string());
    assert!(missing.says_about("/child_id").contains("no child with this id"));
    assert_eq!(hidden.without_trace(), missing.without_trace());
    assert_eq!(hidden_without_a_case.without_trace(), missing.without_trace());
}

fn what_is_missing_or_too_much_in_a_request_is_named(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let by_a_setting = json!({"child_id": council.noah, "source": "setting", "received_on": "2026-12-01"});
    let refused = app
        .officer_of_other_team()
        .post("/v1/requests", &by_a_setting)
        .expect_problem(422, "invalid");
    assert!(
        refused
            .says_about("/education_setting_id")
            .contains("which setting asked")
    );
    let hand = app
        .officer()
        .brings_to(&app, council.maya, Milestone::Assessing, council.alder);
    let mut both = bodies::advice_request("other");
    both["education_setting_id"] = json!(council.alder);
    both["adviser_id"] = json!(council.adviser.user);
    let refused = app
        .officer()
        .does(&hand.case, "advice-requests", &both)
        .expect(422);
    assert!(refused.says_about("/adviser_id").contains("not both"));
    let mut one = bodies::advice_request("other");
    one["adviser_id"] = json!(council.adviser.user);
    let asked = app
        .officer()
        .does(&hand.case, "advice-requests", &one)
        .expect(201);
    assert_eq!(asked.at("/adviser_id"), &json!(council.adviser.user));
    assert!(asked.at("/education_setting_id").is_null());
}

fn unknown_query_parameters_are_refused_by_lists_and_by_single_reads(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let parent = app.parent();
    let said = |path: &str| {
        let refused = parent.get(path).expect_problem(422, "invalid");
        refused.says_about("/query/sort").to_owned()
    };
    let list = said("/v1/cases?sort=up");
    assert!(
        list.contains("`limit`") && list.contains("`cursor`") && list.contains("`stage`"),
        "{list}"
    );
    let list = said("/v1/children?sort=up");
    assert!(list.contains("Known parameters: `limit`, `cursor`."), "{list}");
    for single in [
        format!("/v1/cases/{case}"),
        format!("/v1/cases/{case}/deadlines"),
        "/v1/me".to_owned(),
    ] {
        let said = said(&format!("{single}?sort=up"));
        assert!(said.contains("takes no query parameters"), "{single}: {said}");
    }
}

fn what_is_wrong_in_a_section_is_pointed_at_by_its_letter(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let hand = app
        .officer()
        .brings_to(&app, council.maya, Milestone::WritingDraft, council.alder);
    for (sections, pointer) in [
        (json!({"A": ""}), "/sections/A"),
        (json!({"A": "Maya likes maths.", "H1": 7}), "/sections/H1"),
        (json!({"Z": "There is no such section."}), "/sections/Z"),
    ] {
        let refused = app
            .officer()
            .does(&hand.case, "plans", &json!({"sections": sections}))
            .expect_problem(422, "invalid");
        assert!(!refused.says_about(pointer).is_empty());
    }
}

fn entity_tags_come_with_rules_and_with_what_changes_a_case(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let officer = app.officer();
    let rule = "/v1/deadline-rules/ehcna-decision-to-assess";
    let tag = app.anonymous(Method::GET, rule).expect(200).etag();
    app.anonymous(Method::GET, rule)
        .with_header("if-none-match", &tag)
        .expect(304);
    let hand = officer.brings_to(&app, council.maya, Milestone::Noticed, council.alder);
    let version = |tag: &str| tag.trim_matches('"').split('-').next().unwrap().to_owned();
    let present = || version(&officer.reads_case(&hand.case).etag());
    let decided = officer
        .does(&hand.case, "decisions", &bodies::decision("assess"))
        .expect(201);
    assert_eq!(version(&decided.etag()), present());
    let excepted = officer
        .does(&hand.case, "exceptions", &bodies::exception("2026-11-02"))
        .expect(201);
    assert_eq!(version(&excepted.etag()), present());
    // A tag that this case has never had is another thing's.
    let refused = officer
        .post(
            format!("/v1/cases/{}/exceptions", hand.case),
            &bodies::exception("2026-11-03"),
        )
        .seeing("\"99-1f3a90bc\"")
        .expect_problem(412, "stale-version");
    assert!(
        refused.text_at("/detail").contains("that of something else"),
        "{refused}"
    );
}

fn a_wrong_method_on_a_public_address_says_so_without_a_token(database: TestDatabase) {
    let app = TestApp::on(database);
    for path in ["/v1/sessions", "/v1/worked-calculations"] {
        let refused = app.anonymous(Method::GET, path).expect(405);
        assert!(refused.header("allow").contains("POST"), "{refused}");
    }
    app.anonymous(Method::DELETE, "/v1/cases").expect(401);
}

fn refusals_are_sentences_for_people(database: TestDatabase) {
    let app = TestApp::on(database);
    let officer = app.officer();
    let about = |path: &str, pointer: &str| {
        let refused = officer.get(path).expect_problem(422, "invalid");
        refused.says_about(pointer).to_owned()
    };
    for (path, pointer, says) in [
        ("/v1/cases?limit=many", "/query/limit", "Write digits only"),
        (
            "/v1/cases?officer_id=me",
            "/query/officer_id",
            "This is not an id.",
        ),
        (
            "/v1/cases?overdue=maybe",
            "/query/overdue",
            "Write true or false.",
        ),
    ] {
        let said = about(path, pointer);
        assert!(said.contains(says), "{said}");
    }
    let refused = app.parent().get("/v1/work-list").expect_problem(403, "forbidden");
    assert!(
        !refused.text_at("/detail").contains("where the case stands"),
        "{refused}"
    );
    let unseen =
        json!({"child": {"given_name": "\u{200B}", "family_name": "Okafor", "born_on": "2018-03-14"}});
    let refused = app
        .parent()
        .post("/v1/requests", &unseen)
        .expect_problem(422, "invalid");
    assert!(
        refused
            .says_about("/child/given_name")
            .contains("Write something here")
    );
    let rule: Value = json!({"rule": "when-is-it-due", "facts": {}});
    let refused = app
        .anonymous(Method::POST, "/v1/deadline-calculations")
        .with_json(&rule)
        .expect(422);
    assert!(
        refused.text().contains("GET /v1/deadline-rules") && !refused.text().contains("docs/"),
        "{refused}"
    );
}
