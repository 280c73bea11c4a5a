//! Texts that leave nothing behind in memory.

use serde::{Deserialize, Deserializer, de::Error as _};
use zeroize::{Zeroize as _, Zeroizing};

/// The most characters of a password or a code.
const LONGEST: usize = 128;

/// A password, or a code that was sent to somebody.
pub(super) struct Secret(pub(super) Zeroizing<String>);

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let mut text = String::deserialize(input)?;
        if (1..=LONGEST).contains(&text.chars().count()) {
            return Ok(Self(Zeroizing::new(text)));
        }
        text.zeroize();
        Err(D::Error::custom(format!("This has 1 to {LONGEST} characters.")))
    }
}
