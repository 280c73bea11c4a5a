-- Logs chained by hash, the log of each account, erasable salts, and the index behind "who looked".

-- What was logged before the chains began is kept as it was.
DROP TRIGGER read_log_no_change ON read_log;
DROP TRIGGER security_log_no_change ON security_log;
ALTER TABLE read_log RENAME TO read_log_unchained;
ALTER TABLE security_log RENAME TO security_log_unchained;
ALTER TABLE read_log_unchained RENAME CONSTRAINT read_log_pkey TO read_log_unchained_pkey;
ALTER TABLE read_log_unchained RENAME CONSTRAINT read_log_user_id_fkey TO read_log_unchained_user_id_fkey;
ALTER TABLE security_log_unchained RENAME CONSTRAINT security_log_pkey TO security_log_unchained_pkey;
ALTER TABLE security_log_unchained RENAME CONSTRAINT security_log_user_id_fkey TO security_log_unchained_user_id_fkey;
ALTER INDEX read_log_user RENAME TO read_log_unchained_user;
ALTER INDEX security_log_user RENAME TO security_log_unchained_user;
DROP INDEX security_log_at;
CREATE TRIGGER read_log_unchained_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON read_log_unchained FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER security_log_unchained_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON security_log_unchained FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One stream for each connection of a process that writes logs: nobody waits for anybody else's head.
CREATE TABLE log_streams (
    id uuid NOT NULL PRIMARY KEY,
    started_at timestamptz NOT NULL,
    reads bigint NOT NULL CHECK (reads >= 0),
    reads_hash TEXT NOT NULL,
    security bigint NOT NULL CHECK (security >= 0),
    security_hash TEXT NOT NULL
);

-- Who read personal data, of which cases, when, through which relationship and from where.
CREATE TABLE read_log (
    stream_id uuid NOT NULL REFERENCES log_streams (id),
    number bigint NOT NULL CHECK (number > 0),
    at timestamptz NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id),
    session_id uuid NOT NULL,
    operation TEXT NOT NULL,
    case_ids TEXT NOT NULL,
    purpose TEXT,
    -- A salted digest of the reason that the reader gave; reason and salt are in access_reasons.
    reason_digest TEXT,
    -- The network of the caller, never the whole address.
    network TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('shown', 'shown_again', 'exported')),
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (stream_id, number)
);
CREATE INDEX read_log_user ON read_log (user_id, at);

-- The rows of the read log by case. It follows from the read log and is written with it. It has no foreign key: checking
-- one would wait for whoever changes the case, and reads must not.
CREATE TABLE read_log_cases (
    case_id uuid NOT NULL,
    at timestamptz NOT NULL,
    stream_id uuid NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (case_id, at, stream_id, number)
);

-- Why somebody looked, in their own words.
CREATE TABLE access_reasons (
    stream_id uuid NOT NULL,
    number bigint NOT NULL,
    salt TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (stream_id, number)
);

-- Refusals, sign-ins and what else matters for the safety of the system.
CREATE TABLE security_log (
    stream_id uuid NOT NULL REFERENCES log_streams (id),
    number bigint NOT NULL CHECK (number > 0),
    at timestamptz NOT NULL,
    user_id uuid REFERENCES users (id),
    event TEXT NOT NULL,
    operation TEXT NOT NULL,
    subject TEXT,
    network TEXT,
    -- How often it happened: more than once in a row that sums up a flood.
    occurrences bigint NOT NULL CHECK (occurrences > 0),
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (stream_id, number)
);
CREATE INDEX security_log_user ON security_log (user_id, at);
CREATE INDEX security_log_at ON security_log (at);

-- The log of each account, team and setting. It holds ids and words, no texts.
CREATE TABLE account_heads (
    subject_id uuid NOT NULL PRIMARY KEY,
    last_event bigint NOT NULL CHECK (last_event >= 0),
    last_event_hash TEXT NOT NULL
);
CREATE TABLE account_events (
    subject_id uuid NOT NULL REFERENCES account_heads (subject_id),
    sequence bigint NOT NULL CHECK (sequence > 0),
    id uuid NOT NULL UNIQUE,
    subject TEXT NOT NULL CHECK (subject IN ('user', 'team', 'education_setting')),
    kind TEXT NOT NULL,
    recorded_at timestamptz NOT NULL,
    -- Nobody: it was done on the command line.
    recorded_by uuid REFERENCES users (id),
    details TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (subject_id, sequence)
);
CREATE INDEX account_events_recorded_by ON account_events (recorded_by);

-- The salts of the digests in events: without its salt a digest says nothing about the text. They can be erased.
CREATE TABLE event_salts (
    event_id uuid NOT NULL REFERENCES events (id),
    name TEXT NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 64),
    PRIMARY KEY (event_id, name)
);

CREATE TRIGGER read_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON read_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER security_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON security_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_events_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON account_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_streams_no_delete BEFORE DELETE OR TRUNCATE ON log_streams FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_heads_no_delete BEFORE DELETE OR TRUNCATE ON account_heads FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
