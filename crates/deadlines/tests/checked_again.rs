//! Examples worked out a second time from the law alone, and inputs that people may write differently or wrongly.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of tests may panic: that is a failed test"
)]

use ehcp_calendar::Calendar;
use ehcp_deadlines::worked::{self, Worked};
use serde_json::{Value, json};

fn answer(rule: &str, inputs: &Value) -> Worked {
    worked::calculate(rule, inputs.as_object().unwrap(), Calendar::england_and_wales()).unwrap()
}

fn list(text: &str) -> Vec<Value> {
    let answers = worked::calculate_list(text, Calendar::england_and_wales()).unwrap();
    serde_json::from_str(&answers).unwrap()
}

#[test]
fn another_spelling_of_an_input_gives_the_same_answer() {
    let same = [
        (
            "appeal-lodge",
            json!({"notice_sent": "2026-10-01", "certificate_issued": "2026-11-29"}),
            json!({"decision_notice_sent": "2026-10-01", "mediation_certificate_date": "2026-11-29"}),
        ),
        (
            "appeal-lodge",
            json!({"notice_sent": "2026-10-01"}),
            json!({"sent_on": "2026-10-01"}),
        ),
        (
            "ord-assess",
            json!({"order": "2026-07-01"}),
            json!({"order_date": "2026-07-01"}),
        ),
        (
            "med-date-notice",
            json!({"mediation": "2026-11-25"}),
            json!({"mediation_on": "2026-11-25"}),
        ),
        (
            "def-young-person",
            json!({"dob": "2010-08-31"}),
            json!({"date_of_birth": "2010-08-31"}),
        ),
        (
            "phase-transfer-school",
            json!({"dob": "2016-01-20", "entering_ncy": 7}),
            json!({"date_of_birth": "2016-01-20", "entering_ncy": 7}),
        ),
        (
            "ar-decline-to-amend",
            json!({"amendment_notice_sent": "2026-10-20"}),
            json!({"notice_sent": "2026-10-20"}),
        ),
        (
            "ehcp-final-plan",
            json!({"request_received": "2026-09-07"}),
            json!({"received_on": "2026-09-07"}),
        ),
        (
            "ehcp-draft-representations",
            json!({"delivered": "2026-11-06"}),
            json!({"hand_delivered": "2026-11-06"}),
        ),
        (
            "med-arrange-health-only",
            json!({"icb_notified": "2026-11-06"}),
            json!({"icb_received": "2026-11-06"}),
        ),
        (
            "ehcp-25th-year-end",
            json!({"dob": "2002-03-10", "provider": "further-education-sector"}),
            json!({"date_of_birth": "2002-03-10", "provider": "FE college"}),
        ),
    ];
    for (rule, usual, other) in same {
        assert_eq!(
            answer(rule, &usual).result,
            answer(rule, &other).result,
            "{rule} {other}"
        );
    }
}

#[test]
fn two_spellings_with_different_dates_are_refused_by_name() {
    let inputs = json!({"order": "2026-07-01", "order_date": "2026-07-02"});
    let error = worked::calculate(
        "ord-assess",
        inputs.as_object().unwrap(),
        Calendar::england_and_wales(),
    )
    .unwrap_err();
    assert_eq!(error.field, "order_date");
}

#[test]
fn a_shortage_of_staff_or_a_holiday_leaves_the_time_limit_as_it_is_and_says_why() {
    for reason in [
        json!("ep-shortage"),
        json!({"type": "workload"}),
        json!("half_term"),
        json!("Summer holidays"),
    ] {
        let worked = answer(
            "ehcp-final-plan",
            &json!({"request_received": "2026-06-15", "exceptions": [reason]}),
        );
        assert_eq!(
            Value::Object(worked.result),
            json!({"base_due": "2026-11-02", "time_limit_applies": true})
        );
        assert!(
            worked.steps.last().unwrap().contains("is not an exception"),
            "{:?}",
            worked.steps
        );
    }
}

#[test]
fn a_plan_may_cease_on_the_day_the_appeal_is_decided_as_an_order_that_dismisses_it_says() {
    let kept = answer(
        "cease-plan-kept",
        &json!({"cease_notice_sent": "2026-10-23", "appeal_lodged": true, "appeal_determined": "2027-03-15"}),
    );
    let order = answer("ord-dismiss-cease", &json!({"order": "2027-03-15"}));
    assert_eq!(kept.result["earliest_cease"], order.result["cease_on"]);
}

#[test]
fn a_year_group_of_the_other_kind_of_transfer_is_refused() {
    for (rule, group) in [("phase-transfer-school", 12), ("phase-transfer-post16", 7)] {
        let inputs = json!({"dob": "2016-01-20", "entering_ncy": group});
        let error =
            worked::calculate(rule, inputs.as_object().unwrap(), Calendar::england_and_wales()).unwrap_err();
        assert_eq!(error.field, "entering_ncy");
        assert!(error.message.contains("use phase-transfer"), "{}", error.message);
    }
}

