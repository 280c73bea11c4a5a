//! After a no, or an unhappy yes: mediation and appeals as the family, the school and the authority see them.

use ehcp_access::LimitEffect;
use ehcp_test_support::{Actor, Answer, Call, Milestone, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    the_family_sees_what_happens_and_the_school_does_not,
    what_was_said_in_mediation_stays_with_the_staff,
    a_step_out_of_its_turn_is_refused_with_what_must_come_first,
    only_what_can_be_appealed_is_disputed_and_only_once,
    the_family_is_told_what_it_can_do_and_until_when,
    a_way_that_has_run_out_says_so,
    a_wrong_step_is_put_right_and_later_ones_must_fit,
    a_moved_day_of_a_notice_must_fit_its_dispute,
);

/// A case in which the authority refused to assess on 19 October 2026, and the refusal.
pub(super) fn refused(app: &TestApp) -> (String, String) {
    let hand = app
        .officer()
        .brings_to(app, app.council.maya, Milestone::Noticed, app.council.alder);
    let decision = bodies::decision_on("do_not_assess", "2026-10-19");
    let refusal = app.officer().makes(&hand.case, "decisions", &decision);
    (hand.case, refusal)
}

/// A dispute about a refusal, begun with this step; its id.
pub(super) fn disputed(app: &TestApp, case: &str, refusal: &str, first: Value) -> String {
    let body = json!({"decision_id": refusal, "first_step": first});
    let opened = app.officer().does(case, "disputes", &body).expect(201);
    let id = opened.text_at("/dispute/id").to_owned();
    assert_eq!(opened.header("location"), format!("/v1/disputes/{id}"));
    id
}

/// Something recorded on a dispute, after reading its present version.
pub(super) fn on<'app>(officer: &Actor<'app>, dispute: &str, what: &str, body: &Value) -> Call<'app> {
    let path = format!("/v1/disputes/{dispute}");
    let seen = officer.get(&path).expect(200).etag();
    officer.post(format!("{path}/{what}"), body).seeing(&seen)
}

/// A step that is taken.
pub(super) fn step(officer: &Actor<'_>, dispute: &str, body: Value) -> Answer {
    on(officer, dispute, "steps", &body).expect(201)
}

pub(super) fn contacted(on: &str) -> Value {
    json!({"step": "contact_adviser", "contacted_on": on})
}

pub(super) fn declined(on: &str) -> Value {
    json!({"step": "decline_mediation", "told_adviser_on": on})
}

pub(super) fn agreed_to_assess(on: &str) -> Value {
    json!({
        "step": "hold_mediation", "held_on": on, "concluded_on": on,
        "result": {"outcome": "agreement", "agreed_on": on, "parts": [{
            "what": {"on": "appealable", "as_if_ordered": "assess"},
            "text": "The council assesses Maya after all, because of the new hearing test.",
        }]},
    })
}

