//! Examples for the document.

use crate::endpoints::examples::{CASE, OFFICER, PARENT, officer};
use serde_json::{Value, json};

const TEXT: &str = "# We have your request\n\n@notice\n\n@say views\n\nWe must decide by {decide_by}.";

pub(super) fn template_summary() -> Value {
    json!({
        "kind": "request_received", "title": "Request received",
        "source": "Children and Families Act 2014, s.36(4); SEND Regulations 2014, reg 3",
        "to": ["parent_or_young_person"], "changed": true, "saved_at": "2026-10-01T10:00:00Z", "version": 1,
    })
}

pub(super) fn template() -> Value {
    json!({
        "kind": "request_received", "title": "Request received",
        "source": "Children and Families Act 2014, s.36(4); SEND Regulations 2014, reg 3",
        "to": ["parent_or_young_person"], "audiences": ["parent", "young_person", "representative"],
        "text": TEXT, "default_text": TEXT,
        "required": [{
            "written": "{decide_by}", "meaning": "the last day for deciding whether to assess",
            "source": "SEND Regulations 2014, reg 5(1)",
        }],
        "facts": [{
            "written": "{decide_by}", "meaning": "the last day for deciding whether to assess",
            "shape": "last_day", "always": true,
        }],
        "versions": [{
            "version": 1, "text": TEXT, "saved_at": "2026-10-01T10:00:00Z", "saved_by": OFFICER,
        }],
        "version": 1,
    })
}

pub(super) fn save_template() -> Value {
    json!({"text": TEXT})
}

pub(super) fn letterhead() -> Value {
    json!({
        "authority": {
            "name": "Westmarch Council", "address": ["SEND team", "County Hall", "Westbridge", "WB1 1AA"],
            "telephone": "01632 960100", "email": "send@westmarch.example.org",
        },
        "mediation_adviser": {"name": "Middle Ground Mediation", "telephone": "01632 960500"},
        "disagreement_service": {"name": "Settle Together", "telephone": "01632 960501"},
        "information_service": {"name": "Westmarch SENDIASS", "telephone": "01632 960502"},
        "tribunal": {"name": "SEND Tribunal", "email": "send@tribunal.example.org"},
        "school_information": "www.westmarch.example.org/schools",
    })
}

pub(super) fn letterhead_view() -> Value {
    json!({
        "letterhead": letterhead(), "missing": [], "saved_at": "2026-10-01T10:00:00Z", "saved_by": OFFICER,
        "version": 1,
    })
}

pub(super) fn preview() -> Value {
    json!({
        "notice": {"kind": "request_received", "given": {"views_by": "2026-09-28"}},
        "user_id": PARENT,
    })
}

pub(super) fn send() -> Value {
    json!({
        "notice": {"kind": "will_not_assess"},
        "ways": [{"user_id": PARENT, "method": "first_class_post"}],
    })
}

pub(super) fn notice() -> Value {
    json!({
        "id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e91", "case_id": CASE, "kind": "will_not_assess",
        "title": "Decision not to assess", "decision_id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e70",
        "sent_on": "2026-10-12", "sent_at": "2026-10-12T09:30:00Z", "sent_by": officer(), "template_version": 0,
        "letters": [letter()],
    })
}

pub(super) fn letter() -> Value {
    json!({
        "id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e92", "recipient": "Amina Okafor", "user_id": PARENT,
        "address": "1 Mill Lane\nAlderton\nAL1 2AB", "method": "first_class_post", "posted_on": "2026-10-12",
        "served_on": "2026-10-14",
        "html_sha256": "3f786850e387550fdab836ed7e6dc881de23001b9a3f5d1c0f2a1b2c3d4e5f60",
        "pdf_sha256": "89e6c98d92887913cadf06b2adb97f26cde4849b1c2d3e4f5a6b7c8d9e0f1a2b",
    })
}

pub(super) fn to_post() -> Value {
    json!({
        "letter_id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e92", "notice_id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e91",
        "case_id": CASE, "kind": "will_not_assess", "recipient": "Amina Okafor",
        "address": "1 Mill Lane\nAlderton\nAL1 2AB", "method": "first_class_post", "sent_on": "2026-10-12",
        "document": "/v1/notices/01991d4e-5b00-7c11-8f00-3a1b2c3d4e91/document?letter_id=01991d4e-5b00-7c11-8f00-3a1b2c3d4e92",
    })
}
