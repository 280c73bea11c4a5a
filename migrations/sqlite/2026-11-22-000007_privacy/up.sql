-- How people are reached, and who must not learn it.

-- One version of how one person is reached: a child (or young person), or an adult. A change is a new row; the one
-- before it stays, superseded.
CREATE TABLE contacts (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB REFERENCES children (id),
    user_id BLOB REFERENCES users (id),
    address TEXT,
    postcode TEXT,
    telephone TEXT,
    email TEXT,
    preferred TEXT CHECK (preferred IN ('post', 'telephone', 'email')),
    day_telephone TEXT,
    day_email TEXT,
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    reason TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES users (id),
    superseded_at INTEGER,
    version INTEGER NOT NULL,
    CHECK ((child_id IS NULL) <> (user_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX contacts_of_child ON contacts (child_id, version);
CREATE UNIQUE INDEX contacts_of_user ON contacts (user_id, version);
CREATE INDEX contacts_recorded_by ON contacts (recorded_by);

-- From when until when, and why, nobody may learn where a person is. It is lifted by a row's end, never deleted.
CREATE TABLE contact_protections (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB REFERENCES children (id),
    user_id BLOB REFERENCES users (id),
    reason TEXT NOT NULL,
    hides_setting INTEGER NOT NULL CHECK (hides_setting IN (0, 1)),
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    until_on TEXT CHECK (until_on IS date(until_on)),
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES users (id),
    ended_at INTEGER,
    ended_by BLOB REFERENCES users (id),
    end_reason TEXT,
    CHECK ((child_id IS NULL) <> (user_id IS NULL))
) STRICT;
CREATE INDEX contact_protections_child ON contact_protections (child_id);
CREATE INDEX contact_protections_user ON contact_protections (user_id);
CREATE INDEX contact_protections_recorded_by ON contact_protections (recorded_by);
CREATE INDEX contact_protections_ended_by ON contact_protections (ended_by);

-- A change of contact details that somebody asked for. The officer who makes it records a new version.
CREATE TABLE contact_change_requests (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    user_id BLOB REFERENCES users (id),
    details TEXT NOT NULL,
    reason TEXT,
    asked_at INTEGER NOT NULL,
    asked_by BLOB NOT NULL REFERENCES users (id),
    decided_at INTEGER,
    decided_by BLOB REFERENCES users (id),
    made INTEGER CHECK (made IN (0, 1)),
    decision_reason TEXT
) STRICT;
CREATE INDEX contact_change_requests_case ON contact_change_requests (case_id);
CREATE INDEX contact_change_requests_user ON contact_change_requests (user_id);
CREATE INDEX contact_change_requests_asked_by ON contact_change_requests (asked_by);
CREATE INDEX contact_change_requests_decided_by ON contact_change_requests (decided_by);

-- What was on record of a child or an adult before it was corrected, by whom and why.
CREATE TABLE child_versions (
    child_id BLOB NOT NULL REFERENCES children (id),
    version INTEGER NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    born_on TEXT NOT NULL CHECK (born_on IS date(born_on)),
    upn TEXT,
    replaced_at INTEGER NOT NULL,
    replaced_by BLOB NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL,
    PRIMARY KEY (child_id, version)
) STRICT;
CREATE INDEX child_versions_replaced_by ON child_versions (replaced_by);

CREATE TABLE user_versions (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    display_name TEXT NOT NULL,
    replaced_at INTEGER NOT NULL,
    replaced_by BLOB NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX user_versions_user ON user_versions (user_id);
CREATE INDEX user_versions_replaced_by ON user_versions (replaced_by);

-- Statements of those who dispute what is on record: they stand beside it.
CREATE TABLE statements (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    about TEXT NOT NULL,
    content TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by BLOB NOT NULL REFERENCES users (id)
) STRICT;
CREATE INDEX statements_case ON statements (case_id);
CREATE INDEX statements_made_by ON statements (made_by);

-- Searching by date of birth and by a pupil number that waits to be matched.
CREATE INDEX children_born_on ON children (born_on);
CREATE INDEX children_claimed_upn ON children (claimed_upn);

-- What was decided about two children with one unique pupil number.
CREATE TABLE duplicate_decisions (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB NOT NULL REFERENCES children (id),
    other_child_id BLOB NOT NULL REFERENCES children (id),
    same_child INTEGER NOT NULL CHECK (same_child IN (0, 1)),
    reason TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    decided_by BLOB NOT NULL REFERENCES users (id)
) STRICT;
CREATE INDEX duplicate_decisions_child ON duplicate_decisions (child_id);
CREATE INDEX duplicate_decisions_other_child ON duplicate_decisions (other_child_id);
CREATE INDEX duplicate_decisions_decided_by ON duplicate_decisions (decided_by);

-- What was erased: ids only, so that it can be erased again after an older copy is brought back. No reference to the
-- subject, whose rows may be missing in such a copy.
CREATE TABLE erasures (
    subject_id BLOB NOT NULL PRIMARY KEY,
    is_adult INTEGER NOT NULL CHECK (is_adult IN (0, 1)),
    erased_at INTEGER NOT NULL,
    erased_by BLOB REFERENCES users (id),
    agreed_by BLOB REFERENCES users (id)
) STRICT;
CREATE INDEX erasures_erased_by ON erasures (erased_by);
CREATE INDEX erasures_agreed_by ON erasures (agreed_by);

-- Reasons for which a record is kept although its time is over.
CREATE TABLE legal_holds (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB NOT NULL REFERENCES children (id),
    reason TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    set_by BLOB NOT NULL REFERENCES users (id),
    lifted_at INTEGER,
    lifted_by BLOB REFERENCES users (id),
    lift_reason TEXT
) STRICT;
CREATE INDEX legal_holds_child ON legal_holds (child_id);
CREATE INDEX legal_holds_set_by ON legal_holds (set_by);
CREATE INDEX legal_holds_lifted_by ON legal_holds (lifted_by);
