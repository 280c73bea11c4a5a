//! Examples for every rule that the reference has none for, and for edges of those it has.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of tests may panic: that is a failed test"
)]

use ehcp_calendar::Calendar;
use ehcp_deadlines::{RuleId, worked};
use serde_json::{Value, json};
use std::collections::HashSet;

const VECTORS: &str = include_str!("data/law_vectors.json");

/// Rule, inputs, expected results, why.
type Example = (&'static str, Value, Value, &'static str);

fn run(examples: Vec<Example>) {
    let mut wrong = Vec::new();
    for (rule, inputs, expected, why) in examples {
        match worked::calculate(rule, inputs.as_object().unwrap(), Calendar::england_and_wales()) {
            Ok(answer) if Value::Object(answer.result.clone()) == expected => {}
            Ok(answer) => wrong.push(format!(
                "{rule} {inputs}: {}; {why}",
                Value::Object(answer.result)
            )),
            Err(error) => wrong.push(format!("{rule} {inputs}: {error}; {why}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn assessment() -> Vec<Example> {
    vec![
        (
            "ehcna-consult-on-request",
            json!({}),
            json!({"due": null}),
            "no number",
        ),
        (
            "ehcna-notify-considering",
            json!({"request_received": "2026-09-07"}),
            json!({"due": null}),
            "no number",
        ),
        (
            "ehcna-advice-sought",
            json!({}),
            json!({"due": null}),
            "no number",
        ),
        (
            "ehcna-outcome-notice",
            json!({}),
            json!({"due": null}),
            "no number",
        ),
        (
            "ehcp-school-consultation",
            json!({}),
            json!({"due": null}),
            "no number",
        ),
        (
            "ehcna-decision-to-assess",
            json!({"request_received": "2028-01-20"}),
            json!({"due": "2028-03-02"}),
            "six weeks over a leap day",
        ),
        (
            "ehcna-decision-to-assess",
            json!({"request_received": "2026-10-02", "became_responsible": "2026-09-30"}),
            json!({"due": "2026-11-11"}),
            "the earlier of the two governs",
        ),
        (
            "ehcna-decide-not-necessary",
            json!({"request_received": "2026-09-07", "exception": "personal"}),
            json!({"base_due": "2026-10-19", "time_limit_applies": true}),
            "reg 4 has no exceptions",
        ),
        (
            "ehcna-six-month-bar",
            json!({"last_assessed": "2026-08-31", "request_received": "2027-03-01"}),
            json!({"barred": false}),
            "six months from 31 August end on 28 February",
        ),
        (
            "ehcna-advice-response",
            json!({"cooperation_request_received": "2026-10-05", "exception": "missed-appointment", "missed_on": "2026-11-17"}),
            json!({"base_due": "2026-11-16", "time_limit_applies": true}),
            "missed after the six weeks",
        ),
        (
            "special-school-stay",
            json!({"notice_served": "2026-10-20"}),
            json!({"due": null}),
            "school days need the school's calendar",
        ),
        (
            "special-school-stay",
            json!({"notice_served": "2026-10-20", "school_closures": [["2026-10-26", "2026-10-30"]]}),
            json!({"due": "2026-11-10"}),
            "ten school days, half term left out",
        ),
        (
            "ehcp-final-plan",
            json!({"request_received": "2026-09-07", "draft_served": "2027-01-10"}),
            json!({"due": "2027-01-25", "representations_last_day": "2027-01-24", "conflict": false}),
            "the last day on which the draft fits",
        ),
        (
            "ehcp-final-plan",
            json!({"request_received": "2026-06-15", "exceptions": [{"type": "absent-4w", "from": "2026-07-01", "to": "2026-07-27"}]}),
            json!({"base_due": "2026-11-02", "time_limit_applies": true}),
            "27 days away are too few",
        ),
        (
            "ehcp-draft-representations",
            json!({"posted_first_class": "2026-04-03"}),
            json!({"deemed_served": "2026-04-08", "last_day": "2026-04-22", "earliest_finalise": "2026-04-23"}),
            "posted on Good Friday: Tuesday and Wednesday are the working days",
        ),
        (
            "ehcp-draft-representations",
            json!({"emailed": "2026-05-23", "recipient": "young_person"}),
            json!({"served": "2026-05-23", "last_day": "2026-06-06", "earliest_finalise": "2026-06-07"}),
            "a young person is not caught by s.572(2)",
        ),
    ]
}

fn reviews_and_reassessment() -> Vec<Example> {
    vec![
        (
            "ar-early-years-interval",
            json!({"last_reviewed": "2026-08-31"}),
            json!({"three_months": "2026-11-30", "six_months": "2027-02-28"}),
            "guidance; months clamped",
        ),
        (
            "ar-amendment-notice",
            json!({"meeting": "2026-10-06"}),
            json!({"due": "2026-11-03"}),
            "four weeks",
        ),
        (
            "ar-amendment-representations",
            json!({"notice_served": "2026-10-20"}),
            json!({"last_day": "2026-11-03", "earliest_finalise": "2026-11-04"}),
            "day of service is day one",
        ),
        (
            "ar-12-week-outer",
            json!({"meeting": "2026-10-06"}),
            json!({"due": "2026-12-29"}),
            "4 + 8 weeks",
        ),
        (
            "ar-final-amended-plan",
            json!({"meeting": "2026-10-06", "amendment_notice_sent": "2026-11-10"}),
            json!({"reg22_due": "2027-01-05", "outer_12_weeks": "2026-12-29", "due": "2026-12-29", "notice_in_time": false}),
            "a late notice: the twelve weeks bite first",
        ),
        (
            "ar-not-in-education-under-18",
            json!({}),
            json!({"due": null}),
            "no number",
        ),
        ("ar-post-release", json!({}), json!({"due": null}), "no number"),
        (
            "phase-transfer-post16",
            json!({"dob": "1999-01-20", "entering_ncy": 12}),
            json!({"transfer_september": 2015, "due": "2015-05-31", "strict_last_day": "2015-05-30"}),
            "the first year had until 31 May",
        ),
        (
            "phase-transfer-school",
            json!({"dob": "2022-09-01", "entering_ncy": 0}),
            json!({"transfer_september": 2027, "due": "2027-02-15", "strict_last_day": "2027-02-14"}),
            "oldest of the Reception cohort",
        ),
        (
            "phase-transfer-post16-move",
            json!({"transfer": "2027-09-01"}),
            json!({"due": "2027-04-01"}),
            "five months before",
        ),
        (
            "pfa-year9",
            json!({"dob": "2013-08-31", "meeting": "2026-10-01"}),
            json!({"year9_from": "2026-09-01", "pfa_required": true}),
            "the youngest of the older cohort",
        ),
        ("ra-health-request", json!({}), json!({"due": null}), "no number"),
        (
            "ra-advice",
            json!({"cooperation_request_received": "2026-07-20"}),
            json!({"due": "2026-08-31"}),
            "six weeks",
        ),
        (
            "ra-draft",
            json!({"draft_served": "2026-12-18"}),
            json!({"last_day": "2027-01-01", "earliest_finalise": "2027-01-02"}),
            "15 days beginning with service",
        ),
        (
            "ra-decision",
            json!({"request_received": "2026-12-14", "exception": "ex-personal"}),
            json!({"base_due": "2026-12-29", "time_limit_applies": true}),
            "no exceptions for this step",
        ),
        (
            "ra-six-month-bar",
            json!({"last_assessment": "2026-04-30", "request_received": "2026-10-31"}),
            json!({"may_refuse": false}),
            "one day after the six months",
        ),
        (
            "amend-no-review",
            json!({"amendment_notice_sent": "2026-10-20", "amendment_notice_served": "2026-10-22"}),
            json!({"representations": "2026-11-05", "final_plan": "2026-12-15"}),
            "15 days from service, eight weeks from sending",
        ),
        ("cease-consult", json!({}), json!({"due": null}), "no number"),
        (
            "cease-decision-notice",
            json!({}),
            json!({"due": null}),
            "no number",
        ),
        ("cease-18-check", json!({}), json!({"due": null}), "no number"),
        (
            "cease-plan-kept",
            json!({"cease_notice_sent": "2026-10-23", "appeal_lodged": true}),
            json!({"appeal_deadline": "2026-12-23", "earliest_cease": null}),
            "an appeal keeps the plan",
        ),
        (
            "ehcp-25th-year-end",
            json!({"dob": "2002-07-31", "provider": "further-education-sector"}),
            json!({"turns_25": "2027-07-31", "plan_may_run_to": "2027-07-31"}),
            "25 on the last day of the year",
        ),
        (
            "ehcp-25th-year-end",
            json!({"dob": "2001-09-02", "provider": "apprenticeship", "course_end": "2026-12-18"}),
            json!({"turns_25": "2026-09-02", "plan_may_run_to": "2026-12-18"}),
            "the training ends first",
        ),
    ]
}

fn moves_mediation_appeals() -> Vec<Example> {
    vec![
        (
            "move-transfer-plan",
            json!({"move": "2027-03-01", "old_la_aware": "2027-02-08"}),
            json!({"transfer_due": "2027-03-01", "aware_15wd_before": true}),
            "exactly 15 working days before",
        ),
        (
            "move-transfer-plan",
            json!({"move": "2027-03-01", "old_la_aware": "2027-02-09"}),
            json!({"transfer_due": "2027-03-01", "aware_15wd_before": false}),
            "14 before: the 15 working days end on the day of the move",
        ),
        (
            "move-transfer-plan",
            json!({"move": "2027-03-01", "old_la_aware": "2027-03-22"}),
            json!({"transfer_due": "2027-04-13", "aware_15wd_before": false}),
            "learned after the move; Easter is skipped",
        ),
        (
            "move-maintain",
            json!({"transfer": "2027-01-13"}),
            json!({"due": "2027-01-13"}),
            "at once",
        ),
        (
            "move-interim-placement",
            json!({}),
            json!({"due": null}),
            "no number",
        ),
        (
            "move-icb-notify",
            json!({"move": "2027-03-01", "old_icb_aware": "2027-03-22"}),
            json!({"due": "2027-04-13"}),
            "as for the plan",
        ),
        (
            "move-icb-request",
            json!({"new_icb_aware": "2027-03-22"}),
            json!({"due": "2027-04-13"}),
            "WD-INCL",
        ),
        (
            "icb-change-request",
            json!({"new_icb_aware": "2027-03-20"}),
            json!({"due": "2027-04-13"}),
            "a Saturday: Monday is day one",
        ),
        (
            "med-cert-no-mediation",
            json!({"adviser_informed": "2026-09-02", "notice_sent": "2026-07-01"}),
            json!({"due": null}),
            "contact later than two months: no certificate",
        ),
        (
            "med-arrange-health-only",
            json!({"icb_notified": "2026-12-10"}),
            json!({"due": "2027-01-09"}),
            "30 days",
        ),
        (
            "med-arrange-mixed",
            json!({"la_informed": "2026-12-10"}),
            json!({"due": "2027-01-09"}),
            "30 days",
        ),
        (
            "med-cert-after",
            json!({"mediation_concluded": "2026-12-23"}),
            json!({"due": "2026-12-30"}),
            "Christmas",
        ),
        ("med-cant-arrange", json!({}), json!({"due": null}), "no number"),
        (
            "med-cert-deemed",
            json!({"adviser_told": "2026-04-02"}),
            json!({"due": "2026-04-09"}),
            "Easter",
        ),
        (
            "med-agreement-appealable",
            json!({"agreement": "2026-07-01", "order_type": "assess"}),
            json!({"notify": "2026-07-15", "refuse_plan": "2026-09-09", "final_plan": "2026-10-07"}),
            "as if ordered",
        ),
        (
            "med-agreement-appealable",
            json!({"agreement": "2026-11-20", "order_type": "name-school", "exception": "agreed"}),
            json!({"base_due": "2026-12-04", "time_limit_applies": false}),
            "another time was agreed",
        ),
        (
            "med-icb-tells-la",
            json!({"agreement": "2026-12-18"}),
            json!({"due": "2026-12-25"}),
            "one week",
        ),
        ("drs-arrangements", json!({}), json!({"due": null}), "no number"),
        (
            "ombudsman-complaint",
            json!({"notice_sent": "2026-10-01"}),
            json!({"due": "2027-09-30"}),
            "the twelve months begin with the day of the notice",
        ),
        (
            "appeal-lodge",
            json!({"notice_sent": "2022-10-24"}),
            json!({"two_month_date": "2022-12-24", "one_month_date": null, "due": "2022-12-28", "by_time": "17:00"}),
            "Christmas Eve on a Saturday: the next working day",
        ),
        (
            "appeal-lodge",
            json!({"notice_sent": "2026-10-25"}),
            json!({"two_month_date": "2026-12-25", "one_month_date": null, "due": "2027-01-04", "by_time": "17:00"}),
            "ends on Christmas Day: after 1 January",
        ),
        (
            "appeal-lodge",
            json!({"notice_sent": "2026-05-31"}),
            json!({"two_month_date": "2026-07-31", "one_month_date": null, "due": "2026-07-31", "by_time": "17:00"}),
            "a Friday: no roll",
        ),
        (
            "appeal-la-response",
            json!({"documents_sent": "2026-07-20"}),
            json!({"due": "2026-09-29"}),
            "nine working days in July, none in August, 21 from September on",
        ),
    ]
}

fn orders_and_the_rest() -> Vec<Example> {
    vec![
        (
            "ord-continue",
            json!({"order": "2026-11-20"}),
            json!({"due": null}),
            "no number",
        ),
        (
            "ord-continue-amend",
            json!({"order": "2026-11-20"}),
            json!({"due": "2026-12-25"}),
            "five weeks",
        ),
        (
            "ord-make-plan",
            json!({"order": "2026-07-20", "exception": "absent-2w", "absences": [["2026-08-03", "2026-08-16"]]}),
            json!({"draft": "2026-08-24", "final": "2026-10-05", "time_limit_applies": false}),
            "two weeks are enough for an order",
        ),
        (
            "ord-name-school",
            json!({"order": "2026-11-20", "exception": "personal"}),
            json!({"base_due": "2026-12-04", "time_limit_applies": true}),
            "reg 44(3) does not reach this order",
        ),
        (
            "unop-assess",
            json!({"la_notified_tribunal": "2027-01-04"}),
            json!({"notify": "2027-01-18", "refuse_plan": "2027-03-15", "final_plan": "2027-04-12"}),
            "2, 10, 14 weeks",
        ),
        (
            "unop-assess",
            json!({"la_notified_tribunal": "2027-01-04", "exception": "personal"}),
            json!({
                "notify": "2027-01-18", "refuse_plan": "2027-03-15", "final_plan": "2027-04-12",
                "time_limit_applies": {"notify": false, "refuse_plan": true, "final_plan": true}
            }),
            "reg 45(7) names the two weeks only",
        ),
        (
            "unop-assess",
            json!({"la_notified_tribunal": "2015-03-22"}),
            json!({"notify": "2015-04-19"}),
            "the old reg 45: four weeks",
        ),
        (
            "unop-contents",
            json!({"la_notified_tribunal": "2015-03-22"}),
            json!({"due": "2015-04-19"}),
            "old: four",
        ),
        (
            "unop-contents",
            json!({"la_notified_tribunal": "2015-03-23"}),
            json!({"due": "2015-04-27"}),
            "new: five",
        ),
        (
            "unop-cease",
            json!({"la_notified_tribunal": "2027-01-04"}),
            json!({"due": "2027-02-08"}),
            "five weeks",
        ),
        (
            "rec-social-response",
            json!({"recommendation": "2026-11-02"}),
            json!({"due": "2026-12-06"}),
            "INCL",
        ),
        (
            "rec-social-copy-sos",
            json!({"response_sent": "2026-12-04"}),
            json!({"due": "2026-12-10"}),
            "INCL",
        ),
        (
            "det-decision",
            json!({"request_received": "2026-09-07"}),
            json!({"due": "2026-10-19"}),
            "six weeks",
        ),
        (
            "det-advice",
            json!({"cooperation_request_received": "2026-07-20"}),
            json!({"due": "2026-08-31"}),
            "six weeks",
        ),
        (
            "det-refuse",
            json!({"brought_to_attention": "2026-09-07"}),
            json!({"due": "2026-12-28"}),
            "16 weeks",
        ),
        (
            "det-clock-continues",
            json!({"request_received": "2026-09-07", "released": "2026-10-20", "same_home_authority": true}),
            json!({"decision": "2026-10-19", "refuse": "2026-12-28", "final": "2027-01-25"}),
            "the first clock goes on",
        ),
        (
            "det-moved",
            json!({"told": "2026-12-24"}),
            json!({"due": "2027-01-05"}),
            "five working days",
        ),
        (
            "det-disclose-new-la",
            json!({"told": "2026-12-24"}),
            json!({"due": "2027-01-05"}),
            "five working days",
        ),
        (
            "det-new-la-icb",
            json!({"became_responsible": "2026-12-24"}),
            json!({"due": "2027-01-05"}),
            "five working days",
        ),
        (
            "det-icb-request",
            json!({"plan_received": "2026-08-24"}),
            json!({"due": "2026-09-15"}),
            "15, WD-EXCL",
        ),
        (
            "det-mediation",
            json!({"la_informed": "2026-12-10", "mediation_concluded": "2026-12-23", "agreement": "2026-12-18"}),
            json!({"arrange": "2027-01-09", "certificate": "2026-12-30", "agreement": "2027-01-01"}),
            "30 days, three working days, two weeks",
        ),
        (
            "det-orders",
            json!({"order": "2026-11-20", "order_type": "make-plan"}),
            json!({"draft": "2026-12-25", "final": "2027-02-05"}),
            "as reg 44",
        ),
        (
            "pb-request-window",
            json!({}),
            json!({"due": null}),
            "a window without days",
        ),
        ("pb-dp-refusal", json!({}), json!({"due": null}), "no number"),
        ("pb-dp-reduce", json!({}), json!({"due": null}), "no number"),
        ("hb-s23-notify", json!({}), json!({"due": null}), "no number"),
        (
            "hb-s42-secure",
            json!({"final_plan_sent": "2026-07-10"}),
            json!({"due": "2026-07-10"}),
            "from that day",
        ),
        (
            "school-admit",
            json!({"school_named": "2026-07-10"}),
            json!({"due": "2026-07-10"}),
            "on naming",
        ),
        ("jc-arrangements", json!({}), json!({"due": null}), "no number"),
        (
            "s41-withdrawal",
            json!({"notified": "2026-11-02"}),
            json!({"due": "2026-11-30"}),
            "28 days after",
        ),
        (
            "local-offer-comments",
            json!({"last_published": "2028-02-29"}),
            json!({"due": "2029-02-28"}),
            "yearly",
        ),
        (
            "rights-text-version",
            json!({"notice": "ehcna-decision-to-assess", "sent": "2026-09-07"}),
            json!({"must_mention_tribunal_recommendations": false}),
            "reg 5(3) is not in the list",
        ),
        (
            "rights-text-version",
            json!({"notice": "ar-decision-notice", "sent": "2018-04-03"}),
            json!({"must_mention_tribunal_recommendations": true}),
            "the first day",
        ),
        (
            "ex-school-closure",
            json!({"closed_from": "2026-07-24", "reopens": "2026-08-21", "advice_requested": "2026-07-16"}),
            json!({"closed_days": 28, "window_start": "2026-07-17", "window_end": "2026-08-14", "exception_available": false}),
            "28 days qualify; asked one day before the window",
        ),
        (
            "ex-absent-4w",
            json!({"absences": [["2026-08-15", "2026-08-28"], ["2026-08-01", "2026-08-14"]]}),
            json!({"exception_available": true}),
            "two absences without a gap are one of 28 days",
        ),
        (
            "ex-absent-2w",
            json!({"order_type": "name-school", "absences": [["2026-08-03", "2026-08-16"]]}),
            json!({"exception_available": false}),
            "not for this kind of order",
        ),
        (
            "ex-covid",
            json!({"request_received": "2020-08-14", "evaluated_on": "2020-09-25"}),
            json!({"base_due": "2020-09-25", "covid_exception_available": false}),
            "it ceased to have effect on that day",
        ),
    ]
}

#[test]
fn the_examples_of_assessments_come_out_right() {
    run(assessment());
}

#[test]
fn the_examples_of_reviews_transfers_and_ceasing_come_out_right() {
    run(reviews_and_reassessment());
}

#[test]
fn the_examples_of_moves_mediation_and_appeals_come_out_right() {
    run(moves_mediation_appeals());
}

#[test]
fn the_examples_of_orders_detention_and_the_rest_come_out_right() {
    run(orders_and_the_rest());
}

#[test]
fn every_rule_has_an_example() {
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    let mut covered: HashSet<String> = vectors
        .iter()
        .flat_map(|v| v["rule"].as_str().unwrap().split('+').map(str::to_owned))
        .collect();
    for (rule, ..) in [
        assessment(),
        reviews_and_reassessment(),
        moves_mediation_appeals(),
        orders_and_the_rest(),
    ]
    .into_iter()
    .flatten()
    {
        covered.insert(rule.to_owned());
    }
    let bare: Vec<_> = RuleId::ALL
        .iter()
        .filter(|id| !covered.contains(id.word()))
        .collect();
    assert!(bare.is_empty(), "without an example: {bare:?}");
}
