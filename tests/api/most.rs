//! What one person puts on record has an end, which is told; it hides nothing of anybody else.

use ehcp_case::{CaseId, UserId};
use ehcp_casework::Chance;
use ehcp_store::{ContactChangeRow, StatementRow, StoreError};
use ehcp_test_support::{Actor, Answer, TestApp, TestDatabase, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    one_persons_statements_have_an_end_and_hide_no_others,
    one_persons_changes_have_an_end_and_hide_no_others,
    one_persons_helpers_have_an_end_and_each_is_seen_by_the_officer,
);

fn posts(who: &Actor<'_>, path: &str, body: &Value, times: usize) {
    for _ in 0..times {
        who.post(path, body).expect(201);
    }
}

fn is_full(answer: &Answer) {
    answer.is_problem("conflict");
}

fn listed(who: &Actor<'_>, path: &str) -> Vec<Value> {
    who.get(path).expect(200).list_at("/items").to_vec()
}

/// Many rows of somebody, as they may be there from before there was an end.
fn many<T: Send + 'static>(
    app: &TestApp,
    row: impl Fn(&Chance) -> T + Send + 'static,
    insert: impl Fn(&mut ehcp_store::WriteTx<'_>, &T) -> Result<(), StoreError> + Send + 'static,
) {
    app.store
        .write_blocking(move |tx| {
            for _ in 0..250 {
                insert(tx, &row(&Chance::System))?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn one_persons_statements_have_an_end_and_hide_no_others(database: TestDatabase) {
    let app = TestApp::on(database);
    let (mother, father) = (app.parent(), app.second_parent());
    let case = mother.asks_for_an_assessment_of(app.council.maya);
    let path = format!("/v1/cases/{case}/statements");
    let body = json!({"about": "The record", "text": "It is wrong."});
    posts(&father, &path, &body, 50);
    is_full(&father.post(&path, &body).send());
    let (case, by, now): (CaseId, UserId, _) = (
        case.parse().unwrap(),
        app.council.second_parent.user,
        app.clock.now(),
    );
    let row = move |chance: &Chance| StatementRow {
        id: chance.id(now),
        case_id: case,
        about: "The record".to_owned(),
        content: "It is wrong.".to_owned(),
        made_at: now,
        made_by: by,
    };
    many(&app, row, |tx, row| tx.insert_statement(row));
    let said = json!({"about": "The first day", "text": "I handed the letter in on Friday."});
    let own = mother.post(&path, &said).expect(201);
    for reader in [mother, app.officer()] {
        let seen = listed(&reader, &path);
        let hers = seen.iter().filter(|item| item["id"] == *own.at("/id")).count();
        assert_eq!(hers, 1, "{} of {}", reader.person().name, seen.len());
    }
    assert_eq!(listed(&father, &path).len(), 300, "all of his own");
}

fn one_persons_changes_have_an_end_and_hide_no_others(database: TestDatabase) {
    let app = TestApp::on(database);
    let (mother, father) = (app.parent(), app.second_parent());
    let case = mother.asks_for_an_assessment_of(app.council.maya);
    let path = format!("/v1/children/{}/contact-change-requests", app.council.maya);
    let moves = json!({"details": {"address": "4 Mill Lane, Weston"}});
    let hers = mother.post(&path, &moves).expect(201);
    let rings = json!({"details": {"telephone": "01632 960777"}});
    posts(&father, &path, &rings, 20);
    is_full(&father.post(&path, &rings).send());
    let (case_id, by, now): (CaseId, UserId, _) = (
        case.parse().unwrap(),
        app.council.second_parent.user,
        app.clock.now(),
    );
    let row = move |chance: &Chance| ContactChangeRow {
        id: chance.id(now),
        case_id,
        user_id: Some(by),
        details: r#"{"telephone": "01632 960777"}"#.to_owned(),
        reason: None,
        asked_at: now,
        asked_by: by,
        decided_at: None,
        made: None,
    };
    many(&app, row, |tx, row| tx.insert_contact_change(row));
    let waiting = listed(&app.officer(), &path);
    assert!(
        waiting.iter().any(|item| item["id"] == *hers.at("/id")),
        "the move that waits longest is among the {}",
        waiting.len()
    );
    // Whatever is decided makes room; a decision hides nothing that waits.
    let his = waiting.iter().find(|item| item["asked_by"] == json!(by)).unwrap();
    let decision = format!(
        "/v1/contact-change-requests/{}/decisions",
        his["id"].as_str().unwrap()
    );
    let seen = app.officer().reads_case(&case).etag();
    app.officer()
        .post(&decision, &json!({"make": false, "reason": "Asked already."}))
        .seeing(&seen)
        .expect(200);
    let after = listed(&app.officer(), &path);
    assert_eq!(after.len(), waiting.len());
    assert_eq!(
        after.last().unwrap()["id"],
        his["id"],
        "what is decided comes last"
    );
}

fn one_persons_helpers_have_an_end_and_each_is_seen_by_the_officer(database: TestDatabase) {
    let app = TestApp::on(database);
    let (mother, father) = (app.parent(), app.second_parent());
    mother.asks_for_an_assessment_of(app.council.maya);
    let path = format!("/v1/children/{}/helpers", app.council.maya);
    let helper = json!({"email": "gran@example.org", "name": "Bea", "until_at": "2027-01-07T10:00:00Z"});
    posts(&father, &path, &helper, 20);
    is_full(&father.post(&path, &helper).send());
    mother.post(&path, &helper).expect(201);
    let all = listed(&app.officer(), &path);
    assert_eq!(all.len(), 21, "each can be withdrawn by the officer");
    let first = all.last().unwrap()["id"].as_str().unwrap().to_owned();
    app.officer()
        .post(format!("/v1/helpers/{first}/withdrawals"), &json!({}))
        .expect(200);
    father.post(&path, &helper).expect(201);
    // Nor can he fill the list with what is over.
    for n in 0..179 {
        let row = app.helper(
            &app.council.maya.to_string(),
            &app.council.second_parent,
            &format!("{n}@example.org"),
            false,
        );
        let by = app.council.second_parent.user;
        let now = app.clock.now();
        app.store
            .write_blocking(move |tx| tx.withdraw_helper(row, by, now))
            .unwrap();
    }
    let living = listed(&father, &path);
    let living = living
        .iter()
        .find(|item| item["in_force"] == json!(true))
        .unwrap();
    let id = living["id"].as_str().unwrap();
    father
        .post(format!("/v1/helpers/{id}/withdrawals"), &json!({}))
        .expect(200);
    is_full(&father.post(&path, &helper).send());
}
