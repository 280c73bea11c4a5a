//! Unique words stand in every protected field; whoever must not learn them reads everything there is to read, and finds
//! none: not in an answer, not in a header, not in an error, and nobody finds one in a line of the log.

use super::people::columns;
use super::samples::{Scenery, samples};
use ehcp_test_support::{
    CaseInHand, Contract, Milestone, Person, TestApp, TestDatabase, bodies, on_both_databases,
};
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    io,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};
use tracing_subscriber::{
    Layer as _, filter::Targets, fmt, layer::SubscriberExt as _, registry, util::SubscriberInitExt as _,
};

on_both_databases!(
    nobody_from_outside_reads_a_protected_detail,
    a_barred_parent_reads_nothing_and_the_other_parent_nothing_of_the_first,
    a_restricted_case_is_found_nowhere,
    the_log_holds_nothing_that_people_wrote,
);

/// What the mother's details are, each of them only here.
const STREET: &str = "9 Zebrawood Rise";
const POSTCODE: &str = "ZE2 9XX";
const NUMBER: &str = "07700 900861";
const EMAIL: &str = "amina.zebrawood@example.org";
const DAY_NUMBER: &str = "07700 900862";
const WHY: &str = "Zorilla order seen.";
const NOTED: &str = "Zorilla told us.";
const ASKED: &str = "01632 960863";
const DRAFTING: &str = "Zeppelin draft sentence.";

/// Everything that may be called, with one id in its path.
fn reads() -> Vec<super::samples::Sample> {
    samples()
        .into_iter()
        .filter(|sample| Contract::get().operation(sample.operation).method == Method::GET)
        .collect()
}

fn fill(path: &str, id: &str) -> String {
    match (path.find('{'), path.find('}')) {
        (Some(from), Some(to)) => format!("{}{id}{}", &path[..from], &path[to + 1..]),
        _ => path.to_owned(),
    }
}

/// All that somebody is answered when they read everything and get everything wrong: bodies, headers, and where it was.
fn crawl(app: &TestApp, hand: &CaseInHand, person: &Person) -> Vec<(String, String)> {
    let mut seen = Vec::new();
    let who = app.as_person(person);
    let mut keep = |what: String, answer: &ehcp_test_support::Answer| {
        seen.push((what, format!("{:?} {}", answer.headers(), answer.text())));
    };
    for sample in reads() {
        let scenery = Scenery {
            app,
            hand,
            who: Some(person),
        };
        let ask = (sample.ask)(&scenery);
        let path = fill(&Contract::get().operation(sample.operation).path, &ask.id);
        keep(format!("GET {path}"), &who.get(&path).send());
        if sample.operation == "list_cases" {
            let table = who.get(&path).with_header("accept", "text/csv").send();
            keep(format!("GET {path} as CSV"), &table);
        }
    }
    for operation in &Contract::get().operations {
        // A deletion needs no body that could be wrong, and would end the session that is used here.
        if operation.method == Method::GET || operation.method == Method::DELETE {
            continue;
        }
        let path = fill(&operation.path, &hand.child);
        let answer = who
            .asks(operation.method.clone(), &path)
            .with_json(&json!({"nonsense": true}))
            .send();
        keep(format!("{} {path} with nonsense", operation.method), &answer);
    }
    seen
}

fn find<'a>(seen: &'a [(String, String)], secrets: &[&str]) -> BTreeSet<String> {
    seen.iter()
        .flat_map(|(place, text): &'a (String, String)| {
            secrets
                .iter()
                .filter(move |secret| text.contains(**secret))
                .map(move |secret| format!("{place} says {secret}"))
        })
        .collect()
}

fn winter(database: TestDatabase) -> TestApp {
    TestApp::prepare(database).today("2026-12-07").start()
}

/// Maya's case, with a marker in every protected field and the mother's address protected.
fn okafors(app: &TestApp) -> CaseInHand {
    let officer = app.officer();
    let hand = officer.brings_to(app, app.council.maya, Milestone::PlanIssued, app.council.alder);
    let mother = app.council.parent.user;
    let details = json!({
        "address": STREET, "postcode": POSTCODE, "telephone": NUMBER, "email": EMAIL, "day_telephone": DAY_NUMBER,
    });
    let post = |what: &str, body: &Value| {
        let seen = officer.reads_case(&hand.case).etag();
        officer
            .post(format!("/v1/children/{}/{what}", hand.child), body)
            .seeing(&seen)
            .expect(201);
    };
    for user in [Some(mother), None] {
        post(
            "contacts",
            &json!({"user_id": user, "details": details, "reason": NOTED}),
        );
    }
    app.customer_service()
        .post(
            format!("/v1/children/{}/contact-change-requests", hand.child),
            &json!({"user_id": mother, "details": {"telephone": ASKED}, "reason": NOTED}),
        )
        .expect(201);
    for user in [Some(mother), None] {
        post("contact-protections", &json!({"user_id": user, "reason": WHY}));
    }
    hand
}

