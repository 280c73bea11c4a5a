//! The examples of this area.

use crate::endpoints::examples;
use serde_json::{Value, json};

/// The asking.
pub(crate) const APPROVAL: &str = "01990d2e-55aa-7c10-8b1d-3e4f5a6b7c8d";

/// A bar that waits for a second person.
pub(crate) fn pending() -> Value {
    json!({
        "id": APPROVAL, "kind": "set_limit", "in_words": "bar an adult from a child, or limit what they see",
        "case_id": examples::CASE,
        "subject": [
            {"name": "child_id", "value": examples::CHILD},
            {"name": "effect", "value": "bar"},
            {"name": "ground", "value": "non_molestation_order"},
            {"name": "user_id", "value": "01990d2b-2aa1-7e46-93b5-1dae708b4e32"},
        ],
        "reason": "Order of the Family Court of 3 November 2026, seen by me.",
        "asked_by": examples::officer(), "asked_at": "2026-11-04T10:12:00Z",
        "expires_at": "2026-11-18T10:12:00Z", "state": "pending", "alone": false,
    })
}

/// The same, agreed to.
pub(crate) fn applied() -> Value {
    let decided = json!({
        "state": "applied",
        "decided_by": {"id": "01990d2b-4f68-7ca1-b709-ae2d3c5f6071", "name": "Jane Pym"},
        "decided_at": "2026-11-04T11:30:00Z", "note": "I have seen the order.",
    });
    examples::with(pending(), decided)
}
