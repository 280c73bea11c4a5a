//! An adoption seals who the child was: names, number, family and everything that was written before it.

use ehcp_access::{LimitEffect, Role};
use ehcp_test_support::{
    Actor, CaseInHand, Milestone, Person, TestApp, TestDatabase, bodies, on_both_databases,
};
use serde_json::json;

on_both_databases!(
    an_adopted_child_is_nowhere_found_under_the_former_name,
    nothing_written_before_an_adoption_is_shown_to_anybody,
    a_sealed_record_is_open_for_a_day_for_whom_a_second_person_agreed,
    the_case_goes_on_under_the_new_name,
);

/// A word in everything that is written before the adoption.
pub(super) const MARKER: &str = "Zebrafink";

/// What must not be read again.
pub(super) const FORMER: [&str; 4] = [MARKER, "Okafor", "Maya", "801200001001"];

pub(super) fn agrees(app: &TestApp, by: &Person, location: &str) {
    app.as_person(by)
        .post(format!("{location}/decisions"), &json!({"answer": "agree"}))
        .expect(200);
}

/// Records Maya's adoption by two people of information governance; gives the second.
pub(super) fn is_adopted(app: &TestApp, second: &Person) {
    app.clock.advance(chrono::Duration::seconds(1));
    let adoption = json!({
        "given_name": "Nia", "family_name": "Winter", "upn": "Y801200001022", "adopted_on": "2026-09-04",
        "evidence": "Adoption order of the Family Court of 4 September 2026 about Maya Okafor.",
    });
    let path = format!("/v1/children/{}/adoptions", app.council.maya);
    app.officer()
        .post(&path, &adoption)
        .expect_problem(403, "forbidden");
    let asked = app.governance().post(&path, &adoption).expect(202);
    agrees(app, second, asked.header("location"));
    app.clock.advance(chrono::Duration::seconds(1));
}

fn an_adopted_child_is_nowhere_found_under_the_former_name(database: TestDatabase) {
    let app = TestApp::on(database);
    let ask = || {
        app.second_parent()
            .post("/v1/requests", &json!({"child_id": app.council.maya}))
            .with_key("first-asking")
    };
    let case = ask().expect(201).text_at("/case_id").to_owned();
    is_adopted(&app, &app.newcomer(Role::InformationGovernance));
    // The birth family is out, kept answers included, and finds nothing.
    for birth in [app.parent(), app.second_parent()] {
        for path in [
            format!("/v1/cases/{case}"),
            format!("/v1/children/{}", app.council.maya),
        ] {
            birth.get(path).expect_problem(404, "not-found");
        }
        for list in ["/v1/cases", "/v1/children"] {
            assert!(birth.get(list).expect(200).list_at("/items").is_empty());
        }
    }
    // As for a child who was never on record.
    let again = ask().expect_problem(422, "invalid");
    assert_eq!(again.text_at("/errors/0/code"), "unknown_child");
    // A child with the former number is another child.
    let former = json!({"child": {
        "given_name": "Maya", "family_name": "Okafor", "born_on": "2018-03-14", "upn": "H801200001001"
    }});
    let receipt = app.school().post("/v1/requests", &former).expect(201);
    assert_ne!(receipt.text_at("/case_id"), case);
}

