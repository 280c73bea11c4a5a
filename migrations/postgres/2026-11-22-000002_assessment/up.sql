-- The first road: people and their relationships, cases, the assessment, its clock and its log.

CREATE TABLE teams (
    id uuid NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    area TEXT NOT NULL,
    duty_line TEXT NOT NULL,
    duty_email TEXT NOT NULL,
    takes_new_cases boolean NOT NULL
);

CREATE TABLE education_settings (
    id uuid NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('early_years', 'mainstream_school', 'resourced_provision', 'special_school', 'alternative_provision', 'further_education', 'independent')),
    urn TEXT UNIQUE,
    town TEXT NOT NULL,
    team_id uuid REFERENCES teams (id)
);
CREATE INDEX education_settings_team ON education_settings (team_id);

-- People who sign in. Passwords are argon2id hashes.
CREATE TABLE users (
    id uuid NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('parent', 'young_person', 'school', 'adviser', 'officer', 'reviewer', 'panel_manager', 'customer_service', 'quality_auditor', 'manager', 'information_governance', 'admin', 'service')),
    education_setting_id uuid REFERENCES education_settings (id),
    password_hash TEXT NOT NULL,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX users_education_setting ON users (education_setting_id);

-- Failed sign-ins, kept where a restart does not lose them; keyed by a digest, so that unknown addresses count too.
CREATE TABLE sign_in_failures (
    email_digest TEXT NOT NULL PRIMARY KEY,
    failures bigint NOT NULL,
    window_started_at timestamptz NOT NULL,
    blocked_until timestamptz
);

CREATE TABLE sessions (
    id uuid NOT NULL PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    started_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE team_members (
    user_id uuid NOT NULL REFERENCES users (id),
    team_id uuid NOT NULL REFERENCES teams (id),
    from_on date NOT NULL,
    until_on date,
    PRIMARY KEY (user_id, team_id, from_on)
);
CREATE INDEX team_members_team ON team_members (team_id);

CREATE TABLE children (
    id uuid NOT NULL PRIMARY KEY,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    born_on date NOT NULL,
    upn TEXT UNIQUE,
    -- A number that somebody gave and that another child already has: staff must match it.
    claimed_upn TEXT,
    -- The day from which the rights of the law are the young person's.
    young_person_from date NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid REFERENCES users (id),
    version bigint NOT NULL
);
CREATE INDEX children_recorded_by ON children (recorded_by);

-- An adult's link to a child: parental responsibility and care are facts of their own. Unverified links give no access.
CREATE TABLE parent_links (
    id uuid NOT NULL PRIMARY KEY,
    child_id uuid NOT NULL REFERENCES children (id),
    user_id uuid NOT NULL REFERENCES users (id),
    parental_responsibility boolean NOT NULL,
    has_care boolean NOT NULL,
    from_on date NOT NULL,
    until_on date,
    evidence TEXT NOT NULL,
    verified_at timestamptz,
    verified_by uuid REFERENCES users (id),
    recorded_at timestamptz NOT NULL,
    recorded_by uuid REFERENCES users (id),
    UNIQUE (child_id, user_id)
);
CREATE INDEX parent_links_user ON parent_links (user_id);
CREATE INDEX parent_links_verified_by ON parent_links (verified_by);
CREATE INDEX parent_links_recorded_by ON parent_links (recorded_by);

CREATE TABLE young_person_links (
    child_id uuid NOT NULL PRIMARY KEY REFERENCES children (id),
    user_id uuid NOT NULL UNIQUE REFERENCES users (id),
    from_on date NOT NULL,
    evidence TEXT NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid REFERENCES users (id)
);
CREATE INDEX young_person_links_recorded_by ON young_person_links (recorded_by);

CREATE TABLE enrolments (
    id uuid NOT NULL PRIMARY KEY,
    child_id uuid NOT NULL REFERENCES children (id),
    education_setting_id uuid NOT NULL REFERENCES education_settings (id),
    from_on date NOT NULL,
    until_on date,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid REFERENCES users (id),
    UNIQUE (child_id, education_setting_id, from_on)
);
CREATE INDEX enrolments_setting ON enrolments (education_setting_id, child_id);
CREATE INDEX enrolments_recorded_by ON enrolments (recorded_by);

CREATE TABLE case_numbers (
    year INTEGER NOT NULL PRIMARY KEY,
    last_number INTEGER NOT NULL
);

-- One child's record for life.
CREATE TABLE cases (
    id uuid NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    child_id uuid NOT NULL UNIQUE REFERENCES children (id),
    team_id uuid REFERENCES teams (id),
    officer_id uuid REFERENCES users (id),
    stage TEXT NOT NULL CHECK (stage IN ('deciding_whether_to_assess', 'not_assessed', 'assessing', 'plan_not_issued', 'writing_draft', 'draft_with_family', 'plan_issued')),
    assessment_id uuid NOT NULL,
    -- The first statutory day that is still open, so that work lists read an index; 9999-12-31 when there is none.
    next_due_on date NOT NULL,
    next_rule TEXT,
    restricted boolean NOT NULL,
    opened_at timestamptz NOT NULL,
    last_event bigint NOT NULL,
    last_event_hash TEXT NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX cases_team_due ON cases (team_id, next_due_on, id);
CREATE INDEX cases_officer_due ON cases (officer_id, next_due_on, id);
CREATE INDEX cases_due ON cases (next_due_on, id);
CREATE INDEX cases_stage_due ON cases (stage, next_due_on, id);
CREATE INDEX cases_assessment ON cases (assessment_id);

CREATE TABLE assessments (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL,
    opened_on date NOT NULL,
    UNIQUE (case_id, number)
);

CREATE TABLE requests (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    assessment_id uuid NOT NULL REFERENCES assessments (id),
    source TEXT NOT NULL CHECK (source IN ('parent', 'young_person', 'setting', 'brought_to_attention')),
    education_setting_id uuid REFERENCES education_settings (id),
    received_on date NOT NULL,
    reasons TEXT,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id)
);
CREATE INDEX requests_case ON requests (case_id);
CREATE INDEX requests_assessment ON requests (assessment_id);
CREATE INDEX requests_setting ON requests (education_setting_id);
CREATE INDEX requests_recorded_by ON requests (recorded_by);

CREATE TABLE advice_requests (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    assessment_id uuid NOT NULL REFERENCES assessments (id),
    kind TEXT NOT NULL CHECK (kind IN ('family', 'education', 'medical', 'psychological', 'social_care', 'other', 'preparation_for_adulthood', 'asked_for_by_family', 'sensory_impairment')),
    addressee TEXT NOT NULL,
    education_setting_id uuid REFERENCES education_settings (id),
    adviser_id uuid REFERENCES users (id),
    referral TEXT NOT NULL,
    sent_on date NOT NULL,
    received_on date NOT NULL,
    answered_on date,
    answer TEXT CHECK (answer IN ('given', 'refused')),
    answer_text TEXT,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id),
    version bigint NOT NULL
);
CREATE INDEX advice_requests_case ON advice_requests (case_id);
CREATE INDEX advice_requests_assessment ON advice_requests (assessment_id);
CREATE INDEX advice_requests_setting ON advice_requests (education_setting_id, answered_on);
CREATE INDEX advice_requests_adviser ON advice_requests (adviser_id, answered_on);
CREATE INDEX advice_requests_recorded_by ON advice_requests (recorded_by);

