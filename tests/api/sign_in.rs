//! Signing in: what is counted, what is told apart and what is not, and the second factor.

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use chrono::Duration;
use ehcp_access::Role;
use ehcp_casework::{Error, SignIn};
use ehcp_test_support::{Answer, PASSWORD, Person, TestApp, TestDatabase, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};
use zeroize::Zeroizing;

on_both_databases!(
    unknown_wrong_and_closed_are_answered_alike,
    right_and_wrong_are_answered_alike_while_an_address_is_slowed_down,
    forty_tries_at_once_are_all_counted_and_few_are_looked_at,
    a_stranger_who_fails_again_and_again_shuts_nobody_out,
    a_device_of_somebody_else_is_a_strangers,
    a_weak_hash_is_renewed_at_the_next_good_sign_in,
    a_hostile_hash_lets_nobody_in,
    a_second_factor_is_asked_for_once_it_is_enrolled,
    a_code_is_used_once_and_guessing_codes_is_slowed_down,
    a_recovery_code_is_good_once,
    who_must_have_a_second_factor_can_do_nothing_but_enrol,
    giving_a_second_factor_up_needs_a_fresh_code_and_the_password,
    a_new_password_ends_a_sign_in_that_waits_for_its_second_step,
    the_seed_is_nowhere_to_be_read,
    a_new_password_needs_the_present_one_and_ends_the_other_sessions,
    a_short_long_or_easily_guessed_password_is_refused_and_says_why,
    the_first_administrator_is_made_once_with_a_secret_that_ends,
);

fn sign_in(app: &TestApp, body: &Value) -> Answer {
    app.anonymous(Method::POST, "/v1/sessions")
        .without_key()
        .with_json(body)
        .send()
}

fn with_password(app: &TestApp, person: &Person, password: &str) -> Answer {
    sign_in(app, &json!({"email": person.email, "password": password}))
}

fn confirm(app: &TestApp, body: &Value) -> Answer {
    app.anonymous(Method::POST, "/v1/session-confirmations")
        .without_key()
        .with_json(body)
        .send()
}

fn unknown_wrong_and_closed_are_answered_alike(database: TestDatabase) {
    let app = TestApp::on(database);
    app.close_account_of(&app.council.colleague);
    let wrong = with_password(&app, &app.council.officer, "another river in autumn");
    let closed = with_password(&app, &app.council.colleague, PASSWORD);
    let unknown = sign_in(
        &app,
        &json!({"email": "nobody@example.org", "password": PASSWORD}),
    );
    assert_eq!(wrong.status(), 401, "{wrong}");
    for other in [closed, unknown] {
        assert_eq!(other.status(), wrong.status());
        assert_eq!(other.without_trace(), wrong.without_trace());
        assert_eq!(other.header("www-authenticate"), wrong.header("www-authenticate"));
    }
}

fn right_and_wrong_are_answered_alike_while_an_address_is_slowed_down(database: TestDatabase) {
    let app = TestApp::on(database);
    for person in [&app.council.officer.email, &"nobody@example.org".to_owned()] {
        for _ in 0..11 {
            let wrong = sign_in(
                &app,
                &json!({"email": person, "password": "not the password at all"}),
            );
            assert_eq!(wrong.status(), 401);
        }
        let wrong = sign_in(
            &app,
            &json!({"email": person, "password": "not the password at all"}),
        );
        let right = sign_in(&app, &json!({"email": person, "password": PASSWORD}));
        assert_eq!((wrong.status(), right.status()), (429, 429));
        assert_eq!(wrong.without_trace(), right.without_trace());
        assert_eq!(wrong.header("retry-after"), "2");
        assert_eq!(right.header("retry-after"), "2");
    }
    // Whoever is signed in notices nothing, and after the pause the right password is looked at again.
    app.officer().get("/v1/me").expect(200);
    app.clock.advance(Duration::seconds(2));
    assert_eq!(with_password(&app, &app.council.officer, PASSWORD).status(), 201);
}

fn ask(person: &Person, password: &str, network: &str) -> SignIn {
    SignIn {
        email: person.email.clone(),
        password: Zeroizing::new(password.to_owned()),
        device_token: None,
        network: Some(network.to_owned()),
    }
}

