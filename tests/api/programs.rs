//! Programs that act with keys of their own.

use chrono::Duration;
use ehcp_access::{Action, Role};
use ehcp_test_support::{Answer, Contract, Milestone, PASSWORD, TestApp, TestDatabase, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    a_program_is_let_in_by_two_and_its_secret_is_shown_once,
    a_program_of_a_setting_sees_the_settings_pupils_and_nothing_else,
    a_program_of_the_council_does_only_what_is_listed,
    what_is_taken_away_holds_at_the_next_request,
    one_key_takes_over_from_another,
    a_key_opens_nothing_after_its_time,
    a_program_is_given_nothing_that_needs_a_person,
    a_program_has_no_password,
    a_program_is_named_in_the_logs_and_to_the_family,
    whatever_is_sent_as_a_key_is_answered_alike,
    a_program_has_a_budget_of_its_own,
    a_key_of_a_program_that_was_shut_out_is_of_no_use_when_it_is_let_in_again,
    what_a_mixed_change_takes_away_waits_for_nobody,
    a_program_calls_nothing_that_is_for_people,
    sessions_of_programs_are_forgotten_in_the_end,
    a_list_of_programs_says_of_each_what_it_says_alone,
);

fn let_in(app: &TestApp, secret: &str) -> Answer {
    app.anonymous(Method::POST, "/v1/program-sessions")
        .with_json(&json!({"key": secret}))
        .send()
}

/// An access token of a program.
fn token(app: &TestApp, secret: &str) -> String {
    let session = let_in(app, secret);
    assert_eq!(session.status(), 201, "{session}");
    session.text_at("/access_token").to_owned()
}

fn takes_back(app: &TestApp, key: &str) {
    let path = format!("/v1/program-keys/{key}/endings");
    assert_eq!(
        app.admin().post(&path, &json!({})).expect(200).text_at("/state"),
        "ended"
    );
    app.admin()
        .post(&path, &json!({}))
        .expect_problem(409, "already-done");
}

fn gets(app: &TestApp, token: &str, path: impl AsRef<str>) -> Answer {
    app.anonymous(Method::GET, path).with_token(token).send()
}

fn a_program_is_let_in_by_two_and_its_secret_is_shown_once(database: TestDatabase) {
    let app = TestApp::on(database);
    let second = app.newcomer(Role::Admin);
    let agrees = |asked: &Answer| {
        let path = format!("{}/decisions", asked.header("location"));
        let answer = json!({"answer": "agree"});
        app.admin().post(&path, &answer).expect_problem(403, "forbidden");
        app.as_person(&second).post(&path, &answer).expect(200)
    };
    let new = json!({
        "name": "Records system", "education_setting_id": app.council.alder, "actions": ["read_case"],
        "reason": "Contract of 3 August 2026.",
    });
    app.manager()
        .post("/v1/programs", &new)
        .expect_problem(403, "forbidden");
    let asked = app.admin().post("/v1/programs", &new).expect(202);
    assert_eq!(asked.text_at("/kind"), "manage_program");
    assert!(
        app.admin()
            .get("/v1/programs")
            .expect(200)
            .text()
            .find("Records system")
            .is_none()
    );
    agrees(&asked);
    let listed = app.admin().get("/v1/programs").expect(200);
    let program = listed
        .list_at("/items")
        .iter()
        .find(|item| item["name"] == "Records system")
        .unwrap()
        .clone();
    assert_eq!(program["actions"], json!(["read_case"]));

    let path = format!("/v1/programs/{}", program["id"].as_str().unwrap());
    let asked = app
        .admin()
        .post(
            format!("{path}/keys"),
            &json!({"days": 180, "reason": "A first key."}),
        )
        .expect(202);
    agrees(&asked);
    let read = app.admin().get(&path).expect(200);
    assert_eq!(read.text_at("/keys/0/state"), "waiting");
    let secret_path = format!("/v1/program-keys/{}/secrets", read.text_at("/keys/0/id"));
    let draws = |who: ehcp_test_support::Actor<'_>| who.asks(Method::POST, &secret_path).send();
    draws(app.as_person(&second)).is_problem("forbidden");
    draws(app.manager()).is_problem("forbidden");
    let drawn = draws(app.admin());
    assert_eq!(drawn.status(), 201, "{drawn}");
    let secret = drawn.text_at("/secret").to_owned();
    assert_eq!(draws(app.admin()).status(), 409, "once");
    assert!(!app.admin().get(&path).expect(200).text().contains(&secret));
    assert_eq!(
        app.admin().get(&path).expect(200).text_at("/keys/0/state"),
        "live"
    );

    let token = token(&app, &secret);
    assert_eq!(gets(&app, &token, "/v1/cases").status(), 200);
    assert_eq!(gets(&app, &token, "/v1/work-list").status(), 403);
}

