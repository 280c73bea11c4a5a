-- Messages to people, invitations, and what proves that somebody was sent a message.

-- Messages that are to be sent, written in the transaction of what they tell of. An ordinary table: its texts and
-- addresses can be erased.
CREATE TABLE outbox (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB REFERENCES cases (id),
    -- Somebody with an account, whose address is looked up when the message goes.
    user_id BLOB REFERENCES users (id),
    address TEXT,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'post')),
    template TEXT NOT NULL,
    subject TEXT NOT NULL,
    content TEXT NOT NULL,
    -- What the code in the text is for: it is made when the message goes, and only its digest is kept.
    code_purpose TEXT CHECK (code_purpose IN ('invitation', 'password_reset', 'email_change')),
    code_for BLOB,
    state TEXT NOT NULL CHECK (state IN ('queued', 'held', 'sending', 'sent', 'failed', 'cancelled')),
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    -- How often it was taken up again although it may have gone: a crash between sending and noting it.
    unsure INTEGER NOT NULL,
    lease BLOB,
    lease_until INTEGER,
    -- It was to be held while a sender had it: it is held when it comes back.
    to_hold INTEGER NOT NULL CHECK (to_hold IN (0, 1)),
    failure TEXT,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    version INTEGER NOT NULL,
    CHECK ((user_id IS NULL) <> (address IS NULL)),
    CHECK ((code_purpose IS NULL) = (code_for IS NULL)),
    CHECK ((state = 'sending') = (lease IS NOT NULL AND lease_until IS NOT NULL))
) STRICT;
CREATE INDEX outbox_case ON outbox (case_id);
CREATE INDEX outbox_user ON outbox (user_id);
CREATE INDEX outbox_code_for ON outbox (code_for) WHERE code_for IS NOT NULL;
CREATE INDEX outbox_due ON outbox (not_before, id) WHERE state = 'queued';
CREATE INDEX outbox_leases ON outbox (lease_until, id) WHERE state = 'sending';

-- Digests of the codes that were sent. A code is of use once, until it expires.
CREATE TABLE one_time_codes (
    digest TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'password_reset', 'email_change')),
    subject_id BLOB NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX one_time_codes_subject ON one_time_codes (subject_id);

-- Invitations to sign in with an account that was made for somebody and is closed until they accept. Whoever is linked
-- to a child also answers a question about the child.
CREATE TABLE invitations (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    child_id BLOB REFERENCES children (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'revoked')),
    -- Wrong answers to the question.
    failed_checks INTEGER NOT NULL,
    invited_by BLOB NOT NULL REFERENCES users (id),
    invited_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX invitations_user ON invitations (user_id);
CREATE UNIQUE INDEX invitations_open ON invitations (user_id) WHERE state = 'open';
CREATE INDEX invitations_child ON invitations (child_id);
CREATE INDEX invitations_invited_by ON invitations (invited_by);

-- Requests for a new password; kept for unknown addresses too, so that both take as long and are limited alike.
CREATE TABLE password_resets (
    id BLOB NOT NULL PRIMARY KEY,
    email_digest TEXT NOT NULL,
    user_id BLOB REFERENCES users (id),
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX password_resets_user ON password_resets (user_id);
CREATE INDEX password_resets_email ON password_resets (email_digest, asked_at);

-- New e-mail addresses that wait for proof.
CREATE TABLE email_changes (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    new_email TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX email_changes_user ON email_changes (user_id);

-- The secrets of programs: digests. Two may be live, so that one can take over from the other.
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

-- All that a program may do.
CREATE TABLE service_grants (
    user_id BLOB NOT NULL REFERENCES users (id),
    resource TEXT NOT NULL,
    operation TEXT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (user_id, resource, operation)
) STRICT;

-- Sign-ins under way at an identity provider: what must come back, once.
CREATE TABLE single_sign_on_starts (
    state_digest TEXT NOT NULL PRIMARY KEY,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX single_sign_on_starts_expiry ON single_sign_on_starts (expires_at);

-- Who somebody is to an identity provider.
CREATE TABLE single_sign_on_identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id),
    linked_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT;
CREATE INDEX single_sign_on_identities_user ON single_sign_on_identities (user_id);
