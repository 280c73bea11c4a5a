-- Accounts of families of which a link with their provider was taken back: no address makes it again, only its owner does.
CREATE TABLE sign_on_by_owner_alone (
    user_id BLOB NOT NULL PRIMARY KEY REFERENCES users (id),
    since INTEGER NOT NULL
) STRICT;