fn the_family_sees_what_happens_and_the_school_does_not(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let (case, refusal) = refused(&app);
    let dispute = disputed(&app, &case, &refusal, declined("2026-11-02"));
    step(
        &app.officer(),
        &dispute,
        json!({"step": "issue_certificate", "kind": "no_mediation", "issued_on": "2026-11-05"}),
    );
    let lodged =
        json!({"step": "lodge_appeal", "lodged_on": "2026-11-20", "ground": {"against": "not_to_assess"}});
    let taken = step(&app.officer(), &dispute, lodged);
    assert!(taken.list_at("/breaches").is_empty(), "{taken}");

    let own = app.parent().get(format!("/v1/disputes/{dispute}")).expect(200);
    assert_eq!(own.text_at("/decision"), "not_to_assess");
    assert_eq!(own.text_at("/notice_sent_on"), "2026-10-19");
    assert_eq!(
        own.text_at("/standing_in_words"),
        "The Tribunal received an appeal on 20 November 2026. It is not over yet."
    );
    assert_eq!(
        own.text_at("/steps/0/in_words"),
        "You told the mediation adviser that you do not want mediation."
    );
    assert_eq!(
        own.text_at("/steps/2/in_words"),
        "The Tribunal received your appeal."
    );
    assert!(own.at("/steps/0/recorded_by").is_null(), "{own}");
    let staff = app
        .officer()
        .get(format!("/v1/cases/{case}/disputes"))
        .expect(200);
    assert_eq!(
        staff.text_at("/items/0/steps/0/recorded_by/name"),
        "Rosa Whitfield"
    );
    let told = app
        .parent()
        .get(format!("/v1/cases/{case}/timeline?limit=200"))
        .expect(200);
    assert!(
        told.text().contains("The Tribunal received your appeal."),
        "{told}"
    );
    // The school sees where the case stands, and nothing of this; the contact centre sees where it stands.
    for path in [
        format!("/v1/disputes/{dispute}"),
        format!("/v1/cases/{case}/disputes"),
    ] {
        app.school().get(&path).expect_problem(403, "forbidden");
    }
    let centre = app
        .customer_service()
        .get(format!("/v1/disputes/{dispute}"))
        .expect(200);
    assert!(centre.text_at("/standing_in_words").contains("20 November"));
    assert!(centre.list_at("/steps").is_empty(), "{centre}");
    // Nobody but the council's staff records, and an officer of another team finds nothing.
    let more = json!({"step": "withdraw_appeal", "withdrawn_on": "2026-12-01"});
    let seen = app
        .officer()
        .get(format!("/v1/disputes/{dispute}"))
        .expect(200)
        .etag();
    for outside in [app.parent(), app.school(), app.manager()] {
        outside
            .post(format!("/v1/disputes/{dispute}/steps"), &more)
            .seeing(&seen)
            .expect_problem(403, "forbidden");
    }
    app.officer_of_other_team()
        .get(format!("/v1/disputes/{dispute}"))
        .expect_problem(404, "not-found");
    // Whoever is barred knows of nothing.
    let second = &app.council.second_parent;
    let child = app.council.maya.to_string();
    app.second_parent()
        .get(format!("/v1/disputes/{dispute}"))
        .expect(200);
    app.limit(&child, second, LimitEffect::Bar);
    for path in ["disputes", "challenges"] {
        app.second_parent()
            .get(format!("/v1/cases/{case}/{path}"))
            .expect_problem(404, "not-found");
    }
}

fn what_was_said_in_mediation_stays_with_the_staff(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let (case, refusal) = refused(&app);
    let wish = json!({"step": "wish_mediation", "told_authority_on": "2026-11-02", "issues": ["education"]});
    let dispute = disputed(&app, &case, &refusal, wish);
    let arranged = json!({
        "step": "arrange_mediation", "notice_given_on": "2026-11-03", "mediation_on": "2026-11-20",
        "place": "The library at Westmarch",
    });
    step(&app.officer(), &dispute, arranged);
    let taken = step(&app.officer(), &dispute, agreed_to_assess("2026-11-20"));
    assert_eq!(taken.list_at("/goes_on").len(), 1, "{taken}");
    let path = format!("/v1/disputes/{dispute}");
    let staff = app.officer().get(&path).expect(200);
    assert!(staff.text_at("/duties/0/agreement").contains("hearing test"));
    assert!(
        staff.at("/steps/2/step/result/parts/0/text").is_string(),
        "{staff}"
    );
    let own = app.parent().get(&path).expect(200);
    assert!(!own.text().contains("hearing test"), "{own}");
    assert_eq!(own.text_at("/steps/1/step/place"), "The library at Westmarch");
    assert_eq!(
        own.text_at("/steps/2/in_words"),
        "The mediation took place, and there was an agreement."
    );
    // What was agreed to be done is no secret: it is owed.
    assert_eq!(own.text_at("/duties/0/kind/as_if_ordered"), "assess");
    assert_eq!(own.text_at("/duties/0/limits/0/due"), "2026-12-04");
    // Whoever may not learn where the child is does not learn where the family met.
    let (child, second) = (app.council.maya.to_string(), &app.council.second_parent);
    app.limit(&child, second, LimitEffect::NoWhereabouts);
    let less = app.second_parent().get(&path).expect(200);
    assert!(!less.text().contains("library"), "{less}");
}

