//! Versions that changes name, and calls that are answered once.

use ehcp_test_support::{TestApp, TestDatabase, bodies, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};
use std::thread;

on_both_databases!(
    a_change_names_the_version_it_saw,
    a_repeated_call_gives_the_first_answer_again,
    thirty_calls_at_once_with_one_key_have_one_effect,
    of_thirty_changes_at_once_one_is_made,
    an_unchanged_case_is_not_sent_again,
);

fn a_change_names_the_version_it_saw(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let notice = || {
        app.officer()
            .post(format!("/v1/cases/{case}/considering-notices"), &json!({}))
    };
    let before = app.officer().reads_case(&case);
    let missing = notice().expect_problem(428, "if-match-missing");
    assert!(missing.text_at("/detail").contains("ETag"), "{missing}");
    for malformed in [
        "*",
        "1",
        "\"nonsense",
        "\"1-aaaaaaaa\", \"2-aaaaaaaa\"",
        "W/\"1-aaaaaaaa\"",
    ] {
        let answer = notice().seeing(malformed).send();
        assert!(matches!(answer.status(), 400 | 412), "{malformed}: {answer}");
        answer.is_problem(if answer.status() == 400 {
            "malformed-if-match"
        } else {
            "stale-version"
        });
    }
    notice().seeing("*").expect_problem(400, "malformed-if-match");
    notice()
        .seeing("\"99-aaaaaaaa\"")
        .expect_problem(412, "stale-version");
    assert_eq!(app.officer().reads_case(&case).json(), before.json());
    notice().seeing(&before.etag()).expect(200);
    // At a moment of its own, so that the last row of the log is its row.
    app.clock.advance(chrono::Duration::milliseconds(1));
    let stale = notice()
        .seeing(&before.etag())
        .expect_problem(412, "stale-version");
    assert!(
        stale.text_at("/detail").contains("Read this very thing again"),
        "{stale}"
    );
    let entry = app.logs().last_security().unwrap();
    assert_eq!(
        (entry.event.as_str(), entry.subject.as_deref()),
        ("stale", Some(case.as_str()))
    );
}

fn a_repeated_call_gives_the_first_answer_again(database: TestDatabase) {
    let app = TestApp::on(database);
    let body = json!({"child_id": app.council.maya});
    let ask = |key: &str, body: &Value| app.parent().post("/v1/requests", body).with_key(key);
    let first = ask("the-key", &body).expect(201);
    let again = ask("the-key", &body).expect(201);
    assert_eq!(first.json(), again.json());
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(first.header("etag"), again.header("etag"));
    // The first answer comes before `If-Match` is looked at: the version has moved on.
    let case = first.text_at("/case_id");
    let seen = app.officer().reads_case(case).etag();
    let notice = || {
        app.officer()
            .post(format!("/v1/cases/{case}/considering-notices"), &json!({}))
            .with_key("notice")
            .seeing(&seen)
    };
    let sent = notice().expect(200);
    assert_eq!(notice().expect(200).json(), sent.json());
    // Another body, or another case, with the same key.
    let other = json!({"child_id": app.council.maya, "reasons": "Something else."});
    ask("the-key", &other).expect_problem(422, "idempotency-key-reused");
    let other_case = app.other_parent().asks_for_an_assessment_of(app.council.noah);
    app.officer()
        .post(format!("/v1/cases/{other_case}/considering-notices"), &json!({}))
        .with_key("notice")
        .seeing(&seen)
        .expect_problem(422, "idempotency-key-reused");
    // Somebody else's key is their own.
    let own = app
        .second_parent()
        .post("/v1/requests", &body)
        .with_key("the-key")
        .expect(201);
    assert_eq!(own.at("/added_to_open_assessment"), true);
    ask("the-key", &body)
        .without_key()
        .expect_problem(400, "idempotency-key-missing");
    for key in ["", " ", "with space", &"k".repeat(129)] {
        ask(key, &body).expect_problem(400, "idempotency-key-missing");
    }
    assert_eq!(app.logs().count("requests"), 3);
}

fn thirty_calls_at_once_with_one_key_have_one_effect(database: TestDatabase) {
    let app = TestApp::on(database);
    let body = json!({"child_id": app.council.maya});
    let answers: Vec<_> = thread::scope(|scope| {
        let calls: Vec<_> = (0..30)
            .map(|_| {
                scope.spawn(|| {
                    app.parent()
                        .post("/v1/requests", &body)
                        .with_key("all-at-once")
                        .send()
                })
            })
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    for answer in &answers {
        assert!(matches!(answer.status(), 201 | 409), "{answer}");
    }
    let made: Vec<_> = answers.iter().filter(|answer| answer.status() == 201).collect();
    assert!(!made.is_empty());
    assert!(made.iter().all(|answer| answer.json() == made[0].json()));
    let mut logs = app.logs();
    assert_eq!(
        ["cases", "requests", "events"].map(|table| logs.count(table)),
        [1, 1, 1]
    );
}

fn of_thirty_changes_at_once_one_is_made(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let seen = app.officer().reads_case(&case).etag();
    let path = format!("/v1/cases/{case}/considering-notices");
    let mut statuses: Vec<_> = thread::scope(|scope| {
        let calls: Vec<_> = (0..30)
            .map(|_| {
                scope.spawn(|| {
                    app.officer()
                        .post(&path, &json!({}))
                        .seeing(&seen)
                        .send()
                        .status()
                })
            })
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert!(statuses[1..].iter().all(|status| *status == 412), "{statuses:?}");
    assert_eq!(app.logs().count("events"), 2);
}

fn an_unchanged_case_is_not_sent_again(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let view = app.parent().reads_case(&case);
    let again = || {
        app.parent()
            .asks(Method::GET, format!("/v1/cases/{case}"))
            .with_header("if-none-match", &view.etag())
    };
    let reads = app.logs().count("read_log");
    assert_eq!(again().expect(304).text(), "");
    assert_eq!(app.logs().count("read_log"), reads + 1, "a 304 counts as a read");
    app.officer()
        .does(&case, "considering-notices", &json!({}))
        .expect(200);
    again().expect(200);
    // The officer sees more than the parent, and so has another tag for the same version.
    app.officer().consults_the_family_of(&case);
    app.officer()
        .does(&case, "decisions", &bodies::decision("assess"))
        .expect(201);
    assert_ne!(
        app.officer().reads_case(&case).etag(),
        app.parent().reads_case(&case).etag()
    );
}
