//! Restricted cases, emergencies, helpers and cover.

use chrono::Duration;
use ehcp_access::{LimitEffect, Role};
use ehcp_test_support::{Actor, Person, TestApp, TestDatabase, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    a_restricted_case_is_known_only_to_those_on_its_list,
    an_officer_proposes_a_restriction_and_governance_agrees,
    what_waits_for_a_second_person_is_looked_at_again_when_they_agree,
    an_emergency_opens_a_case_for_reading_until_its_end_and_is_looked_at,
    an_emergency_never_beats_a_bar,
    a_helper_sees_what_the_inviter_sees_until_the_second_it_ends,
    cover_lasts_from_its_first_day_to_its_last,
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
    let asked = app.governance().does(&case, "restrictions", &body).expect(202);
    assert!(!sees(&app.colleague(), &case), "closed at once");
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
        .does(&case, "access-list-changes", &change)
        .expect(202);
    agrees(&app, &second, asked.header("location"));
    assert!(!sees(&app.officer(), &case));
    let asked = app
        .as_person(&second)
        .does(
            &case,
            "restriction-liftings",
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
    let asked = app.officer().does(&case, "restrictions", &body).expect(202);
    assert!(sees(&app.officer(), &case), "while nobody has agreed");
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

fn what_waits_for_a_second_person_is_looked_at_again_when_they_agree(database: TestDatabase) {
    let app = TestApp::on(database);
    let council = &app.council;
    let case = app.parent().asks_for_an_assessment_of(council.maya);
    let (stays, leaves) = (council.officer.user, council.colleague.user);
    let body = json!({"reason": "A parent works in the team.", "staff": [stays, leaves, stays]});
    let asked = app.officer().does(&case, "restrictions", &body).expect(202);
    app.close_account_of(&council.colleague);
    agrees(&app, &council.governance, asked.header("location"));
    let listed = app
        .governance()
        .get(format!("/v1/cases/{case}/restriction"))
        .expect(200);
    // Who was on it for the time in which the second person was asked stays to be read.
    let listed: Vec<_> = listed
        .list_at("/access_list")
        .iter()
        .filter(|entry| entry["until_at"].is_null())
        .map(|entry| entry["person"]["id"].clone())
        .collect();
    assert_eq!(listed, [json!(stays)], "once, and nobody who has left");
    // A moment that passes while it waits is told to whoever would agree.
    let second = app.newcomer(Role::InformationGovernance);
    let until = app.clock.now() + Duration::hours(1);
    let change = json!({
        "user_id": council.manager.user, "may_see": true, "until_at": until.to_rfc3339(), "reason": "For the hearing."
    });
    let asked = app
        .governance()
        .does(&case, "access-list-changes", &change)
        .expect(202);
    app.clock.advance(Duration::hours(2));
    let token = app.in_another_session(&second);
    let refused = app
        .as_person(&token)
        .post(
            format!("{}/decisions", asked.header("location")),
            &json!({"answer": "agree"}),
        )
        .expect_problem(409, "conflict");
    assert!(refused.text_at("/detail").contains("is past"), "{refused}");
    assert!(!sees(&app.manager(), &case));
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
    // Told at once: those who may know of a restricted case, and must look at it.
    let letters = app.letters();
    let to: Vec<_> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to, [&app.council.governance.email]);
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
    // Nobody is told what it is about, only that there is something to look at.
    let letters = app.letters();
    let mut to: Vec<_> = letters.iter().map(|letter| letter.to.as_str()).collect();
    to.sort_unstable();
    let mut managers = vec![&app.council.governance.email, &app.council.manager.email];
    managers.sort_unstable();
    assert_eq!(to, managers);
    for letter in &letters {
        assert!(!letter.content.contains("Maya") && !letter.content.contains("how she is doing"));
    }
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
