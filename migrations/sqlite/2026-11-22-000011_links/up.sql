-- Every relationship keeps its history: a period for each row, an end with its reason, and rows that were recorded by
-- mistake or sealed by an adoption (annulled), which give nothing whatever their days.
CREATE TABLE new_parent_links (
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
    annulled INTEGER NOT NULL DEFAULT 0 CHECK (annulled IN (0, 1)),
    ended_at INTEGER,
    ended_by BLOB REFERENCES users (id),
    end_reason TEXT,
    CHECK (annulled OR until_on >= from_on),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) STRICT;
INSERT INTO new_parent_links
    (id, child_id, user_id, parental_responsibility, has_care, from_on, until_on, evidence, verified_at, verified_by,
     recorded_at, recorded_by, annulled)
    SELECT id, child_id, user_id, parental_responsibility, has_care, from_on, until_on, evidence, verified_at, verified_by,
     recorded_at, recorded_by, coalesce(until_on < from_on, 0)
    FROM parent_links;
DROP TABLE parent_links;
ALTER TABLE new_parent_links RENAME TO parent_links;
CREATE UNIQUE INDEX parent_links_period ON parent_links (child_id, user_id, from_on) WHERE NOT annulled;
CREATE INDEX parent_links_user ON parent_links (user_id);
CREATE INDEX parent_links_child ON parent_links (child_id, user_id);
CREATE INDEX parent_links_verified_by ON parent_links (verified_by);
CREATE INDEX parent_links_recorded_by ON parent_links (recorded_by);
CREATE INDEX parent_links_ended_by ON parent_links (ended_by);

CREATE TABLE new_enrolments (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB NOT NULL REFERENCES children (id),
    education_setting_id BLOB NOT NULL REFERENCES education_settings (id),
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    until_on TEXT CHECK (until_on IS date(until_on)),
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB REFERENCES users (id),
    -- Registered at another setting too, so that neither place ends the other.
    dual_registration INTEGER NOT NULL DEFAULT 0 CHECK (dual_registration IN (0, 1)),
    annulled INTEGER NOT NULL DEFAULT 0 CHECK (annulled IN (0, 1)),
    ended_at INTEGER,
    ended_by BLOB REFERENCES users (id),
    end_reason TEXT,
    -- The later place because of which it ended, and its last day before that. It is named before it is
    -- written, so that no key can point to it.
    ended_for BLOB,
    until_before TEXT CHECK (until_before IS date(until_before)),
    CHECK (annulled OR until_on >= from_on),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) STRICT;
INSERT INTO new_enrolments
    (id, child_id, education_setting_id, from_on, until_on, recorded_at, recorded_by, annulled)
    SELECT id, child_id, education_setting_id, from_on, until_on, recorded_at, recorded_by,
     coalesce(until_on < from_on, 0)
    FROM enrolments;
DROP TABLE enrolments;
ALTER TABLE new_enrolments RENAME TO enrolments;
CREATE UNIQUE INDEX enrolments_period ON enrolments (child_id, education_setting_id, from_on) WHERE NOT annulled;
CREATE INDEX enrolments_setting ON enrolments (education_setting_id, child_id);
CREATE INDEX enrolments_child ON enrolments (child_id);
CREATE INDEX enrolments_recorded_by ON enrolments (recorded_by);
CREATE INDEX enrolments_ended_by ON enrolments (ended_by);

CREATE TABLE new_hand_overs (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB NOT NULL REFERENCES children (id),
    who_acts TEXT NOT NULL CHECK (who_acts IN ('young_person', 'representative', 'parent')),
    -- The young person or the representative; a parent acts through the parent's own link.
    user_id BLOB REFERENCES users (id),
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    until_on TEXT CHECK (until_on IS date(until_on)),
    evidence TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB REFERENCES users (id),
    annulled INTEGER NOT NULL DEFAULT 0 CHECK (annulled IN (0, 1)),
    ended_at INTEGER,
    ended_by BLOB REFERENCES users (id),
    end_reason TEXT,
    -- The later record because of which it ended, and its last day before that. It is named before it is
    -- written, so that no key can point to it.
    ended_for BLOB,
    until_before TEXT CHECK (until_before IS date(until_before)),
    CHECK ((who_acts = 'parent') = (user_id IS NULL)),
    CHECK (annulled OR until_on >= from_on),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) STRICT;
