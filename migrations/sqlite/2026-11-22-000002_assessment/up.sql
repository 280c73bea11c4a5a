-- The first road: people and their relationships, cases, the assessment, its clock and its log.

CREATE TABLE teams (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    area TEXT NOT NULL,
    duty_line TEXT NOT NULL,
    duty_email TEXT NOT NULL,
    takes_new_cases INTEGER NOT NULL CHECK (takes_new_cases IN (0, 1))
) STRICT;

CREATE TABLE education_settings (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('early_years', 'mainstream_school', 'resourced_provision', 'special_school', 'alternative_provision', 'further_education', 'independent')),
    urn TEXT UNIQUE,
    town TEXT NOT NULL,
    team_id BLOB REFERENCES teams (id)
) STRICT;
CREATE INDEX education_settings_team ON education_settings (team_id);

-- People who sign in. Passwords are argon2id hashes.
CREATE TABLE users (
    id BLOB NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('parent', 'young_person', 'school', 'adviser', 'officer', 'reviewer', 'panel_manager', 'customer_service', 'quality_auditor', 'manager', 'information_governance', 'admin', 'service')),
    education_setting_id BLOB REFERENCES education_settings (id),
    password_hash TEXT NOT NULL,
    disabled_at INTEGER,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX users_education_setting ON users (education_setting_id);

-- Failed sign-ins, kept where a restart does not lose them; keyed by a digest, so that unknown addresses count too.
CREATE TABLE sign_in_failures (
    email_digest TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    window_started_at INTEGER NOT NULL,
    blocked_until INTEGER
) STRICT;

CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    started_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE team_members (
    user_id BLOB NOT NULL REFERENCES users (id),
    team_id BLOB NOT NULL REFERENCES teams (id),
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    until_on TEXT CHECK (until_on IS date(until_on)),
    PRIMARY KEY (user_id, team_id, from_on)
) STRICT;
CREATE INDEX team_members_team ON team_members (team_id);

