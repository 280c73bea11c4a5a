-- Proving who one is: sessions that are refreshed, tries that are counted, devices that are known, second factors.

-- How sure the session is, how long it may live at most, and from where it was opened (a network, never an address).
ALTER TABLE sessions ADD COLUMN authenticated_at timestamptz;
ALTER TABLE sessions ADD COLUMN ends_at_latest timestamptz;
ALTER TABLE sessions ADD COLUMN how text NOT NULL DEFAULT 'password' CHECK (how IN ('password', 'password_and_code', 'password_and_recovery_code', 'single_sign_on'));
ALTER TABLE sessions ADD COLUMN second_factor_at timestamptz;
ALTER TABLE sessions ADD COLUMN network text;
UPDATE sessions SET authenticated_at = started_at, ends_at_latest = expires_at;
ALTER TABLE sessions ALTER COLUMN authenticated_at SET NOT NULL;
ALTER TABLE sessions ALTER COLUMN ends_at_latest SET NOT NULL;

-- Only digests are kept. A token that is spent names what was given for it; one without a successor was replaced.
CREATE TABLE refresh_tokens (
    digest text NOT NULL PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id),
    issued_at timestamptz NOT NULL,
    spent_at timestamptz,
    retried_at timestamptz,
    successor text
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

-- Tries to prove who one is, keyed by a digest of what they count for, so that no address is collected.
DROP TABLE sign_in_failures;
CREATE TABLE sign_in_tries (
    key text NOT NULL PRIMARY KEY,
    -- Whether the count is kept for months (until a reset or a good try) or forgotten after a quiet day.
    lasting boolean NOT NULL,
    failures bigint NOT NULL,
    window_started_at timestamptz NOT NULL,
    blocked_until timestamptz,
    last_at timestamptz NOT NULL
);
CREATE INDEX sign_in_tries_last ON sign_in_tries (last_at);

-- Devices on which somebody has signed in before: they are counted apart from strangers.
CREATE TABLE known_devices (
    id uuid NOT NULL PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    digest text NOT NULL UNIQUE,
    first_used_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL
);
CREATE INDEX known_devices_user ON known_devices (user_id, last_used_at);

-- The password was right, the second factor is due.
CREATE TABLE sign_in_challenges (
    digest text NOT NULL PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    device_id uuid,
    network text,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    spent_at timestamptz
);
CREATE INDEX sign_in_challenges_user ON sign_in_challenges (user_id);
CREATE INDEX sign_in_challenges_expiry ON sign_in_challenges (expires_at);

-- The seed is sealed with a key that is not in the database. last_step: the last time step whose code was used.
CREATE TABLE second_factors (
    user_id uuid NOT NULL PRIMARY KEY REFERENCES users (id),
    sealed_seed text NOT NULL,
    made_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    last_step bigint
);

CREATE TABLE recovery_codes (
    digest text NOT NULL PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    spent_at timestamptz
);
CREATE INDEX recovery_codes_user ON recovery_codes (user_id);

-- The one-time secret with which the first administrator is made.
CREATE TABLE first_administrator_secrets (
    digest text NOT NULL PRIMARY KEY,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
