//! The examples of this area.

use crate::endpoints::examples;
use serde_json::{Value, json};

/// An invitation.
pub(super) fn helper() -> Value {
    json!({
        "id": "01990d2e-8d33-7051-8e61-7c8d9eafb0c1", "child_id": examples::CHILD, "name": "Beatrice Okafor",
        "email": "gran@example.org", "invited_by": examples::PARENT, "may_act": false,
        "from_at": "2026-11-04T18:00:00Z", "until_at": "2027-05-04T18:00:00Z", "in_force": true,
    })
}

/// The same, withdrawn.
pub(super) fn withdrawn() -> Value {
    let withdrawn = json!({"in_force": false, "withdrawn_at": "2026-12-01T08:00:00Z"});
    examples::with(helper(), withdrawn)
}
