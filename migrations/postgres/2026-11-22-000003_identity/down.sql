DROP TABLE first_administrator_secrets;
DROP TABLE recovery_codes;
DROP TABLE second_factors;
DROP TABLE sign_in_challenges;
DROP TABLE known_devices;
DROP TABLE sign_in_tries;
CREATE TABLE sign_in_failures (
    email_digest text NOT NULL PRIMARY KEY,
    failures bigint NOT NULL,
    window_started_at timestamptz NOT NULL,
    blocked_until timestamptz
);
DROP TABLE refresh_tokens;
ALTER TABLE sessions DROP COLUMN network;
ALTER TABLE sessions DROP COLUMN second_factor_at;
ALTER TABLE sessions DROP COLUMN how;
ALTER TABLE sessions DROP COLUMN ends_at_latest;
ALTER TABLE sessions DROP COLUMN authenticated_at;
