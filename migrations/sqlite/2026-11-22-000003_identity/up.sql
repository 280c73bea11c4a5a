-- Proving who one is: sessions that are refreshed, tries that are counted, devices that are known, second factors.

-- How sure the session is, how long it may live at most, and from where it was opened (a network, never an address).
ALTER TABLE sessions ADD COLUMN authenticated_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN ends_at_latest INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN how TEXT NOT NULL DEFAULT 'password' CHECK (how IN ('password', 'password_and_code', 'password_and_recovery_code', 'single_sign_on'));
ALTER TABLE sessions ADD COLUMN second_factor_at INTEGER;
ALTER TABLE sessions ADD COLUMN network TEXT;
UPDATE sessions SET authenticated_at = started_at, ends_at_latest = expires_at;

-- Only digests are kept. A token that is spent names what was given for it; one without a successor was replaced.
CREATE TABLE refresh_tokens (
    digest TEXT NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    issued_at INTEGER NOT NULL,
    spent_at INTEGER,
    retried_at INTEGER,
    successor TEXT
) STRICT;
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

-- Tries to prove who one is, keyed by a digest of what they count for, so that no address is collected.
DROP TABLE sign_in_failures;
CREATE TABLE sign_in_tries (
    key TEXT NOT NULL PRIMARY KEY,
    -- Whether the count is kept for months (until a reset or a good try) or forgotten after a quiet day.
    lasting INTEGER NOT NULL CHECK (lasting IN (0, 1)),
    failures INTEGER NOT NULL,
    window_started_at INTEGER NOT NULL,
    blocked_until INTEGER,
    last_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_tries_last ON sign_in_tries (last_at);

-- Devices on which somebody has signed in before: they are counted apart from strangers.
CREATE TABLE known_devices (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    digest TEXT NOT NULL UNIQUE,
    first_used_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX known_devices_user ON known_devices (user_id, last_used_at);

-- The password was right, the second factor is due.
CREATE TABLE sign_in_challenges (
    digest TEXT NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    device_id BLOB,
    network TEXT,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    spent_at INTEGER
) STRICT;
CREATE INDEX sign_in_challenges_user ON sign_in_challenges (user_id);
CREATE INDEX sign_in_challenges_expiry ON sign_in_challenges (expires_at);

-- The seed is sealed with a key that is not in the database. last_step: the last time step whose code was used.
CREATE TABLE second_factors (
    user_id BLOB NOT NULL PRIMARY KEY REFERENCES users (id),
    sealed_seed TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    last_step INTEGER
) STRICT;

CREATE TABLE recovery_codes (
    digest TEXT NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    spent_at INTEGER
) STRICT;
CREATE INDEX recovery_codes_user ON recovery_codes (user_id);

-- The one-time secret with which the first administrator is made.
CREATE TABLE first_administrator_secrets (
    digest TEXT NOT NULL PRIMARY KEY,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
