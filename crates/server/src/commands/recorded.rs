//! What the command line leaves in the logs.

use chrono::{DateTime, Utc};
use ehcp_casework::Chance;
use ehcp_store::{AccountSubject, SecurityRecord, StoreError, WriteTx};

/// Keeps in the security log and in the log of an account, team or setting that it was added.
///
/// # Errors
/// When the database cannot write.
pub fn added(
    tx: &mut WriteTx<'_>,
    subject: AccountSubject,
    event: &'static str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.log_added(Chance::System.id(at), subject, at)?;
    tx.record_security(&SecurityRecord {
        at,
        user_id: None,
        event,
        operation: "command_line",
        subject: Some(subject.id().to_string()),
        network: None,
        occurrences: 1,
    })
}
