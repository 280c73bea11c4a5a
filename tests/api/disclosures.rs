//! Passing a plan or papers on to somebody outside (SEND Regulations 2014, regs 17 and 47): never without a basis, and the
//! family is shown it.

use super::sixteen::family;
use ehcp_access::{DisclosureBasis, LimitEffect};
use ehcp_test_support::{Attacker, Milestone, TestApp, TestDatabase, on_both_databases};
use serde_json::json;

on_both_databases!(
    nothing_goes_outside_without_a_basis,
    the_family_reads_to_whom_and_why_and_others_do_not,
    a_basis_fits_who_has_the_rights_on_that_day,
    what_was_passed_on_is_of_this_case_and_not_in_the_future,
);

fn nothing_goes_outside_without_a_basis(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = app.parent().asks_for_an_assessment_of(app.council.maya);
    let paper =
        json!({"to_whom": "A surgery", "what": "The request", "explanation": "Needed for treatment."});
    let refused = app
        .officer()
        .does(&case, "disclosures", &paper)
        .expect_problem(422, "invalid");
    assert_eq!(refused.text_at("/errors/0/pointer"), "/basis");
    let mut other = paper.clone();
    other["basis"] = json!("it_seemed_useful");
    app.officer()
        .does(&case, "disclosures", &other)
        .expect_problem(422, "invalid");
    let listed = app
        .officer()
        .get(format!("/v1/cases/{case}/disclosures"))
        .expect(200);
    assert!(listed.list_at("/items").is_empty());
    // The database takes none either.
    let (mut logs, ids) = (app.logs(), Attacker::on(&app.database));
    let (officer, case) = (ids.id(app.council.officer.user), ids.id(&case));
    assert!(logs.refuses(&format!(
        "INSERT INTO disclosures (id, case_id, to_whom, what, disclosed_on, explanation, recorded_at, recorded_by) \
         SELECT id, {case}, 'A surgery', 'The request', '2026-10-01', 'None.', opened_at, {officer} FROM cases"
    )));
}

fn the_family_reads_to_whom_and_why_and_others_do_not(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let hand = app
        .officer()
        .brings_to(&app, council.maya, Milestone::DraftServed, council.alder);
    let paper = json!({
        "basis": "interests_of_child", "to_whom": "Dr Hale, Westmarch Surgery", "what": "Section C of the draft",
        "plan_id": hand.draft, "explanation": "The surgery begins treatment before the plan is final."
    });
    for outside in [app.parent(), app.school(), app.adviser(), app.customer_service()] {
        outside
            .does(&hand.case, "disclosures", &paper)
            .expect_problem(403, "forbidden");
    }
    app.officer().does(&hand.case, "disclosures", &paper).expect(201);
    let path = format!("/v1/cases/{}/disclosures", hand.case);
    let staff = app.officer().get(&path).expect(200);
    assert_eq!(staff.text_at("/items/0/recorded_by/name"), "Rosa Whitfield");
    assert!(staff.text_at("/items/0/explanation").contains("treatment"));
    let own = app.parent().get(&path).expect(200);
    assert_eq!(own.text_at("/items/0/to_whom"), "Dr Hale, Westmarch Surgery");
    assert!(own.text_at("/items/0/basis_in_words").contains("reg 17(1)(a)"));
    assert!(own.at("/items/0/explanation").is_null(), "{own}");
    let told = app
        .parent()
        .get(format!("/v1/cases/{}/timeline?limit=200", hand.case))
        .expect(200);
    assert!(told.text().contains("passed papers of this case on"), "{told}");
    for outside in [app.school(), app.adviser(), app.customer_service()] {
        outside.get(&path).expect_problem(403, "forbidden");
    }
    // Whoever may not learn where the child is does not learn of the surgery; whoever may read no documents, nothing.
    let (child, second) = (council.maya.to_string(), &council.second_parent);
    app.limit(&child, second, LimitEffect::NoWhereabouts);
    let less = app.second_parent().get(&path).expect(200);
    assert!(!less.text().contains("Hale"), "{less}");
    app.limit(&child, second, LimitEffect::NoDocuments);
    app.second_parent().get(&path).expect_problem(403, "forbidden");
}

fn a_basis_fits_who_has_the_rights_on_that_day(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-06-26").start();
    let leo = family(&app, "2010-02-03");
    leo.records(&app, &leo.young_person_acts());
    let record = |basis: DisclosureBasis| {
        let paper = json!({
            "basis": basis, "to_whom": "Westmarch University", "what": "The request", "explanation": "As asked."
        });
        app.officer()
            .does(&leo.case, "disclosures", &paper)
            .send()
            .status()
    };
    for basis in DisclosureBasis::ALL {
        let fits = !basis.is_of_a_young_person();
        assert_eq!(record(*basis) == 201, fits, "{basis} for a child");
    }
    app.go_to("2026-06-27");
    for basis in DisclosureBasis::ALL {
        let fits = !basis.is_of_a_child();
        assert_eq!(record(*basis) == 201, fits, "{basis} for a young person");
    }
    // Parents who act for a young person without capacity consent for them.
    let acts = json!({"who_acts": "parent", "from_on": "2026-06-28", "evidence": "Found to lack capacity."});
    leo.records(&app, &acts);
    app.go_to("2026-06-28");
    assert_eq!(record(DisclosureBasis::ConsentOfParent), 201);
}

fn what_was_passed_on_is_of_this_case_and_not_in_the_future(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let hand = app
        .officer()
        .brings_to(&app, council.maya, Milestone::DraftServed, council.alder);
    let other = app.other_parent().asks_for_an_assessment_of(council.noah);
    let paper = json!({
        "basis": "appeal", "to_whom": "The Tribunal", "what": "The draft", "explanation": "Ordered for the hearing."
    });
    for (member, value, code) in [
        ("plan_id", json!(hand.draft), "unknown_plan"),
        ("disclosed_on", json!("2026-12-08"), "out_of_range"),
        ("disclosed_on", json!("2026-12-06"), "out_of_range"),
    ] {
        let mut wrong = paper.clone();
        wrong[member] = value;
        let refused = app
            .officer_of_other_team()
            .does(&other, "disclosures", &wrong)
            .expect_problem(422, "invalid");
        assert_eq!(refused.text_at("/errors/0/code"), code, "{refused}");
    }
    app.officer_of_other_team()
        .does(&other, "disclosures", &paper)
        .expect(201);
}
