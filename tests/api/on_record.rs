//! Finding cases, correcting what is on record, and matching two records with one number.

use super::sixteen::family;
use ehcp_test_support::{Actor, Answer, TestApp, TestDatabase, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    staff_find_what_they_could_open_and_nothing_else,
    a_search_names_one_way_and_is_logged_without_what_was_sought,
    searching_has_a_limit_of_its_own,
    no_list_tells_a_total,
    a_corrected_date_of_birth_moves_the_clock_and_keeps_the_old_value,
    a_corrected_name_is_shown_and_the_old_one_only_to_those_who_may_correct,
    a_statement_stands_beside_the_record,
    a_linked_adults_name_is_corrected,
    two_children_with_one_number_are_told_apart,
    two_records_of_one_child_become_one,
    what_waits_for_a_second_person_is_decided_before_two_records_become_one,
    a_restricted_record_is_not_joined_to_an_open_one,
    who_acts_and_who_helps_go_on_with_the_first_record,
    a_number_of_a_hidden_child_gives_the_child_away_to_nobody,
);

fn search(app: &TestApp, who: &ehcp_test_support::Person, body: &Value) -> ehcp_test_support::Answer {
    app.as_person(who).post("/v1/case-searches", body).expect(200)
}

fn staff_find_what_they_could_open_and_nothing_else(database: TestDatabase) {
    let app = TestApp::on(database);
    let council = &app.council;
    let case = app.parent().asks_for_an_assessment_of(council.maya);
    let reference = app.officer().reads_case(&case).text_at("/reference").to_owned();
    let ways = [
        json!({"reference": reference}),
        json!({"upn": app.upn_of(council.maya)}),
        json!({"family_name": "oKAFOR", "born_on": "2018-03-14"}),
    ];
    for way in &ways {
        for who in [&council.officer, &council.customer_service, &council.manager] {
            let found = search(&app, who, way);
            assert_eq!(found.list_at("/items").len(), 1, "{way}: {found}");
            assert_eq!(found.text_at("/items/0/id"), case);
        }
        // An officer of another team, and everybody while the case is restricted, find nothing.
        let hidden = search(&app, &council.officer_of_other_team, way);
        let missing = search(
            &app,
            &council.officer_of_other_team,
            &json!({"family_name": "Nobody", "born_on": "2018-03-14"}),
        );
        assert_eq!(hidden.text(), missing.text());
        app.restrict(&case, true);
        for who in [&council.officer, &council.customer_service] {
            assert!(search(&app, who, way).list_at("/items").is_empty());
        }
        assert_eq!(search(&app, &council.governance, way).list_at("/items").len(), 1);
        app.restrict(&case, false);
    }
    for who in [&council.parent, &council.school, &council.adviser, &council.admin] {
        app.as_person(who).post("/v1/case-searches", &ways[0]).expect(403);
    }
}

fn a_search_names_one_way_and_is_logged_without_what_was_sought(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    for wrong in [
        json!({}),
        json!({"family_name": "Okafor"}),
        json!({"born_on": "2018-03-14"}),
        json!({"reference": "EHC-2026-000001", "family_name": "Okafor", "born_on": "2018-03-14"}),
        json!({"given_name": "Maya"}),
    ] {
        app.officer().post("/v1/case-searches", &wrong).expect(422);
    }
    search(
        &app,
        &app.council.officer,
        &json!({"family_name": "Okafor", "born_on": "2018-03-14"}),
    );
    let entry = app.logs().last_read().unwrap();
    assert_eq!(entry.operation, "find_cases");
    assert_eq!(entry.case_ids, format!("[\"{case}\"]"));
}

fn searching_has_a_limit_of_its_own(database: TestDatabase) {
    let few = ehcp_api::Limit {
        requests: std::num::NonZeroU32::new(3).unwrap(),
        window: std::time::Duration::from_secs(3600),
    };
    let app = TestApp::prepare(database)
        .server(|config| config.limits.costly = few)
        .start();
    let way = json!({"family_name": "Okafor", "born_on": "2018-03-14"});
    for _ in 0..3 {
        search(&app, &app.council.officer, &way);
    }
    let over = app.officer().post("/v1/case-searches", &way).expect(429);
    assert!(over.text().contains("lists, searches and tables"), "{over}");
    app.officer().get("/v1/me").expect(200);
    search(&app, &app.council.colleague, &way);
}

