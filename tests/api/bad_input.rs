//! What is wrong with a request, said so that whoever sent it can mend it. Nothing is half-written, and nothing that a
//! client sends is the server's fault.

use ehcp_test_support::{Answer, CaseInHand, Milestone, TestApp, TestDatabase, bodies, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

on_both_databases!(
    every_wrong_value_is_named_and_changes_nothing,
    what_is_not_json_is_refused_before_anything_is_done,
    other_peoples_ids_are_not_found_wherever_they_stand,
    lists_refuse_what_they_cannot_read,
    answers_come_as_they_are_accepted_or_not_at_all,
);

/// A change of a case that must be refused: where it is sent, what, and which field is wrong.
struct Wrong {
    what: &'static str,
    body: Value,
    pointer: &'static str,
    /// Words that the sentence must hold.
    says: &'static str,
}

fn wrong(what: &'static str, body: Value, pointer: &'static str, says: &'static str) -> Wrong {
    Wrong {
        what,
        body,
        pointer,
        says,
    }
}

fn with(mut body: Value, member: &str, value: Value) -> Value {
    body[member] = value;
    body
}

/// Tried by the officer on a case on which nothing was decided yet, on 7 December 2026.
fn wrong_on_a_new_case() -> Vec<Wrong> {
    let decision = || bodies::decision("assess");
    vec![
        wrong(
            "considering-notices",
            json!({"sent_on": "2026-02-30"}),
            "/sent_on",
            "",
        ),
        wrong(
            "considering-notices",
            json!({"sent_on": "2027-01-04"}),
            "/sent_on",
            "future",
        ),
        wrong(
            "considering-notices",
            json!({"sent_on": "2026-09-01"}),
            "/sent_on",
            "request was received",
        ),
        wrong(
            "considering-notices",
            json!({"sent_on": 20_260_909}),
            "/sent_on",
            "",
        ),
        wrong(
            "considering-notices",
            json!({"sent_on": "0000-00-00"}),
            "/sent_on",
            "",
        ),
        wrong(
            "considering-notices",
            json!({"sent_on": "-0001-01-01"}),
            "/sent_on",
            "",
        ),
        wrong(
            "considering-notices",
            json!({"sent_on": "9999-12-31"}),
            "/sent_on",
            "future",
        ),
        wrong(
            "considering-notices",
            json!({"sent": "2026-09-09"}),
            "/sent",
            "sent_on",
        ),
        wrong(
            "decisions",
            with(decision(), "decided_on", json!("2026-09-06")),
            "/decided_on",
            "7 September 2026",
        ),
        wrong(
            "decisions",
            with(decision(), "decided_on", json!("2027-09-06")),
            "/decided_on",
            "future",
        ),
        wrong(
            "decisions",
            with(decision(), "kind", json!("perhaps")),
            "/kind",
            "do_not_assess",
        ),
        wrong("decisions", with(decision(), "kind", json!("issue")), "", "stage"),
        wrong(
            "decisions",
            json!({"kind": "assess", "reasons": {"criteria": "c", "evidence_considered": "e", "reasons": "short"}}),
            "/reasons/reasons",
            "40 characters",
        ),
        wrong("decisions", json!({"kind": "assess"}), "/reasons", "reasons"),
        wrong(
            "decisions",
            json!({"kind": "assess", "reasons": {"criteria": "", "evidence_considered": "e", "reasons": "r"}}),
            "/reasons/criteria",
            "",
        ),
        wrong(
            "date-corrections",
            json!({
                "fact": "request_received", "happened_on": "2017-01-01", "reason": "Because."
            }),
            "/happened_on",
            "date of birth",
        ),
        wrong(
            "date-corrections",
            json!({
                "fact": "request_received", "happened_on": "2026-09-07", "reason": "Because."
            }),
            "/happened_on",
            "already recorded",
        ),
        wrong("assignments", json!({}), "/officer_id", "Name an officer"),
        wrong(
            "assignments",
            json!({"team_id": Uuid::now_v7()}),
            "/team_id",
            "no team with this id",
        ),
        wrong("assignments", json!({"officer_id": "42"}), "/officer_id", ""),
    ]
}

/// Tried on a case that is being assessed.
fn wrong_while_assessing() -> Vec<Wrong> {
    let asked = || bodies::advice_request("other");
    vec![
        wrong(
            "advice-requests",
            with(asked(), "adviser_id", json!(Uuid::now_v7())),
            "/adviser_id",
            "Nobody who gives advice",
        ),
        wrong(
            "advice-requests",
            with(asked(), "education_setting_id", json!(Uuid::now_v7())),
            "/education_setting_id",
            "no setting with this id",
        ),
        wrong(
            "advice-requests",
            with(asked(), "sent_on", json!("2026-09-01")),
            "/sent_on",
            "",
        ),
        wrong(
            "advice-requests",
            with(asked(), "addressee", json!("x".repeat(201))),
            "/addressee",
            "200",
        ),
        wrong(
            "advice-requests",
            with(asked(), "referral", json!("x".repeat(20_001))),
            "/referral",
            "20",
        ),
        wrong(
            "exceptions",
            with(bodies::exception("2026-11-02"), "kind", json!("ex-nonsense")),
            "/kind",
            "ex-",
        ),
        wrong(
            "exceptions",
            with(bodies::exception("2026-11-02"), "until_on", json!("2026-11-01")),
            "/until_on",
            "before the first",
        ),
        wrong(
            "exceptions",
            with(
                bodies::exception("2026-11-02"),
                "advice_request_id",
                json!(Uuid::now_v7()),
            ),
            "/advice_request_id",
            "no request for advice with this id",
        ),
        wrong(
            "exceptions",
            with(
                bodies::exception("2026-07-20"),
                "kind",
                json!("ex-school-closure"),
            ),
            "/advice_requested_on",
            "asked",
        ),
    ]
}

fn every_wrong_value_is_named_and_changes_nothing(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let new = officer.brings_to(&app, app.another_maya(), Milestone::Requested, app.council.alder);
    let assessing = officer.brings_to(&app, app.another_maya(), Milestone::Assessing, app.council.alder);
    for (hand, table) in [
        (&new, wrong_on_a_new_case()),
        (&assessing, wrong_while_assessing()),
    ] {
        for wrong in table {
            refused(&app, hand, &wrong);
        }
    }
    wrong_children(&app);
}

fn refused(app: &TestApp, hand: &CaseInHand, wrong: &Wrong) {
    let before = app.logs().on_record();
    let who = if wrong.what == "assignments" {
        app.manager()
    } else {
        app.officer()
    };
    let answer = who.does(&hand.case, wrong.what, &wrong.body).send();
    let said = format!("{} {}: {answer}", wrong.what, wrong.body);
    if wrong.pointer.is_empty() {
        assert_eq!(answer.status(), 409, "{said}");
        assert!(answer.text_at("/detail").contains(wrong.says), "{said}");
    } else {
        assert_eq!(answer.status(), 422, "{said}");
        answer.is_problem("invalid");
        let sentence = answer.says_about(wrong.pointer);
        assert!(sentence.contains(wrong.says) && sentence.contains(' '), "{said}");
    }
    assert_eq!(app.logs().on_record(), before, "{said}");
}

/// Children who cannot be, asked for by their school.
fn wrong_children(app: &TestApp) {
    let child = bodies::new_child("Ines");
    for (body, pointer, says) in [
        (json!({}), "/child", "child_id or child"),
        (
            json!({"child_id": app.council.maya, "child": child}),
            "/child",
            "not both",
        ),
        (
            json!({"child": with(child.clone(), "born_on", json!("2027-01-01"))}),
            "/child/born_on",
            "future",
        ),
        (
            json!({"child": with(child.clone(), "born_on", json!("1980-01-01"))}),
            "/child/born_on",
            "25",
        ),
        (
            json!({"child": with(child.clone(), "upn", json!("A801200001001"))}),
            "/child/upn",
            "H",
        ),
        (
            json!({"child": with(child.clone(), "upn", json!("12"))}),
            "/child/upn",
            "13 characters",
        ),
        (
            json!({"child": with(child.clone(), "given_name", json!("   "))}),
            "/child/given_name",
            "",
        ),
        (
            json!({"child": with(child.clone(), "given_name", json!("a\u{0}b"))}),
            "/child/given_name",
            "NUL",
        ),
        (
            json!({"child": with(child.clone(), "name", json!("Ines"))}),
            "/child/name",
            "given_name",
        ),
        (json!({"child": child, "source": "parent"}), "/source", "own name"),
        (json!({"child": 5}), "/child", ""),
    ] {
        let before = app.logs().on_record();
        let answer = app
            .school()
            .post("/v1/requests", &body)
            .expect_problem(422, "invalid");
        let sentence = answer.says_about(pointer);
        assert!(
            sentence.contains(says) && sentence.contains(' '),
            "{body}: {answer}"
        );
        assert_eq!(app.logs().on_record(), before, "{body}: {answer}");
    }
}

fn what_is_not_json_is_refused_before_anything_is_done(database: TestDatabase) {
    let app = TestApp::on(database);
    let post = |media: &str, body: Vec<u8>| {
        app.school()
            .asks(Method::POST, "/v1/requests")
            .with_text(media, body)
            .send()
    };
    let before = app.logs().on_record();
    let deep = format!("{{\"child\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    for body in [
        "",
        "nonsense",
        "{",
        "[]",
        "null",
        "{\"child\":}",
        "{\"a\":1e400}",
        "{\"a\":01}",
        "{} {}",
        "{\"child_id\":\"\\ud800\"}",
        "{\"reasons\":\"\\udc00\\ud800\"}",
        &deep,
        "\u{feff}{}",
    ] {
        let answer = post("application/json", body.into());
        assert!(matches!(answer.status(), 400 | 422), "{body:.40}: {answer}");
        answer.is_problem(answer.text_at("/code"));
    }
    let answer = post("application/json", b"{\"reasons\":\"\xff\xfe\"}".to_vec());
    assert_eq!(answer.status(), 400, "{answer}");
    let twice = post(
        "application/json",
        b"{\"reasons\":\"a\",\"reasons\":\"b\"}".to_vec(),
    );
    assert_eq!(twice.status(), 422, "{twice}");
    assert!(twice.says_about("/reasons").contains("twice"), "{twice}");
    let large = format!("{{\"reasons\":\"{}\"}}", "x".repeat(300 * 1024));
    let answer = post("application/json", large.into());
    assert_eq!(answer.status(), 413, "{answer}");
    answer.is_problem("body-too-large");
    assert!(
        answer.text_at("/detail").contains("262144") || answer.text_at("/detail").contains("256"),
        "{answer}"
    );
    for media in [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
    ] {
        let answer = post(media, b"{}".to_vec());
        assert_eq!(answer.status(), 415, "{answer}");
        answer.is_problem("unsupported-media-type");
    }
    assert_eq!(app.logs().on_record(), before);
}

fn other_peoples_ids_are_not_found_wherever_they_stand(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let south = app.officer_of_other_team();
    let theirs = south.brings_to(&app, app.council.noah, Milestone::Drafted, app.council.birch);
    let own = app
        .officer()
        .brings_to(&app, app.council.maya, Milestone::Assessing, app.council.alder);
    let before = app.logs().on_record();
    let missing = app
        .parent()
        .get(format!("/v1/cases/{}", Uuid::now_v7()))
        .expect_problem(404, "not-found");
    let same = |answer: &Answer| assert_eq!(answer.without_trace(), missing.without_trace(), "{answer}");
    let (case, draft) = (&theirs.case, theirs.draft.as_ref().unwrap());
    let advice = theirs.psychological_advice.as_ref().unwrap();
    for path in [
        format!("/v1/cases/{case}"),
        format!("/v1/cases/{case}/timeline"),
        format!("/v1/cases/{case}/plans"),
        format!("/v1/plans/{draft}"),
        format!("/v1/advice-requests/{advice}"),
        format!("/v1/children/{}", theirs.child),
    ] {
        same(&app.officer().get(&path).expect(404));
        same(&app.parent().get(&path).expect(404));
    }
    // In the body: as one that is nobody's.
    let ask = |child: &str| {
        app.parent()
            .post("/v1/requests", &json!({"child_id": child}))
            .expect_problem(422, "invalid")
            .without_trace()
    };
    assert_eq!(ask(&theirs.child), ask(&Uuid::now_v7().to_string()));
    // A request for advice of another case, in the body of a change of one's own.
    let body = with(
        bodies::exception("2026-11-02"),
        "advice_request_id",
        json!(advice),
    );
    let nested = with(body, "kind", json!("ex-coop-circumstances"));
    let answer = app
        .officer()
        .does(&own.case, "exceptions", &nested)
        .expect_problem(422, "invalid");
    assert!(
        answer
            .says_about("/advice_request_id")
            .contains("no request for advice with this id")
    );
    // In a filter: as if it were nobody's.
    for query in [
        format!("child_id={}", theirs.child),
        format!("officer_id={}", app.council.officer_of_other_team.user),
        "reference=EHC-2026-000001".to_owned(),
    ] {
        let list = app.parent().get(format!("/v1/cases?{query}")).expect(200);
        let shown = list.list_at("/items").iter().any(|item| item["id"] == *case);
        assert!(!shown, "{query}: {list}");
    }
    assert_eq!(app.logs().on_record(), before);
    // What is no id at all is not found either.
    for id in [
        "1",
        "x",
        "..%2f..%2fetc",
        "%00",
        "00000000-0000-0000-0000-000000000000",
        "%F0%9F%92%A5",
    ] {
        let answer = app.officer().get(format!("/v1/cases/{id}")).send();
        assert!(matches!(answer.status(), 400 | 404), "{id}: {answer}");
        answer.is_problem(answer.text_at("/code"));
    }
}

fn lists_refuse_what_they_cannot_read(database: TestDatabase) {
    let app = TestApp::on(database);
    for _ in 0..3 {
        app.officer()
            .post(
                "/v1/requests",
                &json!({"child_id": app.another_maya(), "source": "parent"}),
            )
            .expect(201);
    }
    for (query, pointer) in [
        ("limit=0", "/query/limit"),
        ("limit=201", "/query/limit"),
        ("limit=-1", "/query/limit"),
        ("limit=ten", "/query/limit"),
        ("cursor=nonsense", "/query/cursor"),
        ("stage=nowhere", "/query/stage"),
        ("child_id=7", "/query/child_id"),
        ("reference=EHC", "/query/reference"),
        ("due_within_days=367", "/query/due_within_days"),
        ("colour=red", "/query/colour"),
        ("limit=5&limit=6", "/query/limit"),
    ] {
        let answer = app
            .officer()
            .get(format!("/v1/cases?{query}"))
            .expect_problem(422, "invalid");
        assert!(answer.says_about(pointer).contains(' '), "{query}: {answer}");
    }
    let first = app.officer().get("/v1/cases?limit=1").expect(200);
    let next = first.text_at("/next").to_owned();
    assert_eq!(first.header("link"), format!("<{next}>; rel=\"next\""));
    app.officer().get(&next).expect(200);
    // A cursor belongs to whoever was given it, and to the list and the filter it was given for.
    let cursor = next.split("cursor=").nth(1).unwrap().split('&').next().unwrap();
    app.colleague().get(&next).expect_problem(422, "invalid");
    let forged = format!("{}{}", &cursor[..cursor.len() - 2], "AA");
    for path in [
        format!("/v1/cases?limit=1&stage=assessing&cursor={cursor}"),
        format!("/v1/work-list?limit=1&cursor={cursor}"),
        format!("/v1/cases?limit=1&cursor={forged}"),
    ] {
        let answer = app.officer().get(&path).expect_problem(422, "invalid");
        assert!(
            answer.says_about("/query/cursor").contains(' '),
            "{path}: {answer}"
        );
    }
}

fn answers_come_as_they_are_accepted_or_not_at_all(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    for accept in ["text/html", "image/png", "application/json;q=0"] {
        app.parent()
            .get(format!("/v1/cases/{case}"))
            .with_header("accept", accept)
            .expect_problem(406, "not-acceptable");
    }
    app.parent()
        .asks(Method::PATCH, format!("/v1/cases/{case}"))
        .expect_problem(405, "method-not-allowed");
    app.parent()
        .get("/v1/nothing-of-the-kind")
        .expect_problem(404, "not-found");
}
