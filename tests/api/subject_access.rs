//! Everything held on one person: nothing of them is missing, nothing of others is in the draft for release.

use ehcp_casework::{Mark, Pack, SubjectOfPack};
use ehcp_store::HOLDINGS;
use ehcp_test_support::{Milestone, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::json;

on_both_databases!(
    a_pack_holds_every_marker_of_the_person_and_the_draft_none_of_others,
    every_table_of_the_registry_is_looked_through,
    the_making_of_a_pack_is_logged,
);

/// What the one family says, what the other parent says, and what staff say of both.
const OWN: &str = "Marigold";
const OTHER: &str = "Foxglove";
const SAFETY: &str = "Nightshade";

fn winter(database: TestDatabase) -> TestApp {
    TestApp::prepare(database).today("2026-12-07").start()
}

fn marked(app: &TestApp) -> String {
    let officer = app.officer();
    let hand = officer.brings_to(app, app.council.maya, Milestone::DraftServed, app.council.alder);
    let mut text = bodies::final_text();
    text["sections"]["A"] = json!(format!("{OWN} likes drawing."));
    let mut said = bodies::representations();
    said["text"] = json!(format!("{OTHER} thinks so."));
    app.as_person(&app.council.second_parent)
        .does(&hand.case, "representations", &said)
        .expect(201);
    officer.makes(&hand.case, "final-plans", &text);
    for (user, street) in [(None, OWN), (Some(app.council.second_parent.user), OTHER)] {
        let seen = officer.reads_case(&hand.case).etag();
        officer
            .post(
                format!("/v1/children/{}/contacts", app.council.maya),
                &json!({"user_id": user, "details": {"address": format!("1 {street} Road")}}),
            )
            .seeing(&seen)
            .expect(201);
    }
    let seen = officer.reads_case(&hand.case).etag();
    officer
        .post(
            format!("/v1/children/{}/contact-protections", app.council.maya),
            &json!({"reason": format!("{SAFETY} order."), "hides_setting": false}),
        )
        .seeing(&seen)
        .expect(201);
    for (who, name) in [
        (app.parent(), OWN),
        (app.as_person(&app.council.second_parent), OTHER),
    ] {
        who.post(
            format!("/v1/cases/{}/statements", hand.case),
            &json!({"about": "The record", "text": format!("{name} disputes it.")}),
        )
        .expect(201);
    }
    hand.case
}

fn packs(app: &TestApp, about: SubjectOfPack) -> (Pack, Pack) {
    ehcp_casework::subject_access(&app.casework, about, app.council.governance.user).unwrap()
}

fn text(pack: &Pack) -> String {
    serde_json::to_string(pack).unwrap()
}

fn a_pack_holds_every_marker_of_the_person_and_the_draft_none_of_others(database: TestDatabase) {
    let app = winter(database);
    marked(&app);
    let (whole, draft) = packs(&app, SubjectOfPack::Child(app.council.maya));
    let (whole, draft_text) = (text(&whole), (text(&draft)));
    for marker in [
        &format!("{OWN} likes drawing"),
        &format!("1 {OWN} Road"),
        SAFETY,
        &format!("{OTHER} thinks so"),
    ] {
        assert!(whole.contains(marker), "{marker} is missing");
    }
    assert!(draft_text.contains(&format!("{OWN} likes drawing")));
    assert!(draft_text.contains(&format!("1 {OWN} Road")));
    for marker in [
        OTHER,
        SAFETY,
        &app.council.second_parent.user.to_string(),
        &app.council.officer.user.to_string(),
    ] {
        assert!(
            !draft_text.contains(marker),
            "{marker} is in the draft for release"
        );
    }
    assert!(draft.tables.iter().any(|table| table.withheld > 0));
    let sections = draft
        .tables
        .iter()
        .find(|table| table.table == "plan_sections")
        .unwrap();
    assert!(
        sections
            .rows
            .iter()
            .all(|row| row.marks.contains(&Mark::SeriousHarm))
    );
    assert_eq!(draft.answer_by.to_string(), "2027-01-07");

    // What is held on the other parent is theirs, and nothing of the first.
    let (whole, draft) = packs(&app, SubjectOfPack::Adult(app.council.second_parent.user));
    assert!(text(&whole).contains(&format!("1 {OTHER} Road")));
    assert!(text(&draft).contains(&format!("{OTHER} disputes it")));
    assert!(!text(&draft).contains(OWN), "nothing of the first parent");
}

fn every_table_of_the_registry_is_looked_through(database: TestDatabase) {
    let app = winter(database);
    marked(&app);
    for (about, holds) in [
        (SubjectOfPack::Child(app.council.maya), true),
        (SubjectOfPack::Adult(app.council.parent.user), false),
    ] {
        let (whole, _) = packs(&app, about);
        let mut looked: Vec<_> = whole
            .tables
            .iter()
            .map(|table| table.table.clone())
            .chain(whole.without_anything.clone())
            .collect();
        let mut expected: Vec<_> = HOLDINGS
            .iter()
            .filter(|holding| {
                if holds {
                    holding.of_child.is_some()
                } else {
                    holding.of_adult.is_some()
                }
            })
            .map(|holding| holding.table.to_owned())
            .collect();
        looked.sort_unstable();
        expected.sort_unstable();
        assert_eq!(looked, expected);
    }
}

fn the_making_of_a_pack_is_logged(database: TestDatabase) {
    let app = winter(database);
    let case = marked(&app);
    packs(&app, SubjectOfPack::Child(app.council.maya));
    assert_eq!(app.logs().count("read_log WHERE operation = 'subject_access'"), 1);
    assert_eq!(
        app.logs()
            .count("security_log WHERE event = 'subject_access_made'"),
        1
    );
    let readers = app.parent().get(format!("/v1/cases/{case}/readers")).expect(200);
    assert!(readers.text().contains("Everything on record"), "{readers}");
    let findings = ehcp_casework::verify(&app.casework).unwrap().findings;
    assert!(findings.is_empty(), "{findings:?}");
}