/// Maya's case with a marker in every text that can be written.
pub(super) fn marked(app: &TestApp) -> CaseInHand {
    let council = &app.council;
    let says = |what: &str| format!("{what} {MARKER}: Maya Okafor, H801200001001.");
    let request = json!({"child_id": council.maya, "reasons": says("Why we ask.")});
    app.parent().post("/v1/requests", &request).expect(201);
    let officer = app.officer();
    let mut hand = officer.brings_to(app, council.maya, Milestone::DraftServed, council.alder);
    let mut exception = bodies::exception("2026-11-02");
    exception["evidence"] = json!(says("A letter."));
    officer.does(&hand.case, "exceptions", &exception).expect(201);
    let mut said = bodies::representations();
    said["text"] = json!(says("We think."));
    app.parent()
        .does(&hand.case, "representations", &said)
        .expect(201);
    let mut text = bodies::draft_text();
    text["sections"]["A"] = json!(says("Views."));
    let written = officer.does(&hand.case, "plans", &text).expect(201);
    hand.draft = Some(written.text_at("/id").to_owned());
    let reason = says("It cannot wait for her officer.");
    let opening = json!({"case_id": hand.case, "ground": "other", "hours": 1, "reason": reason});
    app.officer_of_other_team()
        .post("/v1/break-glass-openings", &opening)
        .expect(201);
    let helper = json!({
        "email": "gran@example.org", "name": format!("Gran {MARKER}"), "until_at": "2027-01-07T10:00:00Z"
    });
    app.parent()
        .post(format!("/v1/children/{}/helpers", council.maya), &helper)
        .expect(201);
    let bar = json!({
        "email": council.other_parent.email, "effect": "bar", "ground": "safety_decision",
        "evidence": says("A police report."),
    });
    officer
        .post(format!("/v1/children/{}/limits", council.maya), &bar)
        .expect(202);
    app.limit(
        &council.maya.to_string(),
        &council.second_parent,
        LimitEffect::NoWhereabouts,
    );
    hand
}

/// Everything that tells of a case or a child.
fn paths(app: &TestApp, hand: &CaseInHand) -> Vec<String> {
    let (case, child) = (&hand.case, app.council.maya);
    let of_case = [
        "",
        "/timeline?limit=200",
        "/deadlines",
        "/decisions",
        "/exceptions",
        "/readers",
        "/plans",
        "/advice-requests",
        "/representations",
        "/restriction",
    ];
    let of_child = [
        "",
        "/parent-links",
        "/enrolments",
        "/limits",
        "/helpers",
        "/sealed-identities",
    ];
    let lists = [
        "/v1/cases",
        "/v1/work-list",
        "/v1/children",
        "/v1/advice-requests",
        "/v1/break-glass-openings",
        "/v1/approvals?state=pending",
        "/v1/approvals?state=applied",
        "/v1/open-hand-overs",
        "/v1/sealed-identities",
    ];
    let single = [
        format!("/v1/plans/{}", hand.draft.clone().unwrap_or_default()),
        format!(
            "/v1/advice-requests/{}",
            hand.psychological_advice.clone().unwrap_or_default()
        ),
        format!(
            "/v1/advice-requests/{}",
            hand.education_advice.clone().unwrap_or_default()
        ),
    ];
    of_case
        .iter()
        .map(|what| format!("/v1/cases/{case}{what}"))
        .chain(of_child.iter().map(|what| format!("/v1/children/{child}{what}")))
        .chain(lists.map(str::to_owned))
        .chain(single)
        .collect()
}

/// How many of the paths are answered, of which none may tell of what was before.
fn reads_nothing_former(actor: &Actor<'_>, paths: &[String]) -> usize {
    let answers = paths.iter().map(|path| actor.get(path).send());
    answers
        .filter(|answer| {
            // Their own name and address is no secret to anybody who signs in with it.
            for former in FORMER {
                assert!(
                    !answer.text().contains(former),
                    "{} reads {former}: {answer}",
                    actor.person().name
                );
            }
            answer.status() == 200
        })
        .count()
}

fn nothing_written_before_an_adoption_is_shown_to_anybody(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let hand = marked(&app);
    let paths = paths(&app, &hand);
    let before: Vec<_> = paths
        .iter()
        .filter(|path| app.officer().get(path).send().text().contains(MARKER))
        .collect();
    assert!(before.len() >= 7, "the marker is read in {before:?}");
    is_adopted(&app, &app.newcomer(Role::InformationGovernance));
    let adopter = app.newcomer(Role::Parent);
    let link = json!({
        "email": adopter.email, "parental_responsibility": true, "has_care": true, "evidence": "The order seen."
    });
    app.officer()
        .post(format!("/v1/children/{}/parent-links", app.council.maya), &link)
        .expect(201);
    for (reader, at_least) in [
        (app.as_person(&adopter), 12),
        (app.officer(), 15),
        (app.colleague(), 15),
        (app.manager(), 15),
        (app.reviewer(), 10),
        (app.customer_service(), 5),
        (app.governance(), 12),
        (app.school(), 4),
        // Those who were asked about her, and those who opened her case, are not led to who she is now.
        (app.adviser(), 0),
        (app.officer_of_other_team(), 0),
        (app.parent(), 0),
        (app.second_parent(), 0),
    ] {
        let read = reads_nothing_former(&reader, &paths);
        assert!(read >= at_least, "{} reads {read} of them", reader.person().name);
    }
    for gone in [app.adviser(), app.parent(), app.second_parent()] {
        gone.get(format!("/v1/cases/{}", hand.case))
            .expect_problem(404, "not-found");
    }
}

