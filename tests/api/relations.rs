//! Restricted cases, emergencies, helpers, cover, adoption and the day on which the rights pass.

use ehcp_access::{LimitEffect, Role};
use ehcp_test_support::{Actor, Person, TestApp, TestDatabase, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    a_restricted_case_is_known_only_to_those_on_its_list,
    an_officer_proposes_a_restriction_and_governance_agrees,
    an_emergency_opens_a_case_for_reading_until_its_end_and_is_looked_at,
    an_emergency_never_beats_a_bar,
    a_helper_sees_what_the_inviter_sees_until_the_second_it_ends,
    cover_lasts_from_its_first_day_to_its_last,
    an_adopted_child_is_found_under_the_former_name_by_governance_alone,
    on_the_day_after_compulsory_school_age_the_rights_are_the_young_persons,
    until_it_is_recorded_who_acts_the_parent_keeps_receiving,
    where_capacity_is_lacking_a_representative_acts_in_the_parents_place,
    parents_read_their_own_links_and_schools_their_own_rolls,
);

fn sees(actor: &Actor<'_>, case: &str) -> bool {
    let single = actor.get(format!("/v1/cases/{case}")).send().status();
    let listed = actor.get("/v1/cases").expect(200);
    let in_list = listed.list_at("/items").iter().any(|item| item["id"] == case);
    assert_eq!(
        single == 200,
        in_list,
        "{} is answered {single}",
        actor.person().name
    );
    single == 200
}

fn agrees(app: &TestApp, by: &Person, location: &str) {
    app.as_person(by)
        .post(format!("{location}/decisions"), &json!({"answer": "agree"}))
        .expect(200);
}

fn a_restricted_case_is_known_only_to_those_on_its_list(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let second = app.newcomer(Role::InformationGovernance);
    let body = json!({"reason": "A parent works in the team.", "staff": [app.council.officer.user]});
    let asked = app
        .governance()
        .post(format!("/v1/cases/{case}/restrictions"), &body)
        .expect(202);
    assert!(sees(&app.colleague(), &case));
    agrees(&app, &second, asked.header("location"));
    assert!(sees(&app.officer(), &case), "on the list");
    assert!(sees(&app.governance(), &case));
    for outside in [
        app.colleague(),
        app.manager(),
        app.customer_service(),
        app.school(),
    ] {
        assert!(!sees(&outside, &case), "{}", outside.person().name);
    }
    // The family's tie is to this one child.
    assert!(sees(&app.parent(), &case));
    let view = app
        .governance()
        .get(format!("/v1/cases/{case}/restriction"))
        .expect(200);
    assert_eq!(view.text_at("/access_list/0/person/name"), "Rosa Whitfield");
    // Off the list again, by two people.
    let change =
        json!({"user_id": app.council.officer.user, "may_see": false, "reason": "Has left the team."});
    let asked = app
        .governance()
        .post(format!("/v1/cases/{case}/access-list-changes"), &change)
        .expect(202);
    agrees(&app, &second, asked.header("location"));
    assert!(!sees(&app.officer(), &case));
    let asked = app
        .as_person(&second)
        .post(
            format!("/v1/cases/{case}/restriction-liftings"),
            &json!({"reason": "No longer needed."}),
        )
        .expect(202);
    agrees(&app, &app.council.governance, asked.header("location"));
    assert!(sees(&app.colleague(), &case));
}

fn an_officer_proposes_a_restriction_and_governance_agrees(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let body = json!({"reason": "A parent works in the team.", "staff": []});
    let asked = app
        .officer()
        .post(format!("/v1/cases/{case}/restrictions"), &body)
        .expect(202);
    // Another officer may propose, and may not agree.
    app.colleague()
        .post(
            format!("{}/decisions", asked.header("location")),
            &json!({"answer": "agree"}),
        )
        .expect_problem(404, "not-found");
    agrees(&app, &app.council.governance, asked.header("location"));
    assert!(
        !sees(&app.officer(), &case),
        "who proposed it is not on the list either"
    );
}

