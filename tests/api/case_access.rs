//! Accounts that open what is in cases: nobody makes one alone.

use ehcp_access::{LimitEffect, Resource, Role, Scope, policy};
use ehcp_test_support::{Answer, Person, TestApp, TestDatabase, on_both_databases};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    no_administrator_alone_makes_an_account_that_opens_cases,
    no_administrator_alone_gives_an_account_another_team_or_role,
    no_administrator_alone_gives_any_role_to_which_the_table_gives_cases,
    no_administrator_alone_moves_an_account_from_school_to_school,
    what_opens_no_case_needs_nobody_else,
    while_there_is_nobody_else_another_administrator_agrees_or_the_machine_does_it,
    a_lone_act_is_told_to_governance_and_administrators,
    cover_leaves_entries_when_it_begins_and_when_it_ends,
    who_covers_the_officer_is_a_second_person,
);

fn invites(app: &TestApp, role: &str, teams: &Value) -> Answer {
    let many = teams.as_array().map_or(0, Vec::len);
    let email = format!("{role}-{many}@example.org");
    let body = json!({"email": email, "name": "Kit", "role": role, "team_ids": teams});
    app.admin().post("/v1/invitations", &body).send()
}

fn answers(app: &TestApp, by: &Person, asked: &Answer, answer: &str) -> Answer {
    let path = format!("{}/decisions", asked.header("location"));
    app.as_person(by).post(path, &json!({"answer": answer})).send()
}

fn no_administrator_alone_makes_an_account_that_opens_cases(database: TestDatabase) {
    let app = TestApp::on(database);
    let council = &app.council;
    let second = app.newcomer(Role::Admin);
    for role in [
        "officer",
        "reviewer",
        "panel_manager",
        "manager",
        "customer_service",
        "quality_auditor",
    ] {
        let asked = invites(&app, role, &json!([council.north]));
        assert_eq!(asked.status(), 202, "{role}: {asked}");
        assert_eq!(asked.text_at("/kind"), "give_case_access");
        for (by, status) in [
            (&council.admin, 403),
            (&second, 403),
            (&council.officer, 404),
            (&council.manager_of_other_team, 404),
        ] {
            assert_eq!(answers(&app, by, &asked, "agree").status(), status, "{}", by.name);
        }
        assert!(app.letters().is_empty(), "{role}: nobody is invited yet");
        let agreed = answers(&app, &council.manager, &asked, "agree");
        assert_eq!(agreed.status(), 200, "{agreed}");
        drop(app.letter_to(&format!("{role}-1@example.org")));
    }
    // Of no team, and of two: only information governance sees all of it.
    for teams in [json!([]), json!([council.north, council.south])] {
        let asked = invites(&app, "officer", &teams);
        assert_eq!(answers(&app, &council.manager, &asked, "agree").status(), 404);
        assert_eq!(answers(&app, &council.governance, &asked, "refuse").status(), 200);
    }
    let asked = invites(&app, "customer_service", &json!([council.south]));
    assert_eq!(asked.status(), 422, "the address is taken");
}

fn changes(app: &TestApp, whom: &Person, change: &Value) -> Answer {
    let path = format!("/v1/users/{}", whom.user);
    let seen = app.admin().get(&path).expect(200).etag();
    app.admin()
        .asks(Method::PATCH, &path)
        .with_json(change)
        .seeing(&seen)
        .send()
}

fn no_administrator_alone_gives_an_account_another_team_or_role(database: TestDatabase) {
    let app = TestApp::on(database);
    let council = &app.council;
    let noah = app.other_parent().asks_for_an_assessment_of(council.noah);
    let rosa = app.officer();
    rosa.get(format!("/v1/cases/{noah}"))
        .expect_problem(404, "not-found");
    let asked = changes(&app, &council.officer, &json!({"team_ids": [council.south]}));
    assert_eq!(asked.status(), 202, "{asked}");
    rosa.get(format!("/v1/cases/{noah}"))
        .expect_problem(404, "not-found");
    // Whoever opens the cases decides: the manager of the team that she is to join.
    assert_eq!(answers(&app, &council.manager, &asked, "agree").status(), 404);
    assert_eq!(answers(&app, &council.officer, &asked, "agree").status(), 404);
    assert_eq!(
        answers(&app, &council.manager_of_other_team, &asked, "agree").status(),
        200
    );
    let again = app.in_another_session(&council.officer);
    app.as_person(&again).reads_case(&noah);
    let asked = changes(&app, &council.colleague, &json!({"role": "manager"}));
    assert_eq!(asked.status(), 202, "{asked}");
    assert_eq!(answers(&app, &council.manager, &asked, "agree").status(), 200);
    // Closing needs nobody else: it is wanted at once. Opening again does.
    let closed = changes(&app, &council.colleague, &json!({"open": false}));
    assert_eq!(closed.status(), 200, "{closed}");
    let opened = changes(&app, &council.colleague, &json!({"open": true}));
    assert_eq!(opened.status(), 202, "{opened}");
}

