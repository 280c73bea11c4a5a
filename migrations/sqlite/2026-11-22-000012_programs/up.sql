-- Programs: what each may do, their keys, and the sessions that a key opens. Nothing has used the two tables that go.

-- All that a program may do, by the names of the table of access.
DROP TABLE service_grants;
CREATE TABLE service_actions (
    user_id BLOB NOT NULL REFERENCES users (id),
    action TEXT NOT NULL,
    PRIMARY KEY (user_id, action)
) STRICT;

-- A key is agreed to first, and its secret then drawn once by whoever asked for it: only its digest is kept.
DROP TABLE service_keys;
CREATE TABLE service_keys (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    digest TEXT UNIQUE,
    made_at INTEGER NOT NULL,
    made_by BLOB NOT NULL REFERENCES users (id),
    agreed_by BLOB REFERENCES users (id),
    expires_at INTEGER NOT NULL,
    drawn_at INTEGER,
    last_used_at INTEGER,
    ended_at INTEGER,
    CHECK (expires_at > made_at),
    CHECK ((drawn_at IS NULL) = (digest IS NULL))
) STRICT;
CREATE INDEX service_keys_user ON service_keys (user_id);
CREATE INDEX service_keys_made_by ON service_keys (made_by);
CREATE INDEX service_keys_agreed_by ON service_keys (agreed_by);

ALTER TABLE sessions ADD COLUMN opened_how TEXT NOT NULL DEFAULT 'password' CHECK (opened_how IN ('password', 'password_and_code', 'password_and_recovery_code', 'single_sign_on', 'service_key'));
UPDATE sessions SET opened_how = how;
ALTER TABLE sessions DROP COLUMN how;
ALTER TABLE sessions RENAME COLUMN opened_how TO how;
ALTER TABLE sessions ADD COLUMN service_key_id BLOB REFERENCES service_keys (id);
CREATE INDEX sessions_service_key ON sessions (service_key_id) WHERE service_key_id IS NOT NULL;
