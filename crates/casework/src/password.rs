//! Passwords: argon2id, a bounded number at a time, off the database's threads.
//!
//! A password is brought into one form of Unicode (NFKC) before it is hashed or checked, so that the same characters
//! typed on another keyboard fit. It is never cut.

use crate::{Chance, Error};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicU64, Ordering},
};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// The fewest and the most characters of a password that is the only factor.
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 15..=128;

/// The fewest characters of a password beside which there is a second factor.
pub const SHORTEST_WITH_SECOND_FACTOR: usize = 8;

/// The least that OWASP recommends for argon2id: memory (KiB), passes, lanes.
const FLOOR: (u32, u32, u32) = (19_456, 2, 1);

/// What new hashes are made with.
const STRENGTH: (u32, u32, u32) = (19_456, 2, 1);

// A program that would hash with less than the floor is not built.
const _: () = assert!(STRENGTH.0 >= FLOOR.0 && STRENGTH.1 >= FLOOR.1 && STRENGTH.2 >= FLOOR.2);

/// A stored hash that asks for more than this (memory in KiB, passes, lanes) is refused, not computed.
const CEILING: (u32, u32, u32) = (128 * 1024, 16, 16);

/// Hashes and checks passwords (argon2id, 19,456 KiB, two passes: the least that OWASP recommends).
#[derive(Debug, Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    computed: Arc<AtomicU64>,
}

/// What came of checking a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// It does not fit.
    Wrong,
    /// It fits.
    Right,
    /// It fits, and its hash is weaker than new ones are: hash it anew.
    RightButWeak,
}

/// A real hash of nobody's password, so that whoever has no password, or no account, is answered after the same time.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this password").unwrap_or_default());

/// The form in which passwords are compared.
fn normalised(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password.nfkc().collect())
}

