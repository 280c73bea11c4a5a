//! Orders about somebody who has no account: they bind an account of that person when it appears.

use ehcp_casework::Chance;
use ehcp_store::{StoreError, UserRow};
use ehcp_test_support::{Answer, Milestone, PASSWORD, TestApp, TestDatabase, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    whoever_answers_the_telephone_knows_of_somebody_without_an_account,
    who_invites_somebody_whom_a_bar_names_is_refused,
    who_links_or_invites_somebody_of_the_same_name_is_warned,
    an_order_binds_the_account_of_its_address_as_soon_as_it_appears,
    an_order_binds_whoever_takes_its_address_and_stays_when_they_take_another,
    an_account_made_at_a_sign_in_elsewhere_is_bound_too,
    an_order_is_lifted_and_an_unclear_one_is_refused,
);

const ADDRESS: &str = "mark.stone@example.org";

/// Records what is kept from Mark Stone, who has no account; two people agree.
fn orders(app: &TestApp, effect: &str, emails: &[&str]) {
    let asked = asks(app, effect, emails);
    app.manager()
        .post(
            format!("{}/decisions", asked.header("location")),
            &json!({"answer": "agree"}),
        )
        .expect(200);
}

fn asks(app: &TestApp, effect: &str, emails: &[&str]) -> Answer {
    let body = json!({
        "name": "Mark Stone", "emails": emails, "effect": effect, "ground": "prohibited_steps_order",
        "evidence": "Order of the Family Court of 1 September 2026.",
    });
    app.officer().post(limits(app), &body).expect(202)
}

fn limits(app: &TestApp) -> String {
    format!("/v1/children/{}/limits", app.council.maya)
}

fn invites(app: &TestApp, name: &str, email: &str, more: &Value) -> Answer {
    let mut body = json!({
        "email": email, "name": name, "member": "parent", "has_care": true, "evidence": "Met at the school.",
    });
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(more.clone());
    }
    app.officer()
        .post(format!("/v1/children/{}/invitations", app.council.maya), &body)
        .send()
}

fn whoever_answers_the_telephone_knows_of_somebody_without_an_account(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    let asked = asks(&app, "bar", &[ADDRESS]);
    // At once, before anybody has agreed.
    for by in [app.customer_service(), app.officer()] {
        let listed = by.get(limits(&app)).expect(200);
        assert_eq!(listed.text_at("/items/0/adult/name"), "Mark Stone", "{listed}");
        assert_eq!(listed.at("/items/0/in_force"), true);
    }
    let shown = app.customer_service().get(limits(&app)).expect(200);
    for never in [ADDRESS, "Family Court", "prohibited"] {
        assert!(!shown.text().contains(never), "{shown}");
    }
    let shown = app.officer().get(limits(&app)).expect(200);
    assert_eq!(shown.text_at("/items/0/adult/emails/0"), ADDRESS);
    let decisions = format!("{}/decisions", asked.header("location"));
    app.manager()
        .post(decisions, &json!({"answer": "agree"}))
        .expect(200);
    let shown = app.officer().get(limits(&app)).expect(200);
    assert_eq!(shown.list_at("/items").len(), 1, "{shown}");
    assert_eq!(shown.text_at("/items/0/agreed_by/name"), "Jane Pym");
}

fn who_invites_somebody_whom_a_bar_names_is_refused(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    orders(&app, "bar", &[ADDRESS]);
    drop(app.letters());
    for (name, address) in [("Mark Stone", ADDRESS), ("M. Stone", "Mark.Stone@Example.org")] {
        let refused = invites(&app, name, address, &json!({"is_somebody_else": true}));
        assert_eq!(refused.status(), 422, "{refused}");
        assert!(refused.text().contains("kept_from_the_child"), "{refused}");
    }
    assert!(app.letters().is_empty(), "nobody was written to");
    // The mother is told nothing when she invites him to help.
    let helper = json!({"email": ADDRESS, "name": "Mark", "until_at": "2027-01-01T00:00:00Z"});
    let path = format!("/v1/children/{}/helpers", app.council.maya);
    app.parent().post(path, &helper).expect(201);
    let refused = app
        .officer()
        .post(
            format!("/v1/children/{}/invitations", app.council.maya),
            &json!({"email": ADDRESS, "name": "Mark", "member": "helper", "evidence": "The mother asks."}),
        )
        .send();
    assert_eq!(refused.status(), 422, "{refused}");
}

fn who_links_or_invites_somebody_of_the_same_name_is_warned(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    orders(&app, "no_whereabouts", &[]);
    let warned = invites(&app, " mark  STONE ", "stone@example.org", &json!({}));
    assert_eq!(warned.status(), 422, "{warned}");
    assert!(warned.text().contains("named_in_an_order"), "{warned}");
    let invited = invites(
        &app,
        "Mark Stone",
        "stone@example.org",
        &json!({"is_somebody_else": true}),
    );
    assert_eq!(invited.status(), 201, "{invited}");
    // The same for an account that is there already.
    let name = json!({
        "name": app.council.other_parent.name, "effect": "bar", "ground": "safety_decision", "evidence": "A report.",
    });
    app.officer().post(limits(&app), &name).expect(202);
    let link = |sure: bool| {
        let body = json!({
            "email": app.council.other_parent.email, "parental_responsibility": true, "has_care": false,
            "evidence": "Birth certificate.", "is_somebody_else": sure,
        });
        app.officer()
            .post(format!("/v1/children/{}/parent-links", app.council.maya), &body)
            .send()
    };
    assert!(link(false).text().contains("named_in_an_order"));
    assert_eq!(link(true).status(), 201);
}

