//! Examples for the document: a child who was in hospital while the advice was due.

use ehcp_deadlines::ExceptionKind;
use serde_json::{Value, json};

const EVIDENCE: &str = "A letter from the hospital.";
const WHY: &str = "Maya could not be seen while she was in hospital.";

pub(super) fn record_exception() -> Value {
    json!({
        "kind": ExceptionKind::Personal,
        "from_on": "2026-10-19",
        "until_on": "2026-10-30",
        "evidence": EVIDENCE,
        "why_impractical": WHY,
    })
}

pub(super) fn exception() -> Value {
    json!({
        "id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e90",
        "kind": ExceptionKind::Personal,
        "in_words": ExceptionKind::Personal.label(),
        "from_on": "2026-10-19",
        "until_on": "2026-10-30",
        "evidence": EVIDENCE,
        "why_impractical": WHY,
    })
}

pub(super) fn exceptions() -> Value {
    json!({"items": [exception()]})
}
