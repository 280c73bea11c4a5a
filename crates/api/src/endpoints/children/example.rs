//! The examples of this area.

use crate::endpoints::examples;
use serde_json::{Value, json};

/// A parent's link.
pub(super) fn parent_link() -> Value {
    json!({
        "id": "01990d2d-0a4b-7c5d-8e6f-7a8b9c0d1e2f", "child_id": examples::CHILD, "user_id": examples::PARENT,
        "parental_responsibility": true, "has_care": true, "from_on": "2026-09-07", "verified": true,
    })
}

/// A representative's link.
pub(super) fn representative() -> Value {
    json!({
        "id": "01990d2d-3d7e-7e80-9182-acbdcedf5162", "child_id": examples::CHILD,
        "user_id": "01990d2b-2ab1-7e46-93b5-1dae708b4e32", "in_place_of": "01990d2d-0a4b-7c5d-8e6f-7a8b9c0d1e2f",
        "parental_responsibility": false, "has_care": false, "from_on": "2026-09-14", "verified": true,
    })
}

/// A place on a roll.
pub(super) fn enrolment() -> Value {
    json!({
        "id": "01990d2d-1b5c-7d6e-9f70-8b9c0d1e2f30", "child_id": examples::CHILD,
        "education_setting_id": examples::SCHOOL, "from_on": "2026-09-01",
    })
}

/// A link that ends.
pub(super) fn ended_parent_link() -> Value {
    let end = json!({"until_on": "2026-11-30", "end_reason": "The foster placement ends."});
    examples::with(parent_link(), end)
}

/// A place that ends.
pub(super) fn ended_enrolment() -> Value {
    let reason = "The family has moved; the school took her off its roll.";
    examples::with(
        enrolment(),
        json!({"until_on": "2026-11-30", "end_reason": reason}),
    )
}