fn an_order_binds_the_account_of_its_address_as_soon_as_it_appears(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let hand = app
        .officer()
        .brings_to(&app, app.council.maya, Milestone::PlanIssued, app.council.alder);
    orders(&app, "no_documents", &["elsewhere@example.org", ADDRESS]);
    let invited = invites(&app, "Mark Stone", ADDRESS, &json!({}));
    assert_eq!(invited.status(), 201, "{invited}");
    let reference = app
        .officer()
        .reads_case(&hand.case)
        .text_at("/reference")
        .to_owned();
    let born_on = app
        .officer()
        .get(format!("/v1/children/{}", hand.child))
        .expect(200)
        .text_at("/born_on")
        .to_owned();
    let accept = json!({
        "code": app.letter_to(ADDRESS).code(), "password": PASSWORD, "born_on": born_on, "case_reference": reference,
    });
    app.anonymous(Method::POST, "/v1/invitation-acceptances")
        .with_json(&accept)
        .expect(204);
    let session = app
        .anonymous(Method::POST, "/v1/sessions")
        .with_json(&json!({"email": ADDRESS, "password": PASSWORD}))
        .expect(201);
    let token = session.text_at("/access_token").to_owned();
    let reads = |path: &str| {
        app.anonymous(Method::GET, format!("/v1/cases/{}{path}", hand.case))
            .with_token(&token)
            .send()
    };
    assert_eq!(reads("").status(), 200);
    assert_eq!(reads("/plans").status(), 403, "no documents");
    let listed = app.officer().get(limits(&app)).expect(200);
    assert_eq!(
        listed.list_at("/items/0/adult/accounts").len(),
        1,
        "the officer sees that he has an account: {listed}"
    );
}

fn an_order_binds_whoever_takes_its_address_and_stays_when_they_take_another(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let david = app.council.second_parent.clone();
    let address = format!("{}@example.net", david.user);
    orders(&app, "bar", &[&address]);
    app.second_parent().reads_case(&case);
    let code = app.email_code_of(&david);
    app.anonymous(Method::POST, "/v1/email-change-confirmations")
        .with_json(&json!({"code": code}))
        .expect(204);
    let barred = || {
        let again = app.in_another_session(&david);
        let single = app.as_person(&again).get(format!("/v1/cases/{case}")).send();
        let listed = app.as_person(&again).get("/v1/cases").expect(200);
        single.status() == 404 && listed.list_at("/items").is_empty()
    };
    assert!(barred(), "with the address of the order");
    app.store
        .write_blocking(move |tx| -> Result<(), StoreError> {
            let mut row = tx.lock_user(david.user)?.unwrap();
            row.email = "david.again@example.org".to_owned();
            tx.update_user(&mut row)
        })
        .unwrap();
    assert!(barred(), "and with any other");
}

fn an_account_made_at_a_sign_in_elsewhere_is_bound_too(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    orders(&app, "bar", &[ADDRESS]);
    // As single sign-on and the command line make accounts: through the one function of the store.
    let now = app.clock.now();
    let person = ehcp_test_support::Person {
        user: Chance::System.id(now),
        email: ADDRESS.to_owned(),
        ..app.council.governance.clone()
    };
    let row = UserRow {
        id: person.user,
        email: person.email.clone(),
        display_name: "Mark Stone".to_owned(),
        role: person.role,
        education_setting_id: None,
        password_hash: "none".to_owned(),
        disabled_at: None,
        created_at: now,
        version: 1,
    };
    app.store.write_blocking(move |tx| tx.insert_user(&row)).unwrap();
    let session = app.in_another_session(&person);
    app.as_person(&session)
        .get(format!("/v1/cases/{case}"))
        .expect_problem(404, "not-found");
    // Nor has he a say in its lifting.
    let listed = app.officer().get(limits(&app)).expect(200);
    let path = format!("/v1/limits/{}/liftings", listed.text_at("/items/0/id"));
    let asked = app
        .officer()
        .post(path, &json!({"reason": "The court discharged it."}))
        .expect(202);
    app.as_person(&session)
        .post(
            format!("{}/decisions", asked.header("location")),
            &json!({"answer": "agree"}),
        )
        .expect_problem(404, "not-found");
}

fn an_order_is_lifted_and_an_unclear_one_is_refused(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    orders(&app, "bar", &[ADDRESS]);
    let limit = app
        .officer()
        .get(limits(&app))
        .expect(200)
        .text_at("/items/0/id")
        .to_owned();
    let asked = app
        .officer()
        .post(
            format!("/v1/limits/{limit}/liftings"),
            &json!({"reason": "Discharged."}),
        )
        .expect(202);
    assert_eq!(invites(&app, "Mark Stone", ADDRESS, &json!({})).status(), 422);
    app.manager()
        .post(
            format!("{}/decisions", asked.header("location")),
            &json!({"answer": "agree"}),
        )
        .expect(200);
    assert_eq!(invites(&app, "Mark Stone", ADDRESS, &json!({})).status(), 201);
    let base = json!({"effect": "bar", "ground": "safety_decision", "evidence": "A report."});
    let both = json!({"email": app.council.second_parent.email, "name": "David Okafor"});
    let with_account = json!({"name": "David Okafor", "emails": [app.council.second_parent.email]});
    for (who, code) in [
        (json!({}), "one_of_two"),
        (both, "one_of_two"),
        (with_account, "has_account"),
        (
            json!({"name": "David Okafor", "emails": ["nowhere"]}),
            "no_email_address",
        ),
        (json!({"email": "nobody@example.org"}), "no_such_account"),
    ] {
        let mut body = base.clone();
        body.as_object_mut()
            .unwrap()
            .extend(who.as_object().unwrap().clone());
        let refused = app
            .officer()
            .post(limits(&app), &body)
            .expect_problem(422, "invalid");
        assert!(refused.text().contains(code), "{code}: {refused}");
    }
}