fn a_program_of_a_setting_sees_the_settings_pupils_and_nothing_else(database: TestDatabase) {
    let app = TestApp::on(database);
    let maya = app.parent().asks_for_an_assessment_of(app.council.maya);
    let noah = app.other_parent().asks_for_an_assessment_of(app.council.noah);
    let actions = [Action::ReadCase, Action::ReadChild];
    let program = app.program(Some(app.council.alder), &actions);
    let token = token(&app, &app.program_secret(&program));
    let ids = |answer: Answer| -> Vec<Value> {
        let items = answer.list_at("/items").to_vec();
        items.into_iter().map(|item| item["id"].clone()).collect()
    };
    assert_eq!(ids(gets(&app, &token, "/v1/cases")), [json!(maya)]);
    assert_eq!(ids(app.school().get("/v1/cases").expect(200)), [json!(maya)]);
    let of_staff = app.school().reads_case(&maya);
    let of_program = gets(&app, &token, format!("/v1/cases/{maya}"));
    assert_eq!(
        of_program.json(),
        of_staff.json(),
        "the same as the staff of the setting"
    );
    assert_eq!(gets(&app, &token, format!("/v1/cases/{noah}")).status(), 404);
    assert_eq!(
        gets(&app, &token, format!("/v1/children/{}", app.council.noah)).status(),
        404
    );
    assert_eq!(
        gets(&app, &token, format!("/v1/children/{}", app.council.leo)).status(),
        404
    );
    // Listed is listed: the staff read the timeline, this program does not.
    assert_eq!(
        gets(&app, &token, format!("/v1/cases/{maya}/timeline")).status(),
        403
    );
    assert_eq!(
        gets(&app, &token, format!("/v1/cases/{noah}/timeline")).status(),
        404
    );
}

fn a_program_of_the_council_does_only_what_is_listed(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let hand = app
        .officer()
        .brings_to(&app, app.council.maya, Milestone::PlanIssued, app.council.alder);
    let program = app.program(None, &[Action::ReadDeadlines, Action::ReadCase]);
    let token = token(&app, &app.program_secret(&program));
    let case = format!("/v1/cases/{}", hand.case);
    assert_eq!(gets(&app, &token, &case).status(), 200);
    assert_eq!(gets(&app, &token, format!("{case}/deadlines")).status(), 200);
    // Every other operation on the case is refused, and leaves a row that names the program.
    for operation in &Contract::get().operations {
        let about_the_case = operation.path.starts_with("/v1/cases/{case_id}/");
        if !about_the_case || operation.path.ends_with("/deadlines") || operation.method != Method::GET {
            continue;
        }
        let path = operation.path.replace("{case_id}", &hand.case);
        let answer = gets(&app, &token, &path);
        assert_eq!(answer.status(), 403, "{path}: {answer}");
    }
    let row = app.logs().last_security().unwrap();
    assert_eq!(row.user_id, Some(program.user.to_string().replace('-', "")));
    // A restricted case is hidden from every program.
    app.restrict(&hand.case, true);
    assert_eq!(gets(&app, &token, &case).status(), 404);
    assert!(gets(&app, &token, "/v1/cases").list_at("/items").is_empty());
}

