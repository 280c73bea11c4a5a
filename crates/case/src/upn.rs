//! Unique pupil numbers.

use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt, str::FromStr};
use thiserror::Error;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, schema::Schema, schema::SchemaType, schema::Type},
};

/// The letters that can check a UPN; I, O and S are not used.
const CHECK_LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// A unique pupil number: a check letter, then twelve digits; the last may be a letter in a temporary one
/// (Department for Education, unique pupil numbers guide).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Upn(String);

/// Why a text is not a unique pupil number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UpnError {
    /// Another length or other characters.
    #[error(
        "A unique pupil number has 13 characters: a letter, then 12 digits (a temporary one ends with a letter)."
    )]
    Shape,
    /// The first letter does not fit the digits.
    #[error(
        "The first letter of this unique pupil number does not fit its digits. It would be {expected}; check for a typing mistake."
    )]
    CheckLetter {
        /// The letter that the digits call for.
        expected: char,
    },
}

impl Upn {
    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The letter that these twelve characters call for: the sum of each value times its place (2 to 13),
    /// modulo 23. `None` when they are not eleven digits and then a digit or a check letter.
    pub fn check_letter(rest: &str) -> Option<char> {
        let bytes = rest.as_bytes();
        let (last, digits) = bytes.split_last()?;
        if digits.len() != 11 || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let letter_value = |b: u8| CHECK_LETTERS.iter().position(|&l| l == b);
        let last_value = if last.is_ascii_digit() {
            usize::from(last - b'0')
        } else {
            letter_value(*last)?
        };
        let values = digits.iter().map(|d| usize::from(d - b'0')).chain([last_value]);
        let sum: usize = values
            .zip(2..)
            .map(|(value, place): (usize, usize)| value * place)
            .sum();
        CHECK_LETTERS
            .get(sum % CHECK_LETTERS.len())
            .map(|&b| char::from(b))
    }
}

impl FromStr for Upn {
    type Err = UpnError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().to_ascii_uppercase();
        let mut characters = text.chars();
        let first = characters.next().ok_or(UpnError::Shape)?;
        let expected = Self::check_letter(characters.as_str()).ok_or(UpnError::Shape)?;
        if !first.is_ascii_alphabetic() {
            return Err(UpnError::Shape);
        }
        if first == expected {
            Ok(Self(text))
        } else {
            Err(UpnError::CheckLetter { expected })
        }
    }
}

impl fmt::Display for Upn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Upn {
    type Error = UpnError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Upn> for String {
    fn from(upn: Upn) -> Self {
        upn.0
    }
}

impl PartialSchema for Upn {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .pattern(Some("^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$"))
            .min_length(Some(13))
            .max_length(Some(13))
            .description(Some("A unique pupil number with its right check letter"))
            .examples(["H801200001001"])
            .build()
            .into()
    }
}

impl ToSchema for Upn {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Upn")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_check_letter_is_accepted_in_either_case() {
        assert_eq!("h801200001001".parse::<Upn>().unwrap().as_str(), "H801200001001");
    }

    #[test]
    fn a_wrong_check_letter_is_named() {
        assert_eq!(
            "A801200001001".parse::<Upn>(),
            Err(UpnError::CheckLetter { expected: 'H' })
        );
    }

    #[test]
    fn every_single_digit_mistake_is_found() {
        let right = "H801200001001";
        for place in 1..13 {
            for digit in b'0'..=b'9' {
                let mut bytes = right.as_bytes().to_vec();
                if bytes[place] == digit {
                    continue;
                }
                bytes[place] = digit;
                assert!(String::from_utf8(bytes).unwrap().parse::<Upn>().is_err());
            }
        }
    }

    #[test]
    fn other_shapes_are_refused() {
        for wrong in [
            "",
            "H80120000100",
            "H8012000010011",
            "1801200001001",
            "H80120000100I",
            "Hé01200001001",
        ] {
            assert_eq!(wrong.parse::<Upn>(), Err(UpnError::Shape), "{wrong}");
        }
    }
}
