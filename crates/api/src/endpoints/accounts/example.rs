//! The examples of the document.

use crate::endpoints::examples::{CHILD, OFFICER, TEAM};
use serde_json::{Value, json};

/// An invitation.
pub(super) const INVITATION: &str = "01990d2e-2b6c-7d3e-8f40-516273849506";

/// A code of a message.
pub(super) const CODE: &str = "9f2c4e1ab07d4c5e8a6b3d2f1c0e9d8b7a6f5e4d3c2b1a09";

/// An account, as an administrator sees it.
pub(super) fn user() -> Value {
    json!({
        "id": OFFICER, "name": "Rosa Whitfield", "email": "rosa.whitfield@example.org", "role": "officer",
        "team_ids": [TEAM], "state": "open", "version": 3,
    })
}

/// An invitation of a member of staff.
pub(super) fn invitation() -> Value {
    json!({
        "id": INVITATION, "user_id": OFFICER, "email": "rosa.whitfield@example.org", "name": "Rosa Whitfield",
        "role": "officer", "state": "open", "invited_at": "2026-09-07T09:00:00Z",
        "expires_at": "2026-09-21T09:00:00Z", "version": 1,
    })
}

/// An invitation of a parent.
pub(super) fn family_invitation() -> Value {
    json!({
        "id": INVITATION, "user_id": "01990d2e-4d7e-7f50-9061-728394a5b6c7", "email": "jo.okafor@example.org",
        "name": "Jo Okafor", "role": "parent", "child_id": CHILD, "state": "open",
        "invited_at": "2026-09-07T09:00:00Z", "expires_at": "2026-09-21T09:00:00Z", "version": 1,
    })
}
