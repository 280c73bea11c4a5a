//! How long records are kept: the table, who changes it, what is due on which day, and a run.

use ehcp_access::RecordType;
use ehcp_casework::{Error, TwoPeople};
use ehcp_test_support::{Milestone, TestApp, TestDatabase, on_both_databases};
use serde_json::json;

on_both_databases!(
    the_table_says_how_long_and_why,
    changing_the_table_takes_two_people,
    a_rule_that_cannot_be_is_refused,
    a_record_is_due_on_its_day_and_not_before,
    a_hold_and_an_open_case_keep_a_record,
    a_run_erases_what_the_dry_run_named_and_nothing_else,
    earlier_details_and_messages_go_after_their_years,
);

fn two(app: &TestApp) -> TwoPeople {
    TwoPeople::new(app.council.governance.user, app.council.manager.user).unwrap()
}

fn due(app: &TestApp) -> ehcp_casework::Due {
    ehcp_casework::due_today(&app.casework).unwrap()
}

fn the_table_says_how_long_and_why(database: TestDatabase) {
    let app = TestApp::on(database);
    let listed = app.governance().get("/v1/retention-rules").expect(200);
    let rules = listed.json()["items"].as_array().unwrap().clone();
    assert_eq!(rules.len(), RecordType::ALL.len());
    for rule in &rules {
        assert_eq!(rule["changed"], false);
        assert!(rule["source"].as_str().unwrap().len() > 50, "{rule}");
    }
    assert_eq!(rules[0]["record_type"], "case_with_plan");
    assert_eq!(
        (&rules[0]["counted_from"], &rules[0]["years"]),
        (&json!("birth"), &json!(31))
    );
    app.manager().get("/v1/retention-rules").expect(200);
    app.officer().get("/v1/retention-rules").expect(403);
    app.parent().get("/v1/retention-rules").expect(403);
}

fn changing_the_table_takes_two_people(database: TestDatabase) {
    let app = TestApp::on(database);
    let sent = json!({
        "record_type": "case_with_plan", "counted_from": "birth", "years": 35, "source": "Records schedule 2026, 4.2."
    });
    let asked = app.governance().post("/v1/retention-rules", &sent).expect(202);
    let place = asked.header("location").to_owned();
    let years = |app: &TestApp| {
        app.governance().get("/v1/retention-rules").expect(200).json()["items"][0]["years"].clone()
    };
    assert_eq!(years(&app), 31, "nothing has changed yet");
    app.governance()
        .post(format!("{place}/decisions"), &json!({"answer": "agree"}))
        .expect(403);
    app.manager()
        .post(format!("{place}/decisions"), &json!({"answer": "agree"}))
        .expect(200);
    let rule = app.governance().get("/v1/retention-rules").expect(200).json()["items"][0].clone();
    assert_eq!((&rule["years"], &rule["changed"]), (&json!(35), &json!(true)));
    assert_eq!(rule["changed_by"], app.council.governance.user.to_string());
    assert_eq!(rule["agreed_by"], app.council.manager.user.to_string());
    app.officer().post("/v1/retention-rules", &sent).expect(403);
}

fn a_rule_that_cannot_be_is_refused(database: TestDatabase) {
    let app = TestApp::on(database);
    for (record_type, counted_from, years) in [
        ("case_with_plan", "birth", 25),
        ("case_with_plan", "closure", 31),
        ("sent_messages", "birth", 31),
        ("case_without_plan", "closure", 0),
        ("case_without_plan", "closure", 111),
    ] {
        let sent = json!({
            "record_type": record_type, "counted_from": counted_from, "years": years, "source": "Nowhere."
        });
        app.governance().post("/v1/retention-rules", &sent).expect(422);
    }
}

fn a_record_is_due_on_its_day_and_not_before(database: TestDatabase) {
    // Leo, the oldest child, was born on 15 January 2010, and nothing was asked for him: 26 years.
    let app = TestApp::prepare(database).today("2036-01-14").start();
    assert_eq!(due(&app).records, []);
    app.go_to("2036-01-15");
    let found = due(&app);
    assert_eq!(found.records.len(), 1);
    let record = &found.records[0];
    assert_eq!(record.child, app.council.leo);
    assert_eq!(record.record_type, RecordType::ChildWithoutCase);
    assert_eq!(record.since.to_string(), "2036-01-15");
    assert_eq!(record.kept_because, None);
}

