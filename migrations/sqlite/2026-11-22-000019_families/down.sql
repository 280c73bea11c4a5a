DROP TABLE sign_on_by_owner_alone;
ALTER TABLE parent_links DROP COLUMN until_before;
ALTER TABLE parent_links DROP COLUMN ended_for;
ALTER TABLE parent_links DROP COLUMN in_place_of;