fn hasher() -> Result<Argon2<'static>, Error> {
    let params = Params::new(STRENGTH.0, STRENGTH.1, STRENGTH.2, None)
        .map_err(|error| Error::Internal(format!("the strength of password hashes: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Makes a hash with its own salt, as a PHC string.
///
/// # Errors
/// When the machine gives no randomness.
pub fn hash(password: &str) -> Result<String, Error> {
    hasher()?
        .hash_password(normalised(password).as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Internal(format!("hashing a password: {error}")))
}

/// Makes a hash whose salt comes from this source: for a demonstration that is the same each time.
///
/// # Errors
/// When the hash cannot be made.
pub fn hash_by(password: &str, chance: &Chance) -> Result<String, Error> {
    let mut salt = [0_u8; 16];
    chance.fill(&mut salt);
    hasher()?
        .hash_password_with_salt(normalised(password).as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Internal(format!("hashing a password: {error}")))
}

/// Checks a new password's length and strength. `known` is what others know of the person: name, e-mail address.
///
/// # Errors
/// When it has too few or too many characters, or is easily guessed; the text says which.
pub fn check_new(password: &str, known: &[&str], second_factor: bool) -> Result<(), Error> {
    check_new_at("/password", password, known, second_factor)
}

/// The same for a password in another field.
///
/// # Errors
/// As [`check_new`].
pub fn check_new_at(
    pointer: &'static str,
    password: &str,
    known: &[&str],
    second_factor: bool,
) -> Result<(), Error> {
    check_length(pointer, password, second_factor)?;
    let enough = if second_factor {
        GOOD_ENOUGH_BESIDE_ANOTHER
    } else {
        GOOD_ENOUGH_ALONE
    };
    match weakness(&normalised(password), known, enough) {
        None => Ok(()),
        Some(why) => Err(Error::field(pointer, "password_easily_guessed", why)),
    }
}

/// Checks the length of a password alone.
///
/// # Errors
/// When it has too few or too many characters.
pub fn check_length(pointer: &'static str, password: &str, second_factor: bool) -> Result<(), Error> {
    let length = normalised(password).chars().count();
    let shortest = if second_factor {
        SHORTEST_WITH_SECOND_FACTOR
    } else {
        *PASSWORD_LENGTH.start()
    };
    if !(shortest..=*PASSWORD_LENGTH.end()).contains(&length) {
        return Err(Error::field(
            pointer,
            "password_length",
            format!(
                "A password has {shortest} to {} characters, and this one has {length}. Several words with spaces are good.",
                PASSWORD_LENGTH.end()
            ),
        ));
    }
    Ok(())
}

/// Words that everybody tries first here.
const LOCAL_WORDS: &[&str] = &[
    "ehcp",
    "ehc",
    "plan",
    "send",
    "sen",
    "council",
    "county",
    "borough",
    "school",
    "education",
    "health",
    "care",
    "tracker",
    "officer",
    "parent",
    "password",
    "hertfordshire",
];

/// The lowest score that is good enough alone: guessing it takes more than a hundred million tries.
const GOOD_ENOUGH_ALONE: zxcvbn::Score = zxcvbn::Score::Three;

/// The lowest score beside a second factor: more than a million tries. No password of eight characters has more.
const GOOD_ENOUGH_BESIDE_ANOTHER: zxcvbn::Score = zxcvbn::Score::Two;

/// Why a password is easily guessed, if it is.
fn weakness(password: &str, known: &[&str], enough: zxcvbn::Score) -> Option<String> {
    let parts = known
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|part| part.chars().count() > 2);
    let inputs: Vec<&str> = known
        .iter()
        .copied()
        .chain(parts)
        .chain(LOCAL_WORDS.iter().copied())
        .collect();
    // Nearly all of it is one of those words, whatever stands around them.
    let mut rest = password.to_lowercase();
    let mut words = inputs.clone();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        rest = rest.replace(&word.to_lowercase(), "");
    }
    let left = rest.chars().filter(|c| c.is_alphabetic()).count();
    if left < 4 && rest.chars().count() < password.chars().count() {
        return Some(
            "This password is made of your name, your e-mail address or words that everybody here would try first. Use words that have nothing to do with you or this service."
                .to_owned(),
        );
    }
    let found = zxcvbn::zxcvbn(password, &inputs);
    if found.score() >= enough {
        return None;
    }
    let feedback = found.feedback();
    let warning = feedback
        .and_then(|feedback| feedback.warning())
        .map(|warning| warning.to_string());
    Some(format!(
        "This password is easily guessed. {}Use four or more words that do not belong together.",
        warning
            .map(|warning| format!("{} ", sentence(&warning)))
            .unwrap_or_default()
    ))
}

fn sentence(text: &str) -> String {
    let text = text.trim_end_matches('.');
    format!("{text}.")
}

/// A stored hash that may be computed: it is one, and asks for no more work than any of ours.
fn affordable(stored: &str) -> Option<PasswordHash> {
    let parsed = PasswordHash::new(stored).ok()?;
    let (memory, passes, lanes) = strength(&parsed);
    if memory > CEILING.0 || passes > CEILING.1 || lanes > CEILING.2 {
        tracing::warn!("a stored password hash asks for more work than any of ours: it was not computed");
        return None;
    }
    Some(parsed)
}

/// Memory (KiB), passes, lanes.
fn strength(hash: &PasswordHash) -> (u32, u32, u32) {
    let number = |name| hash.params.get_decimal(name).unwrap_or(u32::MAX);
    (number("m"), number("t"), number("p"))
}

/// Computes the one hash that each answer takes, whatever is stored.
fn verify(password: &str, stored: Option<&str>, computed: &AtomicU64) -> Checked {
    let real = stored.and_then(affordable);
    let known = real.is_some();
    let Some(hash) = real.or_else(|| PasswordHash::new(&NOBODY).ok()) else {
        return Checked::Wrong;
    };
    computed.fetch_add(1, Ordering::Relaxed);
    let fits = Argon2::default()
        .verify_password(normalised(password).as_bytes(), &hash)
        .is_ok();
    let (memory, passes, lanes) = strength(&hash);
    let strong =
        hash.algorithm.as_str() == "argon2id" && memory >= FLOOR.0 && passes >= FLOOR.1 && lanes >= FLOOR.2;
    match (fits && known, strong) {
        (false, _) => Checked::Wrong,
        (true, true) => Checked::Right,
        (true, false) => Checked::RightButWeak,
    }
}

impl Passwords {
    /// At most `places` checks at a time, and as many again times sixteen waiting.
    pub fn new(places: usize) -> Self {
        let places = places.max(1);
        Self {
            places: Arc::new(Semaphore::new(places)),
            waiting: Arc::new(Semaphore::new(places * 16)),
            computed: Arc::default(),
        }
    }

    /// Whether the password fits the stored hash. Without one, or with a text that is none, the answer is no, after the
    /// same work.
    ///
    /// # Errors
    /// [`Error::Throttled`] when too many checks are waiting already.
    pub async fn check(&self, password: Zeroizing<String>, stored: Option<String>) -> Result<Checked, Error> {
        let computed = self.computed.clone();
        self.work(move || verify(&password, stored.as_deref(), &computed))
            .await
    }

    /// How many hashes were computed to check passwords, since the start.
    #[must_use]
    pub fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    /// Makes a hash, as [`hash`] does, in turn with the checks.
    ///
    /// # Errors
    /// [`Error::Throttled`] when too many are waiting already.
    pub async fn hash(&self, password: Zeroizing<String>) -> Result<String, Error> {
        self.work(move || hash(&password)).await?
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
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
            work()
        })
        .await
        .map_err(|error| Error::Internal(format!("checking a password: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "a quiet river in spring";

    fn code(password: &str, second_factor: bool) -> Option<&'static str> {
        let known = ["Rosa Whitfield", "rosa.whitfield@example.org"];
        match check_new(password, &known, second_factor) {
            Ok(()) => None,
            Err(Error::Invalid(problems)) => Some(problems[0].code),
            Err(other) => panic!("{other}"),
        }
    }

    fn checked(password: &str, stored: &str) -> Checked {
        let computed = AtomicU64::new(0);
        let checked = verify(password, Some(stored), &computed);
        assert_eq!(computed.into_inner(), 1, "each answer takes one hash: {stored}");
        checked
    }

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let stored = hash(GOOD).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_eq!(checked(GOOD, &stored), Checked::Right);
        assert_eq!(checked("a quiet river in spring ", &stored), Checked::Wrong);
    }

    #[test]
    fn the_salt_has_at_least_sixteen_bytes_and_is_new_each_time() {
        let (one, two) = (hash(GOOD).unwrap(), hash(GOOD).unwrap());
        let salt = |hash: &str| hash.split('$').nth(4).unwrap().to_owned();
        assert!(salt(&one).len() >= 22, "{one}");
        assert_ne!(salt(&one), salt(&two));
    }

    #[test]
    fn long_passwords_are_not_cut() {
        let stem = "x".repeat(72);
        let stored = hash(&format!("{stem}a")).unwrap();
        assert_eq!(checked(&format!("{stem}b"), &stored), Checked::Wrong);
    }

    #[test]
    fn the_same_characters_fit_however_they_were_typed() {
        let stored = hash("caf\u{e9} on the long pier").unwrap();
        assert_eq!(checked("cafe\u{301} on the long pier", &stored), Checked::Right);
        assert_eq!(checked("cafe on the long pier", &stored), Checked::Wrong);
    }

    #[test]
    fn a_weak_hash_fits_and_is_to_be_made_anew() {
        for (algorithm, memory, passes) in [
            (Algorithm::Argon2id, 8192, 2),
            (Algorithm::Argon2id, 19_456, 1),
            (Algorithm::Argon2i, 19_456, 2),
        ] {
            let params = Params::new(memory, passes, 1, None).unwrap();
            let weak = Argon2::new(algorithm, Version::V0x13, params);
            let stored = weak.hash_password(GOOD.as_bytes()).unwrap().to_string();
            assert_eq!(checked(GOOD, &stored), Checked::RightButWeak, "{stored}");
            assert_eq!(checked("another river", &stored), Checked::Wrong);
        }
    }

    #[test]
    fn a_hostile_hash_is_refused_and_another_computed_in_its_place() {
        let tail = "$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        for head in [
            "$argon2id$v=19$m=131073,t=2,p=1",
            "$argon2id$v=19$m=4194304,t=2,p=1",
            "$argon2id$v=19$m=4294967295,t=2,p=1",
            "$argon2id$v=19$m=19456,t=4294967295,p=1",
            "$argon2id$v=19$m=19456,t=2,p=255",
            "$argon2id$v=19$t=2,p=1",
            "$argon2id$v=16$m=19456,t=2,p=1",
            "$scrypt$ln=30,r=8,p=1",
            "$2b$31",
            "plain",
            "",
        ] {
            assert_eq!(
                checked("anything at all", &format!("{head}{tail}")),
                Checked::Wrong,
                "{head}"
            );
        }
    }

    #[test]
    fn length_is_counted_in_characters_and_depends_on_the_other_factor() {
        let phrase = "zuvq mokl dyrt pehw gnix bafj ochs ";
        let of = |length: usize| phrase.chars().cycle().take(length).collect::<String>();
        for (length, alone, beside) in [
            (7, Some("password_length"), Some("password_length")),
            (14, Some("password_length"), None),
            (15, None, None),
            (64, None, None),
            (128, None, None),
            (129, Some("password_length"), Some("password_length")),
        ] {
            assert_eq!(code(&of(length), false), alone, "{length} alone");
            assert_eq!(code(&of(length), true), beside, "{length} beside a second factor");
        }
        assert_eq!(code("zuvq-mok", true), None);
        // Combined and single characters count alike.
        let accented = |e: &str| format!("zuvq mokl dyr{e}");
        assert_eq!(code(&accented("e\u{301}"), false), Some("password_length"));
        assert_eq!(code(&accented("e\u{301}x"), false), None);
        assert_eq!(code(&accented("\u{e9}x"), false), None);
    }

    #[test]
    fn what_is_easily_guessed_is_refused() {
        for password in [
            "aaaaaaaaaaaaaaaa",
            "passwordpassword",
            "password12345678",
            "1234567890123456",
            "qwertyuiopasdfgh",
            "rosa whitfield 1",
            "RosaWhitfield2026",
            "ehcp council 2026",
            "Hertfordshire2026!",
            "sendsendsendsend",
            "abcabcabcabcabcabc",
        ] {
            assert_eq!(
                code(password, false),
                Some("password_easily_guessed"),
                "{password}"
            );
        }
    }

    #[test]
    fn nothing_is_asked_of_how_a_password_is_made_up() {
        for password in [
            GOOD,
            "lanterns under the old bridge",
            "seven green hills",
            "ПЯТЬ синих птиц над рекой",
        ] {
            assert_eq!(code(password, false), None, "{password}");
        }
    }
}
