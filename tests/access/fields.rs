//! A field that an operation does not take is refused, and nothing changes: nobody smuggles one in.

use super::matrix::{example, fill};
use super::samples::{Scenery, samples};
use super::steps::whoever_may;
use ehcp_test_support::{CaseInHand, Contract, Milestone, REASON, TestApp, TestDatabase, on_both_databases};
use serde_json::{Value, json};
use std::collections::HashMap;

on_both_databases!(a_field_that_an_operation_does_not_take_is_refused_and_changes_nothing);

/// Fields that other operations or the record itself have, and that would be worth smuggling in.
fn smuggled() -> [(&'static str, Value); 8] {
    let somebody = json!("00000000-0000-7000-8000-000000000001");
    [
        ("id", somebody.clone()),
        ("case_id", somebody.clone()),
        ("recorded_by", somebody.clone()),
        ("team_id", somebody),
        ("role", json!("admin")),
        ("restricted", json!(false)),
        ("version", json!(1)),
        ("verified_at", json!("2026-12-07T09:00:00Z")),
    ]
}

fn a_field_that_an_operation_does_not_take_is_refused_and_changes_nothing(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let mut hands: HashMap<Milestone, CaseInHand> = HashMap::new();
    let mut tried = 0;
    for sample in samples() {
        let operation = Contract::get().operation(sample.operation);
        let content = &operation.says["requestBody"]["content"]["application/json"];
        if content.is_null() || sample.teenager {
            continue;
        }
        let hand = hands.entry(sample.milestone).or_insert_with(|| {
            let child = app.another_maya();
            app.officer()
                .brings_to(&app, child, sample.milestone, app.council.alder)
        });
        let who = whoever_may(&app, &sample);
        let scenery = Scenery {
            app: &app,
            hand,
            who: Some(who),
        };
        let ask = (sample.ask)(&scenery);
        let seen = ask.seen.as_ref().map(|path| {
            let answer = app.officer().get(path).send();
            answer.header("etag").to_owned()
        });
        let seen = seen.or(ask.version);
        let body = ask
            .body
            .or_else(|| example(operation))
            .unwrap_or_else(|| json!({}));
        let takes = Contract::get().follow(&content["schema"]);
        for (name, value) in smuggled() {
            if takes["properties"][name].is_object() {
                continue;
            }
            let mut body = body.clone();
            body[name] = value;
            let mut call = app
                .anonymous(operation.method.clone(), fill(&operation.path, &ask.id))
                .with_token(&app.token_of(who))
                .with_header("access-reason", REASON)
                .with_json(&body);
            if let Some(seen) = &seen {
                call = call.seeing(seen);
            }
            let mut logs = app.logs();
            let before = logs.on_record();
            let answer = call.send();
            assert_eq!(answer.status(), 422, "{name}: {answer}");
            assert_eq!(logs.on_record(), before, "{name}: {answer}");
            tried += 1;
        }
    }
    assert!(tried > 100, "only {tried} were tried");
}
