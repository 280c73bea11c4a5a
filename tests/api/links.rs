//! Relationships that end or were wrong: a parent's link, a place on a roll, who acts for a young person.

use ehcp_access::Role;
use ehcp_case::EducationSettingId;
use ehcp_test_support::{Actor, Person, TestApp, TestDatabase, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    a_parent_whose_link_ends_sees_the_case_on_the_last_day_and_never_after,
    a_school_whose_place_ends_sees_the_case_on_the_last_day_and_never_after,
    an_end_that_is_over_already_takes_hold_at_the_next_request,
    a_new_place_at_another_setting_ends_the_earlier_one_the_day_before,
    a_place_that_was_recorded_by_mistake_gives_the_earlier_one_back,
    a_dual_registration_leaves_both_settings_their_sight,
    a_place_known_for_later_ends_the_one_that_is_recorded_before_it,
    a_link_that_was_recorded_by_mistake_gives_nothing_and_can_be_recorded_rightly,
    only_the_officer_and_the_manager_of_the_case_end_a_relationship,
    an_end_that_does_not_fit_is_refused_with_what_would_be_right,
    a_link_that_is_recorded_again_keeps_the_earlier_period,
);

fn sees(actor: &Actor<'_>, case: &str) -> bool {
    let answers = ["", "/deadlines", "/decisions"]
        .map(|part| actor.get(format!("/v1/cases/{case}{part}")).send().status());
    let listed = actor.get("/v1/cases").expect(200);
    let in_list = listed.list_at("/items").iter().any(|item| item["id"] == case);
    let seen = answers == [200; 3];
    assert!(seen || answers == [404; 3], "{answers:?}");
    assert_eq!(seen, in_list, "{}", actor.person().name);
    seen
}

/// Maya's case, asked for by her parent.
fn maya(app: &TestApp) -> (String, String) {
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    (case, app.council.maya.to_string())
}

fn link_of(app: &TestApp, child: &str, person: &Person) -> Value {
    let links = app
        .officer()
        .get(format!("/v1/children/{child}/parent-links"))
        .expect(200);
    let own = |link: &&Value| link["user_id"] == json!(person.user);
    links.list_at("/items").iter().find(own).unwrap().clone()
}

fn place_at(app: &TestApp, child: &str, setting: EducationSettingId) -> Value {
    let places = app
        .officer()
        .get(format!("/v1/children/{child}/enrolments"))
        .expect(200);
    let here = json!(setting);
    let places = places.list_at("/items").to_vec();
    places
        .into_iter()
        .find(|place| place["education_setting_id"] == here)
        .unwrap()
}

fn ending(of: &str, id: &Value) -> String {
    format!("/v1/{of}/{}/endings", id["id"].as_str().unwrap())
}

fn a_parent_whose_link_ends_sees_the_case_on_the_last_day_and_never_after(database: TestDatabase) {
    let app = TestApp::on(database);
    let (case, child) = maya(&app);
    let second = app.council.second_parent.clone();
    let link = link_of(&app, &child, &second);
    let body = json!({"last_day": "2026-11-30", "reason": "The order that gave her care has ended."});
    let ended = app
        .officer()
        .post(ending("parent-links", &link), &body)
        .expect(200);
    assert_eq!(ended.text_at("/until_on"), "2026-11-30");
    assert_eq!(ended.text_at("/from_on"), link["from_on"].as_str().unwrap());
    for (on, still) in [("2026-11-29", true), ("2026-11-30", true), ("2026-12-01", false)] {
        app.go_to(on);
        assert_eq!(sees(&app.as_person(&second), &case), still, "on {on}");
        assert!(sees(&app.parent(), &case), "the other parent on {on}");
    }
    drop(app.letters());
    app.officer().consults_the_family_of(&case);
    app.officer()
        .does(&case, "considering-notices", &json!({}))
        .expect(200);
    let to: Vec<_> = app.letters().iter().map(|letter| letter.to.clone()).collect();
    assert_eq!(to, [app.council.parent.email.as_str()], "nor is she written to");
    let timeline = |who: &Actor<'_>| {
        who.get(format!("/v1/cases/{case}/timeline"))
            .expect(200)
            .text()
            .to_owned()
    };
    assert!(timeline(&app.officer()).contains("parent_link_ended"));
    assert!(!timeline(&app.parent()).contains("parent_link_ended"));
    let kept = link_of(&app, &child, &second);
    assert_eq!(kept["end_reason"], "The order that gave her care has ended.");
}

fn a_school_whose_place_ends_sees_the_case_on_the_last_day_and_never_after(database: TestDatabase) {
    let app = TestApp::on(database);
    let (case, child) = maya(&app);
    assert!(sees(&app.school(), &case));
    let place = place_at(&app, &child, app.council.alder);
    let body = json!({"last_day": "2026-11-30", "reason": "The family has moved."});
    app.manager()
        .post(ending("enrolments", &place), &body)
        .expect(200);
    for (on, still) in [("2026-11-30", true), ("2026-12-01", false)] {
        app.go_to(on);
        assert_eq!(sees(&app.school(), &case), still, "on {on}");
    }
}

