//! Somebody changes who is linked, limited, let in or acting past the program: each altered, removed or added row is
//! found.

use ehcp_access::Role;
use ehcp_casework::audit::{Heads, verify_against};
use ehcp_test_support::{Attacker, Class, Person, TestApp, TestDatabase, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(every_row_about_a_relationship_that_is_changed_past_the_log_is_found);

/// A table with the columns that are altered, each row of which is of the case.
const TABLES: &[(&str, &[(&str, Class)])] = &[
    (
        "limits",
        &[
            ("user_id", Class::Id),
            ("ground", Class::Word("other_court_order")),
            ("from_at", Class::Instant),
            ("evidence", Class::Text),
            ("agreed_by", Class::Id),
        ],
    ),
    (
        "restrictions",
        &[
            ("from_at", Class::Instant),
            ("proposed_by", Class::Id),
            ("reason", Class::Text),
        ],
    ),
    (
        "access_list",
        &[("user_id", Class::Id), ("from_at", Class::Instant)],
    ),
    (
        "break_glass",
        &[
            ("user_id", Class::Id),
            ("ground", Class::Word("court_deadline")),
            ("opened_at", Class::Instant),
            ("reason", Class::Text),
            ("review_note", Class::Text),
        ],
    ),
    (
        "contact_protections",
        &[("from_on", Class::Day), ("reason", Class::Text)],
    ),
    ("requests", &[("reasons", Class::Text)]),
    (
        "parent_links",
        &[
            ("user_id", Class::Id),
            ("from_on", Class::Day),
            ("verified_at", Class::Instant),
            ("evidence", Class::Text),
        ],
    ),
    (
        "enrolments",
        &[
            ("education_setting_id", Class::Id),
            ("from_on", Class::Day),
            ("until_on", Class::Day),
            ("end_reason", Class::Text),
        ],
    ),
    (
        "hand_overs",
        &[
            ("user_id", Class::Id),
            ("from_on", Class::Day),
            ("evidence", Class::Text),
        ],
    ),
    (
        "young_person_links",
        &[("user_id", Class::Id), ("from_on", Class::Day)],
    ),
    (
        "helpers",
        &[
            ("invited_by", Class::Id),
            ("email", Class::Text),
            ("until_at", Class::Instant),
        ],
    ),
    (
        "sealed_identities",
        &[
            ("given_name", Class::Text),
            ("adopted_on", Class::Day),
            ("evidence", Class::Text),
        ],
    ),
    (
        "legal_holds",
        &[
            ("set_by", Class::Id),
            ("set_at", Class::Instant),
            ("reason", Class::Text),
        ],
    ),
    (
        "sealed_openings",
        &[
            ("user_id", Class::Id),
            ("ends_at", Class::Instant),
            ("reason", Class::Text),
        ],
    ),
];

fn agrees(app: &TestApp, by: &Person, location: &str) {
    app.as_person(by)
        .post(format!("{location}/decisions"), &json!({"answer": "agree"}))
        .expect(200);
}

/// A teenager's case with something in each table, but for what an adoption seals.
fn teenager(app: &TestApp, second: &Person) {
    let council = &app.council;
    let (officer, governance) = (app.officer(), app.governance());
    let child = json!({"given_name": "Leo", "family_name": "Marsh", "born_on": "2010-02-03"});
    let registered = app
        .school()
        .post(
            "/v1/requests",
            &json!({"child": child, "reasons": "He finds school harder each week."}),
        )
        .expect(201);
    let case = registered.text_at("/case_id").to_owned();
    let child = officer.reads_case(&case).text_at("/child/id").to_owned();
    let of_child = |what: &str, body: &Value| {
        let path = format!("/v1/children/{child}/{what}");
        officer.post(path, body).expect(201)
    };
    let link = |person: &Person| {
        of_child(
            "parent-links",
            &json!({"email": person.email, "parental_responsibility": true, "has_care": true, "evidence": "Seen on a visit."}),
        )
    };
    let (one, other) = (app.newcomer(Role::Parent), app.newcomer(Role::Parent));
    link(&one);
    let ends = link(&other);
    let moved = json!({"last_day": "2026-07-31", "reason": "The placement ends."});
    let path = format!("/v1/parent-links/{}/endings", ends.text_at("/id"));
    officer.post(path, &moved).expect(200);
    of_child(
        "enrolments",
        &json!({"education_setting_id": council.birch, "from_on": "2026-07-20"}),
    );
    let young = app.newcomer(Role::YoungPerson);
    of_child(
        "hand-overs",
        &json!({"who_acts": "young_person", "email": young.email, "evidence": "Met at school."}),
    );
    let helper = json!({"email": "gran@example.org", "name": "Gran", "until_at": "2026-12-01T10:00:00Z"});
    app.as_person(&young)
        .post(format!("/v1/children/{child}/helpers"), &helper)
        .expect(201);
    let seen = officer.reads_case(&case).etag();
    officer
        .post(
            format!("/v1/children/{child}/contact-protections"),
            &json!({"reason": "Non-molestation order seen."}),
        )
        .seeing(&seen)
        .expect(201);
    let bar = json!({
        "email": council.other_parent.email, "effect": "bar", "ground": "safety_decision", "evidence": "A report."
    });
    let asked = officer
        .post(format!("/v1/children/{child}/limits"), &bar)
        .expect(202);
    agrees(app, &council.colleague, asked.header("location"));
    let opening = json!({
        "case_id": case, "ground": "other", "hours": 1, "reason": "It cannot wait for her officer's return."
    });
    let opened = app
        .officer_of_other_team()
        .post("/v1/break-glass-openings", &opening)
        .expect(201);
    let review = json!({"finding": "justified", "note": "The school could not wait."});
    governance
        .post(
            format!("/v1/break-glass-openings/{}/reviews", opened.text_at("/id")),
            &review,
        )
        .expect(200);
    ehcp_casework::set_hold(
        &app.casework,
        child.parse().unwrap(),
        council.governance.user,
        "An inquiry.",
    )
    .unwrap();
    let closed = json!({"reason": "A parent works in the team.", "staff": [council.officer.user]});
    let asked = governance.does(&case, "restrictions", &closed).expect(202);
    agrees(app, second, asked.header("location"));
}

/// Maya's record, sealed by an adoption and opened again.
fn adopted(app: &TestApp, second: &Person) {
    let maya = app.council.maya;
    app.parent().asks_for_an_assessment_of(maya);
    let adoption = json!({
        "given_name": "Nia", "family_name": "Winter", "adopted_on": "2026-07-01", "evidence": "Adoption order."
    });
    let asked = app
        .governance()
        .post(format!("/v1/children/{maya}/adoptions"), &adoption)
        .expect(202);
    agrees(app, second, asked.header("location"));
    app.clock.advance(chrono::Duration::seconds(1));
    let ask = json!({"former_family_name": "Okafor", "reason": "The court asks for the earlier reports."});
    let asked = app
        .governance()
        .post("/v1/sealed-identity-openings", &ask)
        .expect(202);
    agrees(app, second, asked.header("location"));
}

fn findings(app: &TestApp) -> Vec<String> {
    let verified = verify_against(&app.casework, &Heads::new()).unwrap();
    verified.findings.iter().map(ToString::to_string).collect()
}

fn every_row_about_a_relationship_that_is_changed_past_the_log_is_found(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let second = app.newcomer(Role::InformationGovernance);
    adopted(&app, &second);
    teenager(&app, &second);
    assert_eq!(findings(&app), Vec::<String>::new());
    let (mut attacker, other) = (Attacker::on(&app.database), Attacker::on(&app.database));
    if app.database.kind() == ehcp_store::Kind::Sqlite {
        attacker.does("PRAGMA ignore_check_constraints = ON");
    }
    for (table, columns) in TABLES {
        // Of children who have no case there is no log.
        let of_a_case = match *table {
            "restrictions" | "access_list" | "break_glass" | "sealed_openings" | "requests" => {
                "case_id IN (SELECT id FROM cases)"
            }
            _ => "child_id IN (SELECT child_id FROM cases)",
        };
        attacker.does(&format!("CREATE TABLE kept AS SELECT * FROM {table}"));
        let mut found = |what: &str, change: &str, said: &str| {
            attacker.does(change);
            let findings = findings(&app);
            assert!(
                findings.iter().any(|finding| finding.contains(said)),
                "{table}: {what}: {findings:#?}"
            );
            attacker.does(&format!(
                "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept"
            ));
        };
        for (column, class) in *columns {
            let value = other.altered(column, *class);
            let one = format!(
                "(SELECT id FROM {table} WHERE {column} IS NOT NULL AND {of_a_case} ORDER BY id LIMIT 1)"
            );
            let change = format!("UPDATE {table} SET {column} = {value} WHERE id = {one}");
            found(
                &format!("another {column}"),
                &change,
                &format!("tells another {column}"),
            );
        }
        let one = format!("(SELECT id FROM {table} WHERE {of_a_case} ORDER BY id LIMIT 1)");
        let removed = format!("DELETE FROM {table} WHERE id = {one}");
        found("a removed row", &removed, "and there is no such row");
        let id = other.id("01990d2c-7f3a-7c11-9a53-3f1f7c9b2a10");
        let added = format!(
            "CREATE TABLE more AS SELECT * FROM {table} WHERE id = {one}; UPDATE more SET id = {id}; \
             DELETE FROM {table} WHERE id = {one}; INSERT INTO {table} SELECT * FROM more; DROP TABLE more"
        );
        found("a row with another id", &added, "and the log does not know it");
        attacker.does("DROP TABLE kept");
    }
    assert_eq!(findings(&app), Vec::<String>::new(), "every change was undone");
}