fn a_step_out_of_its_turn_is_refused_with_what_must_come_first(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let (case, refusal) = refused(&app);
    // Before the notice, and in the future.
    for (day, code) in [("2026-10-18", "too_early"), ("2026-12-08", "in_the_future")] {
        let body = json!({"decision_id": refusal, "first_step": contacted(day)});
        let refused = officer
            .does(&case, "disputes", &body)
            .expect_problem(422, "invalid");
        assert_eq!(refused.text_at("/errors/0/pointer"), "/first_step/contacted_on");
        assert_eq!(refused.text_at("/errors/0/code"), code);
    }
    let dispute = disputed(&app, &case, &refusal, contacted("2026-11-02"));
    let order = json!({
        "step": "determine_appeal", "decided_on": "2026-12-01", "manner": "papers",
        "decision": {"result": "ordered", "orders": [{"kind": "assess"}]},
    });
    let refused = on(&officer, &dispute, "steps", &order).expect_problem(409, "not-yet");
    assert!(
        refused
            .text_at("/detail")
            .contains("No appeal about this decision is open")
    );
    let comply = json!({"step": "comply", "duty": 1, "deed": "assessment_notified", "done_on": "2026-12-01"});
    on(&officer, &dispute, "steps", &comply).expect_problem(409, "not-yet");
    let certificate =
        |on: &str| json!({"step": "issue_certificate", "kind": "no_mediation", "issued_on": on});
    // There is nothing to certify before the family has said that it wants no mediation.
    on(&officer, &dispute, "steps", &certificate("2026-11-05")).expect_problem(422, "invalid");
    on(&officer, &dispute, "steps", &contacted("2026-11-03")).expect_problem(409, "already-done");
    for (body, pointer) in [
        (
            json!({"step": "lodge_appeal", "lodged_on": "2026-11-20", "ground": {"against": "not_to_issue"}}),
            "/ground/against",
        ),
        (
            json!({"step": "lodge_appeal", "lodged_on": "2026-11-20"}),
            "/ground",
        ),
        (
            json!({"step": "wish_mediation", "told_authority_on": "2026-11-03", "issues": []}),
            "/issues",
        ),
        (json!({"step": "dance"}), "/step"),
        (
            json!({"step": "contact_adviser", "contacted_on": "2 November"}),
            "/contacted_on",
        ),
    ] {
        let refused = on(&officer, &dispute, "steps", &body).send();
        assert_eq!(refused.status(), 422, "{refused}");
        assert_eq!(refused.text_at("/errors/0/pointer"), pointer, "{refused}");
    }
    // A refusal leaves nothing behind.
    let read = officer.get(format!("/v1/disputes/{dispute}")).expect(200);
    assert_eq!(read.list_at("/steps").len(), 1, "{read}");
    // A step that names another version of the case than the present one.
    let seen = read.etag();
    step(&officer, &dispute, declined("2026-11-04"));
    officer
        .post(
            format!("/v1/disputes/{dispute}/steps"),
            &certificate("2026-11-05"),
        )
        .seeing(&seen)
        .expect_problem(412, "stale-version");
}

fn only_what_can_be_appealed_is_disputed_and_only_once(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let (case, refusal) = refused(&app);
    let other = officer.brings_to(&app, app.another_maya(), Milestone::PlanIssued, app.council.alder);
    let decisions = officer
        .get(format!("/v1/cases/{}/decisions", other.case))
        .expect(200);
    let to_issue = decisions.text_at("/items/0/id").to_owned();
    let first = contacted("2026-12-07");
    for (body, pointer, code) in [
        (json!({}), "/decision_id", "name_one"),
        (
            json!({"decision_id": to_issue, "plan_id": other.final_plan}),
            "/decision_id",
            "name_one",
        ),
        (
            json!({"decision_id": to_issue}),
            "/decision_id",
            "cannot_be_appealed",
        ),
        (
            json!({"decision_id": refusal}),
            "/decision_id",
            "unknown_decision",
        ),
        (json!({"plan_id": other.draft}), "/plan_id", "unknown_plan"),
        (
            json!({"amended_in_dispute_id": refusal}),
            "/amended_in_dispute_id",
            "no_amended_plan",
        ),
    ] {
        let mut body = body;
        body["first_step"] = first.clone();
        let refused = officer
            .does(&other.case, "disputes", &body)
            .expect_problem(422, "invalid");
        assert_eq!(refused.text_at("/errors/0/pointer"), pointer, "{refused}");
        assert_eq!(refused.text_at("/errors/0/code"), code, "{refused}");
    }
    let about_plan = json!({"plan_id": other.final_plan, "first_step": first});
    let opened = officer.does(&other.case, "disputes", &about_plan).expect(201);
    assert_eq!(opened.text_at("/dispute/decision"), "plan_as_made");
    assert_eq!(opened.text_at("/dispute/notice_sent_on"), "2026-12-07");
    officer
        .does(&other.case, "disputes", &about_plan)
        .expect_problem(409, "already-done");
    disputed(&app, &case, &refusal, contacted("2026-11-02"));
}

