//! What statutory notices say: templates that an authority edits, and what a letter would say.

use ehcp_test_support::{Answer, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    a_template_without_a_right_is_refused_and_what_is_missing_is_named,
    a_template_with_a_slip_or_hard_words_is_refused,
    every_version_of_a_template_is_kept_and_none_is_written_over_unseen,
    the_letterhead_names_whom_a_family_can_turn_to,
    a_preview_says_what_the_letter_would_say_as_a_page_and_as_pdf,
    a_missing_fact_is_named_with_where_it_comes_from,
    each_parent_is_previewed_a_letter_of_their_own,
);

const REFUSAL: &str = "/v1/letter-templates/will_not_assess";

fn saves<'app>(app: &'app TestApp, path: &str, text: &str) -> ehcp_test_support::Call<'app> {
    let seen = app.manager().get(path).expect(200).etag();
    app.manager().put(path, &json!({"text": text})).seeing(&seen)
}

/// Everything that is wrong, in one text.
fn problems(answer: &Answer) -> String {
    let messages = answer.list_at("/errors").iter();
    messages.map(|one| one["message"].to_string()).collect()
}

/// The words of a PDF, with single spaces.
pub(super) fn words_of_pdf(bytes: &[u8]) -> String {
    let document = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    squeezed(&document.extract_text(&pages).unwrap())
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn a_template_without_a_right_is_refused_and_what_is_missing_is_named(database: TestDatabase) {
    let app = TestApp::on(database);
    let read = app.manager().get(REFUSAL).expect(200);
    assert_eq!(read.at("/version"), 0);
    assert_eq!(read.at("/text"), read.at("/default_text"));
    let required = read.list_at("/required").iter();
    let sources: String = required.map(|one| one["source"].to_string()).collect();
    assert!(sources.contains("SEND Regulations 2014, reg 5(3)"), "{read}");
    let without = read.text_at("/text").replace("@rights\n", "");
    let refused = saves(&app, REFUSAL, &without).expect_problem(422, "invalid");
    for missing in [
        "@say appeal",
        "@say mediation",
        "@say disagreement_resolution",
        "@say information",
    ] {
        assert!(problems(&refused).contains(missing), "{missing}: {refused}");
    }
    let without = read.text_at("/text").replace("{reasons}", "We thought about it.");
    let refused = saves(&app, REFUSAL, &without).expect_problem(422, "invalid");
    assert!(problems(&refused).contains("{reasons}"), "{refused}");
    assert_eq!(app.manager().get(REFUSAL).expect(200).at("/version"), 0);
}

fn a_template_with_a_slip_or_hard_words_is_refused(database: TestDatabase) {
    let app = TestApp::on(database);
    let text = app.manager().get(REFUSAL).expect(200).text_at("/text").to_owned();
    for (slip, said) in [
        ("\nPlease ring {oficer_name}.\n", "officer_name"),
        ("\nPursuant to the Act we write to you.\n", "too hard"),
        ("\n@if reasons\nOpen for ever.\n", "@end"),
    ] {
        let refused = saves(&app, REFUSAL, &format!("{text}{slip}")).expect_problem(422, "invalid");
        assert!(problems(&refused).contains(said), "{said}: {refused}");
        assert!(problems(&refused).contains("Line "), "{refused}");
    }
    for text in ["", "   \n ", &"word ".repeat(5000)] {
        saves(&app, REFUSAL, text).expect_problem(422, "invalid");
    }
    app.manager()
        .get("/v1/letter-templates/refusal")
        .expect_problem(404, "not-found");
}

fn every_version_of_a_template_is_kept_and_none_is_written_over_unseen(database: TestDatabase) {
    let app = TestApp::on(database);
    let first = app.manager().get(REFUSAL).expect(200);
    let text = |ask: &str| format!("{}\n{ask}\n", first.text_at("/text"));
    let saved = saves(&app, REFUSAL, &text("Please ring us.")).expect(200);
    assert_eq!(saved.at("/version"), 1);
    // Whoever saw the first one does not write over the second.
    app.admin()
        .put(REFUSAL, &json!({"text": text("Please write to us.")}))
        .seeing(&first.etag())
        .expect_problem(412, "stale-version");
    app.admin()
        .put(REFUSAL, &json!({"text": text("Please write to us.")}))
        .seeing(&saved.etag())
        .expect(200);
    let read = app.officer().get(REFUSAL).expect(200);
    assert_eq!(read.at("/version"), 2);
    assert!(
        read.text_at("/versions/0/text")
            .ends_with("Please write to us.\n")
    );
    assert!(read.text_at("/versions/1/text").ends_with("Please ring us.\n"));
    assert_eq!(read.at("/versions/1/saved_by"), &json!(app.council.manager.user));
    let listed = app.officer().get("/v1/letter-templates").expect(200);
    let own = listed
        .list_at("/items")
        .iter()
        .find(|one| one["kind"] == "will_not_assess");
    assert_eq!(own.unwrap()["version"], 2);
    assert_eq!(listed.list_at("/items").len(), 28);
    // An officer uses them and does not change them; nobody outside reads them.
    app.officer()
        .put(REFUSAL, &json!({"text": text("Mine.")}))
        .seeing(&read.etag())
        .expect_problem(403, "forbidden");
    for outside in [app.parent(), app.school(), app.adviser()] {
        outside.get(REFUSAL).expect_problem(403, "forbidden");
    }
}

fn the_letterhead_names_whom_a_family_can_turn_to(database: TestDatabase) {
    let app = TestApp::on(database);
    let read = app.admin().get("/v1/letterhead").expect(200);
    assert_eq!(read.at("/missing"), &json!([]));
    let mut less = read.at("/letterhead").clone();
    less["tribunal"] = Value::Null;
    less["mediation_adviser"] = json!({"name": "Nobody knows where"});
    let refused = app
        .admin()
        .put("/v1/letterhead", &less)
        .seeing(&read.etag())
        .expect_problem(422, "invalid");
    assert!(refused.says_about("/mediation_adviser").contains("telephone"));
    less["mediation_adviser"] = json!({"name": "Middle Ground", "website": "www.middle.example.org"});
    let saved = app
        .admin()
        .put("/v1/letterhead", &less)
        .seeing(&read.etag())
        .expect(200);
    assert_eq!(saved.at("/missing"), &json!(["tribunal"]));
    assert_eq!(saved.at("/version"), 2);
    app.admin()
        .put("/v1/letterhead", &less)
        .seeing(&read.etag())
        .expect_problem(412, "stale-version");
}

/// A case in which it was decided not to assess.
fn refused_case(app: &TestApp) -> String {
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    app.go_to("2026-09-21");
    app.officer().consults_the_family_of(&case);
    app.officer()
        .does(
            &case,
            "decisions",
            &bodies::decision_on("do_not_assess", "2026-09-21"),
        )
        .expect(201);
    case
}

fn previews<'app>(app: &'app TestApp, case: &str, body: &Value) -> ehcp_test_support::Call<'app> {
    app.officer()
        .post(format!("/v1/cases/{case}/notice-previews"), body)
        .without_key()
}

