//! Examples for the document. The answers are worked out, so that they can never be wrong.

use super::{
    calculate_deadline::DeadlineCalculation, calculate_worked_example::WorkedExample,
    preview_timeline::TimelinePreview, rule_view::RuleView,
};
use chrono::NaiveDate;
use ehcp_case::FactKind;
use ehcp_deadlines::{ExceptionFact, ExceptionKind, Facts, Process, RuleId};
use serde_json::{Value, json};

pub(super) fn rules() -> Value {
    json!({ "items": [rule()] })
}

pub(super) fn rule() -> Value {
    json!(ehcp_deadlines::rule(RuleId::EhcnaDecisionToAssess).map(RuleView::from))
}

pub(super) fn deadline_question() -> Value {
    json!({
        "rule": "ehcna-decision-to-assess",
        "facts": {"request_received": "2026-07-20"},
        "exceptions": [{
            "kind": "ex-school-closure",
            "from": "2026-07-23",
            "until": "2026-09-01",
            "advice_requested": "2026-07-21",
        }],
        "as_of": "2026-08-24",
    })
}

pub(super) fn deadline_calculation() -> Value {
    let closed = ExceptionFact::new(ExceptionKind::SchoolClosure)
        .lasting(day(2026, 7, 23), day(2026, 9, 1))
        .advice_requested(day(2026, 7, 21));
    let facts = Facts::new()
        .with(FactKind::RequestReceived, day(2026, 7, 20))
        .with_exception(closed);
    json!(DeadlineCalculation::of(RuleId::EhcnaDecisionToAssess, &facts, day(2026, 8, 24)).ok())
}

pub(super) fn timeline_question() -> Value {
    json!({
        "process": "assessment",
        "facts": {"request_received": "2026-09-07", "assess_decision_notified": "2026-10-12"},
        "as_of": "2026-11-23",
    })
}

pub(super) fn timeline_preview() -> Value {
    let facts = Facts::new()
        .with(FactKind::RequestReceived, day(2026, 9, 7))
        .with(FactKind::AssessDecisionNotified, day(2026, 10, 12));
    json!(TimelinePreview::of(Process::Assessment, &facts, day(2026, 11, 23)).ok())
}

pub(super) fn worked_question() -> Value {
    json!({"rule": "ehcna-decision-to-assess", "inputs": {"request_received": "2026-09-07"}})
}

pub(super) fn worked_example() -> Value {
    let inputs = [("request_received".to_owned(), json!("2026-09-07"))];
    json!(WorkedExample::of("ehcna-decision-to-assess", &inputs.into_iter().collect()).ok())
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}
