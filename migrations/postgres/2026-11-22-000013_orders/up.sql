-- What keeps something from somebody begins at once and waits for a second person; it may name somebody who has no
-- account yet, and binds each account of that person when it appears.
ALTER TABLE limits ALTER COLUMN user_id DROP NOT NULL;
-- The name of somebody without an account.
ALTER TABLE limits ADD COLUMN adult_name text;
-- Nobody else has agreed yet: it ends at this moment by itself.
ALTER TABLE limits ADD COLUMN provisional_until timestamptz;
-- What a second person was asked.
ALTER TABLE limits ADD COLUMN approval_id uuid REFERENCES approvals (id);
ALTER TABLE limits ADD CONSTRAINT limits_somebody CHECK (user_id IS NOT NULL OR adult_name IS NOT NULL);
ALTER TABLE limits ADD CONSTRAINT limits_provisional CHECK (provisional_until IS NULL OR agreed_by IS NULL);
CREATE INDEX limits_approval ON limits (approval_id);

-- The addresses of somebody without an account, as far as they are known.
CREATE TABLE limit_addresses (
    limit_id uuid NOT NULL REFERENCES limits (id),
    email text NOT NULL,
    PRIMARY KEY (limit_id, email)
);
CREATE INDEX limit_addresses_email ON limit_addresses (email);

-- The accounts that appeared since: what is kept from the person is kept from each of them.
CREATE TABLE limit_people (
    limit_id uuid NOT NULL REFERENCES limits (id),
    user_id uuid NOT NULL REFERENCES users (id),
    PRIMARY KEY (limit_id, user_id)
);
CREATE INDEX limit_people_user ON limit_people (user_id);

ALTER TABLE restrictions ADD COLUMN provisional_until timestamptz;
ALTER TABLE restrictions ADD COLUMN approval_id uuid REFERENCES approvals (id);
CREATE INDEX restrictions_approval ON restrictions (approval_id);
-- The case's own flag follows: it is closed until this moment, or until it is opened.
ALTER TABLE cases ADD COLUMN restricted_until timestamptz;

-- On which terms the answer was given: whoever may no longer do the same on the same terms does not get it again.
ALTER TABLE idempotent_answers ADD COLUMN terms text;
