//! What the program's own log shows. Over the whole road, at the finest level: nothing of what people sent or are called is in
//! it, and nobody can forge a line. And of whoever is refused: the same statements, whatever is on record. A program of its
//! own, because a process has one log.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use ehcp_casework::{FamilySignOn, SignOnRules};
use ehcp_test_support::{Milestone, Somebody, TestApp, TestDatabase, bodies};
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    io,
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::Duration,
};
use tracing_subscriber::{
    Layer as _, filter::LevelFilter, filter::Targets, fmt, layer::SubscriberExt as _, registry,
    util::SubscriberInitExt as _,
};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A log as the server writes it, but finer than it can be told to.
fn start_log() -> Lines {
    let lines = Lines::default();
    let writer = lines.clone();
    let wanted = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("ehcp", LevelFilter::TRACE);
    let layer = fmt::layer()
        .json()
        .flatten_event(true)
        .with_span_list(false)
        .with_writer(move || writer.clone());
    registry().with(layer.with_filter(wanted)).init();
    lines
}

/// A line that somebody would like to see in the log, with all that could make it one.
const FORGED: &str = "Quillfeather\r\n{\"level\":\"ERROR\",\"message\":\"forged\"}\u{1b}[31m\u{202e}\u{2028}";

/// Walks the whole road, and then sends what nobody should.
fn walk(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let (officer, parent) = (app.officer(), app.parent());
    let hand = officer.brings_to(&app, app.council.maya, Milestone::DraftServed, app.council.alder);
    let mut said = bodies::representations();
    said["text"] = json!(FORGED.replace(['\u{1b}', '\u{202e}', '\r'], " "));
    parent.does(&hand.case, "representations", &said).send();
    for page in [
        "",
        "/timeline",
        "/deadlines",
        "/decisions",
        "/plans",
        "/advice-requests",
    ] {
        parent.get(format!("/v1/cases/{}{page}", hand.case)).send();
        officer.get(format!("/v1/cases/{}{page}", hand.case)).send();
    }
    // Texts, names, keys, addresses and queries that are refused or are not.
    let child = json!({"given_name": FORGED, "family_name": "Quillfeather", "born_on": "2019-05-06"});
    parent
        .post("/v1/requests", &json!({"child": child, "reasons": FORGED}))
        .send();
    parent
        .post("/v1/requests", &json!({FORGED: 1, "child_id": FORGED}))
        .send();
    let escaped = "Quillfeather%0d%0a%7b%22forged%22%7d%1b%5b31m%e2%80%ae";
    for path in [
        format!("/v1/{escaped}"),
        format!("/v1/cases/{escaped}"),
        format!("/v1/cases?stage={escaped}"),
    ] {
        officer.get(path).send();
    }
    let headers = [
        "traceparent",
        "x-forwarded-for",
        "user-agent",
        "if-none-match",
        "accept",
    ];
    for header in headers {
        officer
            .get("/v1/me")
            .with_header(header, "Quillfeather\tforged")
            .send();
    }
    officer
        .post("/v1/requests", &json!({}))
        .with_key("Quillfeather")
        .send();
    let sign_in = json!({"email": "quillfeather@example.org", "password": "Quillfeather of the forged"});
    app.anonymous(Method::POST, "/v1/sessions")
        .without_key()
        .with_json(&sign_in)
        .send();
    app.anonymous(Method::GET, "/v1/me")
        .with_token("eyJhbGciOiJub25lIn0.forged.Quillfeather")
        .send();
}

/// The one log of the process.
static LOG: LazyLock<Lines> = LazyLock::new(start_log);

/// Held by the one test that writes to it.
static ALONE: Mutex<()> = Mutex::new(());

/// What is logged while something is done.
fn logged(doing: impl FnOnce()) -> String {
    LOG.0.lock().unwrap().clear();
    doing();
    String::from_utf8(LOG.0.lock().unwrap().clone()).unwrap()
}

/// The statements of a sign-in through the families' provider that is refused.
fn statements_of(app: &TestApp, issuer: &ehcp_test_support::TestIssuer, email: &str) -> Vec<String> {
    issuer.somebody(Somebody {
        subject: format!("of-{email}"),
        email: email.to_owned(),
        groups: Vec::new(),
        authenticated_at: None,
    });
    let start = app
        .anonymous(Method::POST, "/v1/single-sign-on-starts")
        .with_json(&json!({"for_whom": "families"}))
        .expect(201);
    let back = app.follows(start.text_at("/authorization_url"));
    let of = |name: &str| {
        back.split(['?', '&'])
            .find_map(|pair| pair.strip_prefix(name))
            .unwrap()
    };
    let body = json!({
        "code": of("code="), "state": of("state="), "browser_token": start.text_at("/browser_token"),
    });
    let text = logged(|| {
        app.anonymous(Method::POST, "/v1/single-sign-on-completions")
            .with_json(&body)
            .expect_problem(403, "forbidden");
    });
    text.lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter_map(|entry| entry["statement"].as_str().map(str::to_owned))
        .collect()
}

fn refusals_cost_the_same(database: TestDatabase) {
    let (app, _council, issuer) = TestApp::prepare(database)
        .store(|store| store.slow_query = Duration::ZERO)
        .with_providers(SignOnRules::default(), FamilySignOn::default());
    app.close_account_of(&app.council.second_parent);
    let council = &app.council;
    // The first row of the log opens it.
    statements_of(&app, &issuer, "first@example.org");
    let nobody = statements_of(&app, &issuer, "nobody@example.org");
    assert!(nobody.len() > 5, "the statements were seen: {nobody:?}");
    for email in [
        &council.parent.email,
        &council.second_parent.email,
        &council.officer.email,
        &council.admin.email,
    ] {
        assert_eq!(statements_of(&app, &issuer, email), nobody, "{email}");
    }
}

#[test]
fn whoever_is_refused_by_the_families_provider_costs_the_same_statements() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    LazyLock::force(&LOG);
    refusals_cost_the_same(TestDatabase::sqlite());
    refusals_cost_the_same(TestDatabase::postgres());
}

#[test]
fn the_log_of_the_whole_road_holds_nobody_s_data_and_no_forged_line() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let text = logged(|| {
        walk(TestDatabase::sqlite());
        walk(TestDatabase::postgres());
    });
    let mut requests = 0;
    for line in text.lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        assert!(entry.is_object(), "{line}");
        requests += usize::from(entry["message"] == "request");
    }
    assert!(requests > 100, "the log was read: {requests}");
    let lower = text.to_lowercase();
    for hidden in [
        "quillfeather",
        "forged",
        "okafor",
        "whitfield",
        "maya",
        "example.org",
        "section b",
        "little progress",
        "please advise",
        "alder brook",
        "ehc-2026",
        "2018-03-14",
        "eyj",
        "\u{1b}",
        "\u{202e}",
    ] {
        assert!(!lower.contains(hidden), "the log holds {hidden:?}");
    }
}
