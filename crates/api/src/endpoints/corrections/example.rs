//! Examples for the document.

pub(super) use crate::endpoints::examples::case;
use serde_json::{Value, json};

pub(super) fn correct_date() -> Value {
    json!({
        "fact": "considering_notice_sent",
        "happened_on": "2026-09-09",
        "reason": "The letter was posted on 9 September 2026, a day earlier than recorded.",
    })
}
