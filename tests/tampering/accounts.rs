//! Somebody gives an account rights past the program, takes its log away, or makes one: each is found.

use ehcp_casework::audit::{Heads, verify_against};
use ehcp_test_support::{Attacker, Class, TestApp, TestDatabase, on_both_databases};
use serde_json::json;

on_both_databases!(every_right_of_an_account_that_is_changed_past_the_log_is_found);

fn findings(app: &TestApp) -> Vec<String> {
    let verified = verify_against(&app.casework, &Heads::new()).unwrap();
    verified.findings.iter().map(ToString::to_string).collect()
}

fn every_right_of_an_account_that_is_changed_past_the_log_is_found(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let council = &app.council;
    app.manager()
        .post(
            "/v1/absence-covers",
            &json!({
                "officer_id": council.officer.user, "covered_by": council.colleague.user,
                "from_on": "2026-07-06", "until_on": "2026-07-17"
            }),
        )
        .expect(201);
    assert_eq!(findings(&app), Vec::<String>::new());
    let (mut attacker, other) = (Attacker::on(&app.database), Attacker::on(&app.database));
    let adviser = other.id(council.adviser.user);
    let program = other.id(council.service.user);
    let (school, setting) = (other.id(council.school.user), other.id(council.birch));
    let officer = other.id(council.officer.user);
    let unknown = other.id("01990d2c-7f3a-7c11-9a53-3f1f7c9b2a10");
    let (yes, today) = match app.database.kind() {
        ehcp_store::Kind::Sqlite => ("1", "'2026-07-06'"),
        ehcp_store::Kind::Postgres => ("true", "date '2026-07-06'"),
    };
    let later = |column| other.altered(column, Class::Day);
    let longer = other.altered("expires_at", Class::Instant);
    let changes = [
        (
            "users",
            "account",
            format!("UPDATE users SET role = 'manager' WHERE id = {adviser}"),
        ),
        (
            "users",
            "account",
            format!("UPDATE users SET education_setting_id = {setting} WHERE id = {school}"),
        ),
        (
            "users",
            "account",
            format!("UPDATE users SET disabled_at = created_at WHERE id = {officer}"),
        ),
        (
            "users",
            "password",
            format!("UPDATE users SET password_hash = 'another' WHERE id = {officer}"),
        ),
        (
            "team_members",
            "teams",
            format!("DELETE FROM team_members WHERE user_id = {officer}"),
        ),
        (
            "team_members",
            "teams",
            format!(
                "UPDATE team_members SET from_on = {} WHERE user_id = {officer}",
                later("from_on")
            ),
        ),
        (
            "covers",
            "covers",
            format!("UPDATE covers SET until_on = {}", later("until_on")),
        ),
        (
            "covers",
            "covers",
            format!("UPDATE covers SET covered_by = {adviser}"),
        ),
        (
            "service_keys",
            "program",
            format!("UPDATE service_keys SET expires_at = {longer}"),
        ),
        (
            "service_actions",
            "program",
            format!("INSERT INTO service_actions (user_id, action) VALUES ({program}, 'another')"),
        ),
        (
            "single_sign_on_identities",
            "single_sign_on",
            format!(
                "INSERT INTO single_sign_on_identities (issuer, subject, user_id, linked_at) \
                 SELECT 'https://id.example.org', 'somebody', id, created_at FROM users WHERE id = {officer}"
            ),
        ),
        (
            "second_factors",
            "second_factor",
            format!(
                "INSERT INTO second_factors (user_id, sealed_seed, made_at, confirmed_at) \
                 SELECT id, 'a seed', created_at, created_at FROM users WHERE id = {officer}"
            ),
        ),
        (
            "contact_protections",
            "protections",
            format!(
                "INSERT INTO contact_protections \
                 (id, user_id, reason, hides_setting, from_on, recorded_at, recorded_by) \
                 SELECT {unknown}, id, 'Order', {yes}, {today}, created_at, id FROM users WHERE id = {officer}"
            ),
        ),
        (
            "users",
            "no log knows it",
            format!(
                "CREATE TABLE more AS SELECT * FROM users WHERE id = {officer}; \
                 UPDATE more SET id = {unknown}, email = 'nobody@example.org'; \
                 INSERT INTO users SELECT * FROM more; DROP TABLE more"
            ),
        ),
    ];
    for (table, part, change) in changes {
        attacker.does(&format!("CREATE TABLE kept AS SELECT * FROM {table}"));
        attacker.does(&change);
        let found = findings(&app);
        assert!(
            found.iter().any(|finding| finding.contains(part)),
            "{change}: {found:#?}"
        );
        attacker.does(&format!(
            "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept"
        ));
    }
    assert_eq!(findings(&app), Vec::<String>::new(), "every change was undone");
}
