//! Files of evidence where something is kept: a sealed record, a restricted case, a hold, a protected address.

use super::adoption::is_adopted;
use super::attachments::{listed, sees, share, with_family};
use super::contacts::{MOTHERS, okafors, protect};
use ehcp_access::Role;
use ehcp_casework::TwoPeople;
use ehcp_test_support::{
    Actor, Answer, CaseInHand, Milestone, TestApp, TestDatabase, evidence::pdf, on_both_databases,
};
use serde_json::json;

on_both_databases!(
    files_from_before_an_adoption_are_there_for_nobody,
    a_sealed_record_that_is_open_shows_its_files_to_whom_it_is_open_and_to_nobody_else,
    files_of_a_restricted_case_are_for_those_on_its_list,
    a_hold_keeps_a_file_against_withdrawal_and_erasure,
    an_erased_record_leaves_no_file_and_no_name,
    a_file_that_was_shared_before_an_address_was_protected_is_hidden_from_the_other_parent,
    a_name_that_tells_a_protected_address_is_shown_to_nobody_else,
    why_a_file_was_withdrawn_tells_no_protected_address,
    a_name_with_an_address_is_not_taken_once_one_is_protected,
);

/// Every way to a file, and what each answers.
fn tries(who: &Actor<'_>, hand: &CaseInHand, file: &str, etag: &str) -> Vec<(String, u16)> {
    let reason = json!({"reason": "A mistake."});
    let mut answers: Vec<(String, Answer)> = Vec::new();
    for path in [
        format!("/v1/attachments/{file}"),
        format!("/v1/attachments/{file}/content"),
    ] {
        answers.push((path.clone(), who.get(&path).send()));
    }
    let sharing = format!("/v1/attachments/{file}/sharing");
    answers.push((
        sharing.clone(),
        who.put(&sharing, &with_family(true)).seeing(etag).send(),
    ));
    let withdrawal = format!("/v1/attachments/{file}/withdrawals");
    answers.push((
        withdrawal.clone(),
        who.post(&withdrawal, &reason).seeing(etag).send(),
    ));
    let list = format!("/v1/cases/{}/attachments", hand.case);
    let all = who.get(&list).send();
    assert!(!all.text().contains(file), "{}: {all}", who.person().name);
    answers
        .into_iter()
        .map(|(path, answer)| (path, answer.status()))
        .collect()
}

fn hidden(who: &Actor<'_>, hand: &CaseInHand, file: &str, etag: &str) {
    for (path, status) in tries(who, hand, file, etag) {
        // Whoever never shares files is told so only of a case that they see; of one file they learn nothing either way.
        let known = matches!(status, 403 | 404);
        assert!(known, "{} {path}: {status}", who.person().name);
        if !path.ends_with("/sharing") && !path.ends_with("/withdrawals") {
            assert_eq!(status, 404, "{} {path}", who.person().name);
        }
    }
}

fn files_from_before_an_adoption_are_there_for_nobody(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = app.council.clone();
    let hand = app
        .officer()
        .brings_to(&app, council.maya, Milestone::Assessing, council.alder);
    let mut report = pdf("Maya Okafor");
    report.name = "Maya Okafor.pdf".to_owned();
    let give = || {
        app.parent()
            .gives(&hand.case, "other", &report)
            .with_key("before-the-order")
    };
    let given = give().expect(201);
    let own = given.text_at("/id").to_owned();
    let shared = app.officer().gives_a_report(&hand.case);
    let everybody = json!({"with_family": true, "with_advisers": true, "tells_no_whereabouts": true});
    let etag = share(&app, &shared, &everybody).etag();
    share(&app, &own, &everybody);
    is_adopted(&app, &app.newcomer(Role::InformationGovernance));
    let adopter = app.newcomer(Role::Parent);
    let link = json!({
        "email": adopter.email, "parental_responsibility": true, "has_care": true, "evidence": "The order seen."
    });
    app.officer()
        .post(format!("/v1/children/{}/parent-links", council.maya), &link)
        .expect(201);
    for who in [
        app.as_person(&adopter),
        app.officer(),
        app.colleague(),
        app.manager(),
        app.school(),
        app.adviser(),
        app.parent(),
        app.second_parent(),
    ] {
        for file in [&own, &shared] {
            hidden(&who, &hand, file, &etag);
        }
    }
    // Nor does the answer that was kept for a repeated call give it back.
    give().expect_problem(404, "not-found");
    // Nothing is destroyed: the bytes are there for whom the record is opened.
    assert_eq!(app.files_in("kept").len(), 2);
    // The case goes on, and its new files are seen.
    app.clock.advance(chrono::Duration::seconds(1));
    let after = app.officer().gives_a_report(&hand.case);
    share(&app, &after, &with_family(true));
    assert_eq!(
        listed(&app, &council.officer, &hand.case),
        std::slice::from_ref(&after)
    );
    assert!(sees(&app, &adopter, &hand.case, &after));
}