fn an_emergency_opens_a_case_for_reading_until_its_end_and_is_looked_at(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let reference = app.officer().reads_case(&case).text_at("/reference").to_owned();
    app.restrict(&case, true);
    let stranger = app.officer_of_other_team();
    assert!(!sees(&stranger, &case));
    let opening = |reason: &str, hours: u32| json!({"reference": reference, "ground": "medical_emergency", "hours": hours, "reason": reason});
    let reason = "The hospital asks which medicines she must not be given.";
    stranger
        .post("/v1/break-glass-openings", &opening("Because.", 1))
        .expect_problem(422, "invalid");
    stranger
        .post("/v1/break-glass-openings", &opening(reason, 9))
        .expect_problem(422, "invalid");
    let opened = stranger
        .post("/v1/break-glass-openings", &opening(reason, 8))
        .expect(201);
    assert!(sees(&stranger, &case));
    let seen = stranger.reads_case(&case).etag();
    stranger
        .post(format!("/v1/cases/{case}/considering-notices"), &json!({}))
        .seeing(&seen)
        .expect_problem(403, "forbidden");
    app.clock
        .advance(chrono::Duration::hours(8) - chrono::Duration::seconds(1));
    assert!(sees(&stranger, &case));
    app.clock.advance(chrono::Duration::seconds(1));
    assert!(!sees(&stranger, &case));
    // Information governance finds it, and on the sixth working day among the late ones.
    let late = |app: &TestApp| {
        app.governance()
            .get("/v1/break-glass-openings?review=late")
            .expect(200)
            .list_at("/items")
            .len()
    };
    app.go_to("2026-09-14");
    assert_eq!(late(&app), 0);
    app.go_to("2026-09-15");
    assert_eq!(late(&app), 1);
    let review = json!({"finding": "justified", "note": "The hospital confirms the call."});
    let path = format!("/v1/break-glass-openings/{}/reviews", opened.text_at("/id"));
    app.manager().post(&path, &review).expect(404);
    app.governance().post(&path, &review).expect(200);
    assert_eq!(late(&app), 0);
}

fn an_emergency_never_beats_a_bar(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let stranger = app.officer_of_other_team();
    let body = json!({
        "case_id": case, "ground": "other", "hours": 1, "reason": "I would like to know how she is doing."
    });
    stranger.post("/v1/break-glass-openings", &body).expect(201);
    assert!(sees(&stranger, &case));
    app.limit(
        &app.council.maya.to_string(),
        &app.council.officer_of_other_team,
        LimitEffect::Bar,
    );
    assert!(!sees(&stranger, &case));
    stranger
        .post("/v1/break-glass-openings", &body)
        .expect_problem(404, "not-found");
}

fn a_helper_sees_what_the_inviter_sees_until_the_second_it_ends(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let gran = app.newcomer(Role::Parent);
    let helper = app.as_person(&gran);
    let path = format!("/v1/children/{}/helpers", app.council.maya);
    let invitation = |until: &str, may_act: bool| json!({"email": gran.email.to_uppercase(), "name": "Beatrice", "until_at": until, "may_act": may_act});
    app.parent()
        .post(&path, &invitation("2027-09-07T09:00:01Z", false))
        .expect_problem(422, "invalid");
    app.parent()
        .post(&path, &invitation("2026-09-10T12:00:00Z", false))
        .expect(201);
    assert!(sees(&helper, &case));
    helper
        .post("/v1/requests", &json!({"child_id": app.council.maya}))
        .expect_problem(403, "forbidden");
    // A helper invites nobody, and the other parent is told of no helper.
    helper
        .post(&path, &invitation("2026-09-09T12:00:00Z", false))
        .expect(403);
    assert!(
        app.second_parent()
            .get(&path)
            .expect(200)
            .list_at("/items")
            .is_empty()
    );
    app.clock.set("2026-09-10T11:59:59Z".parse().unwrap());
    assert!(sees(&helper, &case));
    app.clock.set("2026-09-10T12:00:00Z".parse().unwrap());
    assert!(!sees(&helper, &case));
    // Invited anew, to act; gone at once with the invitation, and with the inviter's own access.
    let again = app
        .parent()
        .post(&path, &invitation("2026-12-10T12:00:00Z", true))
        .expect(201);
    helper
        .post("/v1/requests", &json!({"child_id": app.council.maya}))
        .expect(201);
    app.limit(
        &app.council.maya.to_string(),
        &app.council.parent,
        LimitEffect::Bar,
    );
    assert!(!sees(&helper, &case), "whoever invited is barred");
    let withdrawal = format!("/v1/helpers/{}/withdrawals", again.text_at("/id"));
    app.officer().post(&withdrawal, &json!({})).expect(200);
    app.officer()
        .post(&withdrawal, &json!({}))
        .expect_problem(409, "already-done");
}

