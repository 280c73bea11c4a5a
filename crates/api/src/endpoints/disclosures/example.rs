//! Examples for the document.

use crate::endpoints::examples::OFFICER;
use serde_json::{Value, json};

pub(super) fn record_disclosure() -> Value {
    json!({
        "basis": "interests_of_child", "to_whom": "Dr Hale, Westmarch Surgery",
        "what": "Section C of the draft plan", "disclosed_on": "2026-11-20",
        "explanation": "The surgery needs it to begin treatment before the plan is final.",
    })
}

pub(super) fn disclosure() -> Value {
    json!({
        "id": "01990d2d-9a11-7c30-8b27-3f1f7c9b2a10", "basis": "interests_of_child",
        "basis_in_words": "it is necessary in the interests of the child or young person (reg 17(1)(a))",
        "to_whom": "Dr Hale, Westmarch Surgery", "what": "Section C of the draft plan",
        "disclosed_on": "2026-11-20",
        "explanation": "The surgery needs it to begin treatment before the plan is final.",
        "recorded_at": "2026-11-20T10:00:00Z", "recorded_by": {"id": OFFICER, "name": "Rosa Whitfield"},
    })
}