-- Dated happenings. A wrong day is superseded by a new row with a reason; nothing is overwritten.
CREATE TABLE facts (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    assessment_id uuid NOT NULL REFERENCES assessments (id),
    advice_request_id uuid REFERENCES advice_requests (id),
    kind TEXT NOT NULL,
    happened_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id),
    replaces uuid REFERENCES facts (id),
    reason TEXT,
    superseded_at timestamptz
);
CREATE UNIQUE INDEX facts_current ON facts (assessment_id, kind) WHERE superseded_at IS NULL AND advice_request_id IS NULL;
CREATE UNIQUE INDEX facts_current_of_advice ON facts (advice_request_id, kind) WHERE superseded_at IS NULL AND advice_request_id IS NOT NULL;
CREATE INDEX facts_case ON facts (case_id);
CREATE INDEX facts_assessment ON facts (assessment_id);
CREATE INDEX facts_advice_request ON facts (advice_request_id);
CREATE INDEX facts_recorded_by ON facts (recorded_by);
CREATE INDEX facts_replaces ON facts (replaces);

CREATE TABLE exceptions (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    assessment_id uuid NOT NULL REFERENCES assessments (id),
    advice_request_id uuid REFERENCES advice_requests (id),
    kind TEXT NOT NULL,
    from_on date NOT NULL,
    until_on date,
    advice_requested_on date,
    evidence TEXT NOT NULL,
    why_impractical TEXT NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id)
);
CREATE INDEX exceptions_case ON exceptions (case_id);
CREATE INDEX exceptions_assessment ON exceptions (assessment_id);
CREATE INDEX exceptions_advice_request ON exceptions (advice_request_id);
CREATE INDEX exceptions_recorded_by ON exceptions (recorded_by);