/// Whether the table gives a role rows of cases that nobody names to it one by one, as an adviser is named to a meeting.
fn has_rows_of_cases(role: Role) -> bool {
    Resource::ALL
        .iter()
        .filter(|resource| resource.belongs_to_a_case())
        .flat_map(|resource| policy(role, *resource))
        .any(|grant| {
            !matches!(
                grant.scope,
                Scope::Own | Scope::LinkedChild | Scope::AssignedAdvice | Scope::MeetingPack
            )
        })
}

fn no_administrator_alone_gives_any_role_to_which_the_table_gives_cases(database: TestDatabase) {
    let app = TestApp::on(database);
    let mut given = Vec::new();
    for role in Role::ALL {
        let mut body = json!({"email": format!("{}@example.org", role.word()), "name": "Kit", "role": role});
        if *role == Role::School {
            body["education_setting_id"] = json!(app.council.alder);
        }
        let asked = app.admin().post("/v1/invitations", &body).send();
        match asked.status() {
            202 => {}
            422 => assert_eq!(asked.text_at("/errors/0/code"), "not_invited_here", "{asked}"),
            _ => given.push((*role, asked.status())),
        }
        let whom = app.newcomer(*role);
        let path = format!("/v1/users/{}", whom.user);
        let by = app.admin();
        let change = |body: &Value| {
            let seen = by.get(&path).expect(200).etag();
            by.asks(Method::PATCH, &path).with_json(body).seeing(&seen).send()
        };
        let closed = change(&json!({"open": false}));
        let opened = change(&json!({"open": true}));
        if has_rows_of_cases(*role) {
            assert_ne!(opened.status(), 200, "{role:?}: {closed}, {opened}");
        }
    }
    // Whoever is asked for advice is named by an officer, each time.
    assert_eq!(given, [(Role::Adviser, 201)]);
    assert!(!has_rows_of_cases(Role::Adviser));
    for role in [Role::School, Role::Officer, Role::InformationGovernance] {
        assert!(has_rows_of_cases(role), "the table is read rightly: {role:?}");
    }
    let adviser = app.newcomer(Role::Adviser);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    app.as_person(&adviser)
        .get(format!("/v1/cases/{case}"))
        .expect_problem(404, "not-found");
}

fn no_administrator_alone_moves_an_account_from_school_to_school(database: TestDatabase) {
    let app = TestApp::on(database);
    let council = &app.council;
    let noah = app.other_parent().asks_for_an_assessment_of(council.noah);
    let path = format!("/v1/cases/{noah}");
    app.school().get(&path).expect_problem(404, "not-found");
    let asked = changes(
        &app,
        &council.school,
        &json!({"education_setting_id": council.birch}),
    );
    assert_eq!(asked.status(), 202, "{asked}");
    assert_eq!(asked.text_at("/kind"), "give_case_access");
    app.school().get(&path).expect_problem(404, "not-found");
    let second = app.newcomer(Role::Admin);
    for (by, status) in [
        (&council.admin, 403),
        (&second, 403),
        (&council.school, 403),
        (&council.manager, 404),
        (&council.governance, 200),
    ] {
        assert_eq!(answers(&app, by, &asked, "agree").status(), status, "{}", by.name);
    }
    let again = app.in_another_session(&council.school);
    app.as_person(&again).reads_case(&noah);
    // What only takes something away needs nobody else; a new name neither.
    for change in [json!({"name": "Sam Reed"}), json!({"open": false})] {
        assert_eq!(changes(&app, &council.school, &change).status(), 200, "{change}");
    }
    assert_eq!(
        changes(&app, &council.school, &json!({"open": true})).status(),
        202
    );
}

fn what_opens_no_case_needs_nobody_else(database: TestDatabase) {
    let app = TestApp::on(database);
    assert_eq!(invites(&app, "adviser", &json!([])).status(), 201);
    let renamed = changes(&app, &app.council.colleague, &json!({"name": "Omar A. Said"}));
    assert_eq!(renamed.status(), 200, "{renamed}");
}

