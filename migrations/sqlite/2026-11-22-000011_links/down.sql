-- Back to one row for each relationship: of several periods the latest stays, and what was annulled goes.
CREATE TABLE old_young_person_links (
    child_id BLOB NOT NULL PRIMARY KEY REFERENCES children (id),
    user_id BLOB NOT NULL UNIQUE REFERENCES users (id),
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    evidence TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB REFERENCES users (id),
    until_on TEXT CHECK (until_on IS date(until_on))
) STRICT;
INSERT INTO old_young_person_links (child_id, user_id, from_on, evidence, recorded_at, recorded_by, until_on)
    SELECT child_id, user_id, from_on, evidence, recorded_at, recorded_by, until_on
    FROM young_person_links AS link
    WHERE NOT annulled AND NOT EXISTS (
        SELECT 1 FROM young_person_links AS later
        WHERE NOT later.annulled AND later.from_on > link.from_on
            AND (later.child_id = link.child_id OR later.user_id = link.user_id));
DROP TABLE young_person_links;
ALTER TABLE old_young_person_links RENAME TO young_person_links;
CREATE INDEX young_person_links_recorded_by ON young_person_links (recorded_by);

CREATE TABLE old_hand_overs (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB NOT NULL REFERENCES children (id),
    who_acts TEXT NOT NULL CHECK (who_acts IN ('young_person', 'representative', 'parent')),
    user_id BLOB REFERENCES users (id),
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    until_on TEXT CHECK (until_on IS date(until_on)),
    evidence TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES users (id),
    UNIQUE (child_id, from_on),
    CHECK ((who_acts = 'parent') = (user_id IS NULL))
) STRICT;
INSERT INTO old_hand_overs
    SELECT id, child_id, who_acts, user_id, from_on, until_on, evidence, recorded_at, recorded_by
    FROM hand_overs WHERE NOT annulled AND recorded_by IS NOT NULL;
DROP TABLE hand_overs;
ALTER TABLE old_hand_overs RENAME TO hand_overs;
CREATE INDEX hand_overs_user ON hand_overs (user_id);
CREATE INDEX hand_overs_recorded_by ON hand_overs (recorded_by);

CREATE TABLE old_enrolments (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB NOT NULL REFERENCES children (id),
    education_setting_id BLOB NOT NULL REFERENCES education_settings (id),
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    until_on TEXT CHECK (until_on IS date(until_on)),
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB REFERENCES users (id),
    UNIQUE (child_id, education_setting_id, from_on)
) STRICT;
INSERT INTO old_enrolments
    SELECT id, child_id, education_setting_id, from_on, until_on, recorded_at, recorded_by
    FROM enrolments WHERE NOT annulled;
DROP TABLE enrolments;
ALTER TABLE old_enrolments RENAME TO enrolments;
CREATE INDEX enrolments_setting ON enrolments (education_setting_id, child_id);
CREATE INDEX enrolments_recorded_by ON enrolments (recorded_by);

CREATE TABLE old_parent_links (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB NOT NULL REFERENCES children (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    parental_responsibility INTEGER NOT NULL CHECK (parental_responsibility IN (0, 1)),
    has_care INTEGER NOT NULL CHECK (has_care IN (0, 1)),
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    until_on TEXT CHECK (until_on IS date(until_on)),
    evidence TEXT NOT NULL,
    verified_at INTEGER,
    verified_by BLOB REFERENCES users (id),
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB REFERENCES users (id),
    UNIQUE (child_id, user_id)
) STRICT;
INSERT INTO old_parent_links
    SELECT id, child_id, user_id, parental_responsibility, has_care, from_on, until_on, evidence, verified_at, verified_by,
     recorded_at, recorded_by
    FROM parent_links AS link
    WHERE NOT annulled AND NOT EXISTS (
        SELECT 1 FROM parent_links AS later
        WHERE NOT later.annulled AND later.from_on > link.from_on
            AND later.child_id = link.child_id AND later.user_id = link.user_id);
DROP TABLE parent_links;
ALTER TABLE old_parent_links RENAME TO parent_links;
CREATE INDEX parent_links_user ON parent_links (user_id);
CREATE INDEX parent_links_verified_by ON parent_links (verified_by);
CREATE INDEX parent_links_recorded_by ON parent_links (recorded_by);
