//! Sessions: refreshed, listed, ended, and proved again.

use chrono::Duration;
use ehcp_casework::{Bearer, Error, SignedIn};
use ehcp_test_support::{Answer, PASSWORD, Person, REASON, TestApp, TestDatabase, on_both_databases};
use reqwest::Method;
use serde_json::json;

on_both_databases!(
    a_session_is_refreshed_again_and_again_until_its_day_is_over,
    a_session_that_is_not_refreshed_ends_sooner_for_staff,
    a_spent_token_ends_the_session_and_leaves_a_row,
    a_lost_answer_may_be_asked_for_once_more_within_ten_seconds,
    after_ten_seconds_a_lost_answer_is_a_stolen_token,
    a_token_that_turns_up_after_it_was_replaced_ends_the_session,
    fifty_refreshes_at_once_leave_one_living_token,
    a_closed_account_and_an_ended_session_are_not_refreshed,
    people_see_and_end_their_own_sessions_only,
    signing_out_everywhere_else_leaves_this_session,
    what_needs_a_step_up_needs_a_proof_of_the_last_five_minutes,
    what_needs_a_step_up_to_read_needs_a_reason,
    guessing_in_an_open_session_is_slowed_down_and_at_last_ends_it,
    a_new_role_and_a_closed_account_hold_at_the_next_request,
    no_write_passes_once_the_end_of_the_session_was_answered,
);

fn refresh(app: &TestApp, token: &str) -> Answer {
    app.anonymous(Method::POST, "/v1/session-refreshes")
        .without_key()
        .with_json(&json!({"refresh_token": token}))
        .send()
}

fn refreshed(app: &TestApp, token: &str) -> String {
    let answer = refresh(app, token);
    assert_eq!(answer.status(), 201, "{answer}");
    answer.text_at("/refresh_token").to_owned()
}

fn refused(app: &TestApp, token: &str) {
    let answer = refresh(app, token);
    assert_eq!(answer.status(), 401, "{answer}");
    answer.is_problem("refresh-refused");
}

fn session_of(person: &Person, signed_in: &SignedIn) -> Person {
    Person {
        session: signed_in.session,
        ..person.clone()
    }
}

fn rows(app: &TestApp, event: &str) -> usize {
    app.logs()
        .security()
        .iter()
        .filter(|row| row.event == event)
        .count()
}

fn a_session_is_refreshed_again_and_again_until_its_day_is_over(database: TestDatabase) {
    let app = TestApp::on(database);
    let signed_in = app.signs_in(&app.council.parent);
    let mut token = signed_in.refresh_token.to_string();
    // Half an hour at a time: 23 times, and then twelve hours are over.
    for _ in 0..23 {
        app.clock.advance(Duration::minutes(30));
        token = refreshed(&app, &token);
    }
    let person = session_of(&app.council.parent, &signed_in);
    app.as_person(&person).get("/v1/me").expect(200);
    app.clock.advance(Duration::minutes(30));
    refused(&app, &token);
    app.as_person(&person)
        .get("/v1/me")
        .expect_problem(401, "unauthenticated");
}

fn a_session_that_is_not_refreshed_ends_sooner_for_staff(database: TestDatabase) {
    let app = TestApp::on(database);
    for (person, minutes) in [(&app.council.officer, 30), (&app.council.parent, 60)] {
        let (kept, left) = (app.signs_in(person), app.signs_in(person));
        app.clock
            .advance(Duration::minutes(minutes) - Duration::seconds(1));
        refreshed(&app, &kept.refresh_token);
        app.clock.advance(Duration::seconds(1));
        refused(&app, &left.refresh_token);
    }
}

fn a_spent_token_ends_the_session_and_leaves_a_row(database: TestDatabase) {
    let app = TestApp::on(database);
    let signed_in = app.signs_in(&app.council.officer);
    let second = refreshed(&app, &signed_in.refresh_token);
    let third = refreshed(&app, &second);
    refused(&app, &signed_in.refresh_token);
    refused(&app, &third);
    assert_eq!(rows(&app, "refresh_token_reused"), 1);
    let person = session_of(&app.council.officer, &signed_in);
    app.as_person(&person)
        .get("/v1/me")
        .expect_problem(401, "unauthenticated");
    // Other sessions go on.
    app.officer().get("/v1/me").expect(200);
}

fn a_lost_answer_may_be_asked_for_once_more_within_ten_seconds(database: TestDatabase) {
    let app = TestApp::on(database);
    let signed_in = app.signs_in(&app.council.officer);
    refreshed(&app, &signed_in.refresh_token);
    app.clock.advance(Duration::seconds(10));
    let again = refreshed(&app, &signed_in.refresh_token);
    refused(&app, &signed_in.refresh_token);
    refreshed(&app, &again);
    assert_eq!(rows(&app, "refresh_token_reused"), 0);
}

