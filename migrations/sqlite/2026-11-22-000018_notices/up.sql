-- What the authority's letters say: the template of each notice by its word, and what stands in every letter under the
-- word 'letterhead'. Each saving is a version; none is changed.
CREATE TABLE letter_texts (
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 60),
    number INTEGER NOT NULL CHECK (number > 0),
    content TEXT NOT NULL CHECK (length(content) > 0),
    saved_at INTEGER NOT NULL,
    saved_by BLOB NOT NULL REFERENCES users (id),
    PRIMARY KEY (kind, number)
) STRICT;
CREATE INDEX letter_texts_saved_by ON letter_texts (saved_by);

-- A decision whose notice has not been sent yet: the family does not know of it. When its notice goes, it becomes a row of
-- decisions with the same id.
CREATE TABLE pending_decisions (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL UNIQUE REFERENCES cases (id),
    assessment_id BLOB NOT NULL REFERENCES assessments (id),
    kind TEXT NOT NULL CHECK (kind IN ('assess', 'do_not_assess', 'issue', 'do_not_issue')),
    criteria TEXT NOT NULL,
    evidence_considered TEXT NOT NULL,
    reasons TEXT NOT NULL,
    decided_on TEXT NOT NULL CHECK (decided_on IS date(decided_on)),
    decided_by BLOB NOT NULL REFERENCES users (id),
    decided_as TEXT NOT NULL CHECK (length(decided_as) BETWEEN 1 AND 60),
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_decisions_assessment ON pending_decisions (assessment_id);
CREATE INDEX pending_decisions_decided_by ON pending_decisions (decided_by);
-- In which role somebody decided; unknown for what was recorded before.
ALTER TABLE decisions ADD COLUMN decided_as TEXT CHECK (decided_as IS NULL OR length(decided_as) BETWEEN 1 AND 60);

-- A statutory notice that was sent.
CREATE TABLE notices (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 60),
    decision_id BLOB REFERENCES decisions (id),
    plan_id BLOB REFERENCES plans (id),
    advice_request_id BLOB REFERENCES advice_requests (id),
    sent_on TEXT NOT NULL CHECK (sent_on IS date(sent_on)),
    sent_at INTEGER NOT NULL,
    sent_by BLOB NOT NULL REFERENCES users (id),
    template_version INTEGER NOT NULL CHECK (template_version >= 0),
    template_sha256 TEXT NOT NULL CHECK (length(template_sha256) = 64)
) STRICT;
CREATE INDEX notices_case ON notices (case_id);
CREATE INDEX notices_decision ON notices (decision_id);
CREATE INDEX notices_plan ON notices (plan_id);
CREATE INDEX notices_advice_request ON notices (advice_request_id);
CREATE INDEX notices_sent_by ON notices (sent_by);

-- The letter of a notice to one of those whom it went to, exactly as it was sent: the page of HTML, and the PDF in Base64.
CREATE TABLE notice_letters (
    id BLOB NOT NULL PRIMARY KEY,
    notice_id BLOB NOT NULL REFERENCES notices (id),
    case_id BLOB NOT NULL REFERENCES cases (id),
    user_id BLOB REFERENCES users (id),
    education_setting_id BLOB REFERENCES education_settings (id),
    party TEXT NOT NULL CHECK (length(party) BETWEEN 1 AND 60),
    recipient TEXT NOT NULL,
    address TEXT NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('by_hand', 'first_class_post', 'second_class_post', 'electronic')),
    -- Of letters by post.
    posted_on TEXT CHECK (posted_on IS NULL OR posted_on IS date(posted_on)),
    served_on TEXT NOT NULL CHECK (served_on IS date(served_on)),
    html TEXT NOT NULL,
    html_sha256 TEXT NOT NULL CHECK (length(html_sha256) = 64),
    pdf TEXT NOT NULL,
    pdf_sha256 TEXT NOT NULL CHECK (length(pdf_sha256) = 64)
) STRICT;
CREATE INDEX notice_letters_notice ON notice_letters (notice_id);
CREATE INDEX notice_letters_case ON notice_letters (case_id);
CREATE INDEX notice_letters_user ON notice_letters (user_id);
CREATE INDEX notice_letters_to_post ON notice_letters (id)
    WHERE posted_on IS NULL AND method IN ('first_class_post', 'second_class_post');
CREATE INDEX notice_letters_setting ON notice_letters (education_setting_id);
