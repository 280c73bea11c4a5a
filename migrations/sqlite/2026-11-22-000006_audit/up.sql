-- Logs chained by hash, the log of each account, erasable salts, and the index behind "who looked".

-- What was logged before the chains began is kept as it was.
DROP TRIGGER read_log_no_update;
DROP TRIGGER read_log_no_delete;
DROP TRIGGER security_log_no_update;
DROP TRIGGER security_log_no_delete;
DROP INDEX read_log_user;
DROP INDEX security_log_user;
DROP INDEX security_log_at;
ALTER TABLE read_log RENAME TO read_log_unchained;
ALTER TABLE security_log RENAME TO security_log_unchained;
CREATE INDEX read_log_unchained_user ON read_log_unchained (user_id, at);
CREATE INDEX security_log_unchained_user ON security_log_unchained (user_id, at);
CREATE TRIGGER read_log_unchained_no_update BEFORE UPDATE ON read_log_unchained BEGIN SELECT RAISE(ABORT, 'read_log_unchained is append-only'); END;
CREATE TRIGGER read_log_unchained_no_delete BEFORE DELETE ON read_log_unchained BEGIN SELECT RAISE(ABORT, 'read_log_unchained is append-only'); END;
CREATE TRIGGER security_log_unchained_no_update BEFORE UPDATE ON security_log_unchained BEGIN SELECT RAISE(ABORT, 'security_log_unchained is append-only'); END;
CREATE TRIGGER security_log_unchained_no_delete BEFORE DELETE ON security_log_unchained BEGIN SELECT RAISE(ABORT, 'security_log_unchained is append-only'); END;

-- One stream for each connection of a process that writes logs: nobody waits for anybody else's head.
CREATE TABLE log_streams (
    id BLOB NOT NULL PRIMARY KEY,
    started_at INTEGER NOT NULL,
    reads INTEGER NOT NULL CHECK (reads >= 0),
    reads_hash TEXT NOT NULL,
    security INTEGER NOT NULL CHECK (security >= 0),
    security_hash TEXT NOT NULL
) STRICT;

-- Who read personal data, of which cases, when, through which relationship and from where.
CREATE TABLE read_log (
    stream_id BLOB NOT NULL REFERENCES log_streams (id),
    number INTEGER NOT NULL CHECK (number > 0),
    at INTEGER NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id),
    session_id BLOB NOT NULL,
    operation TEXT NOT NULL,
    case_ids TEXT NOT NULL CHECK (json_valid(case_ids)),
    purpose TEXT,
    -- A salted digest of the reason that the reader gave; reason and salt are in access_reasons.
    reason_digest TEXT,
    -- The network of the caller, never the whole address.
    network TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('shown', 'shown_again', 'exported')),
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (stream_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX read_log_user ON read_log (user_id, at);

-- The rows of the read log by case. It follows from the read log and is written with it. It has no foreign key: checking
-- one would wait for whoever changes the case, and reads must not.
CREATE TABLE read_log_cases (
    case_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    stream_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (case_id, at, stream_id, number)
) STRICT, WITHOUT ROWID;

-- Why somebody looked, in their own words.
CREATE TABLE access_reasons (
    stream_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    salt TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (stream_id, number)
) STRICT, WITHOUT ROWID;

-- Refusals, sign-ins and what else matters for the safety of the system.
CREATE TABLE security_log (
    stream_id BLOB NOT NULL REFERENCES log_streams (id),
    number INTEGER NOT NULL CHECK (number > 0),
    at INTEGER NOT NULL,
    user_id BLOB REFERENCES users (id),
    event TEXT NOT NULL,
    operation TEXT NOT NULL,
    subject TEXT,
    network TEXT,
    -- How often it happened: more than once in a row that sums up a flood.
    occurrences INTEGER NOT NULL CHECK (occurrences > 0),
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (stream_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX security_log_user ON security_log (user_id, at);
CREATE INDEX security_log_at ON security_log (at);

-- The log of each account, team and setting. It holds ids and words, no texts.
CREATE TABLE account_heads (
    subject_id BLOB NOT NULL PRIMARY KEY,
    last_event INTEGER NOT NULL CHECK (last_event >= 0),
    last_event_hash TEXT NOT NULL
) STRICT;
CREATE TABLE account_events (
    subject_id BLOB NOT NULL REFERENCES account_heads (subject_id),
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    id BLOB NOT NULL UNIQUE,
    subject TEXT NOT NULL CHECK (subject IN ('user', 'team', 'education_setting')),
    kind TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    -- Nobody: it was done on the command line.
    recorded_by BLOB REFERENCES users (id),
    details TEXT NOT NULL CHECK (json_valid(details)),
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (subject_id, sequence)
) STRICT;
CREATE INDEX account_events_recorded_by ON account_events (recorded_by);

-- The salts of the digests in events: without its salt a digest says nothing about the text. They can be erased.
CREATE TABLE event_salts (
    event_id BLOB NOT NULL REFERENCES events (id),
    name TEXT NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 64),
    PRIMARY KEY (event_id, name)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER read_log_no_update BEFORE UPDATE ON read_log BEGIN SELECT RAISE(ABORT, 'read_log is append-only'); END;
CREATE TRIGGER read_log_no_delete BEFORE DELETE ON read_log BEGIN SELECT RAISE(ABORT, 'read_log is append-only'); END;
CREATE TRIGGER security_log_no_update BEFORE UPDATE ON security_log BEGIN SELECT RAISE(ABORT, 'security_log is append-only'); END;
CREATE TRIGGER security_log_no_delete BEFORE DELETE ON security_log BEGIN SELECT RAISE(ABORT, 'security_log is append-only'); END;
CREATE TRIGGER account_events_no_update BEFORE UPDATE ON account_events BEGIN SELECT RAISE(ABORT, 'account_events is append-only'); END;
CREATE TRIGGER account_events_no_delete BEFORE DELETE ON account_events BEGIN SELECT RAISE(ABORT, 'account_events is append-only'); END;
CREATE TRIGGER log_streams_no_delete BEFORE DELETE ON log_streams BEGIN SELECT RAISE(ABORT, 'log_streams only grows'); END;
CREATE TRIGGER account_heads_no_delete BEFORE DELETE ON account_heads BEGIN SELECT RAISE(ABORT, 'account_heads only grows'); END;
