-- Messages to people, invitations, and what proves that somebody was sent a message.

-- Messages that are to be sent, written in the transaction of what they tell of. An ordinary table: its texts and
-- addresses can be erased.
CREATE TABLE outbox (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid REFERENCES cases (id),
    -- Somebody with an account, whose address is looked up when the message goes.
    user_id uuid REFERENCES users (id),
    address TEXT,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'post')),
    template TEXT NOT NULL,
    subject TEXT NOT NULL,
    content TEXT NOT NULL,
    -- What the code in the text is for: it is made when the message goes, and only its digest is kept.
    code_purpose TEXT CHECK (code_purpose IN ('invitation', 'password_reset', 'email_change')),
    code_for uuid,
    state TEXT NOT NULL CHECK (state IN ('queued', 'held', 'sending', 'sent', 'failed', 'cancelled')),
    not_before timestamptz NOT NULL,
    attempts bigint NOT NULL,
    -- How often it was taken up again although it may have gone: a crash between sending and noting it.
    unsure bigint NOT NULL,
    lease uuid,
    lease_until timestamptz,
    -- It was to be held while a sender had it: it is held when it comes back.
    to_hold boolean NOT NULL,
    failure TEXT,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    version bigint NOT NULL,
    CHECK ((user_id IS NULL) <> (address IS NULL)),
    CHECK ((code_purpose IS NULL) = (code_for IS NULL)),
    CHECK ((state = 'sending') = (lease IS NOT NULL AND lease_until IS NOT NULL))
);
CREATE INDEX outbox_case ON outbox (case_id);
CREATE INDEX outbox_user ON outbox (user_id);
CREATE INDEX outbox_due ON outbox (not_before, id) WHERE state = 'queued';
CREATE INDEX outbox_leases ON outbox (lease_until, id) WHERE state = 'sending';

-- Digests of the codes that were sent. A code is of use once, until it expires.
CREATE TABLE one_time_codes (
    digest TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'password_reset', 'email_change')),
    subject_id uuid NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX one_time_codes_subject ON one_time_codes (subject_id);
