//! What an agreement, an order or a concession does to the case: it goes on, with days of its own, and everybody reads the same.

use super::disputes::{agreed_to_assess, contacted, declined, disputed, on, refused, step};
use ehcp_test_support::{Actor, Milestone, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    an_agreement_in_mediation_puts_a_refused_assessment_back_on_the_road,
    an_order_to_make_a_plan_is_carried_out_on_the_road,
    a_case_sent_back_can_be_refused_again_and_disputed_again,
    a_conceded_appeal_about_a_plan_is_carried_out_by_an_amended_plan,
    a_day_that_the_tribunal_set_replaces_that_of_the_law,
    the_day_of_an_order_is_put_right_with_all_that_follows,
    what_was_done_late_is_marked_and_counted,
);

/// The deadline under a rule and limit among those of the disputes, as somebody reads it.
fn owed(reader: &Actor<'_>, case: &str, rule: &str, limit: &str) -> Value {
    let answer = reader.get(format!("/v1/cases/{case}/deadlines")).expect(200);
    let parts = answer.list_at("/disputes").iter();
    parts
        .flat_map(|part| part["deadlines"].as_array().unwrap().clone())
        .find(|one| one["rule"] == rule && one["limit"] == limit)
        .unwrap_or_else(|| panic!("no {rule} {limit}: {answer}"))
}

fn ordinary(reader: &Actor<'_>, case: &str, rule: &str) -> Value {
    let answer = reader.get(format!("/v1/cases/{case}/deadlines")).expect(200);
    let all = answer.list_at("/assessment").iter();
    let mut found = all.filter(|one| one["rule"] == rule);
    let one = found
        .next()
        .unwrap_or_else(|| panic!("no {rule}: {answer}"))
        .clone();
    assert!(found.next().is_none(), "{rule} is there twice: {answer}");
    one
}

/// The next steps of a case with their days: what, rule and day.
fn next_steps(reader: &Actor<'_>, case: &str) -> Vec<(String, Value, Value)> {
    let view = reader.reads_case(case);
    let steps = view.list_at("/next_steps").iter();
    steps
        .map(|step| {
            let what = step["what"].as_str().unwrap().to_owned();
            (what, step["rule"].clone(), step["by"].clone())
        })
        .collect()
}

fn verified(app: &TestApp) {
    let found = ehcp_casework::verify(&app.casework).unwrap();
    assert!(found.findings.is_empty(), "{:?}", found.findings);
}