fn what_is_taken_away_holds_at_the_next_request(database: TestDatabase) {
    let app = TestApp::on(database);
    // With a second administrator: taking away never waits for anybody.
    drop(app.newcomer(Role::Admin));
    let program = app.program(None, &[Action::ReadCase, Action::ReadTeams]);
    let secret = app.program_secret(&program);
    let first = token(&app, &secret);
    let path = format!("/v1/programs/{}", program.user);
    let change = |body: Value| {
        let seen = app.admin().get(&path).expect(200).etag();
        app.admin()
            .asks(Method::PATCH, &path)
            .with_json(&body)
            .seeing(&seen)
    };
    assert_eq!(gets(&app, &first, "/v1/cases").status(), 200);
    change(json!({"actions": ["read_teams"]})).expect(200);
    assert_eq!(gets(&app, &first, "/v1/cases").status(), 403);
    assert_eq!(gets(&app, &first, "/v1/teams").status(), 200);
    // Giving it back takes two, and a reason.
    change(json!({"actions": ["read_teams", "read_case"]})).expect_problem(422, "invalid");
    change(json!({"actions": ["read_teams", "read_case"], "reason": "Needed."})).expect(202);
    assert_eq!(gets(&app, &first, "/v1/cases").status(), 403);

    let key = app
        .admin()
        .get(&path)
        .expect(200)
        .text_at("/keys/0/id")
        .to_owned();
    takes_back(&app, &key);
    assert_eq!(gets(&app, &first, "/v1/teams").status(), 401);
    assert_eq!(let_in(&app, &secret).status(), 401);

    let secret = app.program_secret(&program);
    let second = token(&app, &secret);
    change(json!({"open": false, "reason": "The contract has ended."})).expect(200);
    assert_eq!(gets(&app, &second, "/v1/teams").status(), 401);
    assert_eq!(let_in(&app, &secret).status(), 401);
    change(json!({"open": true, "reason": "It goes on."})).expect(202);
    assert_eq!(let_in(&app, &secret).status(), 401);
    // Programs are no accounts that are changed as people's are.
    let account = format!("/v1/users/{}", program.user);
    let seen = app.admin().get(&account).expect(200).etag();
    app.admin()
        .asks(Method::PATCH, &account)
        .with_json(&json!({"open": true}))
        .seeing(&seen)
        .expect_problem(403, "forbidden");
}

fn one_key_takes_over_from_another(database: TestDatabase) {
    let app = TestApp::on(database);
    let program = app.program(None, &[Action::ReadTeams]);
    let old = app.program_secret(&program);
    let path = format!("/v1/programs/{}", program.user);
    let key = json!({"days": 30, "reason": "Its turn."});
    let asked = app.admin().post(format!("{path}/keys"), &key).expect(201);
    let secrets = format!("/v1/program-keys/{}/secrets", asked.text_at("/id"));
    let new = app
        .admin()
        .asks(Method::POST, &secrets)
        .expect(201)
        .text_at("/secret")
        .to_owned();
    let (before, after) = (token(&app, &old), token(&app, &new));
    for each in [&before, &after] {
        assert_eq!(gets(&app, each, "/v1/teams").status(), 200);
    }
    app.admin()
        .post(format!("{path}/keys"), &key)
        .expect_problem(409, "already-done");
    let read = app.admin().get(&path).expect(200);
    let keys = read.list_at("/keys").iter();
    let first = keys
        .filter_map(|key| key["id"].as_str())
        .find(|id| *id != asked.text_at("/id"))
        .unwrap()
        .to_owned();
    takes_back(&app, &first);
    assert_eq!(gets(&app, &before, "/v1/teams").status(), 401);
    assert_eq!(gets(&app, &after, "/v1/teams").status(), 200);
    app.admin().post(format!("{path}/keys"), &key).expect(201);
}

fn a_key_opens_nothing_after_its_time(database: TestDatabase) {
    let app = TestApp::on(database);
    let program = app.program(None, &[Action::ReadTeams]);
    let secret = app.program_secret(&program);
    // The session ends with the key, if that is sooner than a quarter of an hour.
    app.clock.advance(Duration::days(180) - Duration::minutes(5));
    let session = let_in(&app, &secret);
    let token = session.text_at("/access_token").to_owned();
    assert_eq!(gets(&app, &token, "/v1/teams").status(), 200);
    app.clock.advance(Duration::minutes(5));
    assert_eq!(gets(&app, &token, "/v1/teams").status(), 401);
    assert_eq!(let_in(&app, &secret).status(), 401);
    // And after a quarter of an hour in any case: it is not refreshed.
    let secret = app.program_secret(&program);
    let session = let_in(&app, &secret);
    assert!(session.json().get("refresh_token").is_none());
    let token = session.text_at("/access_token").to_owned();
    app.clock.advance(Duration::minutes(15) - Duration::seconds(1));
    assert_eq!(gets(&app, &token, "/v1/teams").status(), 200);
    app.clock.advance(Duration::seconds(1));
    assert_eq!(gets(&app, &token, "/v1/teams").status(), 401);
    // What nobody draws in a fortnight is of no use any more.
    let key = app.program_key(program.user, &app.council.admin);
    app.clock.advance(Duration::days(14));
    let late = app
        .admin()
        .asks(Method::POST, format!("/v1/program-keys/{key}/secrets"))
        .send();
    assert_eq!(late.status(), 409, "{late}");
}

