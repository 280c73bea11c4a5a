-- Accounts of families of which a link with their provider was taken back: no address makes it again, only its owner does.
CREATE TABLE sign_on_by_owner_alone (
    user_id uuid NOT NULL PRIMARY KEY REFERENCES users (id),
    since timestamptz NOT NULL
);

-- Somebody who acts in the place of a parent who lacks capacity: the parent's link, which ends for it and goes on after it.
-- No key points there, because the record of an adult can be erased and because a later link is named before it is written.
ALTER TABLE parent_links
    ADD COLUMN in_place_of uuid CHECK (in_place_of <> id),
    ADD COLUMN ended_for uuid CHECK (ended_for IS NULL OR ended_at IS NOT NULL),
    ADD COLUMN until_before date;
