//! Secrets that somebody else keeps: only their digests stay here.

use crate::Chance;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// A new secret of 256 random bits, with a word in front that says what it is for.
pub(crate) fn new(word: &str) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    Chance::System.fill(bytes.as_mut());
    let hex = Zeroizing::new(hex::encode(*bytes));
    Zeroizing::new(format!("{word}_{}", *hex))
}

/// The digest under which a secret is kept. It needs no salt: nobody can try 256 bits.
pub(crate) fn digest(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_secrets_are_the_same_and_each_says_what_it_is_for() {
        let (one, two) = (new("refresh"), new("refresh"));
        assert_ne!(one, two);
        assert!(one.starts_with("refresh_") && one.len() == "refresh_".len() + 64);
        assert_ne!(digest(&one), digest(&two));
    }
}
