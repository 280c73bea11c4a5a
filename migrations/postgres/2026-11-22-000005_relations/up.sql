-- Relationships as dated facts: bars and limits, restricted cases, emergencies, helpers, who acts, cover, adoption;
-- and what waits for a second person.

-- What waits for a second person. The subject holds ids and words; the content what was sent, until it is decided.
CREATE TABLE approvals (
    id uuid NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    case_id uuid REFERENCES cases (id),
    -- The version of the case that the content rests on, where it rests on one.
    case_version bigint,
    subject TEXT NOT NULL CHECK (subject::json IS NOT NULL),
    content TEXT,
    reason TEXT NOT NULL,
    asked_by uuid NOT NULL REFERENCES users (id),
    asked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'applied', 'refused', 'withdrawn')),
    -- Nobody else could have agreed, so one person acted alone.
    alone boolean NOT NULL,
    decided_by uuid REFERENCES users (id),
    decided_at timestamptz,
    note TEXT,
    CHECK ((state = 'pending') = (decided_at IS NULL)),
    CHECK (state <> 'applied' OR alone OR decided_by <> asked_by)
);
CREATE INDEX approvals_case ON approvals (case_id);
CREATE INDEX approvals_asked_by ON approvals (asked_by);
CREATE INDEX approvals_decided_by ON approvals (decided_by);
CREATE INDEX approvals_state ON approvals (state, id);

-- What an adult may not, or not wholly, know of a child: a bar hides everything. Beats every other relationship.
CREATE TABLE limits (
    id uuid NOT NULL PRIMARY KEY,
    child_id uuid NOT NULL REFERENCES children (id),
    user_id uuid NOT NULL REFERENCES users (id),
    effect TEXT NOT NULL CHECK (effect IN ('bar', 'no_documents', 'no_whereabouts')),
    ground TEXT NOT NULL CHECK (ground IN ('prohibited_steps_order', 'non_molestation_order', 'child_arrangements_order', 'other_court_order', 'safety_decision', 'adoption')),
    from_at timestamptz NOT NULL,
    until_at timestamptz,
    evidence TEXT NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id),
    agreed_by uuid REFERENCES users (id),
    lifted_at timestamptz,
    lifted_by uuid REFERENCES users (id),
    lift_agreed_by uuid REFERENCES users (id),
    lift_reason TEXT,
    CHECK (until_at > from_at),
    CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
);
CREATE INDEX limits_user ON limits (user_id, child_id);
CREATE INDEX limits_child ON limits (child_id);
CREATE INDEX limits_recorded_by ON limits (recorded_by);
CREATE INDEX limits_agreed_by ON limits (agreed_by);
CREATE INDEX limits_lifted_by ON limits (lifted_by);
CREATE INDEX limits_lift_agreed_by ON limits (lift_agreed_by);

-- Why and since when a case is closed to all but those on its list; the case's own flag follows it.
CREATE TABLE restrictions (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    reason TEXT NOT NULL,
    from_at timestamptz NOT NULL,
    proposed_by uuid NOT NULL REFERENCES users (id),
    agreed_by uuid REFERENCES users (id),
    lifted_at timestamptz,
    lifted_by uuid REFERENCES users (id),
    lift_agreed_by uuid REFERENCES users (id),
    lift_reason TEXT,
    CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
);
CREATE UNIQUE INDEX restrictions_current ON restrictions (case_id) WHERE lifted_at IS NULL;
CREATE INDEX restrictions_case ON restrictions (case_id);
CREATE INDEX restrictions_proposed_by ON restrictions (proposed_by);
CREATE INDEX restrictions_agreed_by ON restrictions (agreed_by);
CREATE INDEX restrictions_lifted_by ON restrictions (lifted_by);
CREATE INDEX restrictions_lift_agreed_by ON restrictions (lift_agreed_by);

-- Who may know of a restricted case, from when until when.
CREATE TABLE access_list (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    user_id uuid NOT NULL REFERENCES users (id),
    from_at timestamptz NOT NULL,
    until_at timestamptz,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id),
    agreed_by uuid REFERENCES users (id),
    CHECK (until_at >= from_at)
);
CREATE INDEX access_list_case ON access_list (case_id);
CREATE INDEX access_list_user ON access_list (user_id, case_id);
CREATE INDEX access_list_recorded_by ON access_list (recorded_by);
CREATE INDEX access_list_agreed_by ON access_list (agreed_by);

