//! Examples for the document: a school that was closed for the summer.

use ehcp_deadlines::ExceptionKind;
use serde_json::{Value, json};

const EVIDENCE: &str = "Term dates published by the school.";
const WHY: &str = "Nobody at the school could give advice while it was closed.";

pub(super) fn record_exception() -> Value {
    json!({
        "kind": "ex-school-closure",
        "from_on": "2026-07-23",
        "until_on": "2026-09-01",
        "advice_requested_on": "2026-07-20",
        "evidence": EVIDENCE,
        "why_impractical": WHY,
    })
}

pub(super) fn exception() -> Value {
    json!({
        "id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e90",
        "kind": ExceptionKind::SchoolClosure,
        "in_words": ExceptionKind::SchoolClosure.label(),
        "from_on": "2026-07-23",
        "until_on": "2026-09-01",
        "evidence": EVIDENCE,
        "why_impractical": WHY,
    })
}

pub(super) fn exceptions() -> Value {
    json!({"items": [exception()]})
}