CREATE TABLE children (
    id BLOB NOT NULL PRIMARY KEY,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    born_on TEXT NOT NULL CHECK (born_on IS date(born_on)),
    upn TEXT UNIQUE,
    -- A number that somebody gave and that another child already has: staff must match it.
    claimed_upn TEXT,
    -- The day from which the rights of the law are the young person's.
    young_person_from TEXT NOT NULL CHECK (young_person_from IS date(young_person_from)),
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB REFERENCES users (id),
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX children_recorded_by ON children (recorded_by);

-- An adult's link to a child: parental responsibility and care are facts of their own. Unverified links give no access.
CREATE TABLE parent_links (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB NOT NULL REFERENCES children (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    parental_responsibility INTEGER NOT NULL CHECK (parental_responsibility IN (0, 1)),
    has_care INTEGER NOT NULL CHECK (has_care IN (0, 1)),
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    until_on TEXT CHECK (until_on IS date(until_on)),
    evidence TEXT NOT NULL,
    verified_at INTEGER,
    verified_by BLOB REFERENCES users (id),
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB REFERENCES users (id),
    UNIQUE (child_id, user_id)
) STRICT;
CREATE INDEX parent_links_user ON parent_links (user_id);
CREATE INDEX parent_links_verified_by ON parent_links (verified_by);
CREATE INDEX parent_links_recorded_by ON parent_links (recorded_by);

CREATE TABLE young_person_links (
    child_id BLOB NOT NULL PRIMARY KEY REFERENCES children (id),
    user_id BLOB NOT NULL UNIQUE REFERENCES users (id),
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    evidence TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB REFERENCES users (id)
) STRICT;
CREATE INDEX young_person_links_recorded_by ON young_person_links (recorded_by);

CREATE TABLE enrolments (
    id BLOB NOT NULL PRIMARY KEY,
    child_id BLOB NOT NULL REFERENCES children (id),
    education_setting_id BLOB NOT NULL REFERENCES education_settings (id),
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    until_on TEXT CHECK (until_on IS date(until_on)),
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB REFERENCES users (id),
    UNIQUE (child_id, education_setting_id, from_on)
) STRICT;
CREATE INDEX enrolments_setting ON enrolments (education_setting_id, child_id);
CREATE INDEX enrolments_recorded_by ON enrolments (recorded_by);

CREATE TABLE case_numbers (
    year INTEGER NOT NULL PRIMARY KEY,
    last_number INTEGER NOT NULL
) STRICT;

-- One child's record for life.
CREATE TABLE cases (
    id BLOB NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    child_id BLOB NOT NULL UNIQUE REFERENCES children (id),
    team_id BLOB REFERENCES teams (id),
    officer_id BLOB REFERENCES users (id),
    stage TEXT NOT NULL CHECK (stage IN ('deciding_whether_to_assess', 'not_assessed', 'assessing', 'plan_not_issued', 'writing_draft', 'draft_with_family', 'plan_issued')),
    assessment_id BLOB NOT NULL,
    -- The first statutory day that is still open, so that work lists read an index; 9999-12-31 when there is none.
    next_due_on TEXT NOT NULL CHECK (next_due_on IS date(next_due_on)),
    next_rule TEXT,
    restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)),
    opened_at INTEGER NOT NULL,
    last_event INTEGER NOT NULL,
    last_event_hash TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_team_due ON cases (team_id, next_due_on, id);
CREATE INDEX cases_officer_due ON cases (officer_id, next_due_on, id);
CREATE INDEX cases_due ON cases (next_due_on, id);
CREATE INDEX cases_stage_due ON cases (stage, next_due_on, id);
CREATE INDEX cases_assessment ON cases (assessment_id);

CREATE TABLE assessments (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL,
    opened_on TEXT NOT NULL CHECK (opened_on IS date(opened_on)),
    UNIQUE (case_id, number)
) STRICT;

CREATE TABLE requests (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    assessment_id BLOB NOT NULL REFERENCES assessments (id),
    source TEXT NOT NULL CHECK (source IN ('parent', 'young_person', 'setting', 'brought_to_attention')),
    education_setting_id BLOB REFERENCES education_settings (id),
    received_on TEXT NOT NULL CHECK (received_on IS date(received_on)),
    reasons TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES users (id)
) STRICT;
CREATE INDEX requests_case ON requests (case_id);
CREATE INDEX requests_assessment ON requests (assessment_id);
CREATE INDEX requests_setting ON requests (education_setting_id);
CREATE INDEX requests_recorded_by ON requests (recorded_by);

CREATE TABLE advice_requests (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    assessment_id BLOB NOT NULL REFERENCES assessments (id),
    kind TEXT NOT NULL CHECK (kind IN ('family', 'education', 'medical', 'psychological', 'social_care', 'other', 'preparation_for_adulthood', 'asked_for_by_family', 'sensory_impairment')),
    addressee TEXT NOT NULL,
    education_setting_id BLOB REFERENCES education_settings (id),
    adviser_id BLOB REFERENCES users (id),
    referral TEXT NOT NULL,
    sent_on TEXT NOT NULL CHECK (sent_on IS date(sent_on)),
    received_on TEXT NOT NULL CHECK (received_on IS date(received_on)),
    answered_on TEXT CHECK (answered_on IS date(answered_on)),
    answer TEXT CHECK (answer IN ('given', 'refused')),
    answer_text TEXT,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX advice_requests_case ON advice_requests (case_id);
CREATE INDEX advice_requests_assessment ON advice_requests (assessment_id);
CREATE INDEX advice_requests_setting ON advice_requests (education_setting_id, answered_on);
CREATE INDEX advice_requests_adviser ON advice_requests (adviser_id, answered_on);
CREATE INDEX advice_requests_recorded_by ON advice_requests (recorded_by);

-- Dated happenings. A wrong day is superseded by a new row with a reason; nothing is overwritten.
CREATE TABLE facts (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    assessment_id BLOB NOT NULL REFERENCES assessments (id),
    advice_request_id BLOB REFERENCES advice_requests (id),
    kind TEXT NOT NULL,
    happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on)),
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES users (id),
    replaces BLOB REFERENCES facts (id),
    reason TEXT,
    superseded_at INTEGER
) STRICT;
CREATE UNIQUE INDEX facts_current ON facts (assessment_id, kind) WHERE superseded_at IS NULL AND advice_request_id IS NULL;
CREATE UNIQUE INDEX facts_current_of_advice ON facts (advice_request_id, kind) WHERE superseded_at IS NULL AND advice_request_id IS NOT NULL;
CREATE INDEX facts_case ON facts (case_id);
CREATE INDEX facts_assessment ON facts (assessment_id);
CREATE INDEX facts_advice_request ON facts (advice_request_id);
CREATE INDEX facts_recorded_by ON facts (recorded_by);
CREATE INDEX facts_replaces ON facts (replaces);

