-- How long this authority keeps what, where it differs from what the program brings along.
CREATE TABLE retention_rules (
    record_type TEXT NOT NULL PRIMARY KEY CHECK (record_type IN ('case_with_plan', 'case_without_plan', 'child_without_case', 'earlier_contacts', 'sent_messages')),
    counted_from TEXT NOT NULL CHECK (counted_from IN ('birth', 'closure', 'superseded', 'sent')),
    years INTEGER NOT NULL CHECK (years BETWEEN 1 AND 110),
    source TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by BLOB NOT NULL REFERENCES users (id),
    agreed_by BLOB REFERENCES users (id),
    version INTEGER NOT NULL CHECK (version > 0)
) STRICT;
CREATE INDEX retention_rules_changed_by ON retention_rules (changed_by);
CREATE INDEX retention_rules_agreed_by ON retention_rules (agreed_by);
