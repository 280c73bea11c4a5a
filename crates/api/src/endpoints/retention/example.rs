//! An example of a rule.

use serde_json::{Value, json};

pub(super) fn rule() -> Value {
    json!({
        "record_type": "case_with_plan", "in_words": "record of a child for whom a plan was issued",
        "counted_from": "birth", "years": 31,
        "source": "A plan can go on to the age of 25, and a claim can be brought for six years.",
        "changed": false,
    })
}