fn an_agreement_in_mediation_puts_a_refused_assessment_back_on_the_road(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let (case, refusal) = refused(&app);
    let wish = json!({"step": "wish_mediation", "told_authority_on": "2026-11-02", "issues": ["education"]});
    let dispute = disputed(&app, &case, &refusal, wish);
    // While it is being arranged, that is what comes next, and the school is told nothing of it.
    let steps = next_steps(&app.parent(), &case);
    assert_eq!(steps.len(), 1, "{steps:?}");
    assert!(
        steps[0]
            .0
            .starts_with("Mediation was asked for on 2 November 2026."),
        "{steps:?}"
    );
    assert_eq!(
        owed(&officer, &case, "med-arrange-no-health", "due")["due"],
        "2026-12-02"
    );
    let view = officer.reads_case(&case);
    assert_eq!(view.text_at("/next_deadline/rule"), "med-arrange-no-health");
    for list in ["/v1/work-list", "/v1/cases"] {
        let listed = officer.get(list).expect(200);
        assert_eq!(
            listed.text_at("/items/0/next_deadline/rule"),
            "med-arrange-no-health",
            "{listed}"
        );
        assert_eq!(listed.text_at("/items/0/next_deadline/due_on"), "2026-12-02");
    }
    let school = app.school().reads_case(&case);
    assert!(school.at("/next_deadline").is_null(), "{school}");
    assert!(!school.text().contains("ediation was"), "{school}");
    let listed = app.school().get("/v1/cases").expect(200);
    assert!(listed.at("/items/0/next_deadline").is_null(), "{listed}");
    let dates = app
        .school()
        .get(format!("/v1/cases/{case}/deadlines"))
        .expect(200);
    assert!(dates.list_at("/disputes").is_empty(), "{dates}");

    let taken = step(&officer, &dispute, agreed_to_assess("2026-11-25"));
    assert!(
        taken
            .text_at("/goes_on/0")
            .starts_with("On 25 November 2026 it was agreed in mediation that we carry out the assessment.")
    );
    // Two, ten and fourteen weeks from the agreement (regs 42(2), 44(2)(b)); the twenty weeks ended with the refusal.
    for reader in [app.parent(), app.officer()] {
        for (limit, due) in [
            ("notify", "2026-12-09"),
            ("refuse_plan", "2027-02-03"),
            ("final_plan", "2027-03-03"),
        ] {
            let one = owed(&reader, &case, "med-agreement-appealable", limit);
            assert_eq!(one["due"], due, "{one}");
        }
        assert_eq!(ordinary(&reader, &case, "ehcp-final-plan")["status"], "ended");
        let view = reader.reads_case(&case);
        assert_eq!(view.text_at("/stage"), "assessing");
        assert!(view.at("/week").is_null(), "{view}");
    }
    assert_eq!(app.school().reads_case(&case).text_at("/stage"), "assessing");
    let view = officer.reads_case(&case);
    assert_eq!(view.text_at("/next_deadline/rule"), "med-agreement-appealable");
    assert_eq!(view.text_at("/next_deadline/due_on"), "2026-12-09");
    let steps = next_steps(&app.parent(), &case);
    assert_eq!(steps[0].0, "We tell you that the assessment will be made.");
    assert_eq!(steps[0].2, "2026-12-09");
    let decide = steps
        .iter()
        .find(|step| step.0.starts_with("We decide whether"))
        .unwrap();
    assert_eq!(
        (&decide.1, &decide.2),
        (&json!("med-agreement-appealable"), &json!("2027-02-03"))
    );
    // The refusal and its day stay on record, and the timeline tells what happened.
    let decisions = officer.get(format!("/v1/cases/{case}/decisions")).expect(200);
    assert_eq!(decisions.text_at("/items/0/notified_on"), "2026-10-19");
    let told = app
        .parent()
        .get(format!("/v1/cases/{case}/timeline?limit=200"))
        .expect(200);
    assert!(
        told.text().contains("We go on with your child's assessment"),
        "{told}"
    );
    verified(&app);

    // What is owed is done: telling the family is a step of its own, the rest are those of the road.
    let told = json!({"step": "comply", "duty": 1, "deed": "assessment_notified", "done_on": "2026-12-07"});
    step(&officer, &dispute, told);
    assert_eq!(
        owed(&officer, &case, "med-agreement-appealable", "notify")["status"],
        "met"
    );
    let by_hand = json!({"step": "comply", "duty": 1, "deed": "final_plan_sent", "done_on": "2026-12-07"});
    let refused = on(&officer, &dispute, "steps", &by_hand).expect_problem(422, "invalid");
    assert_eq!(refused.text_at("/errors/0/code"), "follows_from_the_case");
    for kind in ["family", "education", "medical", "psychological", "social_care"] {
        officer
            .does(&case, "advice-requests", &bodies::advice_request(kind))
            .expect(201);
    }
    let early = bodies::decision_on("issue", "2026-11-24");
    let refused = officer
        .does(&case, "decisions", &early)
        .expect_problem(422, "invalid");
    assert_eq!(refused.text_at("/errors/0/pointer"), "/decided_on");
    officer
        .does(&case, "decisions", &bodies::decision_on("issue", "2026-12-07"))
        .expect(201);
    assert_eq!(
        owed(&officer, &case, "med-agreement-appealable", "refuse_plan")["status"],
        "ended"
    );
    let steps = next_steps(&app.parent(), &case);
    let last = steps.iter().find(|step| step.0.contains("final plan")).unwrap();
    assert_eq!(last.2, "2027-03-03");
    verified(&app);
}