fn a_program_is_given_nothing_that_needs_a_person(database: TestDatabase) {
    let app = TestApp::on(database);
    let asks = |setting: Option<Value>, action: &str| {
        let mut body = json!({"name": "Tries", "actions": [action], "reason": "Tries."});
        if let Some(setting) = setting {
            body["education_setting_id"] = setting;
        }
        app.admin().post("/v1/programs", &body).send()
    };
    for action in Action::ALL {
        for setting in [None, Some(json!(app.council.alder))] {
            let answer = asks(setting.clone(), action.word());
            let expected = match action.can_be_listed(setting.is_some()) {
                true => 201,
                false => 422,
            };
            assert_eq!(answer.status(), expected, "{action} {setting:?}: {answer}");
        }
    }
    assert_eq!(asks(None, "everything").status(), 422);
    assert_eq!(asks(Some(json!(uuid::Uuid::now_v7())), "read_case").status(), 422);
}

fn a_program_has_no_password(database: TestDatabase) {
    let app = TestApp::on(database);
    let program = &app.council.service;
    let body = json!({"email": program.email, "password": PASSWORD});
    let refused = app
        .anonymous(Method::POST, "/v1/sessions")
        .with_json(&body)
        .send();
    assert_eq!(refused.status(), 401);
    let body = json!({"email": program.email});
    app.anonymous(Method::POST, "/v1/password-resets")
        .with_json(&body)
        .expect(204);
    assert!(app.letters().is_empty());
    // A key is no password, and no refresh token.
    let secret = app.program_secret(program);
    let body = json!({"email": program.email, "password": secret});
    assert_eq!(
        app.anonymous(Method::POST, "/v1/sessions")
            .with_json(&body)
            .send()
            .status(),
        401
    );
    let body = json!({"refresh_token": secret});
    assert_eq!(
        app.anonymous(Method::POST, "/v1/session-refreshes")
            .with_json(&body)
            .send()
            .status(),
        401
    );
    assert_eq!(gets(&app, &secret, "/v1/me").status(), 401);
}

fn a_program_is_named_in_the_logs_and_to_the_family(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let program = app.program(Some(app.council.alder), &[Action::ReadCase]);
    let token = token(&app, &app.program_secret(&program));
    assert_eq!(gets(&app, &token, format!("/v1/cases/{case}")).status(), 200);
    let read = app.logs().last_read().unwrap();
    assert_eq!(read.user_id, program.user.to_string().replace('-', ""));
    assert_eq!(read.operation, "read_case");
    let readers = app.parent().get(format!("/v1/cases/{case}/readers")).expect(200);
    let told = readers.list_at("/items");
    assert!(
        told.iter().any(|item| item.to_string().contains("service")),
        "{readers}"
    );
}

