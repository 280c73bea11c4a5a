//! While an address in a case is protected, no running text that the case takes holds a contact detail: every text of
//! every operation of the document is tried.

use super::matrix::example;
use super::samples::{About, Scenery, samples};
use super::steps::whoever_may;
use ehcp_test_support::{CaseInHand, Contract, Milestone, REASON, TestApp, TestDatabase, on_both_databases};
use serde_json::{Value, json};
use std::collections::HashMap;

on_both_databases!(no_text_on_a_protected_case_takes_a_contact_detail);

/// With a postcode, a telephone number and an address of e-mail.
const TELLS: &str =
    "They moved to 4 Mill Lane, BN1 1AA; ring 01632 960111 or write to amina@example.org about it.";

/// Lines that are no running text: names, numbers and what is compared with other records.
const NO_TEXT: &[&str] = &[
    "addressee",
    "adult_name",
    "display_name",
    "email",
    "family_name",
    "former_family_name",
    "given_name",
    "name",
    "reference",
    "right_upn",
    "to_whom",
    "upn",
];

/// The members of a body that people fill in their own words.
fn texts(takes: &Value) -> Vec<String> {
    let members = takes["properties"].as_object();
    members
        .into_iter()
        .flatten()
        .filter(|(name, says)| {
            let says = Contract::get().follow(says);
            let kind = says["type"].to_string();
            kind.contains("string")
                && says["enum"].is_null()
                && says["format"].is_null()
                && says["maxLength"].as_u64().is_some_and(|most| most >= 200)
                && !NO_TEXT.contains(&name.as_str())
        })
        .map(|(name, _)| name.clone())
        .collect()
}

fn in_hand(app: &TestApp, milestone: Milestone, teenager: bool) -> CaseInHand {
    let child = match teenager {
        true => app.teenage_sibling_of_maya(),
        false => app.another_maya(),
    };
    let hand = app.officer().brings_to(app, child, milestone, app.council.alder);
    let seen = app.officer().reads_case(&hand.case).etag();
    let order = json!({"reason": "An order was seen.", "hides_setting": false});
    app.officer()
        .post(format!("/v1/children/{child}/contact-protections"), &order)
        .seeing(&seen)
        .expect(201);
    hand
}

fn no_text_on_a_protected_case_takes_a_contact_detail(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let mut hands: HashMap<(Milestone, bool), CaseInHand> = HashMap::new();
    let (mut tried, mut taken) = (0, Vec::new());
    for sample in samples() {
        let operation = Contract::get().operation(sample.operation);
        let content = &operation.says["requestBody"]["content"]["application/json"];
        let of_a_case = matches!(
            sample.about,
            About::Case(_) | About::OwnEmergency | About::Approval(_)
        );
        let fields = texts(Contract::get().follow(&content["schema"]));
        if content.is_null() || !of_a_case || fields.is_empty() {
            continue;
        }
        let hand = hands
            .entry((sample.milestone, sample.teenager))
            .or_insert_with(|| in_hand(&app, sample.milestone, sample.teenager));
        let who = whoever_may(&app, &sample);
        let scenery = Scenery {
            app: &app,
            hand,
            who: Some(who),
        };
        for field in fields {
            let ask = (sample.ask)(&scenery);
            let seen = ask.seen.as_ref().map(|path| {
                let answer = app.officer().get(path).send();
                answer.header("etag").to_owned()
            });
            let path = ask.path(&operation.path, &ask.id);
            let mut body = ask
                .body
                .or_else(|| example(operation))
                .unwrap_or_else(|| json!({}));
            body[&field] = json!(TELLS);
            let mut call = app
                .anonymous(operation.method.clone(), path)
                .with_token(&app.token_of(who))
                .with_header("access-reason", REASON)
                .with_json(&body);
            if let Some(seen) = seen.or(ask.version) {
                call = call.seeing(&seen);
            }
            let answer = call.send();
            let told = answer.json()["errors"].as_array().is_some_and(|errors| {
                errors.iter().any(|error| {
                    error["pointer"] == json!(format!("/{field}"))
                        && error["code"] == json!("contact_detail_in_text")
                })
            });
            if !told {
                taken.push(format!("{} {field}: {answer}", sample.operation));
            }
            tried += 1;
        }
    }
    assert!(taken.is_empty(), "{taken:#?}");
    assert!(tried > 25, "only {tried} were tried");
}
