-- Every relationship keeps its history: a period for each row, an end with its reason, and rows that were recorded by
-- mistake or sealed by an adoption (annulled), which give nothing whatever their days.
ALTER TABLE parent_links
    ADD COLUMN annulled boolean NOT NULL DEFAULT false,
    ADD COLUMN ended_at timestamptz,
    ADD COLUMN ended_by uuid REFERENCES users (id),
    ADD COLUMN end_reason TEXT,
    DROP CONSTRAINT parent_links_child_id_user_id_key;
UPDATE parent_links SET annulled = true WHERE until_on < from_on;
ALTER TABLE parent_links
    ADD CHECK (annulled OR until_on >= from_on),
    ADD CHECK ((ended_at IS NULL) = (end_reason IS NULL));
CREATE UNIQUE INDEX parent_links_period ON parent_links (child_id, user_id, from_on) WHERE NOT annulled;
CREATE INDEX parent_links_child ON parent_links (child_id, user_id);
CREATE INDEX parent_links_ended_by ON parent_links (ended_by);

ALTER TABLE enrolments
    -- Registered at another setting too, so that neither place ends the other.
    ADD COLUMN dual_registration boolean NOT NULL DEFAULT false,
    ADD COLUMN annulled boolean NOT NULL DEFAULT false,
    ADD COLUMN ended_at timestamptz,
    ADD COLUMN ended_by uuid REFERENCES users (id),
    ADD COLUMN end_reason TEXT,
    -- The later place because of which it ended, and its last day before that. It is named before it is
    -- written, so that no key can point to it.
    ADD COLUMN ended_for uuid,
    ADD COLUMN until_before date,
    DROP CONSTRAINT enrolments_child_id_education_setting_id_from_on_key;
UPDATE enrolments SET annulled = true WHERE until_on < from_on;
ALTER TABLE enrolments
    ADD CHECK (annulled OR until_on >= from_on),
    ADD CHECK ((ended_at IS NULL) = (end_reason IS NULL));
CREATE UNIQUE INDEX enrolments_period ON enrolments (child_id, education_setting_id, from_on) WHERE NOT annulled;
CREATE INDEX enrolments_child ON enrolments (child_id);
CREATE INDEX enrolments_ended_by ON enrolments (ended_by);

ALTER TABLE hand_overs
    ALTER COLUMN recorded_by DROP NOT NULL,
    ADD COLUMN annulled boolean NOT NULL DEFAULT false,
    ADD COLUMN ended_at timestamptz,
    ADD COLUMN ended_by uuid REFERENCES users (id),
    ADD COLUMN end_reason TEXT,
    -- The later record because of which it ended, and its last day before that. It is named before it is
    -- written, so that no key can point to it.
    ADD COLUMN ended_for uuid,
    ADD COLUMN until_before date,
    DROP CONSTRAINT hand_overs_child_id_from_on_key;
-- Where the record and the young person's own link end on different days, the earlier day counts: it is the one that was
-- written last.
UPDATE hand_overs SET until_on = link.until_on
    FROM young_person_links AS link
    WHERE hand_overs.who_acts = 'young_person' AND link.child_id = hand_overs.child_id
        AND link.user_id = hand_overs.user_id
        AND link.until_on < coalesce(hand_overs.until_on, '9999-12-31');
-- A young person who was on record without such a record of their own has one now.
INSERT INTO hand_overs (id, child_id, who_acts, user_id, from_on, until_on, evidence, recorded_at, recorded_by)
    SELECT child_id, child_id, 'young_person', user_id, from_on, until_on, evidence, recorded_at, recorded_by
    FROM young_person_links AS link
    WHERE NOT EXISTS (
        SELECT 1 FROM hand_overs AS record
        WHERE record.child_id = link.child_id AND record.who_acts = 'young_person');
-- Records that overlapped end the day before the next one; those that ended before they began were never valid, and
-- shorten no other.
UPDATE hand_overs SET annulled = true WHERE until_on < from_on;
UPDATE hand_overs SET until_on = following.next_on - 1
    FROM (
        SELECT id, lead(from_on) OVER (PARTITION BY child_id ORDER BY from_on) AS next_on
        FROM hand_overs WHERE NOT annulled
    ) AS following
    WHERE following.id = hand_overs.id
        AND (hand_overs.until_on IS NULL OR hand_overs.until_on >= following.next_on)
        AND following.next_on IS NOT NULL;
ALTER TABLE hand_overs
    ADD CHECK (annulled OR until_on >= from_on),
    ADD CHECK ((ended_at IS NULL) = (end_reason IS NULL));
CREATE UNIQUE INDEX hand_overs_period ON hand_overs (child_id, from_on) WHERE NOT annulled;
CREATE UNIQUE INDEX hand_overs_open ON hand_overs (child_id) WHERE until_on IS NULL AND NOT annulled;
CREATE INDEX hand_overs_child ON hand_overs (child_id);
CREATE INDEX hand_overs_ended_by ON hand_overs (ended_by);

-- A row for each time during which a young person acts; its id is that of the record of who acts which it follows.
DROP TABLE young_person_links;
CREATE TABLE young_person_links (
    id uuid NOT NULL PRIMARY KEY,
    child_id uuid NOT NULL REFERENCES children (id),
    user_id uuid NOT NULL REFERENCES users (id),
    from_on date NOT NULL,
    until_on date,
    evidence TEXT NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid REFERENCES users (id),
    annulled boolean NOT NULL DEFAULT false,
    CHECK (annulled OR until_on >= from_on)
);
INSERT INTO young_person_links
    (id, child_id, user_id, from_on, until_on, evidence, recorded_at, recorded_by, annulled)
    SELECT id, child_id, user_id, from_on, until_on, evidence, recorded_at, recorded_by, annulled
    FROM hand_overs WHERE who_acts = 'young_person';
CREATE UNIQUE INDEX young_person_links_period ON young_person_links (child_id, from_on) WHERE NOT annulled;
CREATE UNIQUE INDEX young_person_links_open ON young_person_links (child_id) WHERE until_on IS NULL AND NOT annulled;
CREATE INDEX young_person_links_child ON young_person_links (child_id);
CREATE INDEX young_person_links_user ON young_person_links (user_id);
CREATE INDEX young_person_links_recorded_by ON young_person_links (recorded_by);