fn whatever_is_sent_as_a_key_is_answered_alike(database: TestDatabase) {
    let app = TestApp::on(database);
    let program = app.program(None, &[Action::ReadTeams]);
    let secret = app.program_secret(&program);
    let wrong = let_in(&app, &format!("program_{}", "0".repeat(64)));
    assert_eq!(wrong.status(), 401);
    for key in [
        secret.to_uppercase(),
        format!("{secret} "),
        secret.replace("program_", "refresh_"),
        "' OR '1'='1".to_owned(),
        "program_%".to_owned(),
        "x".repeat(128),
    ] {
        let answer = let_in(&app, &key);
        assert_eq!(answer.status(), 401, "{key:?}: {answer}");
        assert_eq!(answer.without_trace(), wrong.without_trace(), "{key:?}");
    }
    for body in [
        json!({}),
        json!({"key": ""}),
        json!({"key": 1}),
        json!({"key": "\u{0}"}),
        json!({"key": "x".repeat(129)}),
        json!([]),
    ] {
        let answer = app
            .anonymous(Method::POST, "/v1/program-sessions")
            .with_json(&body)
            .send();
        assert!([400, 422].contains(&answer.status()), "{body}: {answer}");
        assert!(!answer.text().contains("xxxx"), "{answer}");
    }
    let body = json!({"key": secret, "user_id": app.council.admin.user});
    let more = app
        .anonymous(Method::POST, "/v1/program-sessions")
        .with_json(&body)
        .send();
    assert_eq!(more.status(), 422, "{more}");
    let told = app.logs().security();
    assert!(told.iter().any(|entry| entry.event == "wrong_program_key"));
    assert!(told.iter().all(|entry| !format!("{entry:?}").contains(&secret)));
}

fn a_program_has_a_budget_of_its_own(database: TestDatabase) {
    let app = TestApp::prepare(database)
        .server(|config| config.limits.program.requests = std::num::NonZeroU32::new(3).unwrap())
        .start();
    let [one, two] = [(); 2].map(|()| {
        let program = app.program(None, &[Action::ReadTeams]);
        token(&app, &app.program_secret(&program))
    });
    for _ in 0..3 {
        let answer = gets(&app, &one, "/v1/teams");
        assert_eq!(answer.status(), 200);
        assert!(
            answer.header("ratelimit-policy").starts_with("\"program\";q=3"),
            "{answer}"
        );
    }
    let refused = gets(&app, &one, "/v1/teams");
    assert_eq!(refused.status(), 429, "{refused}");
    // Neither another program nor a person pays for it.
    assert_eq!(gets(&app, &two, "/v1/teams").status(), 200);
    app.officer().get("/v1/teams").expect(200);
}

fn changes(app: &TestApp, program: &ehcp_test_support::Person, body: &Value) -> Answer {
    let path = format!("/v1/programs/{}", program.user);
    let seen = app.admin().get(&path).expect(200).etag();
    app.admin()
        .asks(Method::PATCH, &path)
        .with_json(body)
        .seeing(&seen)
        .send()
}

fn a_key_of_a_program_that_was_shut_out_is_of_no_use_when_it_is_let_in_again(database: TestDatabase) {
    let app = TestApp::on(database);
    let program = app.program(None, &[Action::ReadTeams]);
    let leaked = app.program_secret(&program);
    let _undrawn = app.program_key(program.user, &app.council.admin);
    assert_eq!(changes(&app, &program, &json!({"open": false})).status(), 200);
    let shown = app
        .admin()
        .get(format!("/v1/programs/{}", program.user))
        .expect(200);
    let states: Vec<_> = shown
        .list_at("/keys")
        .iter()
        .map(|key| key["state"].clone())
        .collect();
    assert_eq!(states, ["ended", "ended"], "drawn or not");
    app.clock.advance(Duration::days(30));
    // There is no second administrator here: one lets it in again alone.
    let again = changes(&app, &program, &json!({"open": true, "reason": "It goes on."}));
    assert_eq!(again.status(), 200, "{again}");
    assert_eq!(let_in(&app, &leaked).status(), 401);
    let new = app.program_secret(&program);
    assert_eq!(let_in(&app, &new).status(), 201);
}