-- Records that overlapped end the day before the next one; those that ended before they began were never valid, and
-- shorten no other. A young person who was on record without such a record of their own has one now. Where the record and
-- the young person's own link end on different days, the earlier day counts: it is the one that was written last.
INSERT INTO new_hand_overs
    (id, child_id, who_acts, user_id, from_on, until_on, evidence, recorded_at, recorded_by, annulled)
    SELECT id, child_id, who_acts, user_id, from_on,
     CASE WHEN void OR next_on IS NULL OR until_on < next_on THEN until_on ELSE date(next_on, '-1 day') END,
     evidence, recorded_at, recorded_by, void
    FROM (SELECT *, lead(from_on) OVER (PARTITION BY child_id, void ORDER BY from_on) AS next_on FROM (
        SELECT *, coalesce(until_on < from_on, 0) AS void FROM (
            SELECT record.id, record.child_id, record.who_acts, record.user_id, record.from_on,
             CASE WHEN link.until_on < coalesce(record.until_on, '9999-12-31') THEN link.until_on
                ELSE record.until_on END AS until_on,
             record.evidence, record.recorded_at, record.recorded_by
            FROM hand_overs AS record LEFT JOIN young_person_links AS link
                ON record.who_acts = 'young_person' AND link.child_id = record.child_id
                    AND link.user_id = record.user_id
            UNION ALL
            SELECT child_id, child_id, 'young_person', user_id, from_on, until_on, evidence, recorded_at, recorded_by
            FROM young_person_links AS link
            WHERE NOT EXISTS (
                SELECT 1 FROM hand_overs AS record
                WHERE record.child_id = link.child_id AND record.who_acts = 'young_person'))));
DROP TABLE hand_overs;
ALTER TABLE new_hand_overs RENAME TO hand_overs;
CREATE UNIQUE INDEX hand_overs_period ON hand_overs (child_id, from_on) WHERE NOT annulled;
CREATE UNIQUE INDEX hand_overs_open ON hand_overs (child_id) WHERE until_on IS NULL AND NOT annulled;
CREATE INDEX hand_overs_child ON hand_overs (child_id);
CREATE INDEX hand_overs_user ON hand_overs (user_id);
CREATE INDEX hand_overs_recorded_by ON hand_overs (recorded_by);
CREATE INDEX hand_overs_ended_by ON hand_overs (ended_by);

-- A row for each time during which a young person acts; its id is that of the record of who acts which it follows.
CREATE TABLE new_young_person_links (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB NOT NULL REFERENCES children (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    until_on TEXT CHECK (until_on IS date(until_on)),
    evidence TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB REFERENCES users (id),
    annulled INTEGER NOT NULL DEFAULT 0 CHECK (annulled IN (0, 1)),
    CHECK (annulled OR until_on >= from_on)
) STRICT;
INSERT INTO new_young_person_links
    (id, child_id, user_id, from_on, until_on, evidence, recorded_at, recorded_by, annulled)
    SELECT id, child_id, user_id, from_on, until_on, evidence, recorded_at, recorded_by, annulled
    FROM hand_overs WHERE who_acts = 'young_person';
DROP TABLE young_person_links;
ALTER TABLE new_young_person_links RENAME TO young_person_links;
CREATE UNIQUE INDEX young_person_links_period ON young_person_links (child_id, from_on) WHERE NOT annulled;
CREATE UNIQUE INDEX young_person_links_open ON young_person_links (child_id) WHERE until_on IS NULL AND NOT annulled;
CREATE INDEX young_person_links_child ON young_person_links (child_id);
CREATE INDEX young_person_links_user ON young_person_links (user_id);
CREATE INDEX young_person_links_recorded_by ON young_person_links (recorded_by);