CREATE TABLE decisions (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    assessment_id uuid NOT NULL REFERENCES assessments (id),
    kind TEXT NOT NULL CHECK (kind IN ('assess', 'do_not_assess', 'issue', 'do_not_issue')),
    criteria TEXT NOT NULL,
    evidence_considered TEXT NOT NULL,
    reasons TEXT NOT NULL,
    decided_on date NOT NULL,
    notified_on date NOT NULL,
    decided_by uuid NOT NULL REFERENCES users (id),
    recorded_at timestamptz NOT NULL
);
CREATE INDEX decisions_case ON decisions (case_id);
CREATE INDEX decisions_assessment ON decisions (assessment_id);
CREATE INDEX decisions_decided_by ON decisions (decided_by);

-- Versions of a plan: drafts, then the final plan.
CREATE TABLE plans (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    assessment_id uuid NOT NULL REFERENCES assessments (id),
    kind TEXT NOT NULL CHECK (kind IN ('draft', 'final')),
    number INTEGER NOT NULL,
    sent_on date,
    served_on date,
    method TEXT CHECK (method IN ('by_hand', 'first_class_post', 'second_class_post', 'electronic')),
    health_body_agreed_on date,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id),
    version bigint NOT NULL,
    UNIQUE (assessment_id, kind, number)
);
CREATE INDEX plans_case ON plans (case_id);
CREATE INDEX plans_recorded_by ON plans (recorded_by);

CREATE TABLE plan_sections (
    plan_id uuid NOT NULL REFERENCES plans (id),
    section TEXT NOT NULL CHECK (section IN ('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H1', 'H2', 'I', 'J', 'K')),
    content TEXT NOT NULL,
    PRIMARY KEY (plan_id, section)
);

CREATE TABLE representations (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    plan_id uuid NOT NULL REFERENCES plans (id),
    received_on date NOT NULL,
    content TEXT,
    requested_setting TEXT,
    wants_meeting boolean NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id)
);
CREATE INDEX representations_case ON representations (case_id);
CREATE INDEX representations_plan ON representations (plan_id);
CREATE INDEX representations_recorded_by ON representations (recorded_by);

-- Due dates, computed from the facts in the same transaction; status comes from the day of reading.
CREATE TABLE deadlines (
    case_id uuid NOT NULL REFERENCES cases (id),
    process TEXT NOT NULL,
    -- The assessment or the request for advice that the deadline belongs to.
    subject_id uuid NOT NULL,
    rule TEXT NOT NULL,
    limit_name TEXT NOT NULL,
    trigger_on date,
    due_on date,
    met_on date,
    relaxed boolean NOT NULL,
    ended boolean NOT NULL,
    PRIMARY KEY (case_id, subject_id, rule, limit_name)
);
CREATE INDEX deadlines_open ON deadlines (due_on, case_id) WHERE met_on IS NULL AND NOT ended;

-- The append-only log of a case, chained by hash. It holds ids, field names, dates and digests, no texts.
CREATE TABLE events (
    case_id uuid NOT NULL REFERENCES cases (id),
    sequence bigint NOT NULL,
    id uuid NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    happened_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id),
    details TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (case_id, sequence)
);
CREATE INDEX events_recorded_by ON events (recorded_by);

-- Who read personal data, of which cases, and when.
CREATE TABLE read_log (
    id uuid NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id),
    session_id uuid NOT NULL,
    operation TEXT NOT NULL,
    case_ids TEXT NOT NULL
);
CREATE INDEX read_log_user ON read_log (user_id, at);

-- Refusals and sign-ins.
CREATE TABLE security_log (
    id uuid NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL,
    user_id uuid REFERENCES users (id),
    event TEXT NOT NULL,
    operation TEXT NOT NULL,
    subject TEXT
);
CREATE INDEX security_log_user ON security_log (user_id, at);
CREATE INDEX security_log_at ON security_log (at);

-- Answers kept so that a repeated call gives the same one.
CREATE TABLE idempotent_answers (
    user_id uuid NOT NULL REFERENCES users (id),
    operation TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    -- The case that the answer shows: whoever can no longer see it does not get the answer again.
    case_id uuid REFERENCES cases (id),
    body_digest TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    etag TEXT,
    body TEXT NOT NULL,
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, operation, idempotency_key)
);
CREATE INDEX idempotent_answers_case ON idempotent_answers (case_id);
CREATE INDEX idempotent_answers_at ON idempotent_answers (answered_at);

-- The logs only grow.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END;
$$;
CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER read_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON read_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER security_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON security_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