fn no_list_tells_a_total(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    for path in [
        "/v1/cases",
        "/v1/work-list",
        "/v1/children",
        "/v1/teams",
        "/v1/education-settings",
    ] {
        let page = app.officer().get(path).expect(200);
        let members: Vec<_> = page.json().as_object().unwrap().keys().cloned().collect();
        assert!(
            members.iter().all(|name| name == "items" || name == "next"),
            "{path}: {members:?}"
        );
        assert!(
            page.headers().keys().all(|name| !name.as_str().contains("total")),
            "{path}"
        );
    }
}

fn child_path(app: &TestApp, what: &str) -> String {
    format!("/v1/children/{}{what}", app.council.maya)
}

fn a_corrected_date_of_birth_moves_the_clock_and_keeps_the_old_value(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let seen = app.officer().get(child_path(&app, "")).expect(200);
    let before = seen.text_at("/young_person_from").to_owned();
    let body = json!({"born_on": "2010-01-15", "reason": "Birth certificate seen."});
    let path = child_path(&app, "/corrections");
    let corrected = app.officer().post(&path, &body).seeing(&seen.etag()).expect(200);
    assert_eq!(corrected.text_at("/young_person_from"), "2026-06-27");
    assert_ne!(before, "2026-06-27");
    assert_eq!(*corrected.at("/version"), json!(2));
    app.officer()
        .post(&path, &json!({"born_on": "2010-01-16", "reason": "Again."}))
        .seeing(&seen.etag())
        .expect(412);
    app.officer()
        .post(&path, &json!({"born_on": "2010-01-15", "reason": "Again."}))
        .seeing(&corrected.etag())
        .expect(422);
    app.officer()
        .post(&path, &json!({"born_on": "2036-01-15", "reason": "Again."}))
        .seeing(&corrected.etag())
        .expect(422);
    let versions = app.officer().get(child_path(&app, "/versions")).expect(200);
    assert_eq!(versions.text_at("/items/0/born_on"), "2018-03-14");
    assert_eq!(versions.text_at("/items/0/reason"), "Birth certificate seen.");
    // The log names the field and holds no value.
    let timeline = app
        .officer()
        .get(format!("/v1/cases/{case}/timeline"))
        .expect(200);
    assert!(timeline.text().contains("child_corrected"));
    assert!(!timeline.text().contains("2018-03-14"));
}

fn a_corrected_name_is_shown_and_the_old_one_only_to_those_who_may_correct(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    let seen = app.officer().get(child_path(&app, "")).expect(200).etag();
    app.officer()
        .post(
            child_path(&app, "/corrections"),
            &json!({"family_name": "Okafor-Bright", "reason": "Passport seen."}),
        )
        .seeing(&seen)
        .expect(200);
    let parent = app.parent().get(child_path(&app, "")).expect(200);
    assert_eq!(parent.text_at("/family_name"), "Okafor-Bright");
    for who in [app.parent(), app.school(), app.customer_service(), app.manager()] {
        who.get(child_path(&app, "/versions")).expect(403);
    }
    app.officer_of_other_team()
        .get(child_path(&app, "/versions"))
        .expect(404);
    app.parent()
        .post(
            child_path(&app, "/corrections"),
            &json!({"given_name": "Mia", "reason": "I say so."}),
        )
        .seeing(&parent.etag())
        .expect(403);
}

fn a_statement_stands_beside_the_record(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let path = format!("/v1/cases/{case}/statements");
    let body = json!({"about": "The first day", "text": "I handed the letter in on Friday."});
    app.parent().post(&path, &body).expect(201);
    assert_eq!(app.parent().get(&path).expect(200).list_at("/items").len(), 1);
    assert_eq!(app.officer().get(&path).expect(200).list_at("/items").len(), 1);
    assert!(
        app.second_parent()
            .get(&path)
            .expect(200)
            .list_at("/items")
            .is_empty()
    );
    assert!(app.school().get(&path).expect(200).list_at("/items").is_empty());
}

fn a_linked_adults_name_is_corrected(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let seen = app.officer().reads_case(&case).etag();
    let body = json!({
        "user_id": app.council.parent.user, "display_name": "Amina Bright", "reason": "Marriage certificate seen.",
    });
    app.officer()
        .post(child_path(&app, "/adult-corrections"), &body)
        .seeing(&seen)
        .expect(200);
    assert_eq!(
        app.parent().get("/v1/me").expect(200).text_at("/display_name"),
        "Amina Bright"
    );
    let seen = app.officer().reads_case(&case).etag();
    let mut stranger = body;
    stranger["user_id"] = json!(app.council.other_parent.user);
    app.officer()
        .post(child_path(&app, "/adult-corrections"), &stranger)
        .seeing(&seen)
        .expect(422);
}