fn nobody_from_outside_reads_a_protected_detail(database: TestDatabase) {
    let app = winter(database);
    let hand = okafors(&app);
    let council = &app.council;
    let secrets = [
        STREET,
        POSTCODE,
        NUMBER,
        EMAIL,
        DAY_NUMBER,
        WHY,
        NOTED,
        "Zebrawood",
        "Zorilla",
    ];
    let outside = [
        &council.second_parent,
        &council.unverified_parent,
        &council.other_parent,
        &council.parent_of_young_person,
        &council.young_person,
        &council.school,
        &council.other_school,
        &council.adviser,
        &council.other_adviser,
        &council.customer_service,
        &council.officer_of_other_team,
        &council.panel_manager,
        &council.auditor,
        &council.admin,
        &council.service,
    ];
    for person in outside {
        let found = find(&crawl(&app, &hand, person), &secrets);
        assert!(found.is_empty(), "{}: {found:#?}", person.name);
        let asked = find(&crawl(&app, &hand, person), &[ASKED]);
        assert!(asked.is_empty(), "{}: {asked:#?}", person.name);
    }
    // The other parent does not learn where the child goes to school, nor which part of the area it is.
    let father = find(
        &crawl(&app, &hand, &council.second_parent),
        &["\"I\":", "North team", "Whoever can advise"],
    );
    let father: Vec<_> = father
        .iter()
        .filter(|found| !found.contains("/v1/teams") && !found.contains("/v1/openapi.json"))
        .collect();
    assert!(father.is_empty(), "{father:#?}");
    // The crawl does see what is there to see.
    let officer = find(&crawl(&app, &hand, &council.officer), &secrets);
    assert!(officer.iter().any(|found| found.contains(STREET)), "{officer:#?}");
    let mother = find(&crawl(&app, &hand, &council.parent), &[STREET]);
    assert!(!mother.is_empty());
    let mother = find(&crawl(&app, &hand, &council.parent), &[WHY, NOTED]);
    assert!(mother.is_empty(), "{mother:#?}");
}

/// Every address of the contract that is read, with each id of the family in its place, as whoever asks; in every
/// form that the address can be answered in.
fn read_every_address(app: &TestApp, person: &Person, ids: &[String]) -> Vec<(String, String)> {
    let mut seen = Vec::new();
    let who = app.as_person(person);
    let operations = Contract::get().operations.iter();
    for operation in operations.filter(|operation| operation.method == Method::GET) {
        let named = operation.path.contains('{');
        let ids: &[String] = if named { ids } else { &ids[..1] };
        for id in ids {
            let path = fill(&operation.path, id);
            for form in ["application/json", "text/csv", "text/calendar", "text/html"] {
                let answer = who.get(&path).with_header("accept", form).send();
                let text = format!("{:?} {}", answer.headers(), answer.text());
                seen.push((format!("GET {path} as {form}"), text));
            }
        }
    }
    for body in [
        json!({"family_name": "Okafor", "born_on": "2018-03-14"}),
        json!({"upn": app.upn_of(app.council.maya)}),
    ] {
        let answer = who.post("/v1/case-searches", &body).send();
        seen.push((
            "a search".to_owned(),
            format!("{:?} {}", answer.headers(), answer.text()),
        ));
    }
    seen
}

/// What each member of the family says of themself, and of nobody else.
const MOTHER_SAYS: &str = "Quicksilver disputes it.";
const FATHER_SAYS: &str = "Tamarisk disputes it.";