fn after_ten_seconds_a_lost_answer_is_a_stolen_token(database: TestDatabase) {
    let app = TestApp::on(database);
    let signed_in = app.signs_in(&app.council.officer);
    let next = refreshed(&app, &signed_in.refresh_token);
    app.clock.advance(Duration::seconds(11));
    refused(&app, &signed_in.refresh_token);
    refused(&app, &next);
    assert_eq!(rows(&app, "refresh_token_reused"), 1);
}

fn a_token_that_turns_up_after_it_was_replaced_ends_the_session(database: TestDatabase) {
    let app = TestApp::on(database);
    let signed_in = app.signs_in(&app.council.officer);
    let lost = refreshed(&app, &signed_in.refresh_token);
    let again = refreshed(&app, &signed_in.refresh_token);
    refused(&app, &lost);
    refused(&app, &again);
    assert_eq!(rows(&app, "refresh_token_reused"), 1);
}

fn fifty_refreshes_at_once_leave_one_living_token(database: TestDatabase) {
    let app = TestApp::on(database);
    let signed_in = app.signs_in(&app.council.officer);
    let given: Vec<String> = app.block_on(async {
        let tries: Vec<_> = (0..50)
            .map(|_| {
                let (casework, token) = (app.casework.clone(), signed_in.refresh_token.clone());
                tokio::spawn(async move { casework.refresh_session(token).await })
            })
            .collect();
        let mut given = Vec::new();
        for attempt in tries {
            match attempt.await.unwrap() {
                Ok(refreshed) => given.push(refreshed.refresh_token.to_string()),
                Err(Error::RefreshRefused) => {}
                Err(other) => panic!("{other}"),
            }
        }
        given
    });
    // The first, and the one retry that a lost answer is allowed.
    assert_eq!(given.len(), 2);
    assert_eq!(app.logs().count("refresh_tokens WHERE spent_at IS NULL"), 1);
    assert_eq!(rows(&app, "refresh_token_reused"), 0);
}

fn a_closed_account_and_an_ended_session_are_not_refreshed(database: TestDatabase) {
    let app = TestApp::on(database);
    let signed_in = app.signs_in(&app.council.officer);
    let person = session_of(&app.council.officer, &signed_in);
    app.as_person(&person).delete("/v1/sessions/current").expect(204);
    refused(&app, &signed_in.refresh_token);
    let access_token = app.token_of(&app.council.officer);
    for token in ["refresh_0000", "", "x", &access_token[..100]] {
        let answer = refresh(&app, token);
        assert!(matches!(answer.status(), 401 | 422), "{answer}");
    }
}

fn people_see_and_end_their_own_sessions_only(database: TestDatabase) {
    let app = TestApp::on(database);
    let other = app.signs_in(&app.council.officer);
    let list = app.officer().get("/v1/me/sessions").expect(200);
    let ids: Vec<_> = list
        .list_at("/items")
        .iter()
        .map(|item| (item["id"].clone(), item["current"].clone()))
        .collect();
    assert_eq!(
        ids,
        [
            (json!(other.session), json!(false)),
            (json!(app.council.officer.session), json!(true)),
        ]
    );
    let path = format!("/v1/me/sessions/{}", other.session);
    app.colleague().delete(&path).expect_problem(404, "not-found");
    app.officer().delete(&path).expect(204);
    app.officer().delete(&path).expect_problem(404, "not-found");
    let ended = session_of(&app.council.officer, &other);
    app.as_person(&ended)
        .get("/v1/me")
        .expect_problem(401, "unauthenticated");
    refused(&app, &other.refresh_token);
}

fn signing_out_everywhere_else_leaves_this_session(database: TestDatabase) {
    let app = TestApp::on(database);
    let others = [
        app.signs_in(&app.council.officer),
        app.signs_in(&app.council.officer),
    ];
    app.officer().delete("/v1/me/sessions").expect(204);
    app.officer().get("/v1/me").expect(200);
    app.colleague().get("/v1/me").expect(200);
    for other in others {
        let person = session_of(&app.council.officer, &other);
        app.as_person(&person)
            .get("/v1/me")
            .expect_problem(401, "unauthenticated");
    }
}