fn forty_tries_at_once_are_all_counted_and_few_are_looked_at(database: TestDatabase) {
    let app = TestApp::on(database);
    let ask = ask(&app.council.officer, "not the password at all", "192.0.2.0/24");
    let looked_at = app.block_on(async {
        let tries: Vec<_> = (0..40)
            .map(|_| {
                let (casework, ask) = (app.casework.clone(), ask.clone());
                tokio::spawn(async move { casework.sign_in(ask).await })
            })
            .collect();
        let mut looked_at = 0;
        for attempt in tries {
            match attempt.await.unwrap() {
                Err(Error::WrongCredentials) => looked_at += 1,
                Err(Error::Throttled { .. }) => {}
                other => panic!("{other:?}"),
            }
        }
        looked_at
    });
    assert_eq!(looked_at, 11);
    assert_eq!(app.logs().count("sign_in_tries WHERE failures = 11"), 3);
}

fn a_stranger_who_fails_again_and_again_shuts_nobody_out(database: TestDatabase) {
    let app = TestApp::on(database);
    let person = &app.council.officer;
    let first = with_password(&app, person, PASSWORD);
    let device = first.text_at("/device_token").to_owned();
    // From ever new networks, with all the patience in the world.
    for guess in 0..100 {
        app.clock.advance(Duration::minutes(16));
        let wrong = ask(person, "not the password at all", &format!("198.51.{guess}.0/24"));
        let answer = app.block_on(app.casework.sign_in(wrong));
        assert!(
            matches!(answer, Err(Error::WrongCredentials)),
            "{guess}: {answer:?}"
        );
    }
    app.clock.advance(Duration::days(1));
    for password in [PASSWORD, "not the password at all"] {
        with_password(&app, person, password).is_problem("reset-needed");
    }
    let known = json!({"email": person.email, "password": PASSWORD, "device_token": device});
    let answer = sign_in(&app, &known);
    assert_eq!(answer.status(), 201, "{answer}");
    assert!(
        answer.json()["device_token"].is_null(),
        "the device keeps the token it has"
    );
    // On the known device failures count apart, and are forgotten with the next good try.
    let wrong = json!({"email": person.email, "password": "not it at all", "device_token": device});
    for _ in 0..11 {
        assert_eq!(sign_in(&app, &wrong).status(), 401);
    }
    assert_eq!(sign_in(&app, &known).status(), 429);
    app.clock.advance(Duration::seconds(2));
    assert_eq!(sign_in(&app, &known).status(), 201);
}

fn a_device_of_somebody_else_is_a_strangers(database: TestDatabase) {
    let app = TestApp::on(database);
    let device = with_password(&app, &app.council.colleague, PASSWORD)
        .text_at("/device_token")
        .to_owned();
    let officer = &app.council.officer;
    for _ in 0..11 {
        with_password(&app, officer, "not the password at all");
    }
    for token in [device.as_str(), "device_0000", "x"] {
        let body = json!({"email": officer.email, "password": PASSWORD, "device_token": token});
        assert_eq!(sign_in(&app, &body).status(), 429, "{token}");
    }
}

fn stored_hash(app: &TestApp, person: &Person) -> String {
    let user = person.user;
    app.store
        .read_blocking(move |tx| tx.user(user))
        .unwrap()
        .unwrap()
        .password_hash
}

fn store_hash(app: &TestApp, person: &Person, hash: String) {
    let user = person.user;
    app.store
        .write_blocking(move |tx| tx.set_password_hash(user, &hash))
        .unwrap();
}