fn an_end_that_is_over_already_takes_hold_at_the_next_request(database: TestDatabase) {
    let app = TestApp::on(database);
    let (case, child) = maya(&app);
    assert!(sees(&app.school(), &case));
    let place = place_at(&app, &child, app.council.alder);
    let yesterday = app.clock.now().date_naive().pred_opt().unwrap();
    let body = json!({"last_day": yesterday, "reason": "The family has moved."});
    app.officer()
        .post(ending("enrolments", &place), &body)
        .expect(200);
    assert!(!sees(&app.school(), &case), "at the next request");
}

fn a_new_place_at_another_setting_ends_the_earlier_one_the_day_before(database: TestDatabase) {
    let app = TestApp::on(database);
    let (case, child) = maya(&app);
    let moves = json!({"education_setting_id": app.council.birch, "from_on": "2026-12-01"});
    app.officer()
        .post(format!("/v1/children/{child}/enrolments"), &moves)
        .expect(201);
    let place = place_at(&app, &child, app.council.alder);
    assert_eq!(place["until_on"], "2026-11-30");
    assert_eq!(place["end_reason"], "The child went to another setting.");
    for (on, alder) in [("2026-11-30", true), ("2026-12-01", false)] {
        app.go_to(on);
        assert_eq!(sees(&app.school(), &case), alder, "the former school on {on}");
        assert_eq!(sees(&app.other_school(), &case), !alder, "the new school on {on}");
    }
}

fn a_place_that_was_recorded_by_mistake_gives_the_earlier_one_back(database: TestDatabase) {
    let app = TestApp::on(database);
    let (case, child) = maya(&app);
    let moves = json!({"education_setting_id": app.council.birch, "from_on": "2026-12-01"});
    app.officer()
        .post(format!("/v1/children/{child}/enrolments"), &moves)
        .expect(201);
    let wrong = place_at(&app, &child, app.council.birch);
    let mistake = json!({"annul": true, "reason": "Another Maya moved."});
    app.officer()
        .post(ending("enrolments", &wrong), &mistake)
        .expect(200);
    assert_eq!(place_at(&app, &child, app.council.alder)["until_on"], Value::Null);
    app.go_to("2026-12-01");
    assert!(sees(&app.school(), &case) && !sees(&app.other_school(), &case));
}

fn a_dual_registration_leaves_both_settings_their_sight(database: TestDatabase) {
    let app = TestApp::on(database);
    let (case, child) = maya(&app);
    let both = json!({
        "education_setting_id": app.council.birch, "from_on": "2026-12-01", "dual_registration": true
    });
    let place = app
        .officer()
        .post(format!("/v1/children/{child}/enrolments"), &both)
        .expect(201);
    assert_eq!(place.at("/dual_registration"), true);
    app.go_to("2026-12-01");
    assert!(sees(&app.school(), &case) && sees(&app.other_school(), &case));
}

fn a_place_known_for_later_ends_the_one_that_is_recorded_before_it(database: TestDatabase) {
    let app = TestApp::on(database);
    let (_, child) = maya(&app);
    let places = format!("/v1/children/{child}/enrolments");
    let later = json!({"education_setting_id": app.council.birch, "from_on": "2027-09-01"});
    app.officer().post(&places, &later).expect(201);
    let alder = place_at(&app, &child, app.council.alder);
    assert_eq!(alder["until_on"], "2027-08-31");
    app.officer()
        .post(
            ending("enrolments", &alder),
            &json!({"last_day": "2026-12-18", "reason": "Moved."}),
        )
        .expect(200);
    let reaching = json!({
        "education_setting_id": app.council.alder, "from_on": "2027-01-05", "until_on": "2027-09-01"
    });
    let refused = app
        .officer()
        .post(&places, &reaching)
        .expect_problem(422, "invalid");
    assert_eq!(refused.text_at("/errors/0/code"), "overlaps");
    let between = json!({"education_setting_id": app.council.alder, "from_on": "2027-01-05"});
    let place = app.officer().post(&places, &between).expect(201);
    assert_eq!(
        place.text_at("/until_on"),
        "2027-08-31",
        "the day before the next one"
    );
}

