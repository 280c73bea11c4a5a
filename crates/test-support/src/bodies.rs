//! What people send, with sensible content.

use serde_json::{Map, Value, json};

/// A decision of this kind whose notice is still to be sent, with its reasons.
#[must_use]
pub fn decision_to_be_told(kind: &str) -> Value {
    let mut body = decision(kind);
    body["notice"] = json!("to_be_sent");
    body
}

/// A decision of this kind, taken today and told in another way than from here, with its reasons.
#[must_use]
pub fn decision(kind: &str) -> Value {
    json!({
        "kind": kind,
        "notice": "sent_otherwise",
        "reasons": {
            "criteria": "Whether the child has or may have special educational needs (s.36(8)).",
            "evidence_considered": "The request, the school's report and the family's views.",
            "reasons": "The school has given extra help for a year and there was little progress.",
        }
    })
}

/// The same on an earlier day.
#[must_use]
pub fn decision_on(kind: &str, day: &str) -> Value {
    let mut body = decision(kind);
    body["decided_on"] = json!(day);
    body["notified_on"] = json!(day);
    body
}

/// A request for advice of this kind.
#[must_use]
pub fn advice_request(kind: &str) -> Value {
    json!({
        "kind": kind,
        "addressee": "Whoever can advise",
        "referral": "Please advise on the child's needs.",
    })
}

/// Advice, or a refusal to advise.
#[must_use]
pub fn advice(text: &str) -> Value {
    json!({"text": text})
}

/// Exceptional personal circumstances of the whole assessment.
#[must_use]
pub fn exception(from_on: &str) -> Value {
    json!({
        "kind": "ex-personal",
        "from_on": from_on,
        "evidence": "A letter from the hospital.",
        "why_impractical": "The child could not be seen while in hospital.",
    })
}

/// The sections of a draft: everything but health provision and the placement.
#[must_use]
pub fn draft_text() -> Value {
    json!({"sections": sections(&["A", "B", "C", "D", "E", "F", "H1", "H2", "J", "K"])})
}

/// The same with the placement, which only a final plan may name.
#[must_use]
pub fn final_text() -> Value {
    let mut body = draft_text();
    body["sections"]["I"] = json!("Alder Brook Primary School, a mainstream school.");
    body
}

fn sections(letters: &[&str]) -> Value {
    let text = |letter: &&str| {
        (
            (*letter).to_owned(),
            json!(format!("Section {letter} of the plan.")),
        )
    };
    Value::Object(letters.iter().map(text).collect::<Map<_, _>>())
}

/// What the family says about a draft.
#[must_use]
pub fn representations() -> Value {
    json!({
        "text": "Section F should say how long each session is.",
        "requested_setting": "Alder Brook Primary School",
        "wants_meeting": true,
    })
}

/// A child who is not on record yet.
#[must_use]
pub fn new_child(given_name: &str) -> Value {
    json!({"given_name": given_name, "family_name": "Newman", "born_on": "2019-05-06"})
}
