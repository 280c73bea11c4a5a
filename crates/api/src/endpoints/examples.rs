//! The examples of the document: one invented family, school and council, the same on every page.

use serde_json::{Value, json};

/// Maya's case.
pub(crate) const CASE: &str = "01990d2c-7f3a-7c11-9a53-3f1f7c9b2a10";
/// Maya.
pub(crate) const CHILD: &str = "01990d2c-6b02-7a4e-8c1d-52b7e0f4a911";
/// Maya's mother.
pub(crate) const PARENT: &str = "01990d2b-11c0-7d35-b2a4-0c9e6f7a3d21";
/// The named officer.
pub(crate) const OFFICER: &str = "01990d2b-3e57-7b90-a6f8-9d1c2b4e5f60";
/// The officer's team.
pub(crate) const TEAM: &str = "01990d2a-90aa-7e12-9b3c-4a5d6e7f8091";
/// Maya's school.
pub(crate) const SCHOOL: &str = "01990d2a-c4d1-7f23-8d4e-5b6c7d8e9fa2";
/// Maya's assessment.
pub(crate) const ASSESSMENT: &str = "01990d2c-7f3b-7d22-ab64-4f2e8dac3b21";

/// An example with other or further members.
pub(crate) fn with(mut view: Value, more: Value) -> Value {
    if let (Some(members), Value::Object(more)) = (view.as_object_mut(), more) {
        members.extend(more);
    }
    view
}

/// A team.
pub(crate) fn team() -> Value {
    json!({
        "id": TEAM, "name": "North team", "area": "North", "duty_line": "01632 960101",
        "duty_email": "north.send@example.org",
    })
}

/// A member of staff.
pub(crate) fn officer() -> Value {
    json!({"id": OFFICER, "name": "Rosa Whitfield"})
}

/// A setting.
pub(crate) fn school() -> Value {
    json!({"id": SCHOOL, "name": "Alder Brook Primary School", "kind": "mainstream_school", "town": "Alderton"})
}

/// A child, as an officer sees her.
pub(crate) fn child() -> Value {
    json!({
        "id": CHILD, "given_name": "Maya", "family_name": "Okafor", "born_on": "2018-03-14", "upn": "H801200001001",
        "young_person_from": "2034-07-01", "case_id": CASE, "possible_duplicate": false, "version": 1,
    })
}

fn decision_due() -> Value {
    json!({"rule": "ehcna-decision-to-assess", "what": "Tell the family whether there will be an assessment", "due_on": "2026-10-19", "status": "running", "days_left": 33})
}

/// A case in a list.
pub(crate) fn case_summary() -> Value {
    json!({
        "id": CASE, "reference": "EHC-2026-000123", "child_name": "Maya Okafor", "born_on": "2018-03-14",
        "stage": "deciding_whether_to_assess", "next_deadline": decision_due(), "officer": officer(),
        "team": "North team",
    })
}

/// A page of cases.
pub(crate) fn case_page() -> Value {
    json!({"items": [case_summary()], "next": "/v1/cases?limit=1&cursor=q83vEjRWeJCrze8SNFZ4kHsi"})
}

/// A case, as an officer sees it.
pub(crate) fn case() -> Value {
    json!({
        "id": CASE, "reference": "EHC-2026-000123", "child": child(), "stage": "deciding_whether_to_assess",
        "stage_in_words": "We are deciding whether to carry out an EHC needs assessment.",
        "assessment_id": ASSESSMENT,
        "requests": [{
            "source": "parent", "received_on": "2026-09-07",
            "reasons": "Maya finds it hard to follow what is said in class and has few words of her own.",
        }],
        "clock_started_on": "2026-09-07", "week": 2, "next_deadline": decision_due(), "overdue": [],
        "next_steps": [{
            "what": "We decide whether to carry out an EHC needs assessment and tell you.", "who": "local_authority",
            "rule": "ehcna-decision-to-assess", "by": null,
        }],
        "officer": officer(), "team": team(), "version": 3,
    })
}

/// The deadlines of a case.
pub(crate) fn deadlines() -> Value {
    json!({
        "as_of": "2026-09-16",
        "assessment": [{
            "rule": "ehcna-decision-to-assess", "limit": "due", "title": "Decide whether to assess",
            "trigger": {"fact": "request_received", "on": "2026-09-07"}, "due": "2026-10-19",
            "strict_last_day": null, "status": "running", "met_on": null, "met_on_strict_reading": null,
            "ended_on": null, "relaxed": false, "relaxations": [], "policy_target": null, "days_used": 9,
            "days_left": 33, "by_time": null,
            "steps": [{"text": "Request received 7 September 2026; six weeks later is 19 October 2026 (SEND Regulations 2014, reg 5(1)). Weekends and bank holidays do not move it.", "on": "2026-10-19"}],
            "must_act": "local_authority", "must_tell": ["parent_or_young_person"], "rights": [],
            "source": "SEND Regulations 2014, reg 5(1)", "kind": "law", "holder": "local_authority",
        }],
        "advice": [],
        "plan": [],
        "rights": [],
        "disputes": [],
    })
}