fn while_there_is_nobody_else_another_administrator_agrees_or_the_machine_does_it(database: TestDatabase) {
    let app = TestApp::on(database);
    let council = &app.council;
    for person in [
        &council.manager,
        &council.manager_of_other_team,
        &council.governance,
    ] {
        app.close_account_of(person);
    }
    let refused = invites(&app, "officer", &json!([council.north]));
    refused.is_problem("not-yet");
    assert!(refused.text().contains("ehcp user add"), "{refused}");
    assert!(app.letters().is_empty());
    let second = app.newcomer(Role::Admin);
    let asked = invites(&app, "officer", &json!([council.north]));
    assert_eq!(asked.status(), 202, "{asked}");
    assert_eq!(answers(&app, &council.admin, &asked, "agree").status(), 403);
    assert_eq!(answers(&app, &second, &asked, "agree").status(), 200);
    drop(app.letter_to("officer-1@example.org"));
}

fn a_lone_act_is_told_to_governance_and_administrators(database: TestDatabase) {
    let app = TestApp::on(database);
    let council = &app.council;
    app.parent().asks_for_an_assessment_of(council.maya);
    let child = council.maya.to_string();
    for other in [&council.colleague, &council.manager, &council.governance] {
        app.limit(&child, other, LimitEffect::Bar);
    }
    drop(app.letters());
    let bar = json!({
        "email": council.second_parent.email, "effect": "bar", "ground": "safety_decision", "evidence": "A report.",
    });
    app.officer()
        .post(format!("/v1/children/{child}/limits"), &bar)
        .expect(201);
    let letters = app.letters();
    let mut to: Vec<_> = letters.iter().map(|letter| letter.to.as_str()).collect();
    to.sort_unstable();
    let mut expected = [council.governance.email.as_str(), council.admin.email.as_str()];
    expected.sort_unstable();
    assert_eq!(to, expected);
    for letter in &letters {
        assert_eq!(letter.subject, "Somebody acted alone");
        assert!(!letter.content.contains("EHC-"), "{}", letter.content);
    }
}

fn kinds_on(app: &TestApp, person: &Person) -> Vec<String> {
    let of_account = person.user.into();
    let log = app
        .store
        .read_blocking(move |tx| tx.account_events_after(of_account, 0, 100))
        .unwrap();
    log.into_iter().map(|event| event.kind).collect()
}

fn cover_leaves_entries_when_it_begins_and_when_it_ends(database: TestDatabase) {
    let app = TestApp::on(database);
    let council = &app.council;
    let cover = json!({
        "officer_id": council.officer.user, "covered_by": council.officer_of_other_team.user,
        "from_on": "2026-09-07", "until_on": "2026-09-18",
    });
    let arranged = app.manager().post("/v1/absence-covers", &cover).expect(201);
    for person in [&council.officer, &council.officer_of_other_team] {
        assert!(kinds_on(&app, person).ends_with(&["cover_began".to_owned()]));
    }
    let path = format!("/v1/absence-covers/{}/endings", arranged.text_at("/id"));
    app.manager().post(&path, &json!({})).expect(200);
    app.manager().post(&path, &json!({})).send();
    for person in [&council.officer, &council.officer_of_other_team] {
        let kinds = kinds_on(&app, person);
        assert!(
            kinds.ends_with(&["cover_began".to_owned(), "cover_ended".to_owned()]),
            "once each: {kinds:?}"
        );
    }
}

fn who_covers_the_officer_is_a_second_person(database: TestDatabase) {
    let app = TestApp::on(database);
    let council = &app.council;
    let case = app.parent().asks_for_an_assessment_of(council.maya);
    let assign = json!({"officer_id": council.colleague.user});
    let child = council.maya.to_string();
    app.manager().does(&case, "assignments", &assign).expect(200);
    // Nobody is left but an officer of another team, who covers.
    for other in [&council.manager, &council.governance] {
        app.limit(&child, other, LimitEffect::Bar);
    }
    app.cover(
        &council.colleague,
        &council.officer_of_other_team,
        "2026-09-01",
        "2026-12-31",
    );
    app.close_account_of(&council.colleague);
    let bar = json!({
        "email": council.second_parent.email, "effect": "bar", "ground": "safety_decision", "evidence": "A report.",
    });
    let asked = app
        .officer()
        .post(format!("/v1/children/{child}/limits"), &bar)
        .expect(202);
    let agreed = answers(&app, &council.officer_of_other_team, &asked, "agree");
    assert_eq!(agreed.status(), 200, "{agreed}");
}
