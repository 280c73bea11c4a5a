//! Who acts for a young person: rights pass only to somebody who can use them, capacity that is lost can come back (Mental
//! Capacity Act 2005, ss.1 to 3), and on no day do two act.

use super::sixteen::{Family, family, letters};
use ehcp_access::{LimitEffect, Role};
use ehcp_test_support::{Answer, TestApp, TestDatabase, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    an_invited_young_person_takes_nothing_from_the_parents_before_the_account_is_open,
    a_wrong_address_is_put_right_and_the_right_one_gets_the_rights,
    the_parents_receive_again_when_the_young_persons_account_is_closed,
    capacity_that_is_lost_and_comes_back_is_recorded_day_by_day,
    a_record_that_begins_before_a_known_later_one_ends_the_day_before_it,
    a_record_for_later_leaves_the_task_open_until_somebody_acts,
    what_does_not_fit_among_the_records_is_refused,
    a_record_is_put_right_with_a_reason_and_the_case_is_open_again,
    who_acted_before_a_wrong_record_goes_on_when_it_is_put_right,
    whoever_is_kept_from_the_child_is_not_recorded_and_when_barred_later_the_task_is_open,
    a_helper_invited_by_a_representative_sees_the_case,
    a_helper_gets_an_account_without_a_link_to_the_child,
    a_deputy_is_invited_and_acts_once_the_account_is_open,
    a_corrected_birth_leaves_nobody_acting_too_early,
    whoever_an_order_names_is_not_made_to_act,
    that_capacity_is_lacking_is_told_only_to_those_who_need_it,
    whoever_will_act_is_not_said_to_act_already,
    who_is_linked_is_told_as_far_as_each_needs_it,
    staff_read_what_a_relationship_rests_on_and_nobody_else_does,
    a_helper_asks_in_the_name_of_whoever_invited_them,
    open_tasks_come_in_pages_each_once,
);

const NEW_PASSWORD: &str = "violet kettle under seven stairs";

fn leo(app: &TestApp) -> Family {
    family(app, "2010-02-03")
}

fn invites(app: &TestApp, leo: &Family, member: &str, email: &str) -> Answer {
    let body = json!({
        "email": email, "name": "Leo Marsh", "member": member, "evidence": "Met at college; identity checked."
    });
    app.officer()
        .post(format!("/v1/children/{}/invitations", leo.child), &body)
        .expect(201)
}

fn accepts(app: &TestApp, leo: &Family, email: &str) {
    let code = app.letter_to(email).code();
    let reference = app
        .officer()
        .reads_case(&leo.case)
        .text_at("/reference")
        .to_owned();
    let body = json!({
        "code": code, "password": NEW_PASSWORD, "born_on": "2010-02-03", "case_reference": reference
    });
    let answer = app
        .anonymous(Method::POST, "/v1/invitation-acceptances")
        .with_json(&body)
        .send();
    assert_eq!(answer.status(), 204, "{answer}");
}

/// How the case is answered to whoever signs in with an address.
fn case_as(app: &TestApp, leo: &Family, email: &str) -> u16 {
    let session = app
        .anonymous(Method::POST, "/v1/sessions")
        .with_json(&json!({"email": email, "password": NEW_PASSWORD}))
        .send();
    assert_eq!(session.status(), 201, "{session}");
    let token = session.text_at("/access_token").to_owned();
    app.anonymous(Method::GET, format!("/v1/cases/{}", leo.case))
        .with_token(&token)
        .send()
        .status()
}

fn open_tasks(app: &TestApp) -> usize {
    let open = app.officer().get("/v1/open-hand-overs").expect(200);
    open.list_at("/items").len()
}

fn news(app: &TestApp, leo: &Family) -> Vec<String> {
    drop(letters(app));
    app.officer().consults_the_family_of(&leo.case);
    app.officer()
        .does(&leo.case, "considering-notices", &json!({}))
        .expect(200);
    letters(app)
}

