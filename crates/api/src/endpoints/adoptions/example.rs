//! The examples of this area.

use crate::endpoints::examples;
use serde_json::{Value, json};

/// An opening.
pub(super) fn opened() -> Value {
    json!({"opened": 1, "ends_at": "2026-11-05T11:30:00Z"})
}

/// A sealed identity.
pub(super) fn sealed() -> Value {
    json!({
        "id": "01990d2e-b066-7384-9194-afb0c1d2e3f4", "child_id": examples::CHILD, "given_name": "Maya",
        "family_name": "Okafor", "upn": "H801200001001", "parent_links": [], "adopted_on": "2026-11-02",
        "evidence": "Adoption order of the Family Court of 2 November 2026.",
        "recorded_at": "2026-11-04T11:30:00Z", "recorded_by": "01990d2b-5a79-7db2-a81a-bf3e4d607182",
    })
}