/// The way of this kind in a list of ways.
fn way<'a>(answer: &'a Answer, list: &str, route: &str) -> &'a Value {
    answer
        .list_at(list)
        .iter()
        .find(|way| way["route"] == route)
        .unwrap_or_else(|| panic!("no {route} in {list}: {answer}"))
}

fn the_family_is_told_what_it_can_do_and_until_when(database: TestDatabase) {
    let app = TestApp::prepare(database)
        .today("2026-12-07")
        .server(|config| config.complaints_page = Some("https://www.example.org/complaints".to_owned()))
        .start();
    let (case, refusal) = refused(&app);
    let path = format!("/v1/cases/{case}/challenges");
    let own = app.parent().get(&path).expect(200);
    assert_eq!(own.text_at("/as_of"), "2026-12-07");
    let adviser = way(&own, "/open", "mediation_adviser");
    assert_eq!(adviser["last_day"], "2026-12-19");
    assert!(
        adviser["what"]
            .as_str()
            .unwrap()
            .starts_with("You can contact the mediation adviser")
    );
    // Two months after the notice is a Saturday: received on the next working day it is in time.
    let appeal = way(&own, "/open", "appeal_with_certificate");
    assert_eq!(appeal["last_day"], "2026-12-21");
    assert_eq!(appeal["by_time"], "17:00");
    assert!(appeal["first"][0].as_str().unwrap().contains("certificate"));
    assert_eq!(
        own.text_at("/complaints_page"),
        "https://www.example.org/complaints"
    );
    let without = way(&own, "/closed", "appeal_without_certificate");
    assert!(
        without["why"]
            .as_str()
            .unwrap()
            .contains("This decision is about something else.")
    );
    way(&own, "/open", "complaint_to_council");
    // Staff are told of the family, and whoever works for a setting is not told at all.
    let staff = app.officer().get(&path).expect(200);
    let adviser = way(&staff, "/open", "mediation_adviser");
    assert!(
        adviser["what"]
            .as_str()
            .unwrap()
            .starts_with("The family can contact")
    );
    app.school().get(&path).expect_problem(403, "forbidden");
    // What has happened closes ways and opens others.
    let dispute = disputed(&app, &case, &refusal, declined("2026-11-02"));
    let certificate = json!({"step": "issue_certificate", "kind": "no_mediation", "issued_on": "2026-12-02"});
    step(&app.officer(), &dispute, certificate);
    let own = app.parent().get(&path).expect(200);
    let appeal = way(&own, "/open", "appeal_with_certificate");
    assert_eq!(
        appeal["last_day"], "2027-01-04",
        "a month from the certificate, past the turn of the year"
    );
    assert_eq!(appeal["first"], json!([]));
    let lodged =
        json!({"step": "lodge_appeal", "lodged_on": "2026-12-07", "ground": {"against": "not_to_assess"}});
    step(&app.officer(), &dispute, lodged);
    let own = app.parent().get(&path).expect(200);
    let appeal = way(&own, "/closed", "appeal_with_certificate");
    assert!(
        appeal["why"].as_str().unwrap().contains("it is not over yet"),
        "{own}"
    );
}

