//! What is erased is gone from every table, and stays gone after an older copy is brought back.

use super::sixteen;
use ehcp_access::Role;
use ehcp_case::UserId;
use ehcp_casework::TwoPeople;
use ehcp_store::{HOLDINGS, Kind};
use ehcp_test_support::{Milestone, Person, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::json;

on_both_databases!(
    nothing_of_an_erased_record_is_left_but_its_log,
    a_hold_keeps_a_record,
    a_hold_leaves_an_entry_when_it_is_set_and_when_it_is_lifted,
    what_was_annulled_or_ties_somebody_to_another_child_erases_no_account,
    what_was_erased_is_erased_again_after_an_older_copy_comes_back,
);

const MARKER: &str = "Quillfeather";

/// A case with the marker in every text that people write, and a family of its own.
fn marked(app: &TestApp) -> (ehcp_case::ChildId, String) {
    let child = app.council.noah;
    let said = format!("{MARKER} said so.");
    let hand = app
        .officer_of_other_team()
        .brings_to(app, child, Milestone::DraftServed, app.council.birch);
    let officer = app.officer_of_other_team();
    let mut comment = bodies::representations();
    comment["text"] = json!(said);
    app.other_parent()
        .does(&hand.case, "representations", &comment)
        .expect(201);
    let mut exception = bodies::exception("2026-11-02");
    exception["evidence"] = json!(said);
    officer.does(&hand.case, "exceptions", &exception).expect(201);
    let mut text = bodies::final_text();
    text["sections"]["A"] = json!(said);
    officer.sends_the_final_plan(app, &hand.case, &text);
    for user in [None, Some(app.council.other_parent.user)] {
        let body =
            json!({"user_id": user, "details": {"address": format!("1 {MARKER} Street")}, "reason": said});
        let seen = officer.reads_case(&hand.case).etag();
        officer
            .post(format!("/v1/children/{child}/contacts"), &body)
            .seeing(&seen)
            .expect(201);
    }
    let seen = officer.get(format!("/v1/children/{child}")).expect(200).etag();
    officer
        .post(
            format!("/v1/children/{child}/corrections"),
            &json!({"family_name": MARKER, "reason": said}),
        )
        .seeing(&seen)
        .expect(200);
    app.other_parent()
        .post(
            format!("/v1/cases/{}/statements", hand.case),
            &json!({"about": MARKER, "text": said}),
        )
        .expect(201);
    (child, hand.case)
}

/// Where a text still stands.
fn places_with(app: &TestApp, text: &str) -> Vec<String> {
    ehcp_store::compact(&app.database.config()).unwrap();
    match app.database.kind() {
        Kind::Postgres => {
            let mut logs = app.logs();
            HOLDINGS
                .iter()
                .filter(|holding| {
                    logs.count(&format!("{} t WHERE t::text LIKE '%{text}%'", holding.table)) > 0
                })
                .map(|holding| holding.table.to_owned())
                .collect()
        }
        Kind::Sqlite => {
            let file = app.database.url().strip_prefix("sqlite:").unwrap().to_owned();
            ["", "-wal"]
                .iter()
                .map(|end| format!("{file}{end}"))
                .filter(|file| {
                    let bytes = std::fs::read(file).unwrap_or_default();
                    bytes.windows(text.len()).any(|window| window == text.as_bytes())
                })
                .collect()
        }
    }
}

fn winter(database: TestDatabase) -> TestApp {
    TestApp::prepare(database).today("2026-12-07").start()
}

fn nothing_of_an_erased_record_is_left_but_its_log(database: TestDatabase) {
    let app = winter(database);
    let (child, case) = marked(&app);
    let upn = app.upn_of(child);
    assert!(!places_with(&app, MARKER).is_empty());
    let erased = ehcp_casework::erase(&app.casework, child, two(&app)).unwrap();
    assert_eq!(erased.len(), 2, "the child and the one parent of no other child");
    for gone in [MARKER, &upn, "Kate Lowe", "kate.lowe@example.org", "2017-05-02"] {
        let left = places_with(&app, gone);
        assert!(left.is_empty(), "{gone} is left in {left:?}");
    }
    // Others keep theirs, the log stays whole, and the account is closed.
    assert!(!places_with(&app, "Amina Okafor").is_empty());
    let findings = ehcp_casework::verify(&app.casework).unwrap().findings;
    assert!(findings.is_empty(), "{findings:?}");
    app.officer_of_other_team()
        .get(format!("/v1/cases/{case}"))
        .expect(404);
    let left = app
        .governance()
        .get(format!("/v1/cases/{case}/timeline"))
        .expect(200);
    assert!(left.text().contains("record_erased"));
    app.other_parent().get("/v1/me").expect(401);
}

fn a_hold_keeps_a_record(database: TestDatabase) {
    let app = winter(database);
    let (child, _) = marked(&app);
    let governance = app.council.governance.user;
    ehcp_casework::set_hold(&app.casework, child, governance, "An inquiry.").unwrap();
    assert!(ehcp_casework::erase(&app.casework, child, two(&app)).is_err());
    assert!(!places_with(&app, MARKER).is_empty());
    let lifted = ehcp_casework::lift_holds(&app.casework, child, governance, "It has ended.").unwrap();
    assert_eq!(lifted, 1);
    ehcp_casework::erase(&app.casework, child, two(&app)).unwrap();
}

/// A young person with a case and a parent.
fn leo(app: &TestApp) -> sixteen::Family {
    sixteen::family(app, "2010-02-03")
}

fn what_was_annulled_or_ties_somebody_to_another_child_erases_no_account(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-07-06").start();
    let leo = leo(&app);
    let officer = app.officer();
    let path = |what: &str| format!("/v1/children/{}/{what}", leo.child);
    let acts = |person: &Person, from: &str| json!({"who_acts": "representative", "email": person.email, "from_on": from, "evidence": "Deputy appointed."});
    // Somebody recorded by mistake, as deputy or as parent, and a deputy who helps another family.
    let (mistaken, stranger, deputy) = (
        app.newcomer(Role::Parent),
        app.newcomer(Role::Parent),
        app.newcomer(Role::Parent),
    );
    let wrong = json!({"annul": true, "reason": "Another family."});
    let record = officer
        .post(path("hand-overs"), &acts(&mistaken, "2026-07-06"))
        .expect(201);
    let ending = format!("/v1/hand-overs/{}/endings", record.text_at("/id"));
    officer.post(ending, &wrong).expect(200);
    let link = json!({
        "email": stranger.email, "parental_responsibility": true, "has_care": true, "evidence": "Seen."
    });
    let linked = officer.post(path("parent-links"), &link).expect(201);
    let ending = format!("/v1/parent-links/{}/endings", linked.text_at("/id"));
    officer.post(ending, &wrong).expect(200);
    officer
        .post(path("hand-overs"), &acts(&deputy, "2026-07-06"))
        .expect(201);
    app.helper(
        &app.council.maya.to_string(),
        &app.council.parent,
        &deputy.email,
        false,
    );
    let erased = ehcp_casework::erase(&app.casework, leo.child.parse().unwrap(), two(&app)).unwrap();
    let gone: Vec<UserId> = erased
        .iter()
        .filter(|one| one.is_adult)
        .map(|one| one.subject_id.into())
        .collect();
    assert_eq!(gone, [leo.parent.user], "the one parent of no other child");
    for kept in [&mistaken, &stranger, &deputy] {
        app.as_person(kept).get("/v1/me").expect(200);
    }
    app.as_person(&leo.parent).get("/v1/me").expect(401);
}

fn a_hold_leaves_an_entry_when_it_is_set_and_when_it_is_lifted(database: TestDatabase) {
    let app = winter(database);
    let (child, case) = marked(&app);
    let governance = app.council.governance.user;
    ehcp_casework::set_hold(&app.casework, child, governance, "An inquiry.").unwrap();
    ehcp_casework::lift_holds(&app.casework, child, governance, "It has ended.").unwrap();
    let log = app
        .governance()
        .get(format!("/v1/cases/{case}/timeline"))
        .expect(200);
    let family = app
        .other_parent()
        .get(format!("/v1/cases/{case}/timeline"))
        .expect(200);
    for kind in ["hold_set", "hold_lifted"] {
        assert!(log.text().contains(kind), "{kind}: {log}");
        assert!(!family.text().contains(kind), "{kind}: {family}");
        let security = format!("security_log WHERE event = '{kind}'");
        assert_eq!(app.logs().count(&security), 1, "{kind}");
    }
    assert!(!log.text().contains("inquiry"), "no reason stands in a log");
    let findings = || ehcp_casework::verify(&app.casework).unwrap().findings;
    assert!(findings().is_empty(), "{:?}", findings());
    app.logs()
        .change("UPDATE legal_holds SET lift_reason = 'Another.'");
    assert!(!findings().is_empty(), "an altered hold is found");
}

fn two(app: &TestApp) -> TwoPeople {
    TwoPeople::new(app.council.governance.user, app.council.manager.user).unwrap()
}

fn what_was_erased_is_erased_again_after_an_older_copy_comes_back(database: TestDatabase) {
    let app = winter(database);
    let (child, _) = marked(&app);
    // The copy is of before: the database knows nothing of the erasure, the list beside it does.
    let listed = [ehcp_casework::ListedErasure {
        subject_id: child.into(),
        is_adult: false,
        erased_at: app.clock.now(),
        erased_by: Some(app.council.governance.user),
        agreed_by: Some(UserId(uuid::Uuid::nil())),
    }];
    for _ in 0..2 {
        assert_eq!(
            ehcp_casework::reapply_erasures(&app.casework, &listed)
                .unwrap()
                .len(),
            1
        );
    }
    let upn = app
        .store
        .read_blocking(move |tx| tx.child(child))
        .unwrap()
        .unwrap()
        .upn;
    assert_eq!(upn, None);
}
