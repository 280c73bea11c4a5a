//! Examples for the document.

use crate::endpoints::examples::{OFFICER, PARENT};
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