/// A child whom the officer puts on record with Maya's number; gives child and case.
fn namesake(app: &TestApp) -> (String, String) {
    let receipt = app
        .officer()
        .post(
            "/v1/requests",
            &json!({
                "source": "parent", "received_on": "2026-09-01", "reasons": "Asked for by letter.",
                "child": {
                    "given_name": "Maia", "family_name": "Okafor", "born_on": "2018-03-14",
                    "upn": app.upn_of(app.council.maya),
                },
            }),
        )
        .expect(201);
    let case = receipt.text_at("/case_id").to_owned();
    let child = app.officer().reads_case(&case).text_at("/child/id").to_owned();
    (child, case)
}

fn two_children_with_one_number_are_told_apart(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    let (child, _) = namesake(&app);
    let queue = app.officer().get("/v1/possible-duplicates").expect(200);
    assert_eq!(queue.list_at("/items").len(), 1, "{queue}");
    assert_eq!(queue.text_at("/items/0/child/id"), child);
    let read = app.officer().get(format!("/v1/children/{child}")).expect(200);
    assert_eq!(*read.at("/possible_duplicate"), json!(true));
    let path = format!("/v1/possible-duplicates/{child}/decisions");
    let mut body = json!({"outcome": "different_children", "reason": "The schools were asked."});
    app.officer().post(&path, &body).seeing(&read.etag()).expect(422);
    body["wrong_upn_of"] = json!("other_child");
    app.officer().post(&path, &body).seeing(&read.etag()).expect(200);
    assert!(
        app.officer()
            .get("/v1/possible-duplicates")
            .expect(200)
            .list_at("/items")
            .is_empty()
    );
    let read = app.officer().get(format!("/v1/children/{child}")).expect(200);
    assert!(read.at("/upn").is_string());
    let maya = app.officer().get(child_path(&app, "")).expect(200);
    assert!(maya.at("").get("upn").is_none());
    app.parent().get("/v1/possible-duplicates").expect(403);
}

fn two_records_of_one_child_become_one(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let (child, second) = namesake(&app);
    let seen = app
        .officer()
        .get(format!("/v1/children/{child}"))
        .expect(200)
        .etag();
    let joined = app
        .officer()
        .post(
            format!("/v1/possible-duplicates/{child}/decisions"),
            &json!({"outcome": "same_child", "reason": "One birth certificate."}),
        )
        .seeing(&seen)
        .expect(200);
    assert_eq!(joined.text_at("/case_id"), case);
    let view = app.officer().reads_case(&case);
    assert_eq!(view.list_at("/requests").len(), 2);
    // The request that came in first sets the dates, whichever record it came in for.
    assert_eq!(view.text_at("/clock_started_on"), "2026-09-01");
    app.officer().get(format!("/v1/cases/{second}")).expect(404);
    app.governance().get(format!("/v1/cases/{second}")).expect(200);
    let findings = ehcp_casework::verify(&app.casework).unwrap().findings;
    assert!(findings.is_empty(), "{findings:?}");
}

/// Joins the record that waits to the one that has the number.
fn join(app: &TestApp, by: &Actor<'_>, child: &str) -> Answer {
    let seen = app
        .governance()
        .get(format!("/v1/children/{child}"))
        .expect(200)
        .etag();
    by.post(
        format!("/v1/possible-duplicates/{child}/decisions"),
        &json!({"outcome": "same_child", "reason": "One birth certificate."}),
    )
    .seeing(&seen)
    .send()
}

fn what_waits_for_a_second_person_is_decided_before_two_records_become_one(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    let (child, _) = namesake(&app);
    let bar = json!({
        "email": app.council.other_parent.email, "effect": "bar", "ground": "safety_decision", "evidence": "A report.",
    });
    let asked = app
        .officer()
        .post(format!("/v1/children/{child}/limits"), &bar)
        .expect(202);
    let refused = join(&app, &app.officer(), &child);
    refused.is_problem("not-yet");
    assert!(refused.text().contains("waits for a second person"), "{refused}");
    let path = format!("{}/decisions", asked.header("location"));
    app.manager().post(path, &json!({"answer": "agree"})).expect(200);
    assert_eq!(join(&app, &app.officer(), &child).status(), 200);
    // The bar holds on the record that goes on.
    let bars = app
        .officer()
        .get(format!("/v1/children/{}/limits", app.council.maya))
        .expect(200);
    assert_eq!(bars.list_at("/items").len(), 1, "{bars}");
    let findings = ehcp_casework::verify(&app.casework).unwrap().findings;
    assert!(findings.is_empty(), "{findings:?}");
}