CREATE TABLE exceptions (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    assessment_id BLOB NOT NULL REFERENCES assessments (id),
    advice_request_id BLOB REFERENCES advice_requests (id),
    kind TEXT NOT NULL,
    from_on TEXT NOT NULL CHECK (from_on IS date(from_on)),
    until_on TEXT CHECK (until_on IS date(until_on)),
    advice_requested_on TEXT CHECK (advice_requested_on IS date(advice_requested_on)),
    evidence TEXT NOT NULL,
    why_impractical TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES users (id)
) STRICT;
CREATE INDEX exceptions_case ON exceptions (case_id);
CREATE INDEX exceptions_assessment ON exceptions (assessment_id);
CREATE INDEX exceptions_advice_request ON exceptions (advice_request_id);
CREATE INDEX exceptions_recorded_by ON exceptions (recorded_by);

CREATE TABLE decisions (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    assessment_id BLOB NOT NULL REFERENCES assessments (id),
    kind TEXT NOT NULL CHECK (kind IN ('assess', 'do_not_assess', 'issue', 'do_not_issue')),
    criteria TEXT NOT NULL,
    evidence_considered TEXT NOT NULL,
    reasons TEXT NOT NULL,
    decided_on TEXT NOT NULL CHECK (decided_on IS date(decided_on)),
    notified_on TEXT NOT NULL CHECK (notified_on IS date(notified_on)),
    decided_by BLOB NOT NULL REFERENCES users (id),
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX decisions_case ON decisions (case_id);
CREATE INDEX decisions_assessment ON decisions (assessment_id);
CREATE INDEX decisions_decided_by ON decisions (decided_by);

-- Versions of a plan: drafts, then the final plan.
CREATE TABLE plans (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    assessment_id BLOB NOT NULL REFERENCES assessments (id),
    kind TEXT NOT NULL CHECK (kind IN ('draft', 'final')),
    number INTEGER NOT NULL,
    sent_on TEXT CHECK (sent_on IS date(sent_on)),
    served_on TEXT CHECK (served_on IS date(served_on)),
    method TEXT CHECK (method IN ('by_hand', 'first_class_post', 'second_class_post', 'electronic')),
    health_body_agreed_on TEXT CHECK (health_body_agreed_on IS date(health_body_agreed_on)),
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL,
    UNIQUE (assessment_id, kind, number)
) STRICT;
CREATE INDEX plans_case ON plans (case_id);
CREATE INDEX plans_recorded_by ON plans (recorded_by);

CREATE TABLE plan_sections (
    plan_id BLOB NOT NULL REFERENCES plans (id),
    section TEXT NOT NULL CHECK (section IN ('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H1', 'H2', 'I', 'J', 'K')),
    content TEXT NOT NULL,
    PRIMARY KEY (plan_id, section)
) STRICT;

CREATE TABLE representations (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    plan_id BLOB NOT NULL REFERENCES plans (id),
    received_on TEXT NOT NULL CHECK (received_on IS date(received_on)),
    content TEXT,
    requested_setting TEXT,
    wants_meeting INTEGER NOT NULL CHECK (wants_meeting IN (0, 1)),
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES users (id)
) STRICT;
CREATE INDEX representations_case ON representations (case_id);
CREATE INDEX representations_plan ON representations (plan_id);
CREATE INDEX representations_recorded_by ON representations (recorded_by);

-- Due dates, computed from the facts in the same transaction; status comes from the day of reading.
CREATE TABLE deadlines (
    case_id BLOB NOT NULL REFERENCES cases (id),
    process TEXT NOT NULL,
    -- The assessment or the request for advice that the deadline belongs to.
    subject_id BLOB NOT NULL,
    rule TEXT NOT NULL,
    limit_name TEXT NOT NULL,
    trigger_on TEXT CHECK (trigger_on IS date(trigger_on)),
    due_on TEXT CHECK (due_on IS date(due_on)),
    met_on TEXT CHECK (met_on IS date(met_on)),
    relaxed INTEGER NOT NULL CHECK (relaxed IN (0, 1)),
    ended INTEGER NOT NULL CHECK (ended IN (0, 1)),
    PRIMARY KEY (case_id, subject_id, rule, limit_name)
) STRICT;
CREATE INDEX deadlines_open ON deadlines (due_on, case_id) WHERE met_on IS NULL AND NOT ended;

-- The append-only log of a case, chained by hash. It holds ids, field names, dates and digests, no texts.
CREATE TABLE events (
    case_id BLOB NOT NULL REFERENCES cases (id),
    sequence INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on)),
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES users (id),
    details TEXT NOT NULL CHECK (json_valid(details)),
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (case_id, sequence)
) STRICT;
CREATE INDEX events_recorded_by ON events (recorded_by);

