//! Everything held on one person: nothing of them is missing, nothing of others is in the draft for release.

use super::{adoption, sixteen};
use ehcp_access::Role;
use ehcp_casework::{Mark, Pack, SubjectOfPack};
use ehcp_store::HOLDINGS;
use ehcp_test_support::{Milestone, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::json;

on_both_databases!(
    a_pack_holds_every_marker_of_the_person_and_the_draft_none_of_others,
    the_draft_for_a_barred_parent_says_nothing_of_the_bar,
    the_draft_for_a_representative_says_nothing_of_the_young_person,
    the_draft_for_whoever_invited_a_helper_does_not_name_the_helper,
    the_draft_of_an_adopted_child_tells_nothing_from_before,
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
    officer.sends_the_final_plan(app, &hand.case, &text);
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

/// What of one table is in a draft.
fn rows_of<'a>(draft: &'a Pack, table: &str) -> &'a [ehcp_casework::PackRow] {
    let found = draft.tables.iter().find(|held| held.table == table);
    found.map_or(&[], |held| &held.rows)
}

fn the_draft_for_a_barred_parent_says_nothing_of_the_bar(database: TestDatabase) {
    let app = winter(database);
    let father = &app.council.second_parent;
    app.parent().asks_for_an_assessment_of(app.council.maya);
    let bar = json!({
        "email": father.email, "effect": "bar", "ground": "safety_decision", "evidence": "A police report of May.",
    });
    let asked = app
        .officer()
        .post(format!("/v1/children/{}/limits", app.council.maya), &bar)
        .expect(202);
    let (whole, draft) = packs(&app, SubjectOfPack::Adult(father.user));
    assert!(
        text(&whole).contains("A police report of May"),
        "the answer is kept for a day"
    );
    for told in [
        "police report",
        "safety_decision",
        "set_limit",
        asked.text_at("/id"),
    ] {
        assert!(!text(&draft).contains(told), "{told} is in the draft for release");
    }
    assert!(rows_of(&draft, "parent_links").len() == 1, "the rest is there");
}

fn the_draft_for_a_representative_says_nothing_of_the_young_person(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = sixteen::family(&app, "2010-02-03");
    let deputy = app.newcomer(Role::Parent);
    let acts = json!({
        "who_acts": "representative", "email": deputy.email, "evidence": "Doctor Kern found that Leo lacks capacity.",
    });
    app.officer()
        .post(format!("/v1/children/{}/hand-overs", leo.child), &acts)
        .expect(201);
    let (whole, draft) = packs(&app, SubjectOfPack::Adult(deputy.user));
    assert!(text(&whole).contains("lacks capacity"));
    assert!(!text(&draft).contains("lacks capacity"));
    assert!(text(&draft).contains(&deputy.email), "their own account is there");
}

fn the_draft_for_whoever_invited_a_helper_does_not_name_the_helper(database: TestDatabase) {
    let app = winter(database);
    app.parent().asks_for_an_assessment_of(app.council.maya);
    let helper = json!({
        "email": "gran@example.org", "name": "Beatrice Hollyhock", "until_at": "2027-01-07T10:00:00Z"
    });
    app.parent()
        .post(format!("/v1/children/{}/helpers", app.council.maya), &helper)
        .expect(201);
    let (whole, draft) = packs(&app, SubjectOfPack::Adult(app.council.parent.user));
    for told in ["Hollyhock", "gran@example.org"] {
        assert!(text(&whole).contains(told));
        assert!(!text(&draft).contains(told), "{told} is in the draft for release");
    }
}

fn the_draft_of_an_adopted_child_tells_nothing_from_before(database: TestDatabase) {
    let app = winter(database);
    let hand = adoption::marked(&app);
    let child = app.council.maya;
    let officer = app.officer();
    let seen = officer.get(format!("/v1/children/{child}")).expect(200).etag();
    officer
        .post(
            format!("/v1/children/{child}/corrections"),
            &json!({"given_name": "Maia", "reason": "Spelt wrongly."}),
        )
        .seeing(&seen)
        .expect(200);
    let second = app.newcomer(Role::InformationGovernance);
    adoption::is_adopted(&app, &second);
    let ask = json!({"child_id": child, "reason": "The Kingfisher inquiry asks for it."});
    let asked = app
        .governance()
        .post("/v1/sealed-identity-openings", &ask)
        .expect(202);
    adoption::agrees(&app, &second, asked.header("location"));
    app.clock.advance(chrono::Duration::seconds(1));
    // What comes after the adoption is the child's, and released.
    officer
        .post(
            format!("/v1/cases/{}/statements", hand.case),
            &json!({"about": "The record", "text": "Larkspur is how Nia likes to be seen."}),
        )
        .expect(201);
    let (whole, draft) = packs(&app, SubjectOfPack::Child(child));
    let (whole, draft_text) = (text(&whole), text(&draft));
    for former in adoption::FORMER.iter().chain(&["Maia", "Kingfisher"]) {
        assert!(
            !draft_text.contains(former),
            "{former} is in the draft for release"
        );
    }
    for kept in [adoption::MARKER, "Maia", "Kingfisher"] {
        assert!(whole.contains(kept), "{kept} is missing in the whole");
    }
    for told in ["Nia", "Winter", "Larkspur"] {
        assert!(draft_text.contains(told), "{told} is missing in the draft");
    }
    assert!(
        !rows_of(&draft, "facts").is_empty(),
        "the steps of the procedure stay"
    );
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
