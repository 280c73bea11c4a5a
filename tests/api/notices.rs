//! Statutory notices: made from the facts of the day, sent to each who has the rights, held as they were sent. The family
//! knows of a decision from then on.

use super::letters::words_of_pdf;
use ehcp_access::LimitEffect;
use ehcp_test_support::{Answer, Attacker, Call, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    the_family_knows_of_a_refusal_when_its_notice_is_sent_and_its_last_days_count_from_then,
    a_letter_is_held_as_it_was_sent_whatever_changes_later,
    separated_parents_each_get_their_own_and_neither_reads_the_others,
    a_protected_address_is_printed_on_no_other_letter,
    nobody_is_served_by_e_mail_without_written_consent_nor_by_post_without_an_address,
    a_body_reads_only_what_is_addressed_to_it,
    who_is_barred_is_sent_nothing_and_reads_nothing,
    the_same_sending_twice_sends_once,
    sending_the_notice_that_an_assessment_is_considered_is_the_step_itself,
    a_decision_that_waits_can_be_replaced_and_its_last_day_stands_on_the_work_list,
    a_letter_that_was_altered_past_the_program_is_found,
    letters_by_post_stand_on_a_list_until_they_are_posted,
);

/// A case in which it was decided on 21 September not to assess; its notice waits. Both parents have an address.
fn refused(app: &TestApp) -> String {
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    app.go_to("2026-09-21");
    app.officer().consults_the_family_of(&case);
    lives(app, &case, &app.council.parent.user.to_string(), "1 Mill Lane");
    lives(
        app,
        &case,
        &app.council.second_parent.user.to_string(),
        "2 Oak Road",
    );
    app.officer()
        .does(&case, "decisions", &bodies::decision_to_be_told("do_not_assess"))
        .expect(201);
    case
}

fn lives(app: &TestApp, case: &str, who: &str, street: &str) {
    let body = json!({
        "user_id": who, "details": {"address": format!("{street}\nAlderton"), "postcode": "AL1 2AB"}
    });
    let seen = app.officer().reads_case(case).etag();
    app.officer()
        .post(format!("/v1/children/{}/contacts", app.council.maya), &body)
        .seeing(&seen)
        .expect(201);
}

fn refusal() -> Value {
    json!({"notice": {"kind": "will_not_assess"}})
}

fn sends<'app>(app: &'app TestApp, case: &str, body: &Value) -> Call<'app> {
    app.officer().does(case, "notices", body)
}

fn decisions(who: &ehcp_test_support::Actor<'_>, case: &str) -> Answer {
    who.get(format!("/v1/cases/{case}/decisions")).expect(200)
}

fn findings(app: &TestApp) -> Vec<String> {
    let verified = ehcp_casework::verify(&app.casework).unwrap();
    verified.findings.iter().map(ToString::to_string).collect()
}

/// The letter of somebody in a notice.
fn letter_to<'a>(notice: &'a Answer, user: &str) -> &'a Value {
    let letters = notice.list_at("/letters").iter();
    let mut own = letters.filter(|letter| letter["user_id"] == user);
    own.next()
        .unwrap_or_else(|| panic!("no letter to {user}: {notice}"))
}

