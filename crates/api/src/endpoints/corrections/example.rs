//! Examples for the document.

use crate::endpoints::examples::PARENT;
pub(super) use crate::endpoints::examples::case;
use serde_json::{Value, json};

pub(super) fn correct_date() -> Value {
    json!({
        "fact": "considering_notice_sent",
        "happened_on": "2026-09-09",
        "reason": "The letter was posted on 9 September 2026, a day earlier than recorded.",
    })
}

pub(super) fn statement() -> Value {
    json!({
        "id": "01990d2d-7c32-7d43-8e54-bf65c076d187", "about": "The day on which the request was received",
        "text": "I handed the letter in on 4 September.", "made_at": "2026-09-10T10:00:00Z", "made_by": PARENT,
    })
}