fn an_order_to_make_a_plan_is_carried_out_on_the_road(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let (case, dispute) = plan_refused_and_appealed(&app);
    let order = json!({
        "step": "determine_appeal", "decided_on": "2026-12-02", "manner": "consent",
        "decision": {"result": "ordered", "orders": [{"kind": "make_plan"}]},
    });
    let taken = step(&officer, &dispute, order);
    assert!(
        taken
            .text_at("/goes_on/0")
            .contains("the Tribunal ordered us to make an EHC plan")
    );
    let view = app.parent().reads_case(&case);
    assert_eq!(view.text_at("/stage"), "writing_draft");
    // Five and eleven weeks from the order (reg 44(2)(c)).
    assert_eq!(
        owed(&app.parent(), &case, "ord-make-plan", "draft")["due"],
        "2027-01-06"
    );
    assert_eq!(
        owed(&app.parent(), &case, "ord-make-plan", "final")["due"],
        "2027-02-17"
    );
    let steps = next_steps(&app.parent(), &case);
    assert_eq!(steps[0].2, "2027-01-06", "{steps:?}");
    // The ordinary decision not to issue stays met on the day on which it was.
    let told = ordinary(&officer, &case, "ehcp-decision-not-to-issue");
    assert_eq!(told["met_on"], "2026-11-16");

    let plan = officer.makes(&case, "plans", &bodies::draft_text());
    let seen = officer.get(format!("/v1/plans/{plan}")).expect(200).etag();
    officer
        .post(
            format!("/v1/plans/{plan}/services"),
            &json!({"method": "by_hand"}),
        )
        .seeing(&seen)
        .expect(200);
    let draft = owed(&app.parent(), &case, "ord-make-plan", "draft");
    assert_eq!(
        (&draft["status"], &draft["met_on"]),
        (&json!("met"), &json!("2026-12-07"))
    );
    assert_eq!(
        ordinary(&officer, &case, "ehcp-draft-representations")["due"],
        "2026-12-21"
    );
    app.go_to("2027-01-11");
    officer.sends_the_final_plan(&app, &case, &bodies::final_text());
    let read = app.parent().get(format!("/v1/disputes/{dispute}")).expect(200);
    assert_eq!(read.at("/duties/0/carried_out"), true);
    assert_eq!(read.at("/last_days_missed"), 0);
    assert_eq!(
        read.text_at("/standing_in_words"),
        "What was ordered or agreed has been done."
    );
    assert_eq!(app.school().reads_case(&case).text_at("/stage"), "plan_issued");
    // The new plan has a right of appeal of its own.
    let ways = app
        .parent()
        .get(format!("/v1/cases/{case}/challenges"))
        .expect(200);
    let open = ways.list_at("/open").iter();
    let adviser: Vec<_> = open.filter(|way| way["route"] == "mediation_adviser").collect();
    assert_eq!(adviser.len(), 1, "{ways}");
    assert_eq!(
        (&adviser[0]["decision"], &adviser[0]["last_day"]),
        (&json!("plan_as_made"), &json!("2027-03-11"))
    );
    verified(&app);
}

/// A case in which the authority refused on 16 November 2026 to issue a plan, and the appeal about that, which is registered.
fn plan_refused_and_appealed(app: &TestApp) -> (String, String) {
    let officer = app.officer();
    let hand = officer.brings_to(app, app.council.maya, Milestone::Assessing, app.council.alder);
    let refusal = officer.makes(
        &hand.case,
        "decisions",
        &bodies::decision_on("do_not_issue", "2026-11-16"),
    );
    let dispute = disputed(app, &hand.case, &refusal, declined("2026-11-17"));
    for body in [
        json!({"step": "issue_certificate", "kind": "no_mediation", "issued_on": "2026-11-18"}),
        json!({"step": "lodge_appeal", "lodged_on": "2026-11-19", "ground": {"against": "not_to_issue"}}),
        json!({"step": "register_appeal", "registered_on": "2026-11-20", "number": "EH999/26/00001"}),
    ] {
        step(&officer, &dispute, body);
    }
    (hand.case, dispute)
}

