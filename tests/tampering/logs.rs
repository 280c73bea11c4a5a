//! The logs, as somebody sees them who has the database.

use ehcp_test_support::Class::{self, Day, Id, Instant, Json, Number, Text, Word};

/// A log.
pub struct Log {
    pub table: &'static str,
    /// The column that names the stream.
    pub stream: &'static str,
    /// The column of the place in the stream.
    pub number: &'static str,
    /// All other columns.
    pub columns: &'static [(&'static str, Class)],
    /// The table of heads, its key, and its columns of number and hash.
    pub head: [&'static str; 4],
}

pub const LOGS: [Log; 4] = [
    Log {
        table: "events",
        stream: "case_id",
        number: "sequence",
        columns: &[
            ("id", Id),
            ("kind", Text),
            ("happened_on", Day),
            ("recorded_at", Instant),
            ("recorded_by", Id),
            ("details", Json),
            ("previous_hash", Text),
            ("hash", Text),
        ],
        head: ["cases", "id", "last_event", "last_event_hash"],
    },
    Log {
        table: "read_log",
        stream: "stream_id",
        number: "number",
        columns: &[
            ("at", Instant),
            ("user_id", Id),
            ("session_id", Id),
            ("operation", Text),
            ("case_ids", Json),
            ("purpose", Text),
            ("reason_digest", Text),
            ("network", Text),
            ("outcome", Word("exported")),
            ("previous_hash", Text),
            ("hash", Text),
        ],
        head: ["log_streams", "id", "reads", "reads_hash"],
    },
    Log {
        table: "security_log",
        stream: "stream_id",
        number: "number",
        columns: &[
            ("at", Instant),
            ("user_id", Id),
            ("event", Text),
            ("operation", Text),
            ("subject", Text),
            ("network", Text),
            ("occurrences", Number),
            ("previous_hash", Text),
            ("hash", Text),
        ],
        head: ["log_streams", "id", "security", "security_hash"],
    },
    Log {
        table: "account_events",
        stream: "subject_id",
        number: "sequence",
        columns: &[
            ("id", Id),
            ("subject", Word("team")),
            ("kind", Text),
            ("recorded_at", Instant),
            ("recorded_by", Id),
            ("details", Json),
            ("previous_hash", Text),
            ("hash", Text),
        ],
        head: ["account_heads", "subject_id", "last_event", "last_event_hash"],
    },
];
