-- Back to one row for each relationship: of several periods the latest stays, and what was annulled goes.
CREATE TEMPORARY TABLE latest_young_person_links AS
    SELECT child_id, user_id, from_on, evidence, recorded_at, recorded_by, until_on
    FROM young_person_links AS link
    WHERE NOT annulled AND NOT EXISTS (
        SELECT 1 FROM young_person_links AS later
        WHERE NOT later.annulled AND later.from_on > link.from_on
            AND (later.child_id = link.child_id OR later.user_id = link.user_id));
DROP TABLE young_person_links;
CREATE TABLE young_person_links (
    child_id uuid NOT NULL PRIMARY KEY REFERENCES children (id),
    user_id uuid NOT NULL UNIQUE REFERENCES users (id),
    from_on date NOT NULL,
    evidence TEXT NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid REFERENCES users (id),
    until_on date
);
INSERT INTO young_person_links SELECT * FROM latest_young_person_links;
DROP TABLE latest_young_person_links;
CREATE INDEX young_person_links_recorded_by ON young_person_links (recorded_by);

DELETE FROM hand_overs WHERE annulled OR recorded_by IS NULL;
DROP INDEX hand_overs_period, hand_overs_open, hand_overs_child;
ALTER TABLE hand_overs
    DROP COLUMN annulled,
    DROP COLUMN ended_at,
    DROP COLUMN ended_by,
    DROP COLUMN ended_for,
    DROP COLUMN until_before,
    DROP COLUMN end_reason,
    ALTER COLUMN recorded_by SET NOT NULL,
    ADD UNIQUE (child_id, from_on);

DELETE FROM enrolments WHERE annulled;
DROP INDEX enrolments_period, enrolments_child;
ALTER TABLE enrolments
    DROP COLUMN dual_registration,
    DROP COLUMN annulled,
    DROP COLUMN ended_at,
    DROP COLUMN ended_by,
    DROP COLUMN ended_for,
    DROP COLUMN until_before,
    DROP COLUMN end_reason,
    ADD UNIQUE (child_id, education_setting_id, from_on);

DELETE FROM parent_links AS link WHERE annulled OR EXISTS (
    SELECT 1 FROM parent_links AS later
    WHERE NOT later.annulled AND later.from_on > link.from_on
        AND later.child_id = link.child_id AND later.user_id = link.user_id);
DROP INDEX parent_links_period, parent_links_child;
ALTER TABLE parent_links
    DROP COLUMN annulled,
    DROP COLUMN ended_at,
    DROP COLUMN ended_by,
    DROP COLUMN end_reason,
    ADD UNIQUE (child_id, user_id);