fn a_case_sent_back_can_be_refused_again_and_disputed_again(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let (case, dispute) = plan_refused_and_appealed(&app);
    let order = json!({
        "step": "determine_appeal", "decided_on": "2026-12-02", "manner": "papers",
        "decision": {"result": "ordered", "orders": [{"kind": "reconsider"}]},
    });
    step(&officer, &dispute, order);
    assert_eq!(app.parent().reads_case(&case).text_at("/stage"), "assessing");
    assert_eq!(
        owed(&officer, &case, "ord-reconsider", "due")["due"],
        "2026-12-16"
    );
    let again = officer.makes(
        &case,
        "decisions",
        &bodies::decision_on("do_not_issue", "2026-12-07"),
    );
    assert_eq!(owed(&officer, &case, "ord-reconsider", "due")["status"], "met");
    assert_eq!(
        app.parent().reads_case(&case).text_at("/stage"),
        "plan_not_issued"
    );
    assert_eq!(
        ordinary(&officer, &case, "ehcp-decision-not-to-issue")["met_on"],
        "2026-11-16"
    );
    let read = officer.get(format!("/v1/disputes/{dispute}")).expect(200);
    assert_eq!(read.at("/duties/0/carried_out"), true);
    // The new refusal is a decision of its own: the family can challenge it, and its day can be put right alone.
    let ways = app
        .parent()
        .get(format!("/v1/cases/{case}/challenges"))
        .expect(200);
    assert!(
        ways.list_at("/open")
            .iter()
            .any(|way| way["route"] == "mediation_adviser" && way["notice_sent_on"] == "2026-12-07"),
        "{ways}"
    );
    disputed(&app, &case, &again, contacted("2026-12-07"));
    app.go_to("2026-12-08");
    let body = json!({"fact": "assessment_outcome_notified", "happened_on": "2026-12-08", "reason": "Posted a day later."});
    officer
        .does(&case, "date-corrections", &body)
        .expect_problem(422, "invalid");
    verified(&app);
}

fn a_conceded_appeal_about_a_plan_is_carried_out_by_an_amended_plan(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2027-01-11").start();
    let officer = app.officer();
    let hand = officer.brings_to(&app, app.council.maya, Milestone::PlanIssued, app.council.alder);
    let case = &hand.case;
    let first = json!({
        "step": "lodge_appeal", "lodged_on": "2026-12-14",
        "ground": {"against": "plan_as_made", "issues": ["placement"]},
    });
    let opened = officer
        .does(
            case,
            "disputes",
            &json!({"plan_id": hand.final_plan, "first_step": first}),
        )
        .expect(201);
    let dispute = opened.text_at("/dispute/id").to_owned();
    // An appeal about the school alone needs no certificate.
    assert!(opened.list_at("/breaches").is_empty(), "{opened}");
    let registered = json!({
        "step": "register_appeal", "registered_on": "2026-12-16", "number": "EH999/26/00002",
        "documents_sent_on": "2026-12-16", "response_due_on": "2027-01-29",
    });
    step(&officer, &dispute, registered);
    let answer = owed(&app.parent(), case, "appeal-la-response", "due");
    assert_eq!(answer["due"], "2027-01-29", "{answer}");
    assert_eq!(
        officer.reads_case(case).text_at("/next_deadline/rule"),
        "appeal-la-response"
    );
    let taken = step(
        &officer,
        &dispute,
        json!({"step": "concede_appeal", "told_tribunal_on": "2027-01-04"}),
    );
    assert!(
        taken
            .text_at("/goes_on/0")
            .contains("we do not oppose the appeal"),
        "{taken}"
    );
    // The school alone: two weeks (reg 45(5)(a)).
    let amend = owed(&app.parent(), case, "unop-section-i", "due");
    assert_eq!(amend["due"], "2027-01-18", "{amend}");
    let view = app.parent().reads_case(case);
    assert_eq!(view.text_at("/stage"), "plan_issued");
    assert!(
        next_steps(&app.parent(), case)
            .iter()
            .any(|step| step.0 == "We change the plan and send it." && step.2 == "2027-01-18"),
        "{view}"
    );
    let sent = json!({"step": "comply", "duty": 1, "deed": "amended_plan_sent", "done_on": "2027-01-11"});
    step(&officer, &dispute, sent);
    assert_eq!(
        owed(&app.parent(), case, "unop-section-i", "due")["status"],
        "met"
    );
    // What the amended plan says can be appealed anew.
    let ways = app
        .parent()
        .get(format!("/v1/cases/{case}/challenges"))
        .expect(200);
    assert!(
        ways.list_at("/open")
            .iter()
            .any(|way| way["route"] == "appeal_without_certificate" && way["notice_sent_on"] == "2027-01-11"),
        "{ways}"
    );
    let again = json!({"amended_in_dispute_id": dispute, "first_step": contacted("2027-01-11")});
    let opened = officer.does(case, "disputes", &again).expect(201);
    assert_eq!(opened.text_at("/dispute/notice_sent_on"), "2027-01-11");
    app.school()
        .get(format!("/v1/disputes/{dispute}"))
        .expect_problem(403, "forbidden");
    verified(&app);
}