fn what_needs_a_step_up_needs_a_proof_of_the_last_five_minutes(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let governance = session_of(&app.council.governance, &app.signs_in(&app.council.governance));
    let read = || app.as_person(&governance).get(format!("/v1/cases/{case}"));
    app.clock.advance(Duration::minutes(5));
    read().expect(200);
    app.clock.advance(Duration::seconds(1));
    let answer = read().expect_problem(401, "step-up-needed");
    assert!(
        answer.header("www-authenticate").contains("max_age=300"),
        "{answer}"
    );
    assert!(answer.text_at("/detail").contains("/v1/me/reauthentications"));
    // Lists and children are no way round it.
    for path in [
        "/v1/cases".to_owned(),
        "/v1/children".to_owned(),
        format!("/v1/cases/{case}/timeline"),
    ] {
        app.as_person(&governance)
            .get(path)
            .expect_problem(401, "step-up-needed");
    }
    let prove = |password: &str| {
        app.as_person(&governance)
            .post("/v1/me/reauthentications", &json!({"password": password}))
            .without_key()
    };
    prove("another river in autumn").expect_problem(401, "wrong-credentials");
    read().expect_problem(401, "step-up-needed");
    let proved = prove(PASSWORD).expect(201);
    assert_eq!(proved.text_at("/fresh_until"), "2026-09-07T09:10:01Z");
    read().expect(200);
    // What needs no step-up goes on without one.
    app.clock.advance(Duration::minutes(6));
    app.as_person(&governance).get("/v1/teams").expect(200);
}

fn what_needs_a_step_up_to_read_needs_a_reason(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let read = || app.governance().get(format!("/v1/cases/{case}"));
    let missing = read()
        .without_header("access-reason")
        .expect_problem(400, "access-reason-missing");
    assert!(missing.text_at("/detail").contains("Access-Reason"));
    let long = "x".repeat(501);
    for reason in ["", "too short", &long] {
        read()
            .with_header("access-reason", reason)
            .expect_problem(400, "malformed-request");
    }
    read().with_header("access-reason", REASON).expect(200);
    // Nobody else is asked for one.
    app.officer().get(format!("/v1/cases/{case}")).expect(200);
}

fn guessing_in_an_open_session_is_slowed_down_and_at_last_ends_it(database: TestDatabase) {
    let app = TestApp::on(database);
    let stolen = session_of(&app.council.officer, &app.signs_in(&app.council.officer));
    let guess = |password: &str| {
        app.as_person(&stolen)
            .post("/v1/me/reauthentications", &json!({"password": password}))
            .without_key()
            .send()
    };
    for _ in 0..11 {
        assert_eq!(guess("not the password at all").status(), 401);
    }
    let (wrong, right) = (guess("not the password at all"), guess(PASSWORD));
    assert_eq!((wrong.status(), right.status()), (429, 429));
    assert_eq!(wrong.without_trace(), right.without_trace());
    // The person's other sessions are not slowed down by it.
    app.officer()
        .post("/v1/me/reauthentications", &json!({"password": PASSWORD}))
        .without_key()
        .expect(201);
}

fn no_write_passes_once_the_end_of_the_session_was_answered(database: TestDatabase) {
    let app = TestApp::on(database);
    let case: ehcp_case::CaseId = app
        .parent()
        .asks_for_an_assessment_of(app.council.maya)
        .parse()
        .unwrap();
    for round in 0..50 {
        let signed_in = app.signs_in(&app.council.manager);
        let officer = app.council.officer.user;
        let bearer = Bearer {
            user: signed_in.user,
            session: signed_in.session,
        };
        let (ended, late) = app.block_on(async {
            let writer = {
                let casework = app.casework.clone();
                tokio::spawn(async move {
                    let mut written = 0;
                    loop {
                        let seen = casework
                            .look(bearer, "read_case", move |look| ehcp_casework::case(look, case))
                            .await;
                        let Ok(seen) = seen else { return written };
                        let command = ehcp_casework::AssignCase {
                            team_id: None,
                            officer_id: Some(officer),
                        };
                        let done = casework
                            .act(bearer, "create_assignment", move |act| {
                                ehcp_casework::assign(act, case, seen.version, &command)
                            })
                            .await;
                        if matches!(done, Err(Error::Unauthenticated)) {
                            return written;
                        }
                        written += 1;
                    }
                })
            };
            for _ in 0..round % 7 {
                tokio::task::yield_now().await;
            }
            app.casework.sign_out(bearer).await.unwrap();
            let ended = app.logs().count("events");
            writer.await.unwrap();
            (ended, app.logs().count("events"))
        });
        assert_eq!(
            ended, late,
            "round {round}: something was written after the session had ended"
        );
    }
}

fn a_new_role_and_a_closed_account_hold_at_the_next_request(database: TestDatabase) {
    let app = TestApp::on(database);
    app.admin().get("/v1/cases").expect_problem(403, "forbidden");
    app.manager().get("/v1/cases").expect(200);
    app.takes_role(&app.council.manager, "admin");
    app.manager().get("/v1/cases").expect_problem(403, "forbidden");
    let signed_in = app.signs_in(&app.council.officer);
    app.close_account_of(&app.council.officer);
    app.officer().get("/v1/me").expect_problem(401, "unauthenticated");
    app.officer()
        .post(
            "/v1/requests",
            &json!({"child_id": app.council.maya, "source": "parent"}),
        )
        .expect_problem(401, "unauthenticated");
    refused(&app, &signed_in.refresh_token);
}
