//! The second factor.

use crate::{Chance, Error, secret};
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use ehcp_case::UserId;
use std::{fmt, sync::Arc};
use uuid::Uuid;
use zeroize::Zeroizing;

/// Seals the seeds of second factors (AES-256-GCM), so that whoever has only the database cannot make codes. A sealed
/// seed is bound to its person: put into another row, it does not open.
#[derive(Clone)]
pub struct Seal(Arc<Zeroizing<[u8; 32]>>);

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

impl Seal {
    /// A seal with this key.
    #[must_use]
    pub fn new(key: Zeroizing<[u8; 32]>) -> Self {
        Self(Arc::new(key))
    }

    /// A seal whose key ends with the process: nothing that it sealed can be opened afterwards.
    #[must_use]
    pub fn fleeting() -> Self {
        let mut key = Zeroizing::new([0; 32]);
        Chance::System.fill(key.as_mut());
        Self::new(key)
    }

    fn key(&self) -> Result<RandomizedNonceKey, Error> {
        RandomizedNonceKey::new(&AES_256_GCM, self.0.as_slice())
            .map_err(|_| Error::Internal("the key of second factors cannot be used".to_owned()))
    }

    /// Seals a seed for a person.
    pub(crate) fn close(&self, user: UserId, seed: &[u8]) -> Result<String, Error> {
        let mut sealed = seed.to_vec();
        let nonce = self
            .key()?
            .seal_in_place_append_tag(Aad::from(Uuid::from(user).as_bytes()), &mut sealed)
            .map_err(|_| Error::Internal("a seed could not be sealed".to_owned()))?;
        Ok(format!("{}{}", hex::encode(nonce.as_ref()), hex::encode(sealed)))
    }

    /// The seed that was sealed for a person.
    pub(crate) fn open(&self, user: UserId, sealed: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
        let broken = || {
            Error::Internal(
                "the seed of a second factor cannot be opened: is it the key it was sealed with?".to_owned(),
            )
        };
        let bytes = hex::decode(sealed).map_err(|_| broken())?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN).ok_or_else(broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
        let mut seed = Zeroizing::new(rest.to_vec());
        let length = self
            .key()?
            .open_in_place(nonce, Aad::from(Uuid::from(user).as_bytes()), &mut seed)
            .map_err(|_| broken())?
            .len();
        seed.truncate(length);
        Ok(seed)
    }
}

/// The digest under which a recovery code is kept: typed in any case, with or without what separates its groups.
pub(crate) fn recovery_digest(user: UserId, code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    let plain: Zeroizing<String> = Zeroizing::new(letters.map(|c| c.to_ascii_uppercase()).collect());
    secret::digest(&format!("{user} {}", *plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_is_the_same_however_it_is_typed() {
        let (ada, brian) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        assert_eq!(
            recovery_digest(ada, "AB2C-DE3F"),
            recovery_digest(ada, " ab2cde3f")
        );
        assert_ne!(
            recovery_digest(ada, "AB2C-DE3F"),
            recovery_digest(brian, "AB2C-DE3F")
        );
    }

    #[test]
    fn a_sealed_seed_opens_for_its_person_and_with_its_key_only() {
        let (ada, brian) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        let seal = Seal::fleeting();
        let sealed = seal.close(ada, b"twenty bytes of seed").unwrap();
        assert_eq!(&**seal.open(ada, &sealed).unwrap(), b"twenty bytes of seed");
        assert_ne!(sealed, seal.close(ada, b"twenty bytes of seed").unwrap());
        assert!(!sealed.contains(&hex::encode(b"twenty")));
        assert!(seal.open(brian, &sealed).is_err());
        assert!(Seal::fleeting().open(ada, &sealed).is_err());
        assert!(seal.open(ada, &sealed[..40]).is_err() && seal.open(ada, "").is_err());
    }
}
