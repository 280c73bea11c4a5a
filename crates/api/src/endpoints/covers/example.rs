//! The examples of this area.

use crate::endpoints::examples;
use serde_json::{Value, json};

/// An absence.
pub(super) fn cover() -> Value {
    json!({
        "id": "01990d2e-af55-7273-8083-9eafb0c1d2e3", "officer": examples::officer(),
        "covered_by": {"id": "01990d2b-60ea-7ec3-b92b-c04f5e718293", "name": "Omar Said"},
        "from_on": "2026-12-21", "until_on": "2027-01-08", "ended": false,
    })
}

/// The same, ended early.
pub(super) fn ended() -> Value {
    examples::with(cover(), json!({"ended": true}))
}
