ALTER TABLE idempotent_answers DROP COLUMN terms;
ALTER TABLE cases DROP COLUMN restricted_until;
DROP INDEX restrictions_approval;
ALTER TABLE restrictions DROP COLUMN approval_id;
ALTER TABLE restrictions DROP COLUMN provisional_until;
DROP TABLE limit_people;
DROP TABLE limit_addresses;
CREATE TABLE new_limits (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB NOT NULL REFERENCES children (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    effect TEXT NOT NULL CHECK (effect IN ('bar', 'no_documents', 'no_whereabouts')),
    ground TEXT NOT NULL CHECK (ground IN ('prohibited_steps_order', 'non_molestation_order', 'child_arrangements_order', 'other_court_order', 'safety_decision', 'adoption')),
    from_at INTEGER NOT NULL,
    until_at INTEGER,
    evidence TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES users (id),
    agreed_by BLOB REFERENCES users (id),
    lifted_at INTEGER,
    lifted_by BLOB REFERENCES users (id),
    lift_agreed_by BLOB REFERENCES users (id),
    lift_reason TEXT,
    CHECK (until_at > from_at),
    CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
) STRICT;
INSERT INTO new_limits
    SELECT id, child_id, user_id, effect, ground, from_at, until_at, evidence, recorded_at, recorded_by, agreed_by, lifted_at,
     lifted_by, lift_agreed_by, lift_reason
    FROM limits WHERE user_id IS NOT NULL;
DROP TABLE limits;
ALTER TABLE new_limits RENAME TO limits;
CREATE INDEX limits_user ON limits (user_id, child_id);
CREATE INDEX limits_child ON limits (child_id);
CREATE INDEX limits_recorded_by ON limits (recorded_by);
CREATE INDEX limits_agreed_by ON limits (agreed_by);
CREATE INDEX limits_lifted_by ON limits (lifted_by);
CREATE INDEX limits_lift_agreed_by ON limits (lift_agreed_by);