fn records_of(app: &TestApp, leo: &Family) -> Vec<Value> {
    let list = app
        .officer()
        .get(format!("/v1/children/{}/hand-overs", leo.child))
        .expect(200);
    list.list_at("/items").to_vec()
}

fn an_invited_young_person_takes_nothing_from_the_parents_before_the_account_is_open(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    let parent = app.as_person(&leo.parent);
    let email = "leo.marsh@college.example";
    invites(&app, &leo, "young_person", email);
    assert!(leo.is_seen_by(&parent), "nobody else can read yet");
    assert_eq!(open_tasks(&app), 1, "it is still open who acts");
    let letter = app.letter_to(email).code();
    assert_eq!(news(&app, &leo), [leo.parent.email.as_str()]);
    drop(letter);
}

fn a_wrong_address_is_put_right_and_the_right_one_gets_the_rights(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    let parent = app.as_person(&leo.parent);
    invites(&app, &leo, "young_person", "leo.marsh@colege.example");
    // It runs out, and nothing was lost.
    app.go_to("2026-07-27");
    assert!(leo.is_seen_by(&parent));
    let right = "leo.marsh@college.example";
    let body = json!({
        "email": right, "name": "Leo Marsh", "member": "young_person", "from_on": "2026-07-06",
        "evidence": "Met at college; the address was wrong."
    });
    app.officer()
        .post(format!("/v1/children/{}/invitations", leo.child), &body)
        .expect(201);
    accepts(&app, &leo, right);
    assert_eq!(case_as(&app, &leo, right), 200);
    assert!(!leo.is_seen_by(&parent), "from the moment of accepting");
    assert_eq!(open_tasks(&app), 0);
    let records = records_of(&app, &leo);
    let annulled: Vec<_> = records
        .iter()
        .filter(|record| record["annulled"] == true)
        .collect();
    assert_eq!(annulled.len(), 1, "the wrong one is kept with the reason");
    assert!(annulled[0]["end_reason"].is_string());
}

fn the_parents_receive_again_when_the_young_persons_account_is_closed(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    leo.records(&app, &leo.young_person_acts());
    let parent = app.as_person(&leo.parent);
    assert!(!leo.is_seen_by(&parent));
    assert_eq!(open_tasks(&app), 0);
    app.close_account_of(&leo.young);
    assert!(leo.is_seen_by(&parent), "nobody is left without an addressee");
    assert_eq!(open_tasks(&app), 1);
    assert_eq!(news(&app, &leo), [leo.parent.email.as_str()]);
}

fn capacity_that_is_lost_and_comes_back_is_recorded_day_by_day(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-06-27").start();
    let leo = leo(&app);
    let deputy = app.newcomer(Role::Parent);
    leo.records(&app, &leo.young_person_acts());
    for (on, record) in [
        (
            "2026-10-01",
            json!({"who_acts": "representative", "email": deputy.email, "evidence": "Deputy appointed."}),
        ),
        ("2026-12-01", leo.young_person_acts()),
        (
            "2027-02-01",
            json!({"who_acts": "parent", "evidence": "Lacks capacity again; the deputy was discharged."}),
        ),
    ] {
        app.go_to(on);
        leo.records(&app, &record);
    }
    let app = app;
    for (on, acts) in [("2027-02-01", "parent"), ("2027-03-01", "parent")] {
        app.go_to(on);
        assert_eq!(
            leo.is_seen_by(&app.as_person(&leo.parent)),
            acts == "parent",
            "{on}"
        );
        assert!(!leo.is_seen_by(&app.as_person(&leo.young)), "{on}");
        assert!(!leo.is_seen_by(&app.as_person(&deputy)), "{on}");
    }
    let days: Vec<_> = records_of(&app, &leo)
        .into_iter()
        .map(|record| {
            let until = record["until_on"].as_str().unwrap_or("open").to_owned();
            let text = |name: &str| record[name].as_str().unwrap().to_owned();
            (text("who_acts"), text("from_on"), until)
        })
        .collect();
    let expected = [
        ("parent", "2027-02-01", "open"),
        ("young_person", "2026-12-01", "2027-01-31"),
        ("representative", "2026-10-01", "2026-11-30"),
        ("young_person", "2026-06-27", "2026-09-30"),
    ]
    .map(|(who, from, until)| (who.to_owned(), from.to_owned(), until.to_owned()));
    assert_eq!(days, expected);
}

