//! The examples of this area.

use crate::endpoints::examples;
use serde_json::{Value, json};

/// A restricted case.
pub(super) fn restriction() -> Value {
    json!({
        "case_id": examples::CASE, "restricted": true, "reason": "A parent works in the North team.",
        "from_at": "2026-11-04T11:30:00Z", "proposed_by": examples::officer(),
        "access_list": [{
            "id": "01990d2e-6b11-7e30-8c3f-5a6b7c8d9eaf", "person": examples::officer(),
            "from_at": "2026-11-04T11:30:00Z", "recorded_by": examples::officer(),
        }],
    })
}

/// The same, open again.
pub(super) fn lifted() -> Value {
    json!({"case_id": examples::CASE, "restricted": false, "access_list": []})
}
