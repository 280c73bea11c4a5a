//! Examples for the document: the school's report on Maya Okafor.

use crate::endpoints::examples::{CASE, officer, with};
use serde_json::{Value, json};

pub(super) fn attachment() -> Value {
    json!({
        "id": "01991d4e-7a00-7c11-8f00-3a1b2c3d4e90",
        "case_id": CASE,
        "kind": "school_report",
        "name": "Maya Okafor – report of the class teacher.pdf",
        "media_type": "application/pdf",
        "size": 184_213,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "received_at": "2026-09-14T10:12:31.402113Z",
        "given_by_you": true,
        "scanned": true,
        "version": 1,
    })
}

pub(super) fn attachments() -> Value {
    json!({"items": [attachment()]})
}

pub(super) fn shared() -> Value {
    with(
        attachment(),
        json!({
            "given_by_you": false,
            "given_by": officer(),
            "sharing": {"with_family": true, "with_advisers": true, "tells_no_whereabouts": true, "kept_from": []},
            "version": 2,
        }),
    )
}

pub(super) fn withdrawn() -> Value {
    with(
        attachment(),
        json!({
            "name": "(withdrawn)",
            "withdrawn": {"at": "2026-09-14T10:20:00.118204Z", "reason": "This is the report of another child."},
            "version": 2,
        }),
    )
}