fn a_record_that_begins_before_a_known_later_one_ends_the_day_before_it(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-06-10").start();
    let leo = leo(&app);
    let deputy = app.newcomer(Role::Parent);
    let later = json!({
        "who_acts": "representative", "email": deputy.email, "from_on": "2026-08-20", "evidence": "Deputy appointed."
    });
    leo.records(&app, &later);
    leo.records(&app, &leo.young_person_acts());
    for (on, young, representative) in [
        ("2026-06-26", false, false),
        ("2026-06-27", true, false),
        ("2026-08-19", true, false),
        ("2026-08-20", false, true),
    ] {
        app.go_to(on);
        assert_eq!(leo.is_seen_by(&app.as_person(&leo.young)), young, "on {on}");
        assert_eq!(leo.is_seen_by(&app.as_person(&deputy)), representative, "on {on}");
        let parents = !young && !representative;
        assert_eq!(leo.is_seen_by(&app.as_person(&leo.parent)), parents, "on {on}");
    }
}

fn a_record_for_later_leaves_the_task_open_until_somebody_acts(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-06-10").start();
    let leo = leo(&app);
    assert_eq!(open_tasks(&app), 1);
    let later = json!({
        "who_acts": "parent", "from_on": "2026-08-20", "evidence": "To be looked at again in August."
    });
    leo.records(&app, &later);
    assert_eq!(open_tasks(&app), 1, "nobody is on record for 27 June");
    app.go_to("2026-08-19");
    assert_eq!(open_tasks(&app), 1);
    app.go_to("2026-08-20");
    assert_eq!(open_tasks(&app), 0);
}

fn what_does_not_fit_among_the_records_is_refused(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-06-10").start();
    let leo = leo(&app);
    let path = format!("/v1/children/{}/hand-overs", leo.child);
    let refused = |from: &str| {
        let body = json!({"who_acts": "parent", "from_on": from, "evidence": "Lacks capacity."});
        let answer = app.officer().post(&path, &body).expect_problem(422, "invalid");
        answer.text_at("/errors/0/code").to_owned()
    };
    assert_eq!(refused("2099-01-01"), "too_far_ahead");
    assert_eq!(refused("2026-09-03"), "too_far_ahead");
    leo.records(&app, &leo.young_person_acts());
    assert_eq!(refused("2026-06-27"), "already_linked");
    assert_eq!(refused("2026-06-26"), "too_early");
}

fn a_record_is_put_right_with_a_reason_and_the_case_is_open_again(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    let parent = app.as_person(&leo.parent);
    let path = format!("/v1/children/{}/hand-overs", leo.child);
    let record = app.officer().post(path, &leo.young_person_acts()).expect(201);
    assert!(!leo.is_seen_by(&parent));
    let ending = format!("/v1/hand-overs/{}/endings", record.text_at("/id"));
    let wrong = json!({"annul": true, "reason": "The account was that of another Leo Marsh."});
    // The rights have passed on: for the parent there is no such record.
    parent.post(&ending, &wrong).expect_problem(404, "not-found");
    let annulled = app.officer().post(&ending, &wrong).expect(200);
    assert_eq!(annulled.at("/annulled"), true);
    assert!(leo.is_seen_by(&parent) && !leo.is_seen_by(&app.as_person(&leo.young)));
    assert_eq!(open_tasks(&app), 1);
    let right = app.newcomer(Role::YoungPerson);
    let body = json!({"who_acts": "young_person", "email": right.email, "evidence": "Met at college."});
    leo.records(&app, &body);
    assert!(!leo.is_seen_by(&parent) && leo.is_seen_by(&app.as_person(&right)));
}

