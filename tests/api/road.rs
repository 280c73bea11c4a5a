//! The whole road, from a request to a final plan, as the family, the school and the authority walk it.

use ehcp_test_support::{Actor, TestApp, TestDatabase, bodies, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    a_case_walks_from_the_parents_request_to_the_final_plan,
    a_school_asks_and_sees_its_own_part,
    an_officer_records_a_request_on_paper,
    the_authority_becomes_responsible_without_a_request,
    a_young_person_asks_for_themself,
    the_work_list_puts_the_most_urgent_first,
    an_internal_entry_hides_no_page_of_the_timeline,
);

/// What a deadline of a case says to a reader.
fn deadline(reader: &Actor<'_>, case: &str, rule: &str) -> Value {
    let answer = reader.get(format!("/v1/cases/{case}/deadlines")).expect(200);
    let all = ["assessment", "plan"];
    all.iter()
        .flat_map(|part| answer.list_at(&format!("/{part}")).to_vec())
        .find(|deadline| deadline["rule"] == rule)
        .unwrap_or_else(|| panic!("no deadline {rule}: {answer}"))
}

fn texts(reader: &Actor<'_>, case: &str) -> Vec<String> {
    let answer = reader.get(format!("/v1/cases/{case}/timeline")).expect(200);
    let entries = answer.list_at("/items").iter();
    entries
        .map(|entry| entry["text"].as_str().unwrap().to_owned())
        .collect()
}

