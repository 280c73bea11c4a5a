//! Examples for the document: the plan of Maya Okafor.

use crate::endpoints::examples::CASE;
use serde_json::{Map, Value, json};

const DRAFT: &str = "01991d4e-5b00-7c11-8f00-3a1b2c3d4ea0";

pub(super) fn plan_text() -> Value {
    json!({"sections": sections()})
}

pub(super) fn draft() -> Value {
    json!({
        "id": DRAFT,
        "case_id": CASE,
        "kind": "draft",
        "number": 1,
        "sections": sections(),
        "version": 2,
    })
}

/// The same as it stands when it has just been started.
pub(super) fn new_draft() -> Value {
    with(draft(), json!({"version": 1}))
}

pub(super) fn serve_draft() -> Value {
    json!({"sent_on": "2026-12-14", "method": "first_class_post"})
}

pub(super) fn served_draft() -> Value {
    with(
        draft(),
        json!({
            "sent_on": "2026-12-14",
            "served_on": "2026-12-16",
            "method": "first_class_post",
            "respond_by": "2026-12-30",
            "version": 3,
        }),
    )
}

pub(super) fn plans() -> Value {
    let mut listed = served_draft();
    if let Some(members) = listed.as_object_mut() {
        members.remove("sections");
    }
    json!({"items": [listed]})
}

pub(super) fn make_representations() -> Value {
    json!({
        "text": "Section F should say how long each therapy session is.",
        "requested_setting": "Alder Brook Primary School",
        "wants_meeting": true,
    })
}

pub(super) fn representation() -> Value {
    let said = json!({
        "id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4ea1",
        "plan_id": DRAFT,
        "received_on": "2026-12-20",
    });
    with(said, make_representations())
}

pub(super) fn representations() -> Value {
    json!({"items": [representation()]})
}

pub(super) fn send_final_plan() -> Value {
    json!({
        "sections": final_sections(),
        "sent_on": "2027-01-20",
        "health_body_agreed_on": "2027-01-15",
    })
}

pub(super) fn final_plan() -> Value {
    json!({
        "id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4ea2",
        "case_id": CASE,
        "kind": "final",
        "number": 1,
        "sections": final_sections(),
        "sent_on": "2027-01-20",
        "health_body_agreed_on": "2027-01-15",
        "version": 1,
    })
}

fn sections() -> Value {
    json!({
        "A": "Maya loves drawing and being outdoors. She would like to have friends to play with.",
        "B": "Maya has a developmental language disorder. She understands short sentences with familiar words.",
        "E": "By July 2027 Maya asks for help in class in her own words every day.",
        "F": "A speech and language therapist works with Maya for 45 minutes every week in term time.",
        "G": "A paediatrician sees Maya once a year.",
        "K": "Advice of the speech and language therapist, 10 November 2026.",
    })
}

fn final_sections() -> Value {
    with(
        sections(),
        json!({"I": "Alder Brook Primary School, a mainstream school"}),
    )
}

fn with(view: Value, news: Value) -> Value {
    let mut all = Map::new();
    for part in [view, news] {
        if let Value::Object(part) = part {
            all.extend(part);
        }
    }
    Value::Object(all)
}
