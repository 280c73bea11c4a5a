-- One account is one person of a provider. Should two have come at the same moment, the first stays.
DELETE FROM single_sign_on_identities
WHERE EXISTS (
    SELECT 1 FROM single_sign_on_identities AS earlier
    WHERE earlier.issuer = single_sign_on_identities.issuer
      AND earlier.user_id = single_sign_on_identities.user_id
      AND (earlier.linked_at < single_sign_on_identities.linked_at
           OR (earlier.linked_at = single_sign_on_identities.linked_at
               AND earlier.subject < single_sign_on_identities.subject))
);
CREATE UNIQUE INDEX single_sign_on_identities_one_each ON single_sign_on_identities (issuer, user_id);
