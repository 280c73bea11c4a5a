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
