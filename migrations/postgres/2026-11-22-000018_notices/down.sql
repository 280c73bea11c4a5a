DROP TABLE notice_letters;
DROP TABLE notices;
ALTER TABLE decisions DROP COLUMN decided_as;
DROP TABLE pending_decisions;
DROP TABLE letter_texts;
