-- What keeps something from somebody begins at once and waits for a second person; it may name somebody who has no
-- account yet, and binds each account of that person when it appears.
CREATE TABLE new_limits (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB NOT NULL REFERENCES children (id),
    user_id BLOB REFERENCES users (id),
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
    -- The name of somebody without an account.
    adult_name TEXT,
    -- Nobody else has agreed yet: it ends at this moment by itself.
    provisional_until INTEGER,
    -- What a second person was asked.
    approval_id BLOB REFERENCES approvals (id),
    CHECK (until_at > from_at),
    CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
    CHECK (user_id IS NOT NULL OR adult_name IS NOT NULL),
    CHECK (provisional_until IS NULL OR agreed_by IS NULL)
) STRICT;
INSERT INTO new_limits
    (id, child_id, user_id, effect, ground, from_at, until_at, evidence, recorded_at, recorded_by, agreed_by, lifted_at,
     lifted_by, lift_agreed_by, lift_reason)
    SELECT id, child_id, user_id, effect, ground, from_at, until_at, evidence, recorded_at, recorded_by, agreed_by, lifted_at,
     lifted_by, lift_agreed_by, lift_reason
    FROM limits;
DROP TABLE limits;
ALTER TABLE new_limits RENAME TO limits;
CREATE INDEX limits_user ON limits (user_id, child_id);
CREATE INDEX limits_child ON limits (child_id);
CREATE INDEX limits_recorded_by ON limits (recorded_by);
CREATE INDEX limits_agreed_by ON limits (agreed_by);
CREATE INDEX limits_lifted_by ON limits (lifted_by);
CREATE INDEX limits_lift_agreed_by ON limits (lift_agreed_by);
CREATE INDEX limits_approval ON limits (approval_id);

-- The addresses of somebody without an account, as far as they are known.
CREATE TABLE limit_addresses (
    limit_id BLOB NOT NULL REFERENCES limits (id),
    email TEXT NOT NULL,
    PRIMARY KEY (limit_id, email)
) STRICT;
CREATE INDEX limit_addresses_email ON limit_addresses (email);

-- The accounts that appeared since: what is kept from the person is kept from each of them.
CREATE TABLE limit_people (
    limit_id BLOB NOT NULL REFERENCES limits (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    PRIMARY KEY (limit_id, user_id)
) STRICT;
CREATE INDEX limit_people_user ON limit_people (user_id);

ALTER TABLE restrictions ADD COLUMN provisional_until INTEGER;
ALTER TABLE restrictions ADD COLUMN approval_id BLOB REFERENCES approvals (id);
CREATE INDEX restrictions_approval ON restrictions (approval_id);
-- The case's own flag follows: it is closed until this moment, or until it is opened.
ALTER TABLE cases ADD COLUMN restricted_until INTEGER;

-- On which terms the answer was given: whoever may no longer do the same on the same terms does not get it again.
ALTER TABLE idempotent_answers ADD COLUMN terms TEXT;
