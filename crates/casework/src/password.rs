//! Passwords: argon2id, a bounded number at a time, off the database's threads.

use crate::Error;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// The fewest and the most characters of a password that is the only factor.
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 15..=128;

/// A stored hash that asks for more memory than this (KiB) is refused, not computed.
const MOST_MEMORY_KIB: u32 = 128 * 1024;

/// Hashes and checks passwords (argon2id, 19,456 KiB, two passes: the least that OWASP recommends).
#[derive(Debug, Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

/// A real hash of nobody's password, so that an unknown address takes as long as a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this password").unwrap_or_default());

/// Makes a hash with its own salt, as a PHC string.
///
/// # Errors
/// When the machine gives no randomness.
pub fn hash(password: &str) -> Result<String, Error> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Internal(format!("hashing a password: {error}")))
}

/// Checks a new password's length.
///
/// # Errors
/// When it is shorter or longer than [`PASSWORD_LENGTH`].
pub fn check_new(password: &str) -> Result<(), Error> {
    let length = password.chars().count();
    if PASSWORD_LENGTH.contains(&length) {
        return Ok(());
    }
    Err(Error::field(
        "/password",
        "password_length",
        format!(
            "A password has {} to {} characters, and this one has {length}. Several words with spaces are good.",
            PASSWORD_LENGTH.start(),
            PASSWORD_LENGTH.end()
        ),
    ))
}

fn verify(password: &str, stored: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(stored) else {
        return false;
    };
    let memory = parsed.params.get_decimal("m").unwrap_or(u32::MAX);
    memory <= MOST_MEMORY_KIB
        && Argon2::default()
            .verify_password(password.as_bytes(), &parsed)
            .is_ok()
}

impl Passwords {
    /// At most `places` checks at a time, and as many again times sixteen waiting.
    pub fn new(places: usize) -> Self {
        let places = places.max(1);
        Self {
            places: Arc::new(Semaphore::new(places)),
            waiting: Arc::new(Semaphore::new(places * 16)),
        }
    }

    /// Whether the password fits the stored hash; without a stored hash the answer is no, after the same time.
    ///
    /// # Errors
    /// [`Error::Throttled`] when too many checks are waiting already.
    pub async fn check(&self, password: Zeroizing<String>, stored: Option<String>) -> Result<bool, Error> {
        let _queued = self
            .waiting
            .clone()
            .try_acquire_owned()
            .map_err(|_| Error::Throttled { retry_after: 2 })?;
        let place = self
            .places
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| Error::Internal("the password semaphore is closed".to_owned()))?;
        tokio::task::spawn_blocking(move || {
            // The place is given back when the work is done, not when the caller goes away.
            let _place = place;
            match stored {
                Some(stored) => verify(&password, &stored),
                None => {
                    verify(&password, &NOBODY);
                    false
                }
            }
        })
        .await
        .map_err(|error| Error::Internal(format!("checking a password: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let stored = hash("a quiet river in spring").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("a quiet river in spring", &stored));
        assert!(!verify("a quiet river in spring ", &stored));
    }

    #[test]
    fn long_passwords_are_not_cut() {
        let stem = "x".repeat(72);
        let stored = hash(&format!("{stem}a")).unwrap();
        assert!(!verify(&format!("{stem}b"), &stored));
    }

    #[test]
    fn a_hash_that_asks_for_too_much_memory_is_refused() {
        let hostile = "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        assert!(!verify("anything at all", hostile));
    }

    #[test]
    fn length_is_checked_in_characters() {
        assert!(check_new(&"é".repeat(14)).is_err());
        assert!(check_new(&"é".repeat(15)).is_ok());
        assert!(check_new(&"é".repeat(128)).is_ok());
        assert!(check_new(&"é".repeat(129)).is_err());
    }
}
