//! Examples for the document: the authority refused to assess Maya on 19 October 2026.

use crate::endpoints::examples::{CASE, officer};
use serde_json::{Value, json};

const DISPUTE: &str = "01993a10-5b00-7c11-8f00-3a1b2c3d4e90";
const DECISION: &str = "01991d4e-5b00-7c11-8f00-3a1b2c3d4e70";

pub(super) fn open_dispute() -> Value {
    json!({"decision_id": DECISION, "first_step": contacted()})
}

fn contacted() -> Value {
    json!({"step": "contact_adviser", "contacted_on": "2026-11-02"})
}

pub(super) fn step() -> Value {
    json!({"step": "issue_certificate", "kind": "no_mediation", "issued_on": "2026-11-05"})
}

pub(super) fn correction() -> Value {
    json!({
        "place": 1,
        "right": {"step": "contact_adviser", "contacted_on": "2026-11-03"},
        "reason": "The adviser's letter says 3 November 2026.",
    })
}

pub(super) fn dispute() -> Value {
    json!({
        "id": DISPUTE, "case_id": CASE, "decision": "not_to_assess",
        "about": "the decision not to carry out an EHC needs assessment", "decision_id": DECISION,
        "notice_sent_on": "2026-10-19",
        "standing_in_words": "The family has not said whether it wants mediation.",
        "duties": [], "last_days_missed": 0,
        "steps": [{
            "id": "01993a10-5b01-7c11-8f00-3a1b2c3d4e91", "place": 1, "happened_on": "2026-11-02",
            "in_words": "The family contacted the mediation adviser.", "step": contacted(),
            "recorded_at": "2026-11-02T10:00:00Z", "recorded_by": officer(),
        }],
        "version": 6,
    })
}

pub(super) fn taken() -> Value {
    json!({"dispute": dispute(), "breaches": [], "goes_on": []})
}

pub(super) fn timeliness() -> Value {
    json!({
        "from": "2026-01-01", "until": "2026-11-20",
        "in_words": "First plans sent from 1 January 2026 to 20 November 2026, counted from the request.",
        "with_exceptions": {
            "plans": 400, "within_20_weeks": 232, "over_20_to_52_weeks": 160, "over_52_weeks": 8,
            "per_mille_within_20_weeks": 580, "average_tenths_of_weeks": 214,
        },
        "without_exceptions": {
            "plans": 380, "within_20_weeks": 230, "over_20_to_52_weeks": 143, "over_52_weeks": 7,
            "per_mille_within_20_weeks": 605, "average_tenths_of_weeks": 209,
        },
        "removed": {"plans": 21, "for_mediation": 9, "for_tribunal": 11, "for_both": 1},
        "exceptions": {"ex-personal": 14, "ex-school-closure": 6},
        "without_a_start": 0,
    })
}

pub(super) fn challenges() -> Value {
    json!({
        "as_of": "2026-11-02",
        "open": [{
            "route": "mediation_adviser", "decision": "not_to_assess", "notice_sent_on": "2026-10-19",
            "what": "You can contact the mediation adviser named in our letter. The adviser explains mediation, and it is free.",
            "first": [], "last_day": "2026-12-19", "by_time": null, "rule": "med-contact-adviser",
            "source": "Children and Families Act 2014, ss.52 to 55; SEND Regulations 2014, reg 33", "holder": "parent",
        }],
        "closed": [{
            "route": "appeal_without_certificate", "decision": "not_to_assess", "notice_sent_on": "2026-10-19",
            "why": "Only an appeal about the school or college named in a plan can be made without a mediation certificate. This decision is about something else.",
            "last_day": null, "opens_on": null,
            "source": "Children and Families Act 2014, ss.51(2)(c), 55(2)",
        }],
        "complaints_page": "https://www.example.org/complaints",
    })
}