fn a_link_that_was_recorded_by_mistake_gives_nothing_and_can_be_recorded_rightly(database: TestDatabase) {
    let app = TestApp::on(database);
    let (case, child) = maya(&app);
    let stranger = app.newcomer(Role::Parent);
    let links = format!("/v1/children/{child}/parent-links");
    let body = json!({
        "email": stranger.email, "parental_responsibility": false, "has_care": true, "evidence": "A foster placement."
    });
    let wrong = app.officer().post(&links, &body).expect(201);
    assert!(sees(&app.as_person(&stranger), &case));
    let path = format!("/v1/parent-links/{}/endings", wrong.text_at("/id"));
    let mistake = json!({"annul": true, "reason": "Another Jo Okafor was meant."});
    let annulled = app.officer().post(&path, &mistake).expect(200);
    assert_eq!(annulled.at("/annulled"), true);
    assert!(!sees(&app.as_person(&stranger), &case), "at the next request");
    app.officer()
        .post(&path, &mistake)
        .expect_problem(409, "already-done");
    // The stranger is nobody in this record: neither shown nor to be changed.
    let shown = app
        .officer()
        .get(format!("/v1/children/{child}/contacts"))
        .expect(200);
    let stranger_s = |item: &&Value| item["user_id"] == stranger.user.to_string();
    assert_eq!(
        shown.list_at("/items").iter().filter(stranger_s).count(),
        0,
        "{shown}"
    );
    // From the same day on, should it turn out right after all.
    app.officer().post(&links, &body).expect(201);
    assert!(sees(&app.as_person(&stranger), &case));
}

fn only_the_officer_and_the_manager_of_the_case_end_a_relationship(database: TestDatabase) {
    let app = TestApp::on(database);
    let (_, child) = maya(&app);
    let link = link_of(&app, &child, &app.council.second_parent);
    let place = place_at(&app, &child, app.council.alder);
    let body = json!({"last_day": "2026-11-30", "reason": "It is over."});
    for path in [ending("parent-links", &link), ending("enrolments", &place)] {
        for (who, status, code) in [
            (app.parent(), 403, "forbidden"),
            (app.school(), 403, "forbidden"),
            (app.officer_of_other_team(), 404, "not-found"),
            (app.other_parent(), 404, "not-found"),
        ] {
            who.post(&path, &body).expect_problem(status, code);
        }
    }
    app.manager()
        .post(ending("parent-links", &link), &body)
        .expect(200);
    app.manager()
        .post(ending("enrolments", &place), &body)
        .expect(200);
}

fn an_end_that_does_not_fit_is_refused_with_what_would_be_right(database: TestDatabase) {
    let app = TestApp::on(database);
    let (_, child) = maya(&app);
    let link = link_of(&app, &child, &app.council.second_parent);
    let refused = |body: Value| {
        let answer = app
            .officer()
            .post(ending("parent-links", &link), &body)
            .expect_problem(422, "invalid");
        answer.text_at("/errors/0/code").to_owned()
    };
    assert_eq!(refused(json!({"reason": "Over."})), "missing");
    assert_eq!(
        refused(json!({"annul": true, "last_day": "2026-11-30", "reason": "Over."})),
        "not_needed"
    );
    assert_eq!(
        refused(json!({"last_day": "2019-12-31", "reason": "Over."})),
        "too_early"
    );
    assert_eq!(
        refused(json!({"last_day": "2029-12-31", "reason": "Over."})),
        "too_far_ahead"
    );
    app.officer()
        .post(
            ending("parent-links", &link),
            &json!({"last_day": "2026-11-30", "reason": "Over."}),
        )
        .expect(200);
    assert_eq!(
        refused(json!({"last_day": "2026-12-01", "reason": "Over."})),
        "too_late"
    );
}

fn a_link_that_is_recorded_again_keeps_the_earlier_period(database: TestDatabase) {
    let app = TestApp::on(database);
    let (case, child) = maya(&app);
    let second = app.council.second_parent.clone();
    let first = link_of(&app, &child, &second);
    let body = json!({"last_day": "2026-11-30", "reason": "Care ended."});
    app.officer()
        .post(ending("parent-links", &first), &body)
        .expect(200);
    let again = json!({
        "email": second.email, "parental_responsibility": true, "has_care": false, "from_on": "2026-12-10",
        "evidence": "Parental responsibility agreement of 10 December 2026."
    });
    let links = format!("/v1/children/{child}/parent-links");
    let overlapping = json!({
        "email": second.email, "parental_responsibility": true, "has_care": false, "from_on": "2026-11-30",
        "evidence": "Agreement."
    });
    app.officer()
        .post(&links, &overlapping)
        .expect_problem(422, "invalid");
    app.officer().post(&links, &again).expect(201);
    for (on, seen) in [
        ("2026-11-30", true),
        ("2026-12-01", false),
        ("2026-12-09", false),
        ("2026-12-10", true),
    ] {
        app.go_to(on);
        assert_eq!(sees(&app.as_person(&second), &case), seen, "on {on}");
    }
    let kept = app.officer().get(&links).expect(200);
    let before = kept
        .list_at("/items")
        .iter()
        .find(|link| link["id"] == first["id"])
        .unwrap()
        .clone();
    assert_eq!(before["has_care"], first["has_care"]);
    assert_eq!(before["from_on"], first["from_on"]);
    assert_eq!(before["until_on"], "2026-11-30");
}
