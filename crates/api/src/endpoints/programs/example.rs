//! The examples of the document.

use crate::endpoints::examples::{OFFICER, SCHOOL};
use serde_json::{Value, json};

/// A program.
pub(super) const PROGRAM: &str = "01990d2f-0a11-7b22-8c33-4d445e556f66";

/// A key of a program.
pub(super) const KEY: &str = "01990d2f-1b22-7c33-8d44-5e556f667a77";

/// A secret of a key.
pub(super) const SECRET: &str = "program_3f6c1a…";

/// A program of a setting, with one key.
pub(super) fn program() -> Value {
    json!({
        "id": PROGRAM, "name": "Alder Brook records system", "education_setting_id": SCHOOL,
        "actions": ["read_case", "read_deadlines"], "open": true, "keys": [key()], "version": 2,
    })
}

/// A key that is of use.
pub(super) fn key() -> Value {
    json!({
        "id": KEY, "program_id": PROGRAM, "state": "live", "made_at": "2026-09-07T09:00:00Z", "made_by": OFFICER,
        "expires_at": "2027-03-06T09:00:00Z", "last_used_at": "2026-09-16T09:30:00Z",
    })
}

/// A key that was taken back.
pub(super) fn ended_key() -> Value {
    json!({
        "id": KEY, "program_id": PROGRAM, "state": "ended", "made_at": "2026-09-07T09:00:00Z", "made_by": OFFICER,
        "expires_at": "2027-03-06T09:00:00Z", "last_used_at": "2026-09-16T09:30:00Z",
    })
}

/// A key that waits for its secret to be drawn.
pub(super) fn waiting_key() -> Value {
    json!({
        "id": KEY, "program_id": PROGRAM, "state": "waiting", "made_at": "2026-09-07T09:00:00Z", "made_by": OFFICER,
        "expires_at": "2027-03-06T09:00:00Z",
    })
}
