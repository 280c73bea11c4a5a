//! The examples of this area.

use crate::endpoints::examples;
use serde_json::{Value, json};

/// The bar.
const LIMIT: &str = "01990d2e-61c4-7d20-9a2e-4f5a6b7c8d9e";

/// A bar in force.
pub(super) fn bar() -> Value {
    json!({
        "id": LIMIT, "child_id": examples::CHILD,
        "adult": {"id": "01990d2b-2aa1-7e46-93b5-1dae708b4e32", "name": "David Okafor"},
        "effect": "bar", "in_words": "may know nothing of the child", "ground": "non_molestation_order",
        "from_at": "2026-11-04T11:30:00Z", "in_force": true,
        "evidence": "Order of the Family Court of 3 November 2026, seen by me.",
        "recorded_by": examples::officer(), "recorded_at": "2026-11-04T11:30:00Z",
        "agreed_by": {"id": "01990d2b-4f68-7ca1-b709-ae2d3c5f6071", "name": "Jane Pym"},
    })
}

/// The same, lifted.
pub(super) fn lifted() -> Value {
    let lifted = json!({
        "in_force": false, "lifted_at": "2027-03-03T09:00:00Z", "lifted_by": examples::officer(),
        "lift_reason": "The court discharged the order on 2 March 2027.",
    });
    examples::with(bar(), lifted)
}
