-- Files of evidence: what is known of them. Their bytes lie in a place of their own, under the same ids.
CREATE TABLE attachments (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (kind IN ('school_report', 'medical', 'professional_report', 'childs_views', 'other')),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    received_at timestamptz NOT NULL,
    given_by uuid NOT NULL REFERENCES users (id),
    -- The member of the family in whose place a helper gave it.
    on_behalf_of uuid REFERENCES users (id),
    -- The setting for which somebody gave it.
    education_setting_id uuid REFERENCES education_settings (id),
    scanned_at timestamptz,
    scanned_by TEXT,
    shared_with_family boolean NOT NULL,
    shared_with_advisers boolean NOT NULL,
    -- Somebody has looked that nothing inside tells where anybody lives or learns.
    tells_no_whereabouts boolean NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by uuid REFERENCES users (id),
    withdraw_reason TEXT,
    version bigint NOT NULL,
    CHECK ((scanned_at IS NULL) = (scanned_by IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL))
);
CREATE INDEX attachments_case ON attachments (case_id);
CREATE INDEX attachments_given_by ON attachments (given_by, received_at);
CREATE INDEX attachments_on_behalf_of ON attachments (on_behalf_of);
CREATE INDEX attachments_setting ON attachments (education_setting_id);
CREATE INDEX attachments_withdrawn_by ON attachments (withdrawn_by);

-- From whom of those who would see it a file is kept.
CREATE TABLE attachment_kept_from (
    attachment_id uuid NOT NULL REFERENCES attachments (id),
    user_id uuid NOT NULL REFERENCES users (id),
    PRIMARY KEY (attachment_id, user_id)
);
CREATE INDEX attachment_kept_from_user ON attachment_kept_from (user_id);
