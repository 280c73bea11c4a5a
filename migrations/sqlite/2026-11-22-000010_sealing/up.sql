-- An adoption seals what was recorded before it. Somebody may open it for a time when another agrees.
ALTER TABLE cases ADD COLUMN sealed_until INTEGER;
UPDATE cases SET sealed_until =
    (SELECT max(recorded_at) FROM sealed_identities WHERE sealed_identities.child_id = cases.child_id);

CREATE TABLE sealed_openings (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    agreed_by BLOB REFERENCES users (id),
    CHECK (ends_at > opened_at),
    CHECK (agreed_by <> user_id)
) STRICT;
CREATE INDEX sealed_openings_case ON sealed_openings (case_id);
CREATE INDEX sealed_openings_user ON sealed_openings (user_id, case_id);
CREATE INDEX sealed_openings_agreed_by ON sealed_openings (agreed_by);