fn a_sealed_record_that_is_open_shows_its_files_to_whom_it_is_open_and_to_nobody_else(
    database: TestDatabase,
) {
    let app = TestApp::on(database);
    let council = app.council.clone();
    let case = app.parent().asks_for_an_assessment_of(council.maya);
    let file = app.parent().gives_a_report(&case);
    let second = app.newcomer(Role::InformationGovernance);
    is_adopted(&app, &second);
    assert!(!sees(&app, &council.governance, &case, &file));
    let ask = json!({"former_family_name": "Okafor", "reason": "The court asks for the earlier reports."});
    let asked = app
        .governance()
        .post("/v1/sealed-identity-openings", &ask)
        .expect(202);
    app.as_person(&second)
        .post(
            format!("{}/decisions", asked.header("location")),
            &json!({"answer": "agree"}),
        )
        .expect(200);
    assert!(sees(&app, &council.governance, &case, &file));
    assert!(!sees(&app, &second, &case, &file));
    assert!(!sees(&app, &council.officer, &case, &file));
    app.clock.advance(chrono::Duration::hours(24));
    assert!(!sees(&app, &council.governance, &case, &file));
}

fn files_of_a_restricted_case_are_for_those_on_its_list(database: TestDatabase) {
    let app = TestApp::on(database);
    let council = app.council.clone();
    let hand = app
        .officer()
        .brings_to(&app, council.maya, Milestone::Requested, council.alder);
    let file = app.officer().gives_a_report(&hand.case);
    let etag = share(&app, &file, &with_family(true)).etag();
    assert!(sees(&app, &council.colleague, &hand.case, &file));
    // It holds at once, before the second person has agreed.
    let _second = app.newcomer(Role::InformationGovernance);
    let body = json!({"reason": "A parent works in the team.", "staff": [council.officer.user]});
    app.governance()
        .does(&hand.case, "restrictions", &body)
        .expect(202);
    for outside in [
        app.colleague(),
        app.manager(),
        app.reviewer(),
        app.customer_service(),
        app.school(),
        app.officer_of_other_team(),
    ] {
        let answers = tries(&outside, &hand, &file, &etag);
        assert!(
            answers.iter().all(|(_, status)| *status == 404),
            "{}: {answers:?}",
            outside.person().name
        );
        outside
            .gives(&hand.case, "other", &pdf("x"))
            .expect_problem(404, "not-found");
    }
    assert_eq!(app.files_in("kept").len(), 1, "nothing of theirs was kept");
    assert!(app.files_in("incoming").is_empty());
    for inside in [&council.officer, &council.parent] {
        assert!(sees(&app, inside, &hand.case, &file), "{}", inside.name);
    }
}

fn a_hold_keeps_a_file_against_withdrawal_and_erasure(database: TestDatabase) {
    let app = TestApp::on(database);
    let council = app.council.clone();
    let case = app.parent().asks_for_an_assessment_of(council.maya);
    let given = app.parent().gives(&case, "other", &pdf("x")).expect(201);
    let file = given.text_at("/id").to_owned();
    let governance = council.governance.user;
    ehcp_casework::set_hold(&app.casework, council.maya, governance, "An inquiry.").unwrap();
    let path = format!("/v1/attachments/{file}/withdrawals");
    let reason = json!({"reason": "A mistake."});
    for who in [app.parent(), app.officer()] {
        let refused = who.post(&path, &reason).seeing(&given.etag()).send();
        refused.is_problem("not-yet");
        // The reason of the hold is not theirs to know.
        assert!(!refused.text().contains("inquiry"), "{refused}");
    }
    assert!(ehcp_casework::erase(&app.casework, council.maya, two(&app)).is_err());
    app.go_to("2036-01-02");
    assert_eq!(app.block_on(app.casework.sweep_files()).unwrap(), 0);
    assert_eq!(app.files_in("kept"), std::slice::from_ref(&file));
    let kept = app.in_another_session(&council.officer);
    let read = app
        .as_person(&kept)
        .get(format!("/v1/attachments/{file}/content"))
        .expect(200);
    assert_eq!(read.bytes(), pdf("x").bytes);
    ehcp_casework::lift_holds(&app.casework, council.maya, governance, "It has ended.").unwrap();
    app.as_person(&kept)
        .post(&path, &reason)
        .seeing(&given.etag())
        .expect(200);
    assert!(app.files_in("kept").is_empty());
}

fn an_erased_record_leaves_no_file_and_no_name(database: TestDatabase) {
    let app = TestApp::on(database);
    let council = app.council.clone();
    let case = app.parent().asks_for_an_assessment_of(council.maya);
    let mut report = pdf("x");
    report.name = "Quillfeather.pdf".to_owned();
    let given = app.parent().gives(&case, "other", &report).expect(201);
    share(&app, given.text_at("/id"), &with_family(true));
    ehcp_casework::erase(&app.casework, council.maya, two(&app)).unwrap();
    assert_eq!(app.logs().count("attachments"), 0);
    assert_eq!(app.logs().count("attachment_kept_from"), 0);
    assert_eq!(
        app.logs()
            .count("idempotent_answers WHERE body LIKE '%Quillfeather%'"),
        0
    );
    app.officer()
        .get(format!("/v1/attachments/{}", given.text_at("/id")))
        .expect_problem(404, "not-found");
    // The bytes have no row, so that they are swept as any that nobody knows.
    app.go_to("2036-01-02");
    assert_eq!(app.block_on(app.casework.sweep_files()).unwrap(), 1);
    assert!(app.files_in("kept").is_empty());
}