fn who_acted_before_a_wrong_record_goes_on_when_it_is_put_right(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    let (young, deputy) = (app.as_person(&leo.young), app.newcomer(Role::Parent));
    leo.records(&app, &leo.young_person_acts());
    let path = format!("/v1/children/{}/hand-overs", leo.child);
    let wrong = json!({
        "who_acts": "representative", "email": deputy.email, "from_on": "2026-07-10", "evidence": "A deputy's order."
    });
    let record = app.officer().post(path, &wrong).expect(201);
    app.go_to("2026-07-10");
    assert!(!leo.is_seen_by(&young) && leo.is_seen_by(&app.as_person(&deputy)));
    let ending = format!("/v1/hand-overs/{}/endings", record.text_at("/id"));
    let mistake = json!({"annul": true, "reason": "The order is about another young person."});
    app.officer().post(&ending, &mistake).expect(200);
    assert!(leo.is_seen_by(&young), "nobody's rights go by a mistake");
    assert!(!leo.is_seen_by(&app.as_person(&deputy)) && !leo.is_seen_by(&app.as_person(&leo.parent)));
    assert_eq!(open_tasks(&app), 0);
}

fn whoever_is_kept_from_the_child_is_not_recorded_and_when_barred_later_the_task_is_open(
    database: TestDatabase,
) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    let (barred, deputy) = (app.newcomer(Role::Parent), app.newcomer(Role::Parent));
    let acts =
        |email: &str| json!({"who_acts": "representative", "email": email, "evidence": "Deputy appointed."});
    app.limit(&leo.child, &barred, LimitEffect::Bar);
    let path = format!("/v1/children/{}/hand-overs", leo.child);
    let refused = app
        .officer()
        .post(&path, &acts(&barred.email))
        .expect_problem(422, "invalid");
    assert_eq!(refused.text_at("/errors/0/code"), "kept_away");
    leo.records(&app, &acts(&deputy.email));
    assert_eq!(open_tasks(&app), 0);
    app.limit(&leo.child, &deputy, LimitEffect::Bar);
    assert_eq!(open_tasks(&app), 1, "nobody is left who can be told anything");
}

fn a_helper_invited_by_a_representative_sees_the_case(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    let (deputy, helper) = (app.newcomer(Role::Parent), app.newcomer(Role::Parent));
    leo.records(
        &app,
        &json!({"who_acts": "representative", "email": deputy.email, "evidence": "Deputy appointed."}),
    );
    let body = json!({"email": helper.email, "name": "Advocate", "until_at": "2026-12-01T10:00:00Z"});
    app.as_person(&deputy)
        .post(format!("/v1/children/{}/helpers", leo.child), &body)
        .expect(201);
    assert!(leo.is_seen_by(&app.as_person(&helper)));
    // With the representative go those whom they invited.
    app.go_to("2026-09-01");
    leo.records(&app, &leo.young_person_acts());
    assert!(!leo.is_seen_by(&app.as_person(&helper)));
}

