-- Files of evidence: what is known of them. Their bytes lie in a place of their own, under the same ids.
CREATE TABLE attachments (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (kind IN ('school_report', 'medical', 'professional_report', 'childs_views', 'other')),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    received_at INTEGER NOT NULL,
    given_by BLOB NOT NULL REFERENCES users (id),
    -- The member of the family in whose place a helper gave it.
    on_behalf_of BLOB REFERENCES users (id),
    -- The setting for which somebody gave it.
    education_setting_id BLOB REFERENCES education_settings (id),
    scanned_at INTEGER,
    scanned_by TEXT,
    shared_with_family INTEGER NOT NULL CHECK (shared_with_family IN (0, 1)),
    shared_with_advisers INTEGER NOT NULL CHECK (shared_with_advisers IN (0, 1)),
    -- Somebody has looked that nothing inside tells where anybody lives or learns.
    tells_no_whereabouts INTEGER NOT NULL CHECK (tells_no_whereabouts IN (0, 1)),
    withdrawn_at INTEGER,
    withdrawn_by BLOB REFERENCES users (id),
    withdraw_reason TEXT,
    version INTEGER NOT NULL,
    CHECK ((scanned_at IS NULL) = (scanned_by IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL))
) STRICT;
CREATE INDEX attachments_case ON attachments (case_id);
CREATE INDEX attachments_given_by ON attachments (given_by, received_at);
CREATE INDEX attachments_on_behalf_of ON attachments (on_behalf_of);
CREATE INDEX attachments_setting ON attachments (education_setting_id);
CREATE INDEX attachments_withdrawn_by ON attachments (withdrawn_by);

-- From whom of those who would see it a file is kept.
CREATE TABLE attachment_kept_from (
    attachment_id BLOB NOT NULL REFERENCES attachments (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    PRIMARY KEY (attachment_id, user_id)
) STRICT;
CREATE INDEX attachment_kept_from_user ON attachment_kept_from (user_id);
