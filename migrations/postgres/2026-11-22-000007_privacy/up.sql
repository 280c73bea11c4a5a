-- How people are reached, and who must not learn it.

-- One version of how one person is reached: a child (or young person), or an adult. A change is a new row; the one
-- before it stays, superseded.
CREATE TABLE contacts (
    id uuid NOT NULL PRIMARY KEY,
    child_id uuid REFERENCES children (id),
    user_id uuid REFERENCES users (id),
    address TEXT,
    postcode TEXT,
    telephone TEXT,
    email TEXT,
    preferred TEXT CHECK (preferred IN ('post', 'telephone', 'email')),
    day_telephone TEXT,
    day_email TEXT,
    from_on date NOT NULL,
    reason TEXT,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id),
    superseded_at timestamptz,
    version bigint NOT NULL,
    CHECK ((child_id IS NULL) <> (user_id IS NULL))
);
CREATE UNIQUE INDEX contacts_of_child ON contacts (child_id, version);
CREATE UNIQUE INDEX contacts_of_user ON contacts (user_id, version);
CREATE INDEX contacts_recorded_by ON contacts (recorded_by);

-- From when until when, and why, nobody may learn where a person is. It is lifted by a row's end, never deleted.
CREATE TABLE contact_protections (
    id uuid NOT NULL PRIMARY KEY,
    child_id uuid REFERENCES children (id),
    user_id uuid REFERENCES users (id),
    reason TEXT NOT NULL,
    hides_setting boolean NOT NULL,
    from_on date NOT NULL,
    until_on date,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id),
    ended_at timestamptz,
    ended_by uuid REFERENCES users (id),
    end_reason TEXT,
    CHECK ((child_id IS NULL) <> (user_id IS NULL))
);
CREATE INDEX contact_protections_child ON contact_protections (child_id);
CREATE INDEX contact_protections_user ON contact_protections (user_id);
CREATE INDEX contact_protections_recorded_by ON contact_protections (recorded_by);
CREATE INDEX contact_protections_ended_by ON contact_protections (ended_by);

-- A change of contact details that somebody asked for. The officer who makes it records a new version.
CREATE TABLE contact_change_requests (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    user_id uuid REFERENCES users (id),
    details TEXT NOT NULL,
    reason TEXT,
    asked_at timestamptz NOT NULL,
    asked_by uuid NOT NULL REFERENCES users (id),
    decided_at timestamptz,
    decided_by uuid REFERENCES users (id),
    made boolean,
    decision_reason TEXT
);
CREATE INDEX contact_change_requests_case ON contact_change_requests (case_id);
CREATE INDEX contact_change_requests_user ON contact_change_requests (user_id);
CREATE INDEX contact_change_requests_asked_by ON contact_change_requests (asked_by);
CREATE INDEX contact_change_requests_decided_by ON contact_change_requests (decided_by);

-- What was on record of a child or an adult before it was corrected, by whom and why.
CREATE TABLE child_versions (
    child_id uuid NOT NULL REFERENCES children (id),
    version bigint NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    born_on date NOT NULL,
    upn TEXT,
    replaced_at timestamptz NOT NULL,
    replaced_by uuid NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL,
    PRIMARY KEY (child_id, version)
);
CREATE INDEX child_versions_replaced_by ON child_versions (replaced_by);

CREATE TABLE user_versions (
    id uuid NOT NULL PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    display_name TEXT NOT NULL,
    replaced_at timestamptz NOT NULL,
    replaced_by uuid NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL
);
CREATE INDEX user_versions_user ON user_versions (user_id);
CREATE INDEX user_versions_replaced_by ON user_versions (replaced_by);

-- Statements of those who dispute what is on record: they stand beside it.
CREATE TABLE statements (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    about TEXT NOT NULL,
    content TEXT NOT NULL,
    made_at timestamptz NOT NULL,
    made_by uuid NOT NULL REFERENCES users (id)
);
CREATE INDEX statements_case ON statements (case_id);
CREATE INDEX statements_made_by ON statements (made_by);

-- Searching by date of birth and by a pupil number that waits to be matched.
CREATE INDEX children_born_on ON children (born_on);
CREATE INDEX children_claimed_upn ON children (claimed_upn);

-- What was decided about two children with one unique pupil number.
CREATE TABLE duplicate_decisions (
    id uuid NOT NULL PRIMARY KEY,
    child_id uuid NOT NULL REFERENCES children (id),
    other_child_id uuid NOT NULL REFERENCES children (id),
    same_child boolean NOT NULL,
    reason TEXT NOT NULL,
    decided_at timestamptz NOT NULL,
    decided_by uuid NOT NULL REFERENCES users (id)
);
CREATE INDEX duplicate_decisions_child ON duplicate_decisions (child_id);
CREATE INDEX duplicate_decisions_other_child ON duplicate_decisions (other_child_id);
CREATE INDEX duplicate_decisions_decided_by ON duplicate_decisions (decided_by);

-- What was erased: ids only, so that it can be erased again after an older copy is brought back. No reference to the
-- subject, whose rows may be missing in such a copy.
CREATE TABLE erasures (
    subject_id uuid NOT NULL PRIMARY KEY,
    is_adult boolean NOT NULL,
    erased_at timestamptz NOT NULL,
    erased_by uuid REFERENCES users (id),
    agreed_by uuid REFERENCES users (id)
);
CREATE INDEX erasures_erased_by ON erasures (erased_by);
CREATE INDEX erasures_agreed_by ON erasures (agreed_by);

-- Reasons for which a record is kept although its time is over.
CREATE TABLE legal_holds (
    id uuid NOT NULL PRIMARY KEY,
    child_id uuid NOT NULL REFERENCES children (id),
    reason TEXT NOT NULL,
    set_at timestamptz NOT NULL,
    set_by uuid NOT NULL REFERENCES users (id),
    lifted_at timestamptz,
    lifted_by uuid REFERENCES users (id),
    lift_reason TEXT
);
CREATE INDEX legal_holds_child ON legal_holds (child_id);
CREATE INDEX legal_holds_set_by ON legal_holds (set_by);
CREATE INDEX legal_holds_lifted_by ON legal_holds (lifted_by);
