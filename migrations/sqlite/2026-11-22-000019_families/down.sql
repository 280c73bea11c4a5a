DROP TABLE sign_on_by_owner_alone;