fn what_a_mixed_change_takes_away_waits_for_nobody(database: TestDatabase) {
    let app = TestApp::on(database);
    let second = app.newcomer(Role::Admin);
    let program = app.program(None, &[Action::ReadCase, Action::ReadTeams]);
    let secret = app.program_secret(&program);
    let first = token(&app, &secret);
    let path = format!("/v1/programs/{}", program.user);
    let listed = || app.admin().get(&path).expect(200).json()["actions"].clone();
    let mixed = json!({"actions": ["read_teams", "read_settings"], "reason": "It lists settings now."});
    let asked = changes(&app, &program, &mixed);
    assert_eq!(asked.status(), 202, "{asked}");
    assert_eq!(listed(), json!(["read_teams"]));
    assert_eq!(gets(&app, &first, "/v1/cases").status(), 403);
    let decisions = format!("{}/decisions", asked.header("location"));
    app.as_person(&second)
        .post(&decisions, &json!({"answer": "agree"}))
        .expect(200);
    assert_eq!(listed(), json!(["read_teams", "read_settings"]));
    assert_eq!(gets(&app, &first, "/v1/education-settings").status(), 200);
    // Without a reason nothing at all is done.
    let unsaid = json!({"open": false, "actions": ["read_teams", "read_case"]});
    assert_eq!(changes(&app, &program, &unsaid).status(), 422);
    assert_eq!(gets(&app, &first, "/v1/teams").status(), 200);
    let shut = json!({"open": false, "actions": ["read_teams", "read_case"], "reason": "Leaked."});
    assert_eq!(changes(&app, &program, &shut).status(), 202);
    assert_eq!(gets(&app, &first, "/v1/teams").status(), 401);
    assert_eq!(let_in(&app, &secret).status(), 401);
    let shown = app.admin().get(&path).expect(200);
    assert_eq!(shown.json()["open"], json!(false));
    assert_eq!(listed(), json!(["read_teams"]));
}

fn a_program_calls_nothing_that_is_for_people(database: TestDatabase) {
    let app = TestApp::on(database);
    let program = app.program(None, &[Action::ReadOwnProfile]);
    let secret = app.program_secret(&program);
    let [one, sister] = [(); 2].map(|()| token(&app, &secret));
    assert_eq!(gets(&app, &one, "/v1/me").status(), 200);
    for (method, path, body) in [
        (Method::GET, "/v1/me/sessions", None),
        (Method::DELETE, "/v1/me/sessions", None),
        (Method::GET, "/v1/me/second-factor", None),
        (Method::POST, "/v1/me/second-factor", None),
        (Method::POST, "/v1/me/second-factor/recovery-codes", None),
        (
            Method::POST,
            "/v1/me/reauthentications",
            Some(json!({"password": PASSWORD})),
        ),
        (
            Method::PUT,
            "/v1/me/password",
            Some(json!({"current_password": PASSWORD, "new_password": PASSWORD})),
        ),
    ] {
        let mut call = app.anonymous(method.clone(), path).with_token(&one);
        if let Some(body) = body {
            call = call.with_json(&body);
        }
        let answer = call.send();
        assert_eq!(answer.status(), 403, "{method} {path}: {answer}");
    }
    assert_eq!(gets(&app, &sister, "/v1/me").status(), 200);
    let leaves = app
        .anonymous(Method::DELETE, "/v1/sessions/current")
        .with_token(&one);
    leaves.expect(204);
    assert_eq!(gets(&app, &one, "/v1/me").status(), 401);
    assert_eq!(gets(&app, &sister, "/v1/me").status(), 200);
}

fn sessions_of_programs_are_forgotten_in_the_end(database: TestDatabase) {
    let app = TestApp::on(database);
    let program = app.program(None, &[Action::ReadTeams]);
    let secret = app.program_secret(&program);
    let before = app.logs().count("sessions");
    for _ in 0..3 {
        drop(token(&app, &secret));
    }
    let forgets = || {
        let forgotten = || app.block_on(app.casework.forget_old_proofs()).unwrap();
        while forgotten() > 0 {}
    };
    app.clock.advance(Duration::days(7));
    forgets();
    assert_eq!(app.logs().count("sessions"), before + 3, "kept for a while");
    app.clock.advance(Duration::minutes(16));
    forgets();
    assert_eq!(app.logs().count("sessions"), before);
    assert_eq!(let_in(&app, &secret).status(), 201);
}

fn a_list_of_programs_says_of_each_what_it_says_alone(database: TestDatabase) {
    let app = TestApp::on(database);
    for actions in [
        &[Action::ReadTeams, Action::ReadCase][..],
        &[],
        &[Action::ReadChild],
    ] {
        let program = app.program(None, actions);
        for _ in actions {
            drop(app.program_secret(&program));
        }
    }
    let listed = app.admin().get("/v1/programs").expect(200);
    let items = listed.list_at("/items");
    assert_eq!(items.len(), 4, "with the council's own");
    for item in items {
        let alone = app
            .admin()
            .get(format!("/v1/programs/{}", item["id"].as_str().unwrap()))
            .expect(200);
        assert_eq!(alone.json(), item);
    }
}
