//! Who looked at a child's record, as each sees it.

use ehcp_test_support::{Answer, Milestone, Person, TestApp, TestDatabase, on_both_databases};
use serde_json::{Value, json};
use std::collections::BTreeSet;

on_both_databases!(
    a_family_sees_who_looked_but_not_the_other_parent_nor_an_emergency,
    an_emergency_elsewhere_hides_nobody_who_looked,
    a_school_and_a_stranger_do_not_see_who_looked,
);

/// A case that its officer, both parents, and a stranger in an emergency have looked at.
fn looked_at(app: &TestApp) -> String {
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let council = &app.council;
    let named = json!({"officer_id": council.officer.user});
    app.manager().does(&case, "assignments", &named).expect(200);
    app.emergency(&case, &council.officer_of_other_team, true);
    let readers = [
        &council.officer,
        &council.parent,
        &council.second_parent,
        &council.officer_of_other_team,
    ];
    for reader in readers {
        app.clock.advance(chrono::Duration::seconds(1));
        app.as_person(reader).reads_case(&case);
    }
    case
}

/// Everybody of a role in the list, by name where one is shown.
fn names<'answer>(answer: &'answer Answer, role: &str) -> BTreeSet<&'answer str> {
    let items = answer.list_at("/items").iter();
    items
        .filter(|item| item["role"] == role)
        .map(|item| item["name"].as_str().unwrap_or("somebody"))
        .collect()
}

fn readers(app: &TestApp, who: &Person, case: &str) -> Answer {
    app.as_person(who)
        .get(format!("/v1/cases/{case}/readers"))
        .expect(200)
}

fn a_family_sees_who_looked_but_not_the_other_parent_nor_an_emergency(database: TestDatabase) {
    let app = TestApp::on(database);
    let (case, council) = (looked_at(&app), &app.council);
    let parent = readers(&app, &council.parent, &case);
    assert_eq!(names(&parent, "parent"), [council.parent.name.as_str()].into());
    // The stranger who opened the case in an emergency is an officer too.
    assert_eq!(names(&parent, "officer"), [council.officer.name.as_str()].into());
    let looked: Vec<&Value> = parent.list_at("/items").iter().collect();
    assert!(
        looked
            .iter()
            .all(|item| item["what"].is_string() && item["at"].is_string()),
        "{parent}"
    );
    for hidden in ["user_id", "reason", "network"] {
        assert!(looked.iter().all(|item| item.get(hidden).is_none()), "{parent}");
    }
    let other = readers(&app, &council.second_parent, &case);
    assert_eq!(
        names(&other, "parent"),
        [council.second_parent.name.as_str()].into()
    );
    // Those who look into it see everybody, and who they are.
    let all = readers(&app, &council.governance, &case);
    let stranger = council.officer_of_other_team.user.to_string();
    assert!(
        all.list_at("/items")
            .iter()
            .any(|item| item["user_id"] == stranger),
        "{all}"
    );
}

fn an_emergency_elsewhere_hides_nobody_who_looked(database: TestDatabase) {
    let app = TestApp::on(database);
    let (case, council) = (
        app.parent().asks_for_an_assessment_of(app.council.maya),
        &app.council,
    );
    let elsewhere = app
        .officer()
        .brings_to(&app, app.another_maya(), Milestone::Requested, council.alder)
        .case;
    app.emergency(&elsewhere, &council.officer_of_other_team, true);
    app.emergency(&elsewhere, &council.colleague, true);
    // The colleague lists the team's cases; the other officer's list has one case, by the emergency alone.
    for reader in [&council.colleague, &council.officer_of_other_team] {
        app.clock.advance(chrono::Duration::seconds(1));
        app.as_person(reader).get("/v1/cases").expect(200);
    }
    let lists = |case: &str| {
        let seen = readers(&app, &council.parent, case);
        let items = seen.list_at("/items").iter();
        items.filter(|item| item["role"] == "officer").count()
    };
    assert_eq!(lists(&case), 1, "{}", readers(&app, &council.parent, &case));
    let opened = readers(&app, &council.parent, &elsewhere);
    assert_eq!(lists(&elsewhere), 0, "until somebody has reviewed it: {opened}");
}

fn a_school_and_a_stranger_do_not_see_who_looked(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = looked_at(&app);
    app.school()
        .get(format!("/v1/cases/{case}/readers"))
        .expect_problem(403, "forbidden");
    app.other_parent()
        .get(format!("/v1/cases/{case}/readers"))
        .expect_problem(404, "not-found");
}
