-- What the family disputes: one decision of a case that can be appealed, with what has happened about it since. The day on
-- which its notice was sent is that of the decision or of the plan.
CREATE TABLE disputes (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    decision TEXT NOT NULL CHECK (decision IN ('not_to_assess', 'not_to_issue', 'plan_as_made', 'not_to_reassess', 'not_to_amend', 'to_cease')),
    decision_id uuid UNIQUE REFERENCES decisions (id),
    plan_id uuid UNIQUE REFERENCES plans (id),
    -- The plan as it was amended to carry out what was ordered, conceded or agreed in another dispute.
    amended_in_dispute_id uuid UNIQUE REFERENCES disputes (id),
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id),
    CHECK (
        (CASE WHEN decision_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN plan_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN amended_in_dispute_id IS NULL THEN 0 ELSE 1 END) = 1
    )
);
CREATE INDEX disputes_case ON disputes (case_id);
CREATE INDEX disputes_recorded_by ON disputes (recorded_by);

-- The steps of a dispute, never altered: a wrong one is replaced by another in its place, which says why. One without
-- content says that it never happened.
CREATE TABLE dispute_steps (
    id uuid NOT NULL PRIMARY KEY,
    dispute_id uuid NOT NULL REFERENCES disputes (id),
    case_id uuid NOT NULL REFERENCES cases (id),
    place INTEGER NOT NULL CHECK (place > 0),
    happened_on date NOT NULL,
    content TEXT,
    replaces uuid UNIQUE REFERENCES dispute_steps (id),
    reason TEXT,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL REFERENCES users (id),
    CHECK ((replaces IS NULL) = (reason IS NULL)),
    CHECK (content IS NOT NULL OR replaces IS NOT NULL)
);
CREATE UNIQUE INDEX dispute_steps_place ON dispute_steps (dispute_id, place) WHERE replaces IS NULL;
CREATE INDEX dispute_steps_case ON dispute_steps (case_id);
CREATE INDEX dispute_steps_recorded_by ON dispute_steps (recorded_by);

-- The final plans of a stretch of days, for the published figure.
CREATE INDEX plans_final_sent ON plans (sent_on, id) WHERE kind = 'final';