fn cover_lasts_from_its_first_day_to_its_last(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    app.manager()
        .does(
            &case,
            "assignments",
            &json!({"officer_id": app.council.officer.user}),
        )
        .expect(200);
    let stranger = app.officer_of_other_team();
    let body = json!({
        "officer_id": app.council.officer.user, "covered_by": app.council.officer_of_other_team.user,
        "from_on": "2026-09-08", "until_on": "2026-09-10",
    });
    app.manager_of_other_team()
        .post("/v1/absence-covers", &body)
        .expect_problem(422, "invalid");
    app.officer()
        .post("/v1/absence-covers", &body)
        .expect_problem(403, "forbidden");
    app.manager().post("/v1/absence-covers", &body).expect(201);
    // London is an hour ahead of UTC in September: its midnight is 23:00.
    for (moment, covered) in [
        ("2026-09-07T22:59:59Z", false),
        ("2026-09-07T23:00:00Z", true),
        ("2026-09-10T22:59:59Z", true),
        ("2026-09-10T23:00:00Z", false),
    ] {
        app.clock.set(moment.parse().unwrap());
        assert_eq!(sees(&stranger, &case), covered, "at {moment}");
    }
}

fn an_adopted_child_is_found_under_the_former_name_by_governance_alone(database: TestDatabase) {
    let app = TestApp::on(database);
    let ask = || {
        app.second_parent()
            .post("/v1/requests", &json!({"child_id": app.council.maya}))
            .with_key("first-asking")
    };
    let case = ask().expect(201).text_at("/case_id").to_owned();
    let second = app.newcomer(Role::InformationGovernance);
    app.clock.advance(chrono::Duration::seconds(1));
    let adoption = json!({
        "given_name": "Ella", "family_name": "Frost", "adopted_on": "2026-09-04",
        "evidence": "Adoption order of the Family Court of 4 September 2026.",
    });
    let path = format!("/v1/children/{}/adoptions", app.council.maya);
    app.officer()
        .post(&path, &adoption)
        .expect_problem(403, "forbidden");
    let asked = app.governance().post(&path, &adoption).expect(202);
    agrees(&app, &second, asked.header("location"));
    // The birth family is out, kept answers included, and finds nothing.
    for birth in [app.parent(), app.second_parent()] {
        assert!(!sees(&birth, &case));
        assert!(birth.get("/v1/children").expect(200).list_at("/items").is_empty());
    }
    // As for a child who was never on record.
    let again = ask().expect_problem(422, "invalid");
    assert_eq!(again.text_at("/errors/0/code"), "unknown_child");
    // The case goes on under the new name; the former one is nowhere.
    for reader in [app.officer(), app.manager(), app.customer_service(), app.school()] {
        for what in ["", "/timeline", "/deadlines"] {
            let read = reader.get(format!("/v1/cases/{case}{what}")).send();
            assert!(
                !read.text().contains("Okafor") && !read.text().contains("Maya"),
                "{read}"
            );
            assert!(!read.text().contains("801200001001"), "{read}");
        }
        reader
            .get("/v1/sealed-identities?family_name=Okafor")
            .expect_problem(403, "forbidden");
    }
    let found = app
        .governance()
        .get("/v1/sealed-identities?family_name=Okafor")
        .expect(200);
    assert_eq!(found.text_at("/items/0/given_name"), "Maya");
    assert_eq!(found.list_at("/items").len(), 1);
}

fn on_the_day_after_compulsory_school_age_the_rights_are_the_young_persons(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-01-12").start();
    // The last Friday in June of the school year of the sixteenth birthday, and the day after.
    let fridays = [
        (2026, "2026-06-26", "2026-06-27"),
        (2027, "2027-06-25", "2027-06-26"),
        (2028, "2028-06-30", "2028-07-01"),
        (2029, "2029-06-29", "2029-06-30"),
        (2030, "2030-06-28", "2030-06-29"),
    ];
    for (year, friday, day_after) in fridays {
        for born in [
            format!("{}-09-01", year - 17),
            format!("{}-06-25", year - 16),
            format!("{}-07-15", year - 16),
            format!("{}-08-31", year - 16),
        ] {
            app.go_to(&format!("{year}-01-12"));
            let registered = app
                .school()
                .post(
                    "/v1/requests",
                    &json!({"child": {"given_name": "Leo", "family_name": "Marsh", "born_on": born}}),
                )
                .expect(201);
            let case = registered.text_at("/case_id").to_owned();
            let child = app.officer().reads_case(&case).text_at("/child/id").to_owned();
            let from = app.officer().get(format!("/v1/children/{child}")).expect(200);
            assert_eq!(from.text_at("/young_person_from"), day_after, "born {born}");
            let (parent, young) = (app.newcomer(Role::Parent), app.newcomer(Role::YoungPerson));
            let link = json!({
                "email": parent.email, "parental_responsibility": true, "has_care": true,
                "evidence": "Birth certificate seen."
            });
            app.officer()
                .post(format!("/v1/children/{child}/parent-links"), &link)
                .expect(201);
            // Recorded beforehand, for the day.
            let record =
                json!({"who_acts": "young_person", "email": young.email, "evidence": "Met at school."});
            app.officer()
                .post(format!("/v1/children/{child}/hand-overs"), &record)
                .expect(201);
            let (parent, young) = (app.as_person(&parent), app.as_person(&young));
            app.go_to(friday);
            assert!(
                sees(&parent, &case) && !sees(&young, &case),
                "born {born}, on {friday}"
            );
            app.go_to(day_after);
            assert!(
                !sees(&parent, &case) && sees(&young, &case),
                "born {born}, on {day_after}"
            );
        }
    }
}

