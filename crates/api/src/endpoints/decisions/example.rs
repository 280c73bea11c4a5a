//! Examples for the document: Maya Okafor, whose family asked for an assessment on 7 September 2026.

pub(super) use crate::endpoints::examples::case;
use crate::endpoints::examples::officer;
use serde_json::{Value, json};

pub(super) fn consultation() -> Value {
    json!({"consulted_on": "2026-09-09"})
}

pub(super) fn considering_notice() -> Value {
    json!({"sent_on": "2026-09-09"})
}

pub(super) fn record_decision() -> Value {
    json!({
        "kind": "assess",
        "decided_on": "2026-10-12",
        "notice": "to_be_sent",
        "reasons": reasons(),
    })
}

pub(super) fn decision() -> Value {
    let mut decision = json!({
        "id": "01991d4e-5b00-7c11-8f00-3a1b2c3d4e70",
        "kind": "assess",
        "decided_on": "2026-10-12",
        "notified_on": "2026-10-12",
        "decided_as": "officer",
        "decided_by": officer(),
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