fn a_day_that_the_tribunal_set_replaces_that_of_the_law(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let (case, dispute) = plan_refused_and_appealed(&app);
    let order = json!({
        "step": "determine_appeal", "decided_on": "2026-12-02", "manner": "papers",
        "decision": {"result": "ordered", "orders": [{
            "kind": "make_plan", "directions": [{"deed": "draft_sent", "by": "2026-12-18"}],
        }]},
    });
    step(&officer, &dispute, order);
    let draft = owed(&app.parent(), &case, "ord-make-plan", "draft");
    assert_eq!(
        (&draft["due"], &draft["days_left"]),
        (&json!("2026-12-18"), &json!(11)),
        "{draft}"
    );
    assert_eq!(
        owed(&app.parent(), &case, "ord-make-plan", "final")["due"],
        "2027-02-17"
    );
    let view = officer.reads_case(&case);
    assert_eq!(view.text_at("/next_deadline/due_on"), "2026-12-18");
    assert_eq!(next_steps(&officer, &case)[0].2, "2026-12-18");
    let later = json!({
        "step": "set_other_time", "duty": 1, "other_time": {"deed": "draft_sent", "by": "2026-12-23"}, "set_on": "2026-12-07",
    });
    step(&officer, &dispute, later);
    assert_eq!(
        officer.reads_case(&case).text_at("/next_deadline/due_on"),
        "2026-12-23"
    );
    let recomputed = ehcp_casework::recompute(&app.casework).unwrap();
    assert_eq!(recomputed.changed, 0);
    verified(&app);
}

fn the_day_of_an_order_is_put_right_with_all_that_follows(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let (case, dispute) = plan_refused_and_appealed(&app);
    let order = |day: &str, kind: &str| {
        json!({
            "step": "determine_appeal", "decided_on": day, "manner": "papers",
            "decision": {"result": "ordered", "orders": [{"kind": kind}]},
        })
    };
    step(&officer, &dispute, order("2026-12-02", "make_plan"));
    let correct = |body: Value| on(&officer, &dispute, "corrections", &body);
    let other = json!({"place": 5, "right": order("2026-12-02", "reconsider"), "reason": "Read again."});
    correct(other).expect_problem(409, "conflict");
    correct(json!({"place": 5, "reason": "It was another case."})).expect_problem(409, "conflict");
    let right = json!({"place": 5, "right": order("2026-12-03", "make_plan"), "reason": "Dated 3 December."});
    correct(right).expect(201);
    assert_eq!(
        owed(&app.parent(), &case, "ord-make-plan", "draft")["due"],
        "2027-01-07"
    );
    assert_eq!(
        officer.reads_case(&case).text_at("/next_deadline/due_on"),
        "2027-01-07"
    );
    verified(&app);
}

fn what_was_done_late_is_marked_and_counted(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let officer = app.officer();
    let (case, refusal) = refused(&app);
    let wish = json!({"step": "wish_mediation", "told_authority_on": "2026-11-02", "issues": ["education"]});
    let dispute = disputed(&app, &case, &refusal, wish);
    step(&officer, &dispute, agreed_to_assess("2026-11-16"));
    // The two weeks are over, and it is overdue until it is done.
    let view = officer.reads_case(&case);
    assert_eq!(view.text_at("/overdue/0/rule"), "med-agreement-appealable");
    assert_eq!(
        officer
            .get(format!("/v1/disputes/{dispute}"))
            .expect(200)
            .at("/last_days_missed"),
        1
    );
    let told = json!({"step": "comply", "duty": 1, "deed": "assessment_notified", "done_on": "2026-12-07"});
    let taken = step(&officer, &dispute, told);
    assert_eq!(taken.text_at("/breaches/0/rule"), "med-agreement-appealable");
    assert!(
        taken
            .text_at("/breaches/0/explanation")
            .contains("seven days late"),
        "{taken}"
    );
    assert_eq!(taken.at("/dispute/last_days_missed"), 1);
    let timeline = officer
        .get(format!("/v1/cases/{case}/timeline?limit=200"))
        .expect(200);
    let entries = timeline.list_at("/items");
    let marked: Vec<_> = entries
        .iter()
        .filter_map(|entry| entry["breaches"].as_array())
        .flatten()
        .filter(|breach| breach["rule"] == "med-agreement-appealable")
        .collect();
    assert_eq!(marked.len(), 1, "the mark is there once: {timeline}");
    verified(&app);
}