fn two(app: &TestApp) -> TwoPeople {
    TwoPeople::new(app.council.governance.user, app.council.manager.user).unwrap()
}

fn winter(database: TestDatabase) -> TestApp {
    TestApp::prepare(database).today("2026-12-07").start()
}

fn a_file_that_was_shared_before_an_address_was_protected_is_hidden_from_the_other_parent(
    database: TestDatabase,
) {
    let app = winter(database);
    let hand = okafors(&app);
    let council = app.council.clone();
    let file = app.parent().gives_a_report(&hand.case);
    share(&app, &file, &with_family(false));
    assert!(sees(&app, &council.second_parent, &hand.case, &file));
    protect(&app, &hand, Some(council.parent.user.to_string()));
    assert!(!sees(&app, &council.second_parent, &hand.case, &file));
    // Whoever gave it, and the staff, read on.
    assert!(sees(&app, &council.parent, &hand.case, &file));
    assert!(sees(&app, &council.officer, &hand.case, &file));
    // Of nobody's part of it more is told: neither that there is one, nor by a part of its bytes.
    app.second_parent()
        .get(format!("/v1/attachments/{file}/content"))
        .with_header("range", "bytes=0-3")
        .expect_problem(404, "not-found");
    share(&app, &file, &with_family(true));
    assert!(sees(&app, &council.second_parent, &hand.case, &file));
}

fn a_name_that_tells_a_protected_address_is_shown_to_nobody_else(database: TestDatabase) {
    let app = winter(database);
    let hand = okafors(&app);
    let council = app.council.clone();
    let mut letter = pdf("x");
    letter.name = format!("Letter to {MOTHERS}.pdf");
    let given = app.parent().gives(&hand.case, "other", &letter).expect(201);
    let file = given.text_at("/id").to_owned();
    // Somebody has looked inside, before there was a protection; the name tells it all the same.
    share(&app, &file, &with_family(true));
    protect(&app, &hand, Some(council.parent.user.to_string()));
    for path in [
        format!("/v1/cases/{}/attachments", hand.case),
        format!("/v1/attachments/{file}"),
        format!("/v1/attachments/{file}/content"),
    ] {
        let seen = app.second_parent().get(&path).expect(200);
        assert!(!String::from_utf8_lossy(seen.bytes()).contains(MOTHERS), "{path}");
    }
    let read = app
        .second_parent()
        .get(format!("/v1/attachments/{file}/content"))
        .expect(200);
    assert_eq!(
        read.header("content-disposition"),
        "attachment; filename=\"file.pdf\"; filename*=UTF-8''file.pdf"
    );
    for own in [app.parent(), app.officer()] {
        let seen = own.get(format!("/v1/attachments/{file}")).expect(200);
        assert_eq!(seen.text_at("/name"), letter.name);
    }
}

fn why_a_file_was_withdrawn_tells_no_protected_address(database: TestDatabase) {
    let app = winter(database);
    let hand = okafors(&app);
    let council = app.council.clone();
    let given = app
        .second_parent()
        .gives(&hand.case, "other", &pdf("x"))
        .expect(201);
    let file = given.text_at("/id").to_owned();
    let reason = json!({"reason": format!("It names {MOTHERS}, where she lives.")});
    app.officer()
        .post(format!("/v1/attachments/{file}/withdrawals"), &reason)
        .seeing(&given.etag())
        .expect(200);
    let path = format!("/v1/attachments/{file}");
    let before = app.second_parent().get(&path).expect(200);
    assert!(before.text_at("/withdrawn/reason").contains(MOTHERS));
    protect(&app, &hand, Some(council.parent.user.to_string()));
    for path in [path.clone(), format!("/v1/cases/{}/attachments", hand.case)] {
        let seen = app.second_parent().get(&path).expect(200);
        assert!(!seen.text().contains(MOTHERS), "{seen}");
    }
    let seen = app.officer().get(&path).expect(200);
    assert!(seen.text_at("/withdrawn/reason").contains(MOTHERS));
}

fn a_name_with_an_address_is_not_taken_once_one_is_protected(database: TestDatabase) {
    let app = winter(database);
    let hand = okafors(&app);
    protect(&app, &hand, Some(app.council.parent.user.to_string()));
    let mut letter = pdf("x");
    letter.name = "Report AL1 3XY.pdf".to_owned();
    for who in [app.parent(), app.officer(), app.second_parent()] {
        let refused = who
            .gives(&hand.case, "other", &letter)
            .expect_problem(422, "invalid");
        assert_eq!(refused.text_at("/errors/0/pointer"), "/name", "{refused}");
    }
    assert!(app.files_in("kept").is_empty());
}
