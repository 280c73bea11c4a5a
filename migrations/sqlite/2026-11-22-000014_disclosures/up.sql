-- To whom a plan, or advice and evidence obtained for it, was passed on, and on which basis (SEND Regulations 2014, regs 17
-- and 47). There is none without a basis.
CREATE TABLE disclosures (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    basis TEXT NOT NULL CHECK (basis IN (
        'consent_of_child', 'consent_of_parent', 'consent_of_young_person', 'interests_of_child',
        'appeal', 'research', 'court_order', 'ombudsman',
        'secretary_of_state', 'disabled_persons_assessment', 'children_act_duties', 'inspection',
        'students_allowance', 'higher_education', 'young_person_asks'
    )),
    to_whom TEXT NOT NULL,
    what TEXT NOT NULL,
    plan_id BLOB REFERENCES plans (id),
    advice_request_id BLOB REFERENCES advice_requests (id),
    disclosed_on TEXT NOT NULL CHECK (disclosed_on IS date(disclosed_on)),
    explanation TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES users (id)
) STRICT;
CREATE INDEX disclosures_case ON disclosures (case_id);
CREATE INDEX disclosures_plan ON disclosures (plan_id);
CREATE INDEX disclosures_advice_request ON disclosures (advice_request_id);
CREATE INDEX disclosures_recorded_by ON disclosures (recorded_by);