fn a_preview_says_what_the_letter_would_say_as_a_page_and_as_pdf(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = refused_case(&app);
    let wanted = json!({
        "notice": {"kind": "will_not_assess"}, "user_id": app.council.parent.user
    });
    let page = previews(&app, &case, &wanted)
        .with_header("accept", "text/html")
        .expect(200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("style-src 'sha256-") && policy.contains("sandbox"),
        "{policy}"
    );
    assert!(!page.text().contains("<script"));
    for said in [
        "Dear Amina Okafor",
        "About: <strong>Maya Okafor</strong>",
        "We will not do an EHC needs assessment",
        "there was little progress",
        "Middle Ground Mediation",
        "Westmarch SENDIASS",
        // Two months from the day on which it is sent.
        "21\u{A0}November\u{A0}2026",
        "Rosa Whitfield",
    ] {
        assert!(page.text().contains(said), "{said}: {page}");
    }
    let pdf = previews(&app, &case, &wanted)
        .with_header("accept", "application/pdf")
        .expect(200);
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(pdf.bytes().starts_with(b"%PDF-"));
    let words = words_of_pdf(pdf.bytes());
    for said in [
        "Dear Amina Okafor",
        "there was little progress",
        "Middle Ground Mediation",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    // Nothing is kept, and nobody is told.
    let told = app.parent().get(format!("/v1/cases/{case}/timeline")).expect(200);
    assert!(!told.text().contains("notice_sent"));
    // A preview is the officer's own.
    for outside in [app.parent(), app.school(), app.customer_service()] {
        outside
            .post(format!("/v1/cases/{case}/notice-previews"), &wanted)
            .expect_problem(403, "forbidden");
    }
    app.other_parent()
        .post(format!("/v1/cases/{case}/notice-previews"), &wanted)
        .expect_problem(404, "not-found");
}

fn a_missing_fact_is_named_with_where_it_comes_from(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let refused = |body: &Value| previews(&app, &case, body).expect_problem(422, "invalid");
    let none = refused(&json!({"notice": {"kind": "will_not_assess"}}));
    assert!(
        none.says_about("/notice/decision_id")
            .contains("Record the decision")
    );
    let late = refused(&json!({"notice": {"kind": "delay_explained", "given": {"late_step": "your draft"}}}));
    assert!(
        late.says_about("/notice/given/delay_reasons")
            .contains("why the step is late")
    );
    assert!(late.says_about("/notice/given/new_day").contains("Give it here"));
    let nobody = refused(&json!({
        "notice": {"kind": "request_received"}, "user_id": app.council.other_parent.user
    }));
    assert!(nobody.says_about("/user_id").contains("Nobody of the family"));
    let body = refused(&json!({"notice": {"kind": "considering_assessment_to_others"}}));
    assert!(body.says_about("/organisation").contains("bodies"));
    let wrong = refused(&json!({
        "notice": {"kind": "considering_assessment_to_others"},
        "organisation": {"party": "tribunal", "name": "The Tribunal"}
    }));
    assert!(wrong.says_about("/organisation/party").contains("health_body"));
    refused(&json!({"notice": {"kind": "no_such_notice"}}));
    refused(&json!({"notice": {"kind": "request_received", "given": {"appeal_by": "2026-12-01"}}}));
}

fn each_parent_is_previewed_a_letter_of_their_own(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = refused_case(&app);
    let address = |who: &str, street: &str| {
        let body = json!({
            "user_id": who, "details": {"address": format!("{street}\nAlderton"), "postcode": "AL1 2AB"}
        });
        let seen = app.officer().reads_case(&case).etag();
        app.officer()
            .post(format!("/v1/children/{}/contacts", app.council.maya), &body)
            .seeing(&seen)
            .expect(201);
    };
    let (mother, father) = (
        app.council.parent.user.to_string(),
        app.council.second_parent.user.to_string(),
    );
    address(&mother, "1 Mill Lane");
    address(&father, "2 Oak Road");
    let letter = |who: &str| {
        let body = json!({"notice": {"kind": "will_not_assess"}, "user_id": who});
        previews(&app, &case, &body).expect(200).text().to_owned()
    };
    let (hers, his) = (letter(&mother), letter(&father));
    assert!(
        hers.contains("1 Mill Lane") && !hers.contains("2 Oak Road"),
        "{hers}"
    );
    assert!(
        his.contains("2 Oak Road") && !his.contains("1 Mill Lane"),
        "{his}"
    );
    assert!(his.contains("Dear David Okafor"));
}
