//! Examples for the document.

use crate::endpoints::examples;
use serde_json::{Value, json};

pub(super) fn details() -> Value {
    json!({
        "address": "14 Alder Road\nAlderton", "postcode": "SW1A 1AA", "telephone": "01632 960123",
        "email": "amina.okafor@example.org", "preferred": "post", "day_telephone": "07700 900123",
    })
}

pub(super) fn version() -> Value {
    json!({
        "details": details(), "from_on": "2026-09-07", "reason": "Told on the telephone; date of birth checked.",
        "recorded_at": "2026-09-07T09:00:00Z", "recorded_by": examples::OFFICER, "number": 1,
    })
}

pub(super) fn contact() -> Value {
    json!({
        "user_id": examples::PARENT, "name": "Amina Okafor", "details": details(), "from_on": "2026-09-07",
        "protected": false,
    })
}

pub(super) fn protection() -> Value {
    json!({
        "id": "01990d2d-5a10-7b21-8c32-9d43ae54bf65", "user_id": examples::PARENT,
        "reason": "Non-molestation order seen on 4 September 2026.", "hides_setting": true, "from_on": "2026-09-07",
    })
}

pub(super) fn change() -> Value {
    json!({
        "id": "01990d2d-6b21-7c32-9d43-ae54bf65c076", "user_id": examples::PARENT,
        "details": {"telephone": "01632 960199"}, "reason": "The mother rang; reference and date of birth checked.",
        "asked_at": "2026-09-08T10:00:00Z", "asked_by": examples::OFFICER,
    })
}
