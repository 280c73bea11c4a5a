//! Examples for the document: the speech and language advice for Maya Okafor.

use crate::endpoints::examples::CASE;
use serde_json::{Value, json};

const REFERRAL: &str = "Please advise on Maya's language and communication needs.";

pub(super) fn request_advice() -> Value {
    json!({
        "kind": "medical",
        "addressee": "Community speech and language therapy",
        "adviser_id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e80",
        "referral": REFERRAL,
        "sent_on": "2026-10-13",
        "received_on": "2026-10-14",
    })
}

pub(super) fn advice_request() -> Value {
    json!({
        "id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e81",
        "case_id": CASE,
        "case_reference": "EHC-2026-000123",
        "child_name": "Maya Okafor",
        "kind": "medical",
        "addressee": "Community speech and language therapy",
        "referral": REFERRAL,
        "sent_on": "2026-10-13",
        "received_on": "2026-10-14",
        "due_on": "2026-11-25",
        "status": "running",
        "refused": false,
        "version": 1,
    })
}

pub(super) fn advice_requests() -> Value {
    json!({"items": [advice_request()]})
}

pub(super) fn advice_to_do() -> Value {
    json!({"items": [advice_request()], "next": "/v1/advice-requests?limit=1&cursor=kJ8x"})
}

pub(super) fn hand_in_advice() -> Value {
    json!({"text": TEXT})
}

pub(super) fn answered_request() -> Value {
    let mut answered = advice_request();
    let news = json!({"answered_on": "2026-11-10", "status": "met", "text": TEXT, "version": 2});
    if let (Some(answered), Value::Object(news)) = (answered.as_object_mut(), news) {
        answered.extend(news);
    }
    answered
}

const TEXT: &str =
    "Maya has a developmental language disorder. She needs direct speech and language therapy every week.";