#[test]
fn a_transfer_beyond_the_last_year_names_the_date_of_birth() {
    let inputs = json!({"dob": "2200-12-31", "entering_ncy": 7});
    let error = worked::calculate(
        "phase-transfer-school",
        inputs.as_object().unwrap(),
        Calendar::england_and_wales(),
    )
    .unwrap_err();
    assert_eq!(error.field, "dob");
}

#[test]
fn where_several_periods_run_each_step_says_which_it_is_about() {
    let steps = answer("ord-make-plan", &json!({"order": "2026-11-20"})).steps;
    let names: Vec<&str> = steps
        .iter()
        .filter_map(|step| Some(step.split_once(": ")?.0))
        .collect();
    assert_eq!(names.len(), 2, "{steps:?}");
    assert_ne!(names.first(), names.last());
}

#[test]
fn an_example_that_cannot_be_read_is_refused_alone_and_by_the_name_of_its_input() {
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let text = format!(
        "\u{feff}[{{\"id\": \"deep\", \"rule\": \"ehcp-final-plan\", \"inputs\": {{\"request_received\": {deep}}}}},
          {{\"id\": \"huge\", \"rule\": \"ehcp-final-plan\", \"inputs\": {{\"request_received\": 1e999}}}},
          {{\"id\": \"half\", \"rule\": \"\\ud800\", \"inputs\": {{}}}},
          {{\"id\": \"good\", \"rule\": \"ehcp-final-plan\", \"inputs\": {{\"request_received\": \"2026-09-07\"}}}}]"
    );
    let answers = list(&text);
    let refused: Vec<_> = answers
        .iter()
        .map(|answer| (answer["id"].as_str().unwrap(), answer["error"]["field"].as_str()))
        .collect();
    assert_eq!(
        refused,
        [
            ("deep", Some("request_received")),
            ("huge", Some("request_received")),
            ("half", Some("rule")),
            ("good", None),
        ]
    );
    assert_eq!(answers[3]["result"]["due"], "2027-01-25");
}

#[test]
fn a_very_long_word_is_not_sent_back_whole() {
    let long = "x".repeat(100_000);
    let text = json!([
        {"id": 1, "rule": long, "inputs": {}},
        {"id": 2, "rule": format!("ex-{long}"), "inputs": {}},
        {"id": 3, "rule": "ehcp-final-plan", "inputs": {long.as_str(): 1}},
        {"id": 4, "rule": "ehcp-final-plan", "inputs": {"request_received": "2026-09-07", "exceptions": [{long.as_str(): 1}]}},
        {"id": 5, "rule": vec!["ar-report"; 5000].join("+"), "inputs": {"meeting": "2026-11-10"}},
    ]);
    for answer in list(&text.to_string()) {
        assert!(answer["error"].is_object(), "{}", answer["id"]);
        assert!(answer.to_string().len() < 1000, "{}", answer["id"]);
    }
}

/// Rule, inputs and the results to be found in the answer.
fn second_look() -> Vec<(&'static str, Value, Value)> {
    vec![
        (
            "ehcna-decision-to-assess",
            json!({"request_received": "2028-02-29"}),
            json!({"due": "2028-04-11"}),
        ),
        (
            "ehcp-final-plan",
            json!({"request_received": "2026-12-25"}),
            json!({"due": "2027-05-14"}),
        ),
        (
            "ehcna-six-month-bar",
            json!({"last_assessed": "2026-08-31", "request_received": "2027-02-28"}),
            json!({"barred": true}),
        ),
        (
            "ehcna-six-month-bar",
            json!({"last_assessed": "2026-08-31", "request_received": "2027-03-01"}),
            json!({"barred": false}),
        ),
        (
            "ra-six-month-bar",
            json!({"last_assessment": "2026-04-30", "request_received": "2026-10-31"}),
            json!({"may_refuse": false}),
        ),
        (
            "ehcp-draft-representations",
            json!({"posted_first_class": "2026-04-02"}),
            json!({"deemed_served": "2026-04-08", "last_day": "2026-04-22"}),
        ),
        (
            "ex-school-closure",
            json!({"closed_from": "2026-07-23", "reopens": "2026-09-02", "advice_requested": "2026-07-15"}),
            json!({"exception_available": false}),
        ),
        (
            "ex-ey-closure",
            json!({"closed_from": "2026-07-23", "reopens": "2026-09-02", "advice_requested": "2026-08-26"}),
            json!({"exception_available": true}),
        ),
        (
            "ex-ey-closure",
            json!({"closed_from": "2026-07-23", "reopens": "2026-09-02", "advice_requested": "2026-08-27"}),
            json!({"exception_available": false}),
        ),
        (
            "ex-school-closure",
            json!({"closed_from": "2026-11-02", "reopens": "2026-11-30", "advice_requested": "2026-11-10"}),
            json!({"closed_days": 28, "exception_available": true}),
        ),
        (
            "ex-absent-4w",
            json!({"absences": [["2026-08-01", "2026-08-14"], ["2026-08-20", "2026-09-02"]]}),
            json!({"exception_available": false}),
        ),
        (
            "ex-absent-2w",
            json!({"order_type": "amend-provision", "absences": [["2026-08-03", "2026-08-16"]]}),
            json!({"exception_available": false}),
        ),
        (
            "ar-first-review",
            json!({"plan_made": "2024-02-29"}),
            json!({"due": "2025-02-28"}),
        ),
        (
            "ar-final-amended-plan",
            json!({"meeting": "2026-10-06", "amendment_notice_sent": "2026-11-17"}),
            json!({"reg22_due": "2027-01-12", "outer_12_weeks": "2026-12-29", "due": "2026-12-29", "notice_in_time": false}),
        ),
        (
            "phase-transfer-post16",
            json!({"dob": "2010-09-01", "entering_ncy": 12}),
            json!({"transfer_september": 2027, "due": "2027-03-31"}),
        ),
        (
            "phase-transfer-post16-move",
            json!({"transfer": "2028-07-31"}),
            json!({"due": "2028-02-29"}),
        ),
        (
            "pfa-year9",
            json!({"dob": "2013-08-31", "meeting": "2026-10-01"}),
            json!({"year9_from": "2026-09-01", "pfa_required": true}),
        ),
        (
            "def-young-person",
            json!({"dob": "2010-08-31"}),
            json!({"compulsory_age_ends": "2026-06-26", "young_person_from": "2026-06-27"}),
        ),
        (
            "def-young-person",
            json!({"dob": "2010-09-01"}),
            json!({"compulsory_age_ends": "2027-06-25", "young_person_from": "2027-06-26"}),
        ),
        (
            "ehcp-25th-year-end",
            json!({"dob": "2002-07-31", "provider": "further-education-sector"}),
            json!({"plan_may_run_to": "2027-07-31"}),
        ),
        (
            "ehcp-25th-year-end",
            json!({"dob": "2002-08-01", "provider": "further-education-sector"}),
            json!({"plan_may_run_to": "2028-07-31"}),
        ),
        (
            "move-transfer-plan",
            json!({"move": "2027-03-01", "old_la_aware": "2027-02-08"}),
            json!({"transfer_due": "2027-03-01", "aware_15wd_before": true}),
        ),
        (
            "move-transfer-plan",
            json!({"move": "2027-03-01", "old_la_aware": "2027-02-09"}),
            json!({"transfer_due": "2027-03-01", "aware_15wd_before": false}),
        ),
        (
            "move-transfer-plan",
            json!({"move": "2027-03-01", "old_la_aware": "2027-02-20"}),
            json!({"transfer_due": "2027-03-12", "aware_15wd_before": false}),
        ),
        (
            "move-transfer-plan",
            json!({"move": "2026-12-21", "old_la_aware": "2026-12-24"}),
            json!({"transfer_due": "2027-01-18"}),
        ),
        (
            "appeal-lodge",
            json!({"notice_sent": "2026-10-01", "certificate_issued": "2026-11-29"}),
            json!({"one_month_date": "2026-12-29", "due": "2027-01-04"}),
        ),
        (
            "appeal-lodge",
            json!({"notice_sent": "2026-10-25"}),
            json!({"two_month_date": "2026-12-25", "due": "2027-01-04"}),
        ),
        (
            "ex-covid",
            json!({"request_received": "2020-03-19", "evaluated_on": "2020-04-30"}),
            json!({"covid_exception_available": false}),
        ),
        (
            "ex-covid",
            json!({"request_received": "2020-08-14", "evaluated_on": "2020-09-25"}),
            json!({"base_due": "2020-09-25", "covid_exception_available": false}),
        ),
        (
            "rights-text-version",
            json!({"notice": "ehcna-decision-to-assess", "sent": "2026-11-01"}),
            json!({"must_mention_tribunal_recommendations": false}),
        ),
        (
            "rights-text-version",
            json!({"notice": "ehcp-final-plan", "sent": "2018-04-03"}),
            json!({"must_mention_tribunal_recommendations": true}),
        ),
    ]
}

#[test]
fn edges_worked_out_a_second_time_agree() {
    for (rule, inputs, expected) in second_look() {
        let result = answer(rule, &inputs).result;
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(result.get(name), Some(value), "{rule} {inputs}: {name}");
        }
    }
}