fn a_restricted_record_is_not_joined_to_an_open_one(database: TestDatabase) {
    let app = TestApp::on(database);
    let first = app.parent().asks_for_an_assessment_of(app.council.maya);
    let (child, second) = namesake(&app);
    let governance = app.newcomer(ehcp_access::Role::InformationGovernance);
    let restricts = |case: &str| {
        let closed = json!({"reason": "A parent works in the team.", "staff": [app.council.officer.user]});
        let asked = app.governance().does(case, "restrictions", &closed).expect(202);
        let path = format!("{}/decisions", asked.header("location"));
        app.as_person(&governance)
            .post(path, &json!({"answer": "agree"}))
            .expect(200);
    };
    restricts(&second);
    let refused = join(&app, &app.governance(), &child);
    refused.is_problem("not-yet");
    assert!(refused.text().contains("restricted"), "{refused}");
    restricts(&first);
    let joined = join(&app, &app.governance(), &child);
    assert_eq!(joined.status(), 200, "{joined}");
    app.colleague()
        .get(format!("/v1/cases/{first}"))
        .expect_problem(404, "not-found");
    let findings = ehcp_casework::verify(&app.casework).unwrap().findings;
    assert!(findings.is_empty(), "{findings:?}");
}

fn who_acts_and_who_helps_go_on_with_the_first_record(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = family(&app, "2010-02-03");
    let upn = "Y801200001022";
    let officer = app.officer();
    let seen = officer
        .get(format!("/v1/children/{}", leo.child))
        .expect(200)
        .etag();
    officer
        .post(
            format!("/v1/children/{}/corrections", leo.child),
            &json!({"upn": upn, "reason": "The school told us."}),
        )
        .seeing(&seen)
        .expect(200);
    let receipt = officer
        .post(
            "/v1/requests",
            &json!({
                "source": "parent", "received_on": "2026-06-01", "reasons": "Asked for by letter.",
                "child": {"given_name": "Leon", "family_name": "Marsh", "born_on": "2010-02-03", "upn": upn},
            }),
        )
        .expect(201);
    let case = receipt.text_at("/case_id").to_owned();
    let child = officer.reads_case(&case).text_at("/child/id").to_owned();
    officer
        .post(
            format!("/v1/children/{child}/hand-overs"),
            &leo.young_person_acts(),
        )
        .expect(201);
    let (young, aunt) = (app.as_person(&leo.young), app.newcomer(ehcp_access::Role::Parent));
    let helper = json!({"email": aunt.email, "name": "Aunt", "until_at": "2026-12-01T10:00:00Z"});
    young
        .post(format!("/v1/children/{child}/helpers"), &helper)
        .expect(201);
    assert!(
        leo.is_seen_by(&app.as_person(&leo.parent)),
        "nobody acts there yet"
    );
    let joined = join(&app, &officer, &child);
    assert_eq!(joined.status(), 200, "{joined}");
    assert!(leo.is_seen_by(&young), "he goes on acting for himself");
    assert!(
        leo.is_seen_by(&app.as_person(&aunt)),
        "whom he invited goes on helping"
    );
    assert!(!leo.is_seen_by(&app.as_person(&leo.parent)), "the rights are his");
    for gone in [&young, &app.as_person(&aunt)] {
        gone.get(format!("/v1/cases/{case}"))
            .expect_problem(404, "not-found");
    }
    let findings = ehcp_casework::verify(&app.casework).unwrap().findings;
    assert!(findings.is_empty(), "{findings:?}");
}

fn a_number_of_a_hidden_child_gives_the_child_away_to_nobody(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    app.restrict(&case, true);
    let (child, second) = namesake(&app);
    let read = app.officer().get(format!("/v1/children/{child}")).expect(200);
    assert_eq!(*read.at("/possible_duplicate"), json!(false));
    assert!(read.at("/upn").is_string());
    let view = app.officer().reads_case(&second);
    assert_eq!(*view.at("/child/possible_duplicate"), json!(false));
    assert!(
        app.officer()
            .get("/v1/possible-duplicates")
            .expect(200)
            .list_at("/items")
            .is_empty()
    );
    app.officer()
        .post(
            format!("/v1/possible-duplicates/{child}/decisions"),
            &json!({"outcome": "same_child", "reason": "I guess."}),
        )
        .seeing(&read.etag())
        .expect(409);
    assert_eq!(
        app.governance()
            .get("/v1/possible-duplicates")
            .expect(200)
            .list_at("/items")
            .len(),
        1
    );
}