fn a_barred_parent_reads_nothing_and_the_other_parent_nothing_of_the_first(database: TestDatabase) {
    let app = winter(database);
    let hand = okafors(&app);
    let council = &app.council;
    for (parent, words) in [
        (&council.parent, MOTHER_SAYS),
        (&council.second_parent, FATHER_SAYS),
    ] {
        app.as_person(parent)
            .post(
                format!("/v1/cases/{}/statements", hand.case),
                &json!({"about": "The record", "text": words}),
            )
            .expect(201);
    }
    let reference = app
        .officer()
        .reads_case(&hand.case)
        .text_at("/reference")
        .to_owned();
    let mut ids = vec![hand.case.clone(), hand.child.clone()];
    ids.extend(hand.final_plan.clone());
    let of_the_mother = [
        STREET,
        POSTCODE,
        NUMBER,
        EMAIL,
        DAY_NUMBER,
        WHY,
        NOTED,
        "Zebrawood",
        "Zorilla",
        MOTHER_SAYS,
    ];
    // The other parent sees the case, and nothing that is the first one's.
    let father = read_every_address(&app, &council.second_parent, &ids);
    assert!(
        father.iter().any(|(_, text)| text.contains(&reference)),
        "the case is there"
    );
    assert!(father.iter().any(|(_, text)| text.contains(FATHER_SAYS)));
    let found = find(&father, &of_the_mother);
    assert!(found.is_empty(), "{found:#?}");
    // The mother sees hers, and nothing that is the other's.
    let mother = read_every_address(&app, &council.parent, &ids);
    assert!(mother.iter().any(|(_, text)| text.contains(STREET)));
    let found = find(&mother, &[FATHER_SAYS]);
    assert!(found.is_empty(), "{found:#?}");
    // Who is barred is told of nothing at all: not of the case, not of the child, not of what they once said.
    app.limit(&hand.child, &council.second_parent, ehcp_access::LimitEffect::Bar);
    let mut secrets: Vec<&str> = of_the_mother.to_vec();
    secrets.extend([reference.as_str(), "Maya", "2018-03-14", FATHER_SAYS]);
    let mut barred = read_every_address(&app, &council.second_parent, &ids);
    barred.extend(crawl(&app, &hand, &council.second_parent));
    barred.retain(|(place, _)| !place.contains("/v1/openapi.json"));
    let found = find(&barred, &secrets);
    assert!(found.is_empty(), "{found:#?}");
    // What leaves by mail says nothing of it either.
    for secret in of_the_mother {
        let sent = format!("outbox WHERE content LIKE '%{secret}%' OR subject LIKE '%{secret}%'");
        assert_eq!(app.logs().count(&sent), 0, "{secret}");
    }
}

fn a_restricted_case_is_found_nowhere(database: TestDatabase) {
    let app = winter(database);
    let hand = okafors(&app);
    let reference = app
        .officer()
        .reads_case(&hand.case)
        .text_at("/reference")
        .to_owned();
    let mut text = bodies::draft_text();
    text["sections"]["A"] = json!(DRAFTING);
    let mut other = app.officer().brings_to(
        &app,
        app.another_maya(),
        Milestone::WritingDraft,
        app.council.alder,
    );
    let draft = app.officer().makes(&other.case, "plans", &text);
    other.final_plan = Some(draft.clone());
    // A draft that is being written is nobody's from outside.
    for column in columns(&app).iter().filter_map(super::people::Column::person) {
        if !column.role.is_staff() {
            app.as_person(column)
                .get(format!("/v1/plans/{draft}"))
                .expect(404);
            let found = find(&crawl(&app, &other, column), &[DRAFTING]);
            assert!(found.is_empty(), "{}: {found:#?}", column.name);
        }
    }
    app.restrict(&hand.case, true);
    let council = &app.council;
    let secrets = [
        reference.as_str(),
        hand.case.as_str(),
        hand.child.as_str(),
        STREET,
    ];
    for person in [
        &council.officer,
        &council.colleague,
        &council.manager,
        &council.customer_service,
        &council.reviewer,
        &council.admin,
        &council.other_parent,
    ] {
        let seen = crawl(&app, &hand, person);
        // The id that was asked for stands in no answer; where it was asked stands beside it.
        let found = find(&seen, &secrets);
        assert!(found.is_empty(), "{}: {found:#?}", person.name);
    }
}

/// Every line that the program has written to its log.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The log of this test program at its finest level; of libraries what the program itself lets through.
fn log() -> &'static Lines {
    static LINES: OnceLock<Lines> = OnceLock::new();
    LINES.get_or_init(|| {
        let lines = Lines::default();
        let writer = lines.clone();
        let wanted = Targets::new()
            .with_default(tracing::Level::WARN)
            .with_target("ehcp", tracing::Level::TRACE);
        let layer = fmt::layer()
            .json()
            .with_writer(move || writer.clone())
            .with_filter(wanted);
        // A second log in one process is impossible; the first would stay.
        let _ = registry().with(layer).try_init();
        lines
    })
}

fn the_log_holds_nothing_that_people_wrote(database: TestDatabase) {
    let lines = log();
    let app = winter(database);
    let hand = okafors(&app);
    let council = &app.council;
    app.officer()
        .post(
            "/v1/case-searches",
            &json!({"family_name": "Zanzibarsson", "born_on": "2018-03-14"}),
        )
        .expect(200);
    for person in [
        &council.officer,
        &council.parent,
        &council.second_parent,
        &council.school,
    ] {
        crawl(&app, &hand, person);
    }
    let written = lines.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let written = String::from_utf8_lossy(&written).into_owned();
    let stored = app.logs().stored().join("\n");
    for (log, known) in [(&written, "/contacts"), (&stored, "read_contacts")] {
        assert!(log.contains(known), "the log was read");
        for secret in [
            STREET,
            POSTCODE,
            NUMBER,
            EMAIL,
            DAY_NUMBER,
            WHY,
            NOTED,
            ASKED,
            "Zebrawood",
            "Zanzibarsson",
            "Okafor",
            "eyJ",
        ] {
            assert!(!log.contains(secret), "the log with {known} says {secret}");
        }
    }
}