fn a_helper_gets_an_account_without_a_link_to_the_child(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-06-10").start();
    let leo = leo(&app);
    let email = "gran@example.org";
    let invitations = format!("/v1/children/{}/invitations", leo.child);
    let body = json!({
        "email": email, "name": "Beatrice Marsh", "member": "helper", "evidence": "The mother asked for it."
    });
    let refused = app
        .officer()
        .post(&invitations, &body)
        .expect_problem(422, "invalid");
    assert_eq!(refused.text_at("/errors/0/code"), "no_such_helper");
    let help = json!({"email": email, "name": "Gran", "until_at": "2026-12-01T10:00:00Z"});
    let helper = app
        .as_person(&leo.parent)
        .post(format!("/v1/children/{}/helpers", leo.child), &help)
        .expect(201);
    let care = json!({
        "email": email, "name": "Beatrice Marsh", "member": "helper", "has_care": true, "evidence": "She asked."
    });
    app.officer()
        .post(&invitations, &care)
        .expect_problem(422, "invalid");
    let links = || {
        let list = app
            .officer()
            .get(format!("/v1/children/{}/parent-links", leo.child))
            .expect(200);
        list.list_at("/items").len()
    };
    let before = links();
    app.officer().post(&invitations, &body).expect(201);
    accepts(&app, &leo, email);
    assert_eq!(links(), before, "no link to the child");
    assert_eq!(case_as(&app, &leo, email), 200);
    app.as_person(&leo.parent)
        .post(
            format!("/v1/helpers/{}/withdrawals", helper.text_at("/id")),
            &json!({}),
        )
        .expect(200);
    assert_eq!(
        case_as(&app, &leo, email),
        404,
        "the account gives nothing by itself"
    );
}

fn a_deputy_is_invited_and_acts_once_the_account_is_open(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    let parent = app.as_person(&leo.parent);
    let email = "deputy@example.org";
    invites(&app, &leo, "representative", email);
    assert!(leo.is_seen_by(&parent));
    assert_eq!(open_tasks(&app), 1);
    accepts(&app, &leo, email);
    assert_eq!(case_as(&app, &leo, email), 200);
    assert!(!leo.is_seen_by(&parent));
    assert_eq!(open_tasks(&app), 0);
    assert_eq!(news(&app, &leo), [email]);
}

fn a_corrected_birth_leaves_nobody_acting_too_early(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    let deputy = app.newcomer(Role::Parent);
    let record = json!({
        "who_acts": "representative", "email": deputy.email,
        "evidence": "Deputy appointed by the Court of Protection."
    });
    leo.records(&app, &record);
    let path = format!("/v1/children/{}", leo.child);
    let corrects = || {
        let seen = app.officer().get(&path).expect(200).etag();
        let body = json!({"born_on": "2016-02-03", "reason": "The wrong year had been typed."});
        app.officer()
            .post(format!("{path}/corrections"), &body)
            .seeing(&seen)
    };
    corrects().expect_problem(409, "not-yet");
    let ends = json!({"annul": true, "reason": "The child is ten."});
    let id = records_of(&app, &leo)[0]["id"].as_str().unwrap().to_owned();
    app.officer()
        .post(format!("/v1/hand-overs/{id}/endings"), &ends)
        .expect(200);
    corrects().expect(200);
    assert!(leo.is_seen_by(&app.as_person(&leo.parent)));
    assert!(!leo.is_seen_by(&app.as_person(&deputy)));
}

fn whoever_an_order_names_is_not_made_to_act(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    let stranger = app.newcomer(Role::Parent);
    let order = json!({
        "name": stranger.name, "effect": "bar", "ground": "non_molestation_order", "evidence": "Order seen."
    });
    app.officer()
        .post(format!("/v1/children/{}/limits", leo.child), &order)
        .expect(202);
    let record = |somebody_else: bool| {
        json!({
            "who_acts": "representative", "email": stranger.email, "evidence": "Says he is the deputy.",
            "is_somebody_else": somebody_else
        })
    };
    let path = format!("/v1/children/{}/hand-overs", leo.child);
    app.officer()
        .post(&path, &record(false))
        .expect_problem(422, "invalid");
    app.officer().post(&path, &record(true)).expect(201);
}

