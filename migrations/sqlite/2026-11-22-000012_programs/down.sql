DROP INDEX sessions_service_key;
ALTER TABLE sessions DROP COLUMN service_key_id;
-- Whoever goes back has no word for a program's session: it is over.
ALTER TABLE sessions ADD COLUMN opened_how TEXT NOT NULL DEFAULT 'password' CHECK (opened_how IN ('password', 'password_and_code', 'password_and_recovery_code', 'single_sign_on'));
UPDATE sessions SET ended_at = started_at WHERE how = 'service_key' AND ended_at IS NULL;
UPDATE sessions SET opened_how = how WHERE how <> 'service_key';
ALTER TABLE sessions DROP COLUMN how;
ALTER TABLE sessions RENAME COLUMN opened_how TO how;

DROP TABLE service_keys;
CREATE TABLE service_keys (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    digest TEXT NOT NULL UNIQUE,
    made_at INTEGER NOT NULL,
    made_by BLOB NOT NULL REFERENCES users (id),
    expires_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX service_keys_user ON service_keys (user_id);
CREATE INDEX service_keys_made_by ON service_keys (made_by);

DROP TABLE service_actions;
CREATE TABLE service_grants (
    user_id BLOB NOT NULL REFERENCES users (id),
    resource TEXT NOT NULL,
    operation TEXT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (user_id, resource, operation)
) STRICT;