fn a_case_walks_from_the_parents_request_to_the_final_plan(database: TestDatabase) {
    let app = TestApp::on(database);
    let (parent, officer, school, adviser) = (app.parent(), app.officer(), app.school(), app.adviser());

    // The parent asks.
    let receipt = parent
        .post(
            "/v1/requests",
            &json!({"child_id": app.council.maya, "reasons": "Maya finds it hard to follow what is said."}),
        )
        .expect(201);
    assert_eq!(receipt.text_at("/reference"), "EHC-2026-000001");
    assert_eq!(receipt.text_at("/decision_due_on"), "2026-10-19");
    assert_eq!(receipt.text_at("/plan_due_on"), "2027-01-25");
    assert_eq!(
        receipt.text_at("/in_words"),
        "We received the request. By law we decide by 19 October 2026 whether to carry out an assessment and tell the \
         family. If a plan is needed, it must be final by 25 January 2027."
    );
    let case = receipt.text_at("/case_id").to_owned();
    assert_eq!(receipt.header("location"), format!("/v1/cases/{case}"));

    let view = parent.reads_case(&case);
    assert_eq!(view.text_at("/stage"), "deciding_whether_to_assess");
    assert_eq!(view.at("/week"), 1);
    assert_eq!(
        view.text_at("/requests/0/reasons"),
        "Maya finds it hard to follow what is said."
    );
    assert_eq!(view.text_at("/team/name"), "North team");
    assert_eq!(view.text_at("/team/duty_line"), "01632 960101");
    let steps = view.list_at("/next_steps");
    assert_eq!(steps[0]["who"], "local_authority");
    let rules: Vec<_> = steps.iter().map(|step| step["rule"].as_str().unwrap()).collect();
    assert_eq!(
        rules,
        [
            "ehcna-consult-on-request",
            "ehcna-notify-considering",
            "ehcna-decision-to-assess"
        ]
    );
    // The parent and the officer read the same deadline, with the steps that led to its day.
    let decide = deadline(&parent, &case, "ehcna-decision-to-assess");
    assert_eq!(decide["due"], "2026-10-19");
    assert_eq!(decide["status"], "running");
    assert_eq!(decide, deadline(&officer, &case, "ehcna-decision-to-assess"));
    assert_eq!(decide["holder"], "local_authority");
    let steps: Vec<_> = decide["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| &step["text"])
        .collect();
    assert_eq!(
        steps,
        [
            "Request received 7 September 2026; six weeks later is 19 October 2026 (SEND Regulations 2014, reg 5(1)). \
             Weekends and bank holidays do not move it."
        ]
    );
    // The school that the child is at sees the case; nobody has asked the adviser for anything yet.
    assert_eq!(
        school.reads_case(&case).text_at("/stage"),
        "deciding_whether_to_assess"
    );
    adviser
        .get(format!("/v1/cases/{case}"))
        .expect_problem(404, "not-found");

    // A manager gives the case to an officer.
    app.manager()
        .does(
            &case,
            "assignments",
            &json!({"officer_id": app.council.officer.user}),
        )
        .expect(200);
    assert_eq!(
        parent.reads_case(&case).text_at("/officer/name"),
        "Rosa Whitfield"
    );

    // The notice.
    app.go_to("2026-09-09");
    officer
        .does(&case, "family-consultations", &json!({}))
        .expect(200);
    let view = officer.does(&case, "considering-notices", &json!({})).expect(200);
    assert_eq!(view.list_at("/next_steps")[0]["who"], "parent_or_young_person");
    officer
        .does(&case, "considering-notices", &json!({}))
        .expect_problem(409, "already-done");

    // The decision to assess.
    app.go_to("2026-10-12");
    let decision = officer
        .does(&case, "decisions", &bodies::decision("assess"))
        .expect(201);
    assert!(
        decision.at("/rights").is_null(),
        "nobody appeals against a decision to assess"
    );
    let view = parent.reads_case(&case);
    assert_eq!(view.text_at("/stage"), "assessing");
    assert_eq!(view.at("/week"), 6);
    assert_eq!(
        deadline(&parent, &case, "ehcna-decision-to-assess")["status"],
        "met"
    );

    // A plan cannot be decided on before advice was asked for.
    let refused = officer
        .does(&case, "decisions", &bodies::decision("issue"))
        .expect_problem(409, "against-the-law");
    assert_eq!(refused.text_at("/rule"), "ehcna-advice-sought");

    // Five requests for advice.
    for kind in ["family", "education", "medical", "psychological", "social_care"] {
        let mut body = bodies::advice_request(kind);
        match kind {
            "education" => body["education_setting_id"] = json!(app.council.alder),
            "psychological" => body["adviser_id"] = json!(app.council.adviser.user),
            _ => {}
        }
        let asked = officer.does(&case, "advice-requests", &body).expect(201);
        assert_eq!(asked.text_at("/due_on"), "2026-11-23");
    }
    let view = parent.reads_case(&case);
    assert!(
        view.list_at("/next_steps")
            .iter()
            .any(|step| step["who"] == "advice_giver"),
        "{view}"
    );

    // The school and the adviser each find what is asked of them, and hand it in.
    app.go_to("2026-11-20");
    for who in [&school, &adviser] {
        let to_do = who.get("/v1/advice-requests").expect(200);
        assert_eq!(to_do.list_at("/items").len(), 1, "{to_do}");
        let id = to_do.text_at("/items/0/id").to_owned();
        assert_eq!(to_do.text_at("/items/0/status"), "due_soon");
        let path = format!("/v1/advice-requests/{id}");
        let seen = who.get(&path).expect(200).etag();
        let handed = who
            .post(format!("{path}/answers"), &bodies::advice("Small groups help."))
            .seeing(&seen)
            .expect(200);
        assert_eq!(handed.text_at("/status"), "met");
        assert_eq!(
            who.get("/v1/advice-requests").expect(200).list_at("/items").len(),
            0
        );
    }

    // An exception relaxes the time limit and moves no day.
    let exception = officer
        .does(&case, "exceptions", &bodies::exception("2026-11-02"))
        .expect(201);
    assert_eq!(exception.text_at("/evidence"), "A letter from the hospital.");
    let last = deadline(&parent, &case, "ehcp-final-plan");
    assert_eq!(last["due"], "2027-01-25");
    assert_eq!(last["relaxed"], true, "{last}");

    // The decision to issue, and a draft that the family does not see yet.
    officer
        .does(&case, "decisions", &bodies::decision("issue"))
        .expect(201);
    let mut with_school = bodies::draft_text();
    with_school["sections"]["I"] = json!("Alder Brook Primary School");
    officer
        .does(&case, "plans", &with_school)
        .expect_problem(409, "against-the-law");
    let draft = officer.makes(&case, "plans", &bodies::draft_text());
    let path = format!("/v1/plans/{draft}");
    parent.get(&path).expect_problem(404, "not-found");
    assert!(parent.reads_case(&case).at("/plan_id").is_null());

    // It is posted on Friday and served on Tuesday, the second working day after.
    let seen = officer.get(&path).expect(200).etag();
    let served = officer
        .post(format!("{path}/services"), &json!({"method": "first_class_post"}))
        .seeing(&seen)
        .expect(200);
    assert_eq!(served.text_at("/served_on"), "2026-11-24");
    assert_eq!(served.text_at("/respond_by"), "2026-12-08");
    let view = parent.reads_case(&case);
    assert_eq!(view.text_at("/stage"), "draft_with_family");
    assert_eq!(view.text_at("/plan_id"), draft);
    assert_eq!(view.list_at("/next_steps")[0]["by"], "2026-12-08");
    assert_eq!(
        parent.get(&path).expect(200).text_at("/sections/A"),
        "Section A of the plan."
    );

    // The parent answers.
    app.go_to("2026-11-30");
    let said = parent
        .does(&case, "representations", &bodies::representations())
        .expect(201);
    assert_eq!(said.at("/wants_meeting"), true);
    school
        .get(format!("/v1/cases/{case}/representations"))
        .expect_problem(403, "forbidden");

    // A final plan before the fifteen days are over is refused, with the rule and the first day on which it may go.
    app.go_to("2026-12-08");
    let refused = officer
        .does(&case, "final-plans", &bodies::final_text())
        .expect_problem(409, "against-the-law");
    assert_eq!(refused.text_at("/rule"), "ehcp-draft-representations");
    assert!(
        refused.text_at("/detail").contains("9 December 2026"),
        "{refused}"
    );
    assert_eq!(parent.reads_case(&case).text_at("/stage"), "draft_with_family");

    app.go_to("2026-12-09");
    // The officer signs, and so does the manager: until then there is no final plan.
    let asked = officer
        .does(&case, "final-plans", &bodies::final_text())
        .expect(202);
    let decisions = format!("{}/decisions", asked.header("location"));
    let agree = json!({"answer": "agree"});
    officer.post(&decisions, &agree).expect_problem(403, "forbidden");
    assert_eq!(parent.reads_case(&case).text_at("/stage"), "draft_with_family");
    app.manager().post(&decisions, &agree).expect(200);
    let plan = officer.reads_case(&case).text_at("/plan_id").to_owned();
    let last = officer.get(format!("/v1/plans/{plan}")).expect(200);
    assert!(last.text_at("/sections/I").contains("Alder Brook"));
    for reader in [&parent, &school, &officer, &app.second_parent()] {
        let view = reader.reads_case(&case);
        assert_eq!(view.text_at("/stage"), "plan_issued");
        assert!(view.at("/week").is_null());
        assert_eq!(view.text_at("/next_deadline/due_on"), "2027-12-08");
        assert_eq!(view.text_at("/plan_id"), last.text_at("/id"));
    }
    assert_eq!(deadline(&parent, &case, "ehcp-final-plan")["status"], "met");
    assert_eq!(
        officer
            .does(&case, "decisions", &bodies::decision("issue"))
            .expect_problem(409, "wrong-stage")
            .at("/rule"),
        &Value::Null
    );

    let told = texts(&parent, &case);
    let asked = "We asked for advice about your child's needs.";
    let received = "We received advice about your child's needs.";
    assert_eq!(
        told,
        [
            "We received a request for an EHC needs assessment.",
            "Rosa Whitfield of the North team now deals with your child's case.",
            "We asked you what you think about an assessment.",
            "We told you that we are considering an assessment. You can give us your views and evidence.",
            "We decided to carry out an EHC needs assessment.",
            asked,
            asked,
            asked,
            asked,
            asked,
            received,
            received,
            "We recorded a reason for which the law allows a time limit to be missed.",
            "We decided to issue an EHC plan.",
            "We sent you the draft plan. You have at least 15 days to respond, ask for a meeting and name a school.",
            "You told us what you think of the draft plan.",
            "We sent you the final EHC plan.",
        ]
    );
    // The officer also reads that the draft was written, that a second signature was asked for, and by whom.
    assert_eq!(texts(&officer, &case).len(), told.len() + 2);
    let own = officer.get(format!("/v1/cases/{case}/timeline")).expect(200);
    assert_eq!(own.text_at("/items/0/recorded_by/name"), "Amina Okafor");
    let shared = parent.get(format!("/v1/cases/{case}/timeline")).expect(200);
    assert!(shared.at("/items/0/recorded_by").is_null());
}

fn a_school_asks_and_sees_its_own_part(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.school().asks_for_an_assessment_of(app.council.maya);
    let view = app.parent().reads_case(&case);
    assert_eq!(view.text_at("/requests/0/source"), "setting");
    app.other_school()
        .get(format!("/v1/cases/{case}"))
        .expect_problem(404, "not-found");
    // A school asks for a child it puts on record; nobody else can see the child.
    let receipt = app
        .school()
        .post("/v1/requests", &json!({"child": bodies::new_child("Ines")}))
        .expect(201);
    let case = receipt.text_at("/case_id");
    assert_eq!(app.school().reads_case(case).text_at("/child/given_name"), "Ines");
    app.parent().get(format!("/v1/cases/{case}")).expect(404);
}

fn an_officer_records_a_request_on_paper(database: TestDatabase) {
    let app = TestApp::on(database);
    let body = json!({
        "child_id": app.council.maya, "source": "parent", "received_on": "2026-09-03"
    });
    let receipt = app.officer().post("/v1/requests", &body).expect(201);
    assert_eq!(receipt.text_at("/received_on"), "2026-09-03");
    assert_eq!(receipt.text_at("/decision_due_on"), "2026-10-15");
    // A parent cannot say that the request came earlier.
    let refused = app
        .other_parent()
        .post(
            "/v1/requests",
            &json!({"child_id": app.council.noah, "received_on": "2026-09-03"}),
        )
        .expect_problem(422, "invalid");
    assert!(refused.says_about("/received_on").contains("Leave the day out"));
    // A second request changes nothing but is kept; the first one sets the dates.
    let second = app
        .parent()
        .post("/v1/requests", &json!({"child_id": app.council.maya}))
        .expect(201);
    assert_eq!(second.at("/added_to_open_assessment"), true);
    assert_eq!(second.text_at("/decision_due_on"), "2026-10-15");
    let case = second.text_at("/case_id");
    assert_eq!(app.parent().reads_case(case).list_at("/requests").len(), 2);
}

fn the_authority_becomes_responsible_without_a_request(database: TestDatabase) {
    let app = TestApp::on(database);
    let body = json!({"child_id": app.council.maya, "source": "brought_to_attention"});
    app.customer_service()
        .post("/v1/requests", &body)
        .expect_problem(403, "forbidden");
    let receipt = app.officer().post("/v1/requests", &body).expect(201);
    let case = receipt.text_at("/case_id");
    assert_eq!(receipt.text_at("/source"), "brought_to_attention");
    assert!(texts(&app.parent(), case)[0].starts_with("We learned that your child may need an EHC plan."),);
}

fn a_young_person_asks_for_themself(database: TestDatabase) {
    let app = TestApp::on(database);
    let own = app.young_person().get("/v1/children").expect(200);
    assert_eq!(own.list_at("/items").len(), 1);
    assert_eq!(own.text_at("/items/0/given_name"), "Leo");
    let case = app.young_person().asks_for_an_assessment_of(app.council.leo);
    let view = app.young_person().reads_case(&case);
    assert_eq!(view.text_at("/requests/0/source"), "young_person");
    assert_eq!(view.text_at("/team/name"), "South team");
    // The rights are his own now: his mother does not see the case, and cannot ask.
    let mother = app.parent_of_young_person();
    mother
        .get(format!("/v1/cases/{case}"))
        .expect_problem(404, "not-found");
    mother
        .post("/v1/requests", &json!({"child_id": app.council.leo}))
        .expect_problem(422, "invalid");
}

fn the_work_list_puts_the_most_urgent_first(database: TestDatabase) {
    let app = TestApp::on(database);
    let mut cases = Vec::new();
    for day in ["2026-08-03", "2026-09-07", "2026-07-01"] {
        let child = app.another_maya();
        let body = json!({"child_id": child, "source": "parent", "received_on": day});
        let receipt = app.officer().post("/v1/requests", &body).expect(201);
        cases.push(receipt.text_at("/case_id").to_owned());
    }
    let list = app.officer().get("/v1/work-list").expect(200);
    let ids: Vec<_> = list.list_at("/items").iter().map(|item| &item["id"]).collect();
    assert_eq!(ids, [&cases[2], &cases[0], &cases[1]]);
    assert_eq!(list.text_at("/items/0/next_deadline/status"), "overdue");
    assert!(list.at("/items/0/next_deadline/days_left").as_i64().unwrap() < 0);
    let late = app.officer().get("/v1/work-list?overdue=true").expect(200);
    let ids: Vec<_> = late.list_at("/items").iter().map(|item| &item["id"]).collect();
    assert_eq!(ids, [&cases[2]]);
    assert_eq!(
        app.officer_of_other_team()
            .get("/v1/work-list")
            .expect(200)
            .list_at("/items")
            .len(),
        0
    );
    app.parent().get("/v1/work-list").expect_problem(403, "forbidden");
}

fn an_internal_entry_hides_no_page_of_the_timeline(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    // Two entries that only staff see, and then one for everybody.
    for day in ["2026-10-01", "2026-10-02"] {
        app.officer()
            .post(
                format!("/v1/children/{}/enrolments", app.council.maya),
                &json!({"education_setting_id": app.council.birch, "from_on": day, "until_on": day}),
            )
            .expect(201);
    }
    app.officer()
        .does(&case, "considering-notices", &json!({}))
        .expect(200);
    let mut seen = Vec::new();
    let mut next = Some(format!("/v1/cases/{case}/timeline?limit=1"));
    while let Some(path) = next {
        let page = app.parent().get(&path).expect(200);
        for entry in page.list_at("/items") {
            seen.push(entry["kind"].as_str().unwrap().to_owned());
        }
        next = page.at("/next").as_str().map(ToOwned::to_owned);
        assert!(seen.len() < 10, "the pages never end");
    }
    assert_eq!(seen, ["request_received", "considering_notice_sent"]);
}
