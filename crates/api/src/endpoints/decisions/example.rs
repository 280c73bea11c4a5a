//! Examples for the document: Maya Okafor, whose family asked for an assessment on 7 September 2026.

use serde_json::{Value, json};

pub(super) fn considering_notice() -> Value {
    json!({"sent_on": "2026-09-09"})
}

/// A case at its first stage, as its officer sees it.
pub(in crate::endpoints) fn case() -> Value {
    json!({
        "id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e50",
        "reference": "EHC-2026-000123",
        "child": {
            "id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e51",
            "given_name": "Maya",
            "family_name": "Okafor",
            "born_on": "2018-03-14",
            "upn": "H801200001001",
            "young_person_from": "2034-07-01",
            "case_id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e50",
            "version": 3,
        },
        "stage": "deciding_whether_to_assess",
        "stage_in_words": "We are deciding whether to carry out an EHC needs assessment.",
        "assessment_id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e52",
        "requests": [{
            "source": "parent",
            "received_on": "2026-09-07",
            "reasons": "Maya finds it hard to follow what is said in class and has few words of her own.",
        }],
        "clock_started_on": "2026-09-07",
        "week": 1,
        "next_deadline": {
            "rule": "ehcna-decision-to-assess",
            "due_on": "2026-10-19",
            "status": "running",
            "days_left": 40,
        },
        "overdue": [],
        "next_steps": [{
            "what": "We decide whether to carry out an EHC needs assessment and tell you.",
            "who": "local_authority",
            "rule": "ehcna-decision-to-assess",
            "by": null,
        }],
        "officer": {"id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e60", "name": "Rosa Whitfield"},
        "team": {
            "id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e61",
            "name": "North team",
            "area": "North",
            "duty_line": "01632 960101",
            "duty_email": "north.send@example.org",
        },
        "version": 5,
    })
}

pub(super) fn record_decision() -> Value {
    json!({
        "kind": "assess",
        "decided_on": "2026-10-12",
        "notified_on": "2026-10-12",
        "reasons": reasons(),
    })
}

pub(super) fn decision() -> Value {
    let mut decision = json!({
        "id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e70",
        "kind": "assess",
        "decided_on": "2026-10-12",
        "notified_on": "2026-10-12",
        "decided_by": {"id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e62", "name": "Daniel Hughes"},
    });
    if let (Some(decision), Value::Object(reasons)) = (decision.as_object_mut(), reasons()) {
        decision.extend(reasons);
    }
    decision
}

pub(super) fn decisions() -> Value {
    json!({"items": [decision()]})
}

fn reasons() -> Value {
    json!({
        "criteria": "Children and Families Act 2014, s.36(8): Maya may have special educational needs, and a plan may be necessary.",
        "evidence_considered": "The request, the school's report of 21 September 2026 and the family's views.",
        "reasons": "The school has given Maya extra help for a year and she has made little progress. We need advice to understand what help she needs.",
    })
}
