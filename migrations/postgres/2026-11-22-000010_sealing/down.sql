DROP TABLE sealed_openings;
ALTER TABLE cases DROP COLUMN sealed_until;
