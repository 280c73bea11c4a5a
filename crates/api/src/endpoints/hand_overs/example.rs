//! The examples of this area.

use crate::endpoints::examples;
use serde_json::{Value, json};

/// A record of who acts.
pub(super) fn hand_over() -> Value {
    json!({
        "id": "01990d2e-9e44-7162-9f72-8d9eafb0c1d2", "child_id": examples::CHILD, "who_acts": "young_person",
        "in_words": "the young person", "user_id": "01990d2b-2ab1-7e46-93b5-1dae708b4e32", "from_on": "2026-06-27",
        "account_is_open": true,
    })
}

/// A record that was wrong.
pub(super) fn annulled() -> Value {
    let reason = "The address was that of somebody else.";
    let end = json!({"annulled": true, "account_is_open": false, "end_reason": reason});
    examples::with(hand_over(), end)
}

/// A case for which it is open.
pub(super) fn open() -> Value {
    json!({
        "case_id": examples::CASE, "reference": "EHC-2026-000123", "child_id": examples::CHILD,
        "child_name": "Leo Marsh", "rights_pass_on": "2026-06-27", "overdue": false,
    })
}
