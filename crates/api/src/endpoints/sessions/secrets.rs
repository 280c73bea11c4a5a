//! Secrets in bodies: they leave nothing behind in memory, and no error repeats them.

use serde::{Deserialize, Deserializer, de::Error as _};
use zeroize::{Zeroize as _, Zeroizing};

/// The most characters of a secret.
const SECRET_MAX: usize = 128;

macro_rules! secrets {
    ($($(#[$says:meta])* $name:ident, $called:literal;)+) => {$(
        $(#[$says])*
        pub(crate) struct $name(pub(crate) Zeroizing<String>);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let mut text = String::deserialize(input)?;
                if (1..=SECRET_MAX).contains(&text.chars().count()) {
                    return Ok(Self(Zeroizing::new(text)));
                }
                text.zeroize();
                Err(D::Error::custom(format!("{} has 1 to {SECRET_MAX} characters.", $called)))
            }
        }
    )+};
}

secrets! {
    /// A password.
    Password, "A password";
    /// A token or code that this server has given.
    Secret, "A token or code";
}