fn a_way_that_has_run_out_says_so(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let (case, _) = refused(&app);
    app.go_to("2027-01-11");
    let own = app
        .parent()
        .get(format!("/v1/cases/{case}/challenges"))
        .expect(200);
    let adviser = way(&own, "/closed", "mediation_adviser");
    assert_eq!(adviser["last_day"], "2026-12-19");
    assert!(
        adviser["why"]
            .as_str()
            .unwrap()
            .contains("ended on 19 December 2026"),
        "{own}"
    );
    way(&own, "/closed", "appeal_with_certificate");
    way(&own, "/open", "ask_again");
    assert!(own.at("/complaints_page").is_null(), "{own}");
}

fn a_wrong_step_is_put_right_and_later_ones_must_fit(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let (case, refusal) = refused(&app);
    let dispute = disputed(&app, &case, &refusal, contacted("2026-11-02"));
    let certificate =
        |on: &str| json!({"step": "issue_certificate", "kind": "no_mediation", "issued_on": on});
    step(
        &officer,
        &dispute,
        json!({"step": "decline_mediation", "told_adviser_on": "2026-11-04"}),
    );
    step(&officer, &dispute, certificate("2026-11-05"));
    let correct = |body: Value| on(&officer, &dispute, "corrections", &body);
    let right = correct(json!({
        "place": 3, "right": certificate("2026-11-06"), "reason": "The certificate itself says 6 November.",
    }))
    .expect(201);
    assert_eq!(right.text_at("/dispute/steps/2/happened_on"), "2026-11-06");
    assert_eq!(right.at("/dispute/steps/2/corrected"), true);
    for (body, pointer, code) in [
        (json!({"place": 9, "reason": "None."}), "/place", "unknown"),
        (
            json!({"place": 1, "right": contacted("2026-11-02"), "reason": "None."}),
            "/right",
            "unchanged",
        ),
        (
            json!({"place": 1, "right": contacted("2026-10-01"), "reason": "None."}),
            "/right/contacted_on",
            "too_early",
        ),
        (
            json!({"place": 1, "right": contacted("2026-11-30"), "reason": "None."}),
            "/right",
            "later_step_does_not_fit",
        ),
    ] {
        let refused = correct(body).expect_problem(422, "invalid");
        assert_eq!(refused.text_at("/errors/0/pointer"), pointer, "{refused}");
        assert_eq!(refused.text_at("/errors/0/code"), code, "{refused}");
    }
    // What never happened is shown to nobody of the family; what was wrong, and why, to staff.
    correct(json!({"place": 3, "reason": "The certificate is of another family."})).expect(201);
    let staff = officer.get(format!("/v1/disputes/{dispute}")).expect(200);
    assert_eq!(
        staff.text_at("/steps/2/in_words"),
        "What was recorded here never happened."
    );
    assert!(staff.text_at("/steps/2/reason").contains("another family"));
    let own = app.parent().get(format!("/v1/disputes/{dispute}")).expect(200);
    assert_eq!(own.list_at("/steps").len(), 2, "{own}");
    assert!(!own.text().contains("another family"), "{own}");
    let timeline = app
        .parent()
        .get(format!("/v1/cases/{case}/timeline?limit=200"))
        .expect(200);
    assert!(timeline.text().contains("was put right"), "{timeline}");
    // The place is free again for what did happen.
    step(&officer, &dispute, certificate("2026-11-06"));
}

fn a_moved_day_of_a_notice_must_fit_its_dispute(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let (case, refusal) = refused(&app);
    let dispute = disputed(&app, &case, &refusal, contacted("2026-11-02"));
    let correction = |day: &str| {
        let body = json!({"fact": "assess_decision_notified", "happened_on": day, "reason": "The letter went out later."});
        officer.does(&case, "date-corrections", &body)
    };
    let refused = correction("2026-11-09").expect_problem(422, "invalid");
    assert_eq!(refused.text_at("/errors/0/pointer"), "/happened_on");
    assert_eq!(refused.text_at("/errors/0/code"), "dispute_does_not_fit");
    correction("2026-10-20").expect(200);
    let read = officer.get(format!("/v1/disputes/{dispute}")).expect(200);
    assert_eq!(read.text_at("/notice_sent_on"), "2026-10-20");
}