fn a_sealed_record_is_open_for_a_day_for_whom_a_second_person_agreed(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let hand = marked(&app);
    let second = app.newcomer(Role::InformationGovernance);
    is_adopted(&app, &second);
    let draft = format!("/v1/plans/{}", hand.draft.clone().unwrap());
    let sealed = format!("/v1/children/{}/sealed-identities", app.council.maya);
    app.governance().get(&sealed).expect_problem(403, "forbidden");
    app.governance().get(&draft).expect_problem(404, "not-found");
    let ask = json!({"former_family_name": "Okafor", "reason": "The court asks for the earlier reports."});
    app.officer()
        .post("/v1/sealed-identity-openings", &ask)
        .expect_problem(403, "forbidden");
    let both = json!({"child_id": app.council.maya, "former_family_name": "Okafor", "reason": "To be sure."});
    app.governance()
        .post("/v1/sealed-identity-openings", &both)
        .expect_problem(422, "invalid");
    let asked = app
        .governance()
        .post("/v1/sealed-identity-openings", &ask)
        .expect(202);
    assert!(
        !asked.text().contains("Okafor"),
        "the approver reads why, not whom: {asked}"
    );
    app.governance().get(&sealed).expect_problem(403, "forbidden");
    agrees(&app, &second, asked.header("location"));
    let open = || {
        let found = app.governance().get("/v1/sealed-identities").expect(200);
        let shown = found.list_at("/items").len();
        assert_eq!(app.governance().get(&sealed).send().status() == 200, shown == 1);
        assert_eq!(app.governance().get(&draft).send().status() == 200, shown == 1);
        shown == 1
    };
    assert!(open());
    let found = app.governance().get("/v1/sealed-identities").expect(200);
    assert_eq!(found.text_at("/items/0/given_name"), "Maya");
    assert_eq!(found.text_at("/items/0/upn"), "H801200001001");
    // For nobody else, and not for whoever agreed.
    let other = app.as_person(&second);
    assert!(
        other
            .get("/v1/sealed-identities")
            .expect(200)
            .list_at("/items")
            .is_empty()
    );
    other.get(&draft).expect_problem(404, "not-found");
    app.clock
        .advance(chrono::Duration::hours(24) - chrono::Duration::seconds(2));
    assert!(open(), "a second before the end");
    app.clock.advance(chrono::Duration::seconds(2));
    assert!(!open(), "when it ends");
}

fn the_case_goes_on_under_the_new_name(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let hand = marked(&app);
    is_adopted(&app, &app.newcomer(Role::InformationGovernance));
    let officer = app.officer();
    let case = officer.reads_case(&hand.case);
    assert_eq!(case.text_at("/child/given_name"), "Nia");
    assert_eq!(case.text_at("/child/upn"), "Y801200001022");
    // Nobody goes on with a draft from before; the next one is a new version.
    let next = officer
        .does(&hand.case, "plans", &bodies::draft_text())
        .expect(201);
    assert_eq!(next.at("/number"), &json!(3));
    let listed = officer.get(format!("/v1/cases/{}/plans", hand.case)).expect(200);
    assert_eq!(listed.list_at("/items").len(), 1);
    // Advice is asked anew, and who is asked sees the child as she is now.
    let mut ask = bodies::advice_request("psychological");
    ask["adviser_id"] = json!(app.council.adviser.user);
    let refused_or_asked = officer.does(&hand.case, "advice-requests", &ask).send();
    if refused_or_asked.status() == 201 {
        let to_do = app.adviser().get("/v1/advice-requests").expect(200);
        assert_eq!(to_do.list_at("/items").len(), 1);
        assert_eq!(to_do.text_at("/items/0/child_name"), "Nia Winter");
    }
}
