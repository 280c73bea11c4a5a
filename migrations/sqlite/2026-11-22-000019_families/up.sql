-- Accounts of families of which a link with their provider was taken back: no address makes it again, only its owner does.
CREATE TABLE sign_on_by_owner_alone (
    user_id BLOB NOT NULL PRIMARY KEY REFERENCES users (id),
    since INTEGER NOT NULL
) STRICT;

-- Somebody who acts in the place of a parent who lacks capacity: the parent's link, which ends for it and goes on after it.
-- No key points there, because the record of an adult can be erased and because a later link is named before it is written.
ALTER TABLE parent_links ADD COLUMN in_place_of BLOB CHECK (in_place_of <> id);
ALTER TABLE parent_links ADD COLUMN ended_for BLOB CHECK (ended_for IS NULL OR ended_at IS NOT NULL);
ALTER TABLE parent_links ADD COLUMN until_before TEXT CHECK (until_before IS date(until_before));