-- Who read personal data, of which cases, and when.
CREATE TABLE read_log (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    user_id BLOB NOT NULL REFERENCES users (id),
    session_id BLOB NOT NULL,
    operation TEXT NOT NULL,
    case_ids TEXT NOT NULL CHECK (json_valid(case_ids))
) STRICT;
CREATE INDEX read_log_user ON read_log (user_id, at);

-- Refusals and sign-ins.
CREATE TABLE security_log (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    user_id BLOB REFERENCES users (id),
    event TEXT NOT NULL,
    operation TEXT NOT NULL,
    subject TEXT
) STRICT;
CREATE INDEX security_log_user ON security_log (user_id, at);
CREATE INDEX security_log_at ON security_log (at);

-- Answers kept so that a repeated call gives the same one.
CREATE TABLE idempotent_answers (
    user_id BLOB NOT NULL REFERENCES users (id),
    operation TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    -- The case that the answer shows: whoever can no longer see it does not get the answer again.
    case_id BLOB REFERENCES cases (id),
    body_digest TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    etag TEXT,
    body TEXT NOT NULL,
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, operation, idempotency_key)
) STRICT;
CREATE INDEX idempotent_answers_case ON idempotent_answers (case_id);
CREATE INDEX idempotent_answers_at ON idempotent_answers (answered_at);

-- The logs only grow.
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
CREATE TRIGGER read_log_no_update BEFORE UPDATE ON read_log BEGIN SELECT RAISE(ABORT, 'read_log is append-only'); END;
CREATE TRIGGER read_log_no_delete BEFORE DELETE ON read_log BEGIN SELECT RAISE(ABORT, 'read_log is append-only'); END;
CREATE TRIGGER security_log_no_update BEFORE UPDATE ON security_log BEGIN SELECT RAISE(ABORT, 'security_log is append-only'); END;
CREATE TRIGGER security_log_no_delete BEFORE DELETE ON security_log BEGIN SELECT RAISE(ABORT, 'security_log is append-only'); END;