fn the_family_knows_of_a_refusal_when_its_notice_is_sent_and_its_last_days_count_from_then(
    database: TestDatabase,
) {
    let app = TestApp::on(database);
    let case = refused(&app);
    app.go_to("2026-09-23");
    // The officer sees it, with the last day for telling; the family sees nothing of it.
    let waiting = decisions(&app.officer(), &case);
    assert_eq!(waiting.at("/items/0/kind"), "do_not_assess");
    assert!(waiting.at("/items/0/notified_on").is_null());
    assert_eq!(waiting.at("/items/0/notice_due_on"), "2026-10-19");
    assert_eq!(waiting.at("/items/0/decided_as"), "officer");
    let family = app.parent().reads_case(&case);
    assert_eq!(family.at("/stage"), "deciding_whether_to_assess", "{family}");
    assert!(decisions(&app.parent(), &case).list_at("/items").is_empty());
    let timeline = format!("/v1/cases/{case}/timeline?limit=200");
    let told = app.parent().get(&timeline).expect(200);
    assert!(
        !told.text().contains("decision_made") && !told.text().contains("decided_not"),
        "{told}"
    );

    let sent = sends(&app, &case, &refusal()).expect(201);
    assert_eq!(sent.at("/letters").as_array().unwrap().len(), 2);
    assert_eq!(sent.at("/template_version"), 0);
    let hers = letter_to(&sent, &app.council.parent.user.to_string());
    assert_eq!(hers["method"], "first_class_post");
    // The second working day after posting.
    assert_eq!(hers["served_on"], "2026-09-25");
    assert_eq!(hers["address"], "1 Mill Lane\nAlderton\nAL1 2AB");

    let family = app.parent().reads_case(&case);
    assert_eq!(family.at("/stage"), "not_assessed");
    let known = decisions(&app.parent(), &case);
    assert_eq!(known.at("/items/0/decided_on"), "2026-09-21");
    assert_eq!(known.at("/items/0/notified_on"), "2026-09-23");
    // Two months from the day of sending, not from the decision.
    assert_eq!(known.at("/items/0/rights/appeal_by"), "2026-11-23");
    assert_eq!(
        known.at("/items/0/rights/contact_mediation_adviser_by"),
        "2026-11-23"
    );
    assert_eq!(known.at("/items/0/notice_id"), sent.at("/id"));
    let told = app.parent().get(&timeline).expect(200);
    assert!(told.text().contains("decided_not_to_assess") && told.text().contains("notice_sent"));

    // The letter says the same, as a page and as PDF.
    let document = format!("/v1/notices/{}/document", sent.text_at("/id"));
    let page = app.parent().get(&document).expect(200);
    assert!(page.header("content-security-policy").contains("sandbox"));
    assert!(page.text().contains("23\u{A0}November\u{A0}2026"), "{page}");
    let pdf = app
        .parent()
        .get(&document)
        .with_header("accept", "application/pdf")
        .expect(200);
    let words = words_of_pdf(pdf.bytes()).replace('\u{A0}', " ");
    for said in [
        "23 November 2026",
        "there was little progress",
        "Middle Ground Mediation",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    // It is told once; the family is told that something is there, and not what.
    sends(&app, &case, &refusal()).expect_problem(409, "already-done");
    let letters = app.letters();
    let news: Vec<_> = letters
        .iter()
        .filter(|letter| letter.to == app.council.parent.email)
        .collect();
    assert!(!news.is_empty());
    assert!(
        news.iter()
            .all(|letter| !letter.content.contains("Maya") && !letter.content.contains("assess"))
    );
}

fn a_letter_is_held_as_it_was_sent_whatever_changes_later(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = refused(&app);
    let sent = sends(&app, &case, &refusal()).expect(201);
    let document = format!("/v1/notices/{}/document", sent.text_at("/id"));
    let before = app.parent().get(&document).expect(200);
    app.go_to("2026-10-01");
    lives(&app, &case, &app.council.parent.user.to_string(), "9 New Street");
    let path = "/v1/letter-templates/will_not_assess";
    let template = app.manager().get(path).expect(200);
    let text = format!("{}\nPlease ring us.\n", template.text_at("/text"));
    app.manager()
        .put(path, &json!({"text": text}))
        .seeing(&template.etag())
        .expect(200);
    let after = app.parent().get(&document).expect(200);
    assert_eq!(before.bytes(), after.bytes());
    assert!(after.text().contains("1 Mill Lane") && !after.text().contains("9 New Street"));
}

fn separated_parents_each_get_their_own_and_neither_reads_the_others(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = refused(&app);
    let sent = sends(&app, &case, &refusal()).expect(201);
    let id = sent.text_at("/id");
    let (mother, father) = (
        app.council.parent.user.to_string(),
        app.council.second_parent.user.to_string(),
    );
    for (who, own, other, street, not) in [
        (app.parent(), &mother, &father, "1 Mill Lane", "2 Oak Road"),
        (app.second_parent(), &father, &mother, "2 Oak Road", "1 Mill Lane"),
    ] {
        let notice = who.get(format!("/v1/notices/{id}")).expect(200);
        assert_eq!(notice.list_at("/letters").len(), 1);
        letter_to(&notice, own);
        assert!(
            notice.at("/sent_by").is_null() && !notice.text().contains(not),
            "{notice}"
        );
        let page = who.get(format!("/v1/notices/{id}/document")).expect(200);
        assert!(page.text().contains(street) && !page.text().contains(not));
        let others = letter_to(&sent, other)["id"].as_str().unwrap();
        who.get(format!("/v1/notices/{id}/document?letter_id={others}"))
            .expect_problem(404, "not-found");
    }
    // Staff read both.
    let others = letter_to(&sent, &father)["id"].as_str().unwrap();
    let page = app
        .officer()
        .get(format!("/v1/notices/{id}/document?letter_id={others}"))
        .expect(200);
    assert!(page.text().contains("2 Oak Road"));
}

fn a_protected_address_is_printed_on_no_other_letter(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = refused(&app);
    let mother = app.council.parent.user.to_string();
    let body = json!({"user_id": mother, "reason": "An order was seen.", "hides_setting": true});
    let seen = app.officer().reads_case(&case).etag();
    app.officer()
        .post(
            format!("/v1/children/{}/contact-protections", app.council.maya),
            &body,
        )
        .seeing(&seen)
        .expect(201);
    // What names it in a text is refused before it is sent.
    let outcome = json!({"notice": {
        "kind": "no_longer_considering",
        "given": {"ended_on": "2026-09-20", "reasons": "She lives at AL1 2AB now.", "next_steps": "None."}
    }});
    let refused = sends(&app, &case, &outcome).expect_problem(422, "invalid");
    assert!(refused.says_about("/notice/given/reasons").contains("protected"));
    let sent = sends(&app, &case, &refusal()).expect(201);
    let document = format!("/v1/notices/{}/document", sent.text_at("/id"));
    let his = app.second_parent().get(&document).expect(200);
    assert!(!his.text().contains("Mill Lane"), "{his}");
    let hers = app.parent().get(&document).expect(200);
    assert!(hers.text().contains("1 Mill Lane"));
    let notice = app
        .second_parent()
        .get(format!("/v1/cases/{case}/notices"))
        .expect(200);
    assert!(!notice.text().contains("Mill Lane"));
}

fn nobody_is_served_by_e_mail_without_written_consent_nor_by_post_without_an_address(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let father = app.council.second_parent.user.to_string();
    let mother = app.council.parent.user.to_string();
    let body = |method: &str| {
        json!({
            "notice": {"kind": "request_received"},
            "ways": [{"user_id": mother, "method": method}, {"user_id": father, "method": "by_hand"}]
        })
    };
    let refused = sends(&app, &case, &body("electronic")).expect_problem(422, "invalid");
    assert!(refused.says_about("/ways/0/method").contains("s.572(2)"));
    let refused = sends(&app, &case, &body("second_class_post")).expect_problem(422, "invalid");
    assert!(refused.says_about("/ways/0/method").contains("no postal address"));
    let nobody = json!({
        "notice": {"kind": "request_received"},
        "ways": [{"user_id": app.council.other_parent.user, "method": "by_hand"}]
    });
    let refused = sends(&app, &case, &nobody).expect_problem(422, "invalid");
    assert!(
        refused
            .says_about("/ways/0/user_id")
            .contains("Nobody of the family")
    );
    let listed = app.officer().get(format!("/v1/cases/{case}/notices")).expect(200);
    assert!(listed.list_at("/items").is_empty());
    sends(&app, &case, &body("by_hand")).expect(201);
}

fn a_body_reads_only_what_is_addressed_to_it(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = refused(&app);
    let to_school = json!({
        "notice": {"kind": "will_not_assess_to_others"},
        "organisations": [
            {"party": "setting", "name": "Alder Brook Primary School", "education_setting_id": app.council.alder},
            {"party": "health_body", "name": "Westmarch Integrated Care Board", "address": ["1 High Street"]}
        ]
    });
    // The family is told first.
    sends(&app, &case, &to_school).expect_problem(409, "not-yet");
    let mediation = json!({"notice": {"kind": "mediation_information"}});
    sends(&app, &case, &mediation).expect_problem(409, "not-yet");
    let family = sends(&app, &case, &refusal()).expect(201);
    let sent = sends(&app, &case, &to_school).expect(201);
    assert_eq!(sent.at("/letters/0/method"), "electronic");
    assert_eq!(sent.at("/letters/1/method"), "first_class_post");
    let listed = app.school().get(format!("/v1/cases/{case}/notices")).expect(200);
    assert_eq!(listed.list_at("/items").len(), 1, "{listed}");
    assert!(!listed.text().contains("High Street"));
    app.school()
        .get(format!("/v1/notices/{}/document", sent.text_at("/id")))
        .expect(200);
    app.school()
        .get(format!("/v1/notices/{}", family.text_at("/id")))
        .expect_problem(404, "not-found");
    app.parent()
        .get(format!("/v1/notices/{}", sent.text_at("/id")))
        .expect_problem(404, "not-found");
    let both = json!({"notice": {"kind": "will_not_assess_to_others"}});
    let refused = sends(&app, &case, &both).expect_problem(422, "invalid");
    assert!(refused.says_about("/organisations").contains("name of each"));
}

fn who_is_barred_is_sent_nothing_and_reads_nothing(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = refused(&app);
    let child = app.council.maya.to_string();
    app.limit(&child, &app.council.second_parent, LimitEffect::Bar);
    let sent = sends(&app, &case, &refusal()).expect(201);
    assert_eq!(sent.at("/letters").as_array().unwrap().len(), 1);
    let path = format!("/v1/notices/{}", sent.text_at("/id"));
    app.second_parent().get(&path).expect_problem(404, "not-found");
    app.parent().get(&path).expect(200);
    app.limit(&child, &app.council.parent, LimitEffect::Bar);
    app.parent().get(&path).expect_problem(404, "not-found");
    app.parent()
        .get(format!("{path}/document"))
        .expect_problem(404, "not-found");
}

fn the_same_sending_twice_sends_once(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = refused(&app);
    let seen = app.officer().reads_case(&case).etag();
    let once = || {
        app.officer()
            .post(format!("/v1/cases/{case}/notices"), &refusal())
            .seeing(&seen)
            .with_key("a-key-of-this-sending-0001")
            .expect(201)
    };
    let (first, second) = (once(), once());
    assert_eq!(first.json(), second.json());
    let listed = app.officer().get(format!("/v1/cases/{case}/notices")).expect(200);
    assert_eq!(listed.list_at("/items").len(), 1);
    app.officer()
        .post(format!("/v1/cases/{case}/notices"), &refusal())
        .seeing(&seen)
        .expect_problem(412, "stale-version");
}

fn sending_the_notice_that_an_assessment_is_considered_is_the_step_itself(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let by_hand = |kind: &str| {
        json!({
            "notice": {"kind": kind},
            "ways": [
                {"user_id": app.council.parent.user, "method": "by_hand"},
                {"user_id": app.council.second_parent.user, "method": "by_hand"}
            ]
        })
    };
    sends(&app, &case, &by_hand("request_received")).expect(201);
    sends(&app, &case, &by_hand("considering_assessment")).expect(201);
    let told = app
        .parent()
        .get(format!("/v1/cases/{case}/timeline?limit=200"))
        .expect(200);
    for happened in ["family_consulted", "considering_notice_sent"] {
        assert!(told.text().contains(happened), "{happened}: {told}");
    }
    // Now it can be decided to assess.
    app.officer()
        .does(&case, "decisions", &bodies::decision_to_be_told("assess"))
        .expect(201);
    sends(&app, &case, &by_hand("will_assess")).expect(201);
    assert_eq!(app.parent().reads_case(&case).at("/stage"), "assessing");
}

fn a_decision_that_waits_can_be_replaced_and_its_last_day_stands_on_the_work_list(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = refused(&app);
    let listed = app.officer().get("/v1/work-list").expect(200);
    let own = |listed: &Answer| {
        let mut items = listed.list_at("/items").iter();
        let found = items.find(|one| one["id"] == case.as_str());
        found.cloned().unwrap()
    };
    let waiting = own(&listed);
    assert_eq!(waiting["notice_to_send"], "do_not_assess");
    assert_eq!(waiting["next_deadline"]["due_on"], "2026-10-19");
    let mut better = bodies::decision_to_be_told("do_not_assess");
    better["reasons"]["reasons"] = json!("TBC: we will write this next week, when we have the time.");
    let refused = app
        .officer()
        .does(&case, "decisions", &better)
        .expect_problem(422, "invalid");
    assert!(refused.says_about("/reasons/reasons").contains("tbc"));
    better["reasons"]["reasons"] = json!("The school has not yet tried what it can do with its own means.");
    app.officer().does(&case, "decisions", &better).expect(201);
    let waiting = decisions(&app.officer(), &case);
    assert_eq!(waiting.list_at("/items").len(), 1);
    sends(&app, &case, &refusal()).expect(201);
    let known = decisions(&app.parent(), &case);
    assert!(known.text_at("/items/0/reasons").contains("own means"));
    assert!(own(&app.officer().get("/v1/cases").expect(200))["notice_to_send"].is_null());
    let family = app.parent().get("/v1/cases").expect(200);
    assert!(!family.text().contains("notice_to_send"));
}

fn a_letter_that_was_altered_past_the_program_is_found(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = refused(&app);
    sends(&app, &case, &refusal()).expect(201);
    assert_eq!(findings(&app), Vec::<String>::new());
    let mut attacker = Attacker::on(&app.database);
    attacker.does("UPDATE notice_letters SET html = 'Something else.'");
    let found = findings(&app);
    assert!(
        found.iter().any(|one| one.contains("tells another html")),
        "{found:?}"
    );
}

fn letters_by_post_stand_on_a_list_until_they_are_posted(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = refused(&app);
    let mut body = refusal();
    let father = app.council.second_parent.user.to_string();
    body["ways"] = json!([{"user_id": father, "method": "by_hand"}]);
    let sent = sends(&app, &case, &body).expect(201);
    let list = || app.officer().get("/v1/letters-to-post").expect(200);
    let listed = list();
    assert_eq!(listed.list_at("/items").len(), 1, "{listed}");
    assert_eq!(listed.at("/items/0/address"), "1 Mill Lane\nAlderton\nAL1 2AB");
    let pdf = app
        .officer()
        .get(listed.text_at("/items/0/document"))
        .with_header("accept", "application/pdf")
        .expect(200);
    assert!(words_of_pdf(pdf.bytes()).contains("1 Mill Lane"));
    app.parent()
        .get("/v1/letters-to-post")
        .expect_problem(403, "forbidden");
    app.go_to("2026-09-23");
    let letter = listed.text_at("/items/0/letter_id").to_owned();
    let posts = |id: &str, body: &Value| {
        app.officer()
            .post(format!("/v1/notice-letters/{id}/postings"), body)
    };
    posts(&letter, &json!({"posted_on": "2026-09-20"})).expect_problem(422, "invalid");
    let posted = posts(&letter, &json!({})).expect(201);
    // The second working day after it was really posted.
    assert_eq!(posted.at("/served_on"), "2026-09-25");
    assert!(list().list_at("/items").is_empty());
    posts(&letter, &json!({})).expect_problem(409, "already-done");
    let by_hand = letter_to(&sent, &father)["id"].as_str().unwrap().to_owned();
    posts(&by_hand, &json!({})).expect_problem(409, "already-done");
    assert_eq!(findings(&app), Vec::<String>::new());
}