fn that_capacity_is_lacking_is_told_only_to_those_who_need_it(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    let deputy = app.newcomer(Role::Parent);
    let records = [
        json!({"who_acts": "representative", "email": deputy.email, "from_on": "2026-07-06",
               "evidence": "Deputy appointed by the Court of Protection."}),
        json!({"who_acts": "parent", "from_on": "2026-07-07", "evidence": "Lacks capacity; no deputy any more."}),
    ];
    let words = ["capacity", "represent", "acts for", "act for"];
    for (record, today) in records.iter().zip(["2026-07-06", "2026-07-07"]) {
        leo.records(&app, record);
        app.go_to(today);
        for outside in [app.customer_service(), app.school()] {
            let case = outside.reads_case(&leo.case);
            assert!(case.at("/hand_over/who_acts").is_null(), "{case}");
            let told = case.text_at("/hand_over/in_words");
            assert!(!words.iter().any(|word| told.contains(word)), "{told}");
        }
        let staff = app.officer().reads_case(&leo.case);
        assert!(
            staff.text_at("/hand_over/in_words").contains("capacity"),
            "{staff}"
        );
    }
    // The parents are named to others as they are while it is an open question.
    let told = app.customer_service().reads_case(&leo.case);
    assert_eq!(told.text_at("/hand_over/in_words"), "Address the parents.");
    let listed = app
        .customer_service()
        .get(format!("/v1/children/{}/hand-overs", leo.child))
        .expect(200);
    assert_eq!(
        listed.list_at("/items").len(),
        1,
        "what is over is not theirs: {listed}"
    );
    for word in words.into_iter().chain(["who_acts", "user_id", "end_reason"]) {
        assert!(!listed.text().contains(word), "{word}: {listed}");
    }
}

fn whoever_will_act_is_not_said_to_act_already(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    let mut record = leo.young_person_acts();
    record["from_on"] = json!("2026-08-01");
    leo.records(&app, &record);
    let parent = app.as_person(&leo.parent);
    let told = parent.reads_case(&leo.case);
    assert_eq!(told.text_at("/hand_over/rights_pass_on"), "2026-06-27");
    assert_eq!(told.text_at("/hand_over/from_on"), "2026-08-01");
    let words = told.text_at("/hand_over/in_words");
    assert!(words.starts_with("From 1 August 2026"), "{words}");
    assert!(
        words.contains("will be") && words.contains("Until then"),
        "{words}"
    );
    let outside = app.school().reads_case(&leo.case);
    assert_eq!(outside.text_at("/hand_over/in_words"), "Address the parents.");
    app.go_to("2026-08-01");
    let told = app.as_person(&leo.young).reads_case(&leo.case);
    let words = told.text_at("/hand_over/in_words");
    assert!(words.starts_with("Since 1 August 2026"), "{words}");
    let outside = app.school().reads_case(&leo.case);
    assert_eq!(
        outside.text_at("/hand_over/in_words"),
        "Address the young person."
    );
}

fn who_is_linked_is_told_as_far_as_each_needs_it(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    leo.records(&app, &leo.young_person_acts());
    let links = |who: &ehcp_test_support::Actor<'_>| {
        who.get(format!("/v1/children/{}/parent-links", leo.child))
            .expect(200)
    };
    let parents_account = leo.parent.user.to_string();
    assert!(links(&app.officer()).text().contains(&parents_account));
    let flag = links(&app.customer_service());
    assert_eq!(
        flag.at("/items"),
        &json!([{"child_id": leo.child, "verified": true}])
    );
    let own = links(&app.as_person(&leo.young));
    assert_eq!(own.list_at("/items").len(), 1);
    assert!(!own.text().contains(&parents_account), "{own}");
    assert_eq!(own.at("/items/0/has_care"), &json!(true));
}