fn a_hold_and_an_open_case_keep_a_record(database: TestDatabase) {
    let app = TestApp::on(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    app.go_to("2070-01-01");
    let governance = app.council.governance.user;
    ehcp_casework::set_hold(&app.casework, app.council.leo, governance, "An inquiry.").unwrap();
    let found = due(&app);
    let why = |child| {
        let record = found.records.iter().find(|record| record.child == child);
        record.unwrap().kept_because.clone()
    };
    assert_eq!(why(app.council.leo).as_deref(), Some("An inquiry."));
    assert_eq!(why(app.council.maya).as_deref(), Some("The case is still open."));
    assert!(found.going().count() > 0);
    let run = ehcp_casework::run_retention::<Error>(&app.casework, &found, two(&app), |_| Ok(())).unwrap();
    let gone = |child: ehcp_case::ChildId| {
        run.erased
            .iter()
            .any(|one| one.subject_id == uuid::Uuid::from(child))
    };
    assert!(!gone(app.council.leo) && !gone(app.council.maya));
}

fn a_run_erases_what_the_dry_run_named_and_nothing_else(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    app.officer()
        .brings_to(&app, app.council.maya, Milestone::PlanIssued, app.council.alder);
    // Maya was born on 14 March 2018: 31 years.
    app.go_to("2049-03-13");
    assert!(
        due(&app)
            .records
            .iter()
            .all(|record| record.child != app.council.maya)
    );
    app.go_to("2049-03-14");
    let found = due(&app);
    let mut named: Vec<_> = found
        .going()
        .map(|record| uuid::Uuid::from(record.child))
        .collect();
    assert!(named.contains(&app.council.maya.into()));
    let mut told = Vec::new();
    let run = ehcp_casework::run_retention::<Error>(&app.casework, &found, two(&app), |erased| {
        told.extend(erased.iter().copied());
        Ok(())
    })
    .unwrap();
    assert_eq!(told, run.erased, "each is told for the list");
    let accounts: Vec<_> = found.going().flat_map(|record| record.accounts.clone()).collect();
    assert!(accounts.contains(&app.council.parent.user), "{accounts:?}");
    for account in accounts {
        let gone = run
            .erased
            .iter()
            .any(|one| one.subject_id == uuid::Uuid::from(account));
        assert!(gone, "the dry run named {account}");
    }
    let mut children: Vec<_> = run
        .erased
        .iter()
        .filter(|one| !one.is_adult)
        .map(|one| one.subject_id)
        .collect();
    named.sort_unstable();
    children.sort_unstable();
    assert_eq!(children, named);
    assert_eq!(due(&app).records, [], "nothing is left of it");
    let child = app.council.maya;
    let left = app
        .store
        .read_blocking(move |tx| tx.child(child))
        .unwrap()
        .unwrap();
    assert_eq!(left.given_name, "(erased)");
    assert_eq!(app.logs().count("plans"), 0);
    let findings = ehcp_casework::verify(&app.casework).unwrap().findings;
    assert!(findings.is_empty(), "{findings:?}");
    let logged = app.logs().count("security_log WHERE event = 'retention_run'");
    assert_eq!(logged, 1);
}

fn earlier_details_and_messages_go_after_their_years(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    for street in ["1 Old Street", "2 New Street"] {
        let seen = app.officer().reads_case(&case).etag();
        app.officer()
            .post(
                format!("/v1/children/{}/contacts", app.council.maya),
                &json!({"details": {"address": street}}),
            )
            .seeing(&seen)
            .expect(201);
    }
    assert_eq!(due(&app).contacts(), 0);
    app.go_to("2033-01-01");
    let found = due(&app);
    assert_eq!(found.contacts(), 1, "the one that was superseded");
    ehcp_casework::set_hold(
        &app.casework,
        app.council.maya,
        app.council.governance.user,
        "An inquiry.",
    )
    .unwrap();
    assert_eq!(due(&app).contacts(), 0, "a hold keeps it");
    let run = ehcp_casework::run_retention::<Error>(&app.casework, &found, two(&app), |_| Ok(())).unwrap();
    assert_eq!(run.contacts, 1);
    assert_eq!(app.logs().count("contacts WHERE address = '1 Old Street'"), 0);
    assert_eq!(app.logs().count("contacts WHERE address = '2 New Street'"), 1);
}