fn a_weak_hash_is_renewed_at_the_next_good_sign_in(database: TestDatabase) {
    let app = TestApp::on(database);
    let person = &app.council.officer;
    let params = Params::new(8192, 1, 1, None).unwrap();
    let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password(PASSWORD.as_bytes())
        .unwrap()
        .to_string();
    store_hash(&app, person, weak.clone());
    assert_eq!(
        with_password(&app, person, "another river in autumn").status(),
        401
    );
    assert_eq!(stored_hash(&app, person), weak);
    assert_eq!(with_password(&app, person, PASSWORD).status(), 201);
    assert!(stored_hash(&app, person).starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_eq!(with_password(&app, person, PASSWORD).status(), 201);
}

fn a_hostile_hash_lets_nobody_in(database: TestDatabase) {
    let app = TestApp::on(database);
    let person = &app.council.officer;
    for hostile in [
        "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=19456,t=4294967295,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "a quiet river in spring",
        "",
    ] {
        store_hash(&app, person, hostile.to_owned());
        assert_eq!(with_password(&app, person, PASSWORD).status(), 401, "{hostile}");
    }
}

fn a_second_factor_is_asked_for_once_it_is_enrolled(database: TestDatabase) {
    let app = TestApp::on(database);
    let person = &app.council.officer;
    let before = app.officer().get("/v1/me/second-factor").expect(200);
    assert_eq!(before.json()["enrolled"], false);
    let code = app.starts_second_factor(person);
    // Until its first code was shown it does not count.
    assert_eq!(with_password(&app, person, PASSWORD).status(), 201);
    let confirm_enrolment = |code: &str| {
        app.officer()
            .post("/v1/me/second-factor/confirmations", &json!({"code": code}))
            .without_key()
            .send()
    };
    confirm_enrolment("000000x").is_problem("wrong-code");
    let codes = confirm_enrolment(&code);
    assert_eq!(codes.status(), 201, "{codes}");
    assert_eq!(codes.list_at("/recovery_codes").len(), 10);
    let after = app.officer().get("/v1/me/second-factor").expect(200);
    assert_eq!(after.json()["enrolled"], true);
    assert_eq!(after.json()["recovery_codes_left"], 10);

    let due = with_password(&app, person, PASSWORD);
    assert_eq!(due.status(), 202, "{due}");
    assert!(due.json().get("access_token").is_none());
    let challenge = due.text_at("/challenge").to_owned();
    // A challenge is no access token and no refresh token.
    app.anonymous(Method::GET, "/v1/me")
        .with_token(&challenge)
        .expect_problem(401, "unauthenticated");
    app.clock.advance(Duration::seconds(30));
    let second = json!({"challenge": challenge, "code": app.code_of(person)});
    let open = confirm(&app, &second);
    assert_eq!(open.status(), 201, "{open}");
    assert!(open.text_at("/device_token").starts_with("device_"));
    app.anonymous(Method::GET, "/v1/me/sessions")
        .with_token(open.text_at("/access_token"))
        .expect(200);
    confirm(&app, &second).is_problem("wrong-code");

    let late = with_password(&app, person, PASSWORD)
        .text_at("/challenge")
        .to_owned();
    app.clock.advance(Duration::minutes(5));
    let body = json!({"challenge": late, "code": app.code_of(person)});
    confirm(&app, &body).is_problem("wrong-code");
    for body in [
        json!({"challenge": late}),
        json!({"challenge": late, "code": "1", "recovery_code": "1"}),
    ] {
        assert_eq!(confirm(&app, &body).status(), 422);
    }
}

fn a_code_is_used_once_and_guessing_codes_is_slowed_down(database: TestDatabase) {
    let app = TestApp::on(database);
    let person = &app.council.officer;
    app.enrols_second_factor(person);
    let of_enrolment = app.code_of(person);
    let challenge = app.shows_password(person);
    confirm(&app, &json!({"challenge": challenge, "code": of_enrolment})).is_problem("wrong-code");
    for _ in 0..10 {
        confirm(&app, &json!({"challenge": challenge, "code": "000000x"})).is_problem("wrong-code");
    }
    app.clock.advance(Duration::seconds(1));
    let right = json!({"challenge": challenge, "code": app.code_of(person)});
    assert_eq!(confirm(&app, &right).status(), 429);
    // Another challenge is counted with it: the right password buys no new tries.
    let again = app.shows_password(person);
    assert_eq!(
        confirm(&app, &json!({"challenge": again, "code": "000000x"})).status(),
        429
    );
    app.clock.advance(Duration::seconds(30));
    let code = app.code_of(person);
    assert_eq!(
        confirm(&app, &json!({"challenge": challenge, "code": code})).status(),
        201
    );
    confirm(&app, &json!({"challenge": again, "code": code})).is_problem("wrong-code");
    // The code of the step after is a new one.
    app.clock.advance(Duration::seconds(30));
    let code = app.code_of(person);
    assert_eq!(
        confirm(&app, &json!({"challenge": again, "code": code})).status(),
        201
    );
}

fn a_recovery_code_is_good_once(database: TestDatabase) {
    let app = TestApp::on(database);
    let person = &app.council.officer;
    let codes = app.enrols_second_factor(person);
    let others = app.enrols_second_factor(&app.council.colleague);
    let challenge = app.shows_password(person);
    confirm(&app, &json!({"challenge": challenge, "recovery_code": others[0]})).is_problem("wrong-code");
    let typed = codes[0].to_lowercase().replace('-', " ");
    let open = confirm(&app, &json!({"challenge": challenge, "recovery_code": typed}));
    assert_eq!(open.status(), 201, "{open}");
    let challenge = app.shows_password(person);
    confirm(&app, &json!({"challenge": challenge, "recovery_code": codes[0]})).is_problem("wrong-code");
    let left = app.officer().get("/v1/me/second-factor").expect(200);
    assert_eq!(left.json()["recovery_codes_left"], 9);
    let new = app
        .officer()
        .post("/v1/me/second-factor/recovery-codes", &json!({}))
        .without_key()
        .expect(201);
    confirm(&app, &json!({"challenge": challenge, "recovery_code": codes[1]})).is_problem("wrong-code");
    let fresh = new.list_at("/recovery_codes")[0].clone();
    assert_eq!(
        confirm(&app, &json!({"challenge": challenge, "recovery_code": fresh})).status(),
        201
    );
}

fn who_must_have_a_second_factor_can_do_nothing_but_enrol(database: TestDatabase) {
    let app = TestApp::prepare(database)
        .proving(|identity| identity.second_factor_for = vec![Role::Officer])
        .start();
    let person = &app.council.officer;
    let open = with_password(&app, person, PASSWORD);
    assert_eq!(open.json()["must_enrol_second_factor"], true);
    let token = open.text_at("/access_token").to_owned();
    let call = |method: Method, path: &str| app.anonymous(method, path).without_key().with_token(&token);
    for path in ["/v1/cases", "/v1/children", "/v1/teams", "/v1/work-list"] {
        call(Method::GET, path).expect_problem(403, "second-factor-needed");
    }
    call(Method::POST, "/v1/requests")
        .with_key("a-key")
        .with_json(&json!({"child_id": app.council.maya, "source": "parent"}))
        .expect_problem(403, "second-factor-needed");
    call(Method::GET, "/v1/me").expect(200);
    let new = call(Method::POST, "/v1/me/second-factor").expect(201);
    app.has_in_hand(person, new.text_at("/secret"));
    call(Method::POST, "/v1/me/second-factor/confirmations")
        .with_json(&json!({"code": app.code_of(person)}))
        .expect(201);
    // From now on this session may do what the role may.
    call(Method::GET, "/v1/cases").expect(200);
    app.manager().get("/v1/cases").expect(200);
}

fn giving_a_second_factor_up_needs_a_fresh_code_and_the_password(database: TestDatabase) {
    let app = TestApp::on(database);
    app.enrols_second_factor(&app.council.officer);
    let session = app.in_another_session(&app.council.officer);
    let remove = |password: &str| {
        app.as_person(&session)
            .post("/v1/me/second-factor/removals", &json!({"password": password}))
            .without_key()
            .send()
    };
    app.clock.advance(Duration::minutes(6));
    remove(PASSWORD).is_problem("step-up-needed");
    // A password proves nothing of the second factor.
    app.as_person(&session)
        .post("/v1/me/reauthentications", &json!({"password": PASSWORD}))
        .without_key()
        .expect(201);
    remove(PASSWORD).is_problem("step-up-needed");
    app.as_person(&session)
        .post("/v1/me/second-factor/recovery-codes", &json!({}))
        .without_key()
        .expect_problem(401, "step-up-needed");
    app.as_person(&session)
        .post(
            "/v1/me/reauthentications",
            &json!({"code": app.code_of(&app.council.officer)}),
        )
        .without_key()
        .expect(201);
    remove("another river in autumn").is_problem("wrong-credentials");
    assert_eq!(remove(PASSWORD).status(), 204);
    assert_eq!(with_password(&app, &app.council.officer, PASSWORD).status(), 201);
}

fn the_seed_is_nowhere_to_be_read(database: TestDatabase) {
    let app = TestApp::on(database);
    let person = &app.council.officer;
    let new = app
        .officer()
        .asks(Method::POST, "/v1/me/second-factor")
        .without_key()
        .expect(201);
    let secret = new.text_at("/secret").to_owned();
    app.has_in_hand(person, &secret);
    let code = json!({"code": app.code_of(person)});
    app.officer()
        .post("/v1/me/second-factor/confirmations", &code)
        .without_key()
        .expect(201);
    for path in ["/v1/me", "/v1/me/second-factor", "/v1/me/sessions"] {
        assert!(
            !app.officer().get(path).expect(200).text().contains(&secret),
            "{path}"
        );
    }
    app.officer()
        .asks(Method::POST, "/v1/me/second-factor")
        .without_key()
        .expect_problem(409, "already-done");
    let user = person.user;
    let row = app
        .store
        .read_blocking(move |tx| tx.second_factor(user))
        .unwrap()
        .unwrap();
    assert!(!row.sealed_seed.contains(&secret));
    assert!(row.sealed_seed.len() >= 2 * (12 + 20 + 16), "nonce, seed and tag");
}

fn changes_password(app: &TestApp, current: &str, new: &str) -> Answer {
    app.officer()
        .put(
            "/v1/me/password",
            &json!({"current_password": current, "new_password": new}),
        )
        .send()
}

fn a_new_password_needs_the_present_one_and_ends_the_other_sessions(database: TestDatabase) {
    const NEW: &str = "lanterns under the old bridge";
    let app = TestApp::on(database);
    let person = &app.council.officer;
    let other = app.in_another_session(person);
    changes_password(&app, NEW, NEW).is_problem("wrong-credentials");
    app.as_person(&other).get("/v1/me").expect(200);
    assert_eq!(changes_password(&app, PASSWORD, NEW).status(), 204);
    app.as_person(&other)
        .get("/v1/me")
        .expect_problem(401, "unauthenticated");
    app.officer().get("/v1/me").expect(200);
    assert_eq!(app.logs().count("outbox WHERE template = 'password_changed'"), 1);
    assert_eq!(with_password(&app, person, PASSWORD).status(), 401);
    assert_eq!(with_password(&app, person, NEW).status(), 201);
}

fn a_new_password_ends_a_sign_in_that_waits_for_its_second_step(database: TestDatabase) {
    let app = TestApp::on(database);
    let person = &app.council.officer;
    app.enrols_second_factor(person);
    let challenge = app.shows_password(person);
    assert_eq!(
        changes_password(&app, PASSWORD, "violet kettle under seven stairs").status(),
        204
    );
    app.clock.advance(Duration::seconds(30));
    let code = app.code_of(person);
    confirm(&app, &json!({"challenge": challenge, "code": code})).is_problem("wrong-code");
}

fn a_short_long_or_easily_guessed_password_is_refused_and_says_why(database: TestDatabase) {
    let app = TestApp::on(database);
    let long = "xq".repeat(65);
    for (new, code) in [
        ("fourteen chars", "password_length"),
        ("passwordpassword", "password_easily_guessed"),
        ("rosa.whitfield 2026", "password_easily_guessed"),
    ] {
        let refused = changes_password(&app, PASSWORD, new);
        assert_eq!(refused.status(), 422, "{refused}");
        assert_eq!(refused.text_at("/errors/0/pointer"), "/new_password");
        assert_eq!(refused.text_at("/errors/0/code"), code, "{refused}");
    }
    let refused = changes_password(&app, PASSWORD, &long);
    assert_eq!(refused.status(), 422, "{refused}");
    assert!(!refused.text().contains("xqxq"));
    // Beside a second factor eight characters are enough.
    app.enrols_second_factor(&app.council.officer);
    assert_eq!(changes_password(&app, PASSWORD, "zuvq-mok4").status(), 204);
    // Alone they are not.
    let removal = app
        .officer()
        .post("/v1/me/second-factor/removals", &json!({"password": "zuvq-mok4"}))
        .without_key()
        .expect(422);
    assert_eq!(removal.text_at("/errors/0/code"), "password_length");
}

fn the_first_administrator_is_made_once_with_a_secret_that_ends(database: TestDatabase) {
    let app = TestApp::on(database);
    assert!(app.casework.first_administrator_secret().unwrap().is_none());
    app.forget_administrators();
    let make = |secret: &str, email: &str| {
        app.anonymous(Method::POST, "/v1/first-administrators")
            .without_key()
            .with_json(&json!({
                "secret": secret, "email": email, "display_name": "Ada Stone", "password": PASSWORD,
            }))
            .send()
    };
    let secret = || app.casework.first_administrator_secret().unwrap().unwrap();
    let replaced = secret();
    let late = secret();
    make(&replaced, "ada.stone@example.org").is_problem("wrong-secret");
    make("first_0000", "ada.stone@example.org").is_problem("wrong-secret");
    app.clock.advance(Duration::hours(1));
    make(&late, "ada.stone@example.org").is_problem("wrong-secret");
    let good = secret();
    assert_eq!(make(&good, "no address").status(), 422);
    let made = make(&good, "Ada.Stone@example.org");
    assert_eq!(made.status(), 201, "{made}");
    make(&good, "another@example.org").is_problem("wrong-secret");
    assert!(app.casework.first_administrator_secret().unwrap().is_none());
    let open = sign_in(
        &app,
        &json!({"email": "ada.stone@example.org", "password": PASSWORD}),
    );
    assert_eq!(open.text_at("/role"), "admin");
}