fn until_it_is_recorded_who_acts_the_parent_keeps_receiving(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-04-03").start();
    let teenager = app.teenage_sibling_of_maya();
    let case = app.parent().asks_for_an_assessment_of(teenager);
    app.manager_of_other_team()
        .does(
            &case,
            "assignments",
            &json!({"officer_id": app.council.officer_of_other_team.user}),
        )
        .expect(200);
    let open = || {
        app.officer_of_other_team()
            .get("/v1/open-hand-overs")
            .expect(200)
            .list_at("/items")
            .to_vec()
    };
    assert!(open().is_empty(), "twelve weeks and a day before");
    assert!(app.parent().reads_case(&case).at("/hand_over").is_null());
    app.go_to("2026-04-04");
    assert_eq!(open()[0]["rights_pass_on"], "2026-06-27");
    let question = app.parent().reads_case(&case);
    assert!(question.at("/hand_over/who_acts").is_null(), "{question}");
    assert!(question.text_at("/hand_over/in_words").contains("still open"));
    app.go_to("2026-06-27");
    assert!(sees(&app.parent(), &case), "nobody is left without an addressee");
    assert_eq!(open()[0]["overdue"], true);
    let record = json!({"who_acts": "parent", "evidence": "Found to lack capacity; no deputy."});
    app.officer_of_other_team()
        .post(format!("/v1/children/{teenager}/hand-overs"), &record)
        .expect(201);
    assert!(open().is_empty());
    assert!(sees(&app.parent(), &case), "as the alternative person");
    assert_eq!(
        app.parent().reads_case(&case).text_at("/hand_over/who_acts"),
        "parent"
    );
}

fn where_capacity_is_lacking_a_representative_acts_in_the_parents_place(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-06-01").start();
    let teenager = app.teenage_sibling_of_maya();
    let case = app.parent().asks_for_an_assessment_of(teenager);
    let deputy = app.newcomer(Role::Parent);
    let record = json!({
        "who_acts": "representative", "email": deputy.email,
        "evidence": "Deputy appointed by the Court of Protection.",
    });
    app.officer_of_other_team()
        .post(format!("/v1/children/{teenager}/hand-overs"), &record)
        .expect(201);
    app.go_to("2026-06-26");
    assert!(sees(&app.parent(), &case) && !sees(&app.as_person(&deputy), &case));
    app.go_to("2026-06-27");
    assert!(!sees(&app.parent(), &case) && sees(&app.as_person(&deputy), &case));
}

fn parents_read_their_own_links_and_schools_their_own_rolls(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    let links = format!("/v1/children/{}/parent-links", app.council.maya);
    let users = |answer: &ehcp_test_support::Answer| -> Vec<Value> {
        answer
            .list_at("/items")
            .iter()
            .map(|item| item["user_id"].clone())
            .collect()
    };
    let own = app.parent().get(&links).expect(200);
    assert_eq!(users(&own), [json!(app.council.parent.user)]);
    assert_eq!(users(&app.officer().get(&links).expect(200)).len(), 3);
    app.school().get(&links).expect_problem(403, "forbidden");
    let rolls = format!("/v1/children/{}/enrolments", app.council.maya);
    assert_eq!(app.school().get(&rolls).expect(200).list_at("/items").len(), 1);
    assert_eq!(app.officer().get(&rolls).expect(200).list_at("/items").len(), 2);
}