fn staff_read_what_a_relationship_rests_on_and_nobody_else_does(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    leo.records(&app, &leo.young_person_acts());
    let place = json!({"education_setting_id": app.council.birch, "from_on": "2026-07-20"});
    app.officer()
        .post(format!("/v1/children/{}/enrolments", leo.child), &place)
        .expect(201);
    let path = |what: &str| format!("/v1/children/{}/{what}", leo.child);
    for (what, evidence) in [
        ("parent-links", "Birth certificate seen."),
        ("hand-overs", "Met at school."),
        ("enrolments", ""),
    ] {
        for staff in [app.colleague(), app.manager()] {
            let list = staff.get(path(what)).expect(200);
            let last = list.list_at("/items").len() - 1;
            let rests_on = &list.json()["items"][last]["rests_on"];
            assert_eq!(
                rests_on["evidence"].as_str().unwrap_or_default(),
                evidence,
                "{list}"
            );
            // The first place came with the request of the school.
            if what != "enrolments" {
                assert_eq!(rests_on["recorded_by"]["name"], json!("Rosa Whitfield"), "{list}");
            }
            assert!(rests_on["recorded_at"].is_string(), "{list}");
        }
        for other in [
            app.as_person(&leo.parent),
            app.as_person(&leo.young),
            app.school(),
            app.other_school(),
            app.customer_service(),
        ] {
            let list = other.get(path(what)).send();
            for hidden in ["rests_on", "Birth certificate", "Met at school", "Rosa Whitfield"] {
                assert!(!list.text().contains(hidden), "{}: {list}", other.person().name);
            }
        }
    }
    let links = app.manager().get(path("parent-links")).expect(200);
    assert_eq!(
        links.text_at("/items/0/rests_on/verified_by/name"),
        "Rosa Whitfield"
    );
}

fn a_helper_asks_in_the_name_of_whoever_invited_them(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-06-10").start();
    let leo = leo(&app);
    let (friend, aunt) = (app.newcomer(Role::YoungPerson), app.newcomer(Role::Parent));
    let ask = json!({"child_id": leo.child, "reasons": "She finds school harder each week."});
    let asks = |helper: &ehcp_test_support::Person| {
        let receipt = app.as_person(helper).post("/v1/requests", &ask).expect(201);
        receipt.text_at("/source").to_owned()
    };
    app.helper(&leo.child, &leo.parent, &friend.email, true);
    assert_eq!(
        asks(&friend),
        "parent",
        "whatever the sort of the helper's account"
    );
    let case: ehcp_case::CaseId = leo.case.parse().unwrap();
    let events = app.store.read_blocking(move |tx| tx.events_after(case, 0, 100));
    let last = events.unwrap().pop().unwrap();
    assert!(last.details.contains(&leo.parent.user.to_string()), "{last:?}");
    leo.records(&app, &leo.young_person_acts());
    app.go_to("2026-06-27");
    app.helper(&leo.child, &leo.young, &aunt.email, true);
    assert_eq!(asks(&aunt), "young_person");
    assert_eq!(asks(&leo.young), "young_person");
    // And whoever acts for a young person who lacks capacity asks for them.
    let deputy = app.newcomer(Role::Parent);
    let record = json!({
        "who_acts": "representative", "email": deputy.email, "from_on": "2026-07-01",
        "evidence": "Deputy appointed by the Court of Protection."
    });
    leo.records(&app, &record);
    app.go_to("2026-07-01");
    assert_eq!(asks(&deputy), "young_person");
}

fn open_tasks_come_in_pages_each_once(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let cases: Vec<_> = ["2010-02-03", "2009-10-10", "2010-02-04", "2008-12-01"]
        .iter()
        .map(|born| family(&app, born).case)
        .collect();
    let mut found = Vec::new();
    let mut next = Some("/v1/open-hand-overs?limit=1".to_owned());
    while let Some(path) = next {
        let page = app.officer().get(&path).expect(200);
        found.extend(page.list_at("/items").iter().cloned());
        next = page.at("/next").as_str().map(ToOwned::to_owned);
        assert!(found.len() < 10, "the pages never end");
    }
    let days: Vec<_> = found
        .iter()
        .map(|task| task["rights_pass_on"].to_string())
        .collect();
    assert!(days.is_sorted(), "{days:?}");
    let mut listed: Vec<_> = found
        .iter()
        .map(|task| task["case_id"].as_str().unwrap())
        .collect();
    listed.sort_unstable();
    let mut cases: Vec<_> = cases.iter().map(String::as_str).collect();
    cases.sort_unstable();
    assert_eq!(listed, cases);
}
