//! The examples of this area.

use crate::endpoints::examples;
use serde_json::{Value, json};

/// An opening.
pub(super) fn opening() -> Value {
    json!({
        "id": "01990d2e-7c22-7f40-9d50-6b7c8d9eafb0", "case_id": examples::CASE, "opened_by": examples::officer(),
        "ground": "medical_emergency",
        "reason": "The hospital asks which medicines Maya must not be given; her officer is away.",
        "opened_at": "2026-11-04T21:15:00Z", "ends_at": "2026-11-04T23:15:00Z", "open": true,
        "review_due_on": "2026-11-11", "review_late": false,
    })
}

/// The same, closed.
pub(super) fn closed() -> Value {
    examples::with(opening(), json!({"open": false}))
}

/// The same, looked at.
pub(super) fn reviewed() -> Value {
    let reviewed = json!({
        "reviewed_at": "2026-11-05T09:20:00Z",
        "reviewed_by": {"id": "01990d2b-5a79-7db2-a81a-bf3e4d607182", "name": "Carl Weiss"},
        "finding": "justified", "review_note": "The hospital confirms the call.",
    });
    examples::with(closed(), reviewed)
}
