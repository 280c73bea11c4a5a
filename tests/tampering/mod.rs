//! Somebody has the database and changes the logs past the program: `verify` finds each change against the last
//! checkpoint, and finds nothing where nothing was changed.

mod accounts;
mod corpus;
mod logs;
mod relations;

use ehcp_casework::audit::{Heads, changed_heads, verify_against};
use ehcp_test_support::{Attacker, Class, Milestone, TestApp, TestDatabase, on_both_databases};
use logs::{LOGS, Log};

on_both_databases!(
    an_untouched_system_has_no_finding,
    the_database_refuses_to_change_or_delete_a_row_of_a_log,
    every_way_of_tampering_with_a_log_is_found,
    facts_changed_past_the_log_are_found,
    a_case_with_a_damaged_log_does_not_stop_the_others,
);

/// A system with a busy case, reads, refusals and sign-outs, and what a checkpoint knows of it.
struct Scene {
    app: TestApp,
    known: Heads,
}

impl Scene {
    fn on(database: TestDatabase) -> Self {
        let app = TestApp::on(database);
        app.go_to("2026-10-20");
        let council = &app.council;
        let hand = app
            .officer()
            .brings_to(&app, council.maya, Milestone::Assessing, council.alder);
        for path in ["", "/timeline", "/deadlines", "/decisions", "/readers"] {
            app.officer()
                .get(format!("/v1/cases/{}{path}", hand.case))
                .expect(200);
        }
        app.parent().get("/v1/cases").expect(200);
        for _ in 0..3 {
            app.parent()
                .does(&hand.case, "plans", &serde_json::json!({}))
                .send();
            app.as_person(&council.other_adviser)
                .get(format!("/v1/cases/{}", hand.case))
                .expect(404);
        }
        for _ in 0..3 {
            let elsewhere = app.in_another_session(&app.council.parent);
            app.as_person(&elsewhere)
                .delete("/v1/sessions/current")
                .expect(204);
        }
        let known = heads(&app);
        Self { app, known }
    }

    fn findings(&self) -> Vec<String> {
        let verified = verify_against(&self.app.casework, &self.known).unwrap();
        verified.findings.iter().map(ToString::to_string).collect()
    }
}

fn heads(app: &TestApp) -> Heads {
    changed_heads(&app.casework, &Heads::new())
        .unwrap()
        .into_iter()
        .map(|head| ((head.0, head.1), (head.2, head.3)))
        .collect()
}

fn an_untouched_system_has_no_finding(database: TestDatabase) {
    let scene = Scene::on(database);
    assert_eq!(scene.findings(), Vec::<String>::new());
    // Nor when it went on after the checkpoint.
    scene.app.parent().get("/v1/cases").expect(200);
    assert_eq!(scene.findings(), Vec::<String>::new());
}

fn the_database_refuses_to_change_or_delete_a_row_of_a_log(database: TestDatabase) {
    let scene = Scene::on(database);
    let mut logs = scene.app.logs();
    for Log { table, number, .. } in LOGS {
        let rows = logs.count(table);
        assert!(rows > 0, "{table} is empty");
        for statement in [
            format!("UPDATE {table} SET {number} = {number} + 1"),
            format!("DELETE FROM {table}"),
        ] {
            assert!(logs.refuses(&statement), "{statement}");
        }
        assert_eq!(logs.count(table), rows, "{table}");
    }
}

fn every_way_of_tampering_with_a_log_is_found(database: TestDatabase) {
    let scene = Scene::on(database);
    for log in LOGS {
        let tried = corpus::try_all(&scene, &log);
        assert!(tried > 20, "{}: only {tried} changes were tried", log.table);
    }
    assert_eq!(scene.findings(), Vec::<String>::new(), "every change was undone");
}

fn facts_changed_past_the_log_are_found(database: TestDatabase) {
    let scene = Scene::on(database);
    let mut attacker = Attacker::on(&scene.app.database);
    let day = attacker.altered("happened_on", Class::Day);
    for (change, undo) in [
        (
            format!("UPDATE facts SET happened_on = {day}"),
            "the log does not know it",
        ),
        ("DELETE FROM facts".to_owned(), "there is no such fact"),
        (
            "UPDATE facts SET superseded_at = recorded_at".to_owned(),
            "wrongly marked",
        ),
        (
            "UPDATE decisions SET reasons = 'Other reasons.'".to_owned(),
            "the reasons is not what entry",
        ),
        ("DELETE FROM requests".to_owned(), "and there is no such row"),
        ("DELETE FROM read_log_cases".to_owned(), "are not listed"),
    ] {
        let table = ["facts", "decisions", "requests", "read_log_cases"]
            .into_iter()
            .find(|table| change.contains(table))
            .unwrap();
        let table = if change.contains("read_log_cases") {
            "read_log_cases"
        } else {
            table
        };
        attacker.does(&format!("CREATE TABLE kept AS SELECT * FROM {table}"));
        attacker.does(&change);
        let findings = scene.findings();
        assert!(
            findings.iter().any(|finding| finding.contains(undo)),
            "{change}: {findings:#?}"
        );
        attacker.does(&format!(
            "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept"
        ));
    }
    assert_eq!(scene.findings(), Vec::<String>::new());
}

fn a_case_with_a_damaged_log_does_not_stop_the_others(database: TestDatabase) {
    let scene = Scene::on(database);
    let council = &scene.app.council;
    let other = scene.app.other_parent().asks_for_an_assessment_of(council.noah);
    let mut attacker = Attacker::on(&scene.app.database);
    let id = attacker.id(&other);
    attacker.does(&format!(
        "UPDATE events SET details = '{{}}' WHERE case_id = {id}"
    ));
    let findings = scene.findings();
    assert!(
        findings
            .iter()
            .any(|finding| finding.contains("altered") || finding.contains("cannot be")),
        "{findings:#?}"
    );
    assert!(
        findings.iter().all(|finding| finding.contains(&other)),
        "{findings:#?}"
    );
}