-- Reading a case in an emergency without a relationship to it.
CREATE TABLE break_glass (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    user_id uuid NOT NULL REFERENCES users (id),
    ground TEXT NOT NULL CHECK (ground IN ('child_at_risk', 'medical_emergency', 'court_deadline', 'officer_unreachable', 'other')),
    reason TEXT NOT NULL,
    opened_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    closed_at timestamptz,
    reviewed_at timestamptz,
    reviewed_by uuid REFERENCES users (id),
    finding TEXT CHECK (finding IN ('justified', 'not_justified')),
    review_note TEXT,
    CHECK (ends_at > opened_at),
    CHECK ((reviewed_at IS NULL) = (finding IS NULL))
);
CREATE INDEX break_glass_case ON break_glass (case_id);
CREATE INDEX break_glass_user ON break_glass (user_id, ends_at);
CREATE INDEX break_glass_reviewed_by ON break_glass (reviewed_by);

-- Somebody whom the family invites to help for a time: sees what the inviter sees.
CREATE TABLE helpers (
    id uuid NOT NULL PRIMARY KEY,
    child_id uuid NOT NULL REFERENCES children (id),
    invited_by uuid NOT NULL REFERENCES users (id),
    -- The helper signs in with this address; an account that is made later counts from then on.
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    may_act boolean NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by uuid REFERENCES users (id),
    CHECK (until_at > from_at)
);
CREATE INDEX helpers_child ON helpers (child_id);
CREATE INDEX helpers_email ON helpers (email, child_id);
CREATE INDEX helpers_invited_by ON helpers (invited_by);
CREATE INDEX helpers_withdrawn_by ON helpers (withdrawn_by);

-- Who acts from the end of compulsory school age: the young person, or an alternative person where capacity is lacking
-- (Children and Families Act 2014, s.80; SEND Regulations 2014, regs 63 to 65).
CREATE TABLE hand_overs (
    id uuid NOT NULL PRIMARY KEY,
    child_id uuid NOT NULL REFERENCES children (id),
    who_acts TEXT NOT NULL CHECK (who_acts IN ('young_person', 'representative', 'parent')),
    -- The young person or the representative; a parent acts through the parent's own link.
    user_id uuid REFERENCES users (id),
    from_on date NOT NULL,
    until_on date,
    evidence TEXT NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id),
    UNIQUE (child_id, from_on),
    CHECK ((who_acts = 'parent') = (user_id IS NULL))
);
CREATE INDEX hand_overs_user ON hand_overs (user_id);
CREATE INDEX hand_overs_recorded_by ON hand_overs (recorded_by);

-- An officer who looks after the caseload of another who is away.
CREATE TABLE covers (
    id uuid NOT NULL PRIMARY KEY,
    officer_id uuid NOT NULL REFERENCES users (id),
    covered_by uuid NOT NULL REFERENCES users (id),
    from_on date NOT NULL,
    until_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id),
    ended_at timestamptz,
    ended_by uuid REFERENCES users (id),
    CHECK (covered_by <> officer_id),
    CHECK (until_on >= from_on)
);
CREATE INDEX covers_officer ON covers (officer_id);
CREATE INDEX covers_covered_by ON covers (covered_by);
CREATE INDEX covers_recorded_by ON covers (recorded_by);
CREATE INDEX covers_ended_by ON covers (ended_by);

-- Who a child was before an adoption. Only information governance reads it.
CREATE TABLE sealed_identities (
    id uuid NOT NULL PRIMARY KEY,
    child_id uuid NOT NULL REFERENCES children (id),
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    upn TEXT,
    claimed_upn TEXT,
    -- The ids of the birth family's links, which ended with the adoption.
    parent_links TEXT NOT NULL CHECK (parent_links::json IS NOT NULL),
    adopted_on date NOT NULL,
    evidence TEXT NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id),
    agreed_by uuid REFERENCES users (id)
);
CREATE INDEX sealed_identities_child ON sealed_identities (child_id);
CREATE INDEX sealed_identities_upn ON sealed_identities (upn);
CREATE INDEX sealed_identities_name ON sealed_identities (family_name, given_name);
CREATE INDEX sealed_identities_recorded_by ON sealed_identities (recorded_by);
CREATE INDEX sealed_identities_agreed_by ON sealed_identities (agreed_by);

-- A young person who loses capacity later stops acting for themself.
ALTER TABLE young_person_links ADD COLUMN until_on date;
