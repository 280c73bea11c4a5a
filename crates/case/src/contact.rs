//! Ways to reach people, checked by their shape: postcodes, telephone numbers, e-mail addresses.

use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt, str::FromStr};
use thiserror::Error;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, schema::Schema, schema::SchemaType, schema::Type},
};

/// The postcode areas of the United Kingdom and the Crown dependencies.
const AREAS: &[&str] = &[
    "AB", "AL", "B", "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH", "CM",
    "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E", "EC", "EH",
    "EN", "EX", "FK", "FY", "G", "GL", "GU", "GY", "HA", "HD", "HG", "HP", "HR", "HS", "HU", "HX", "IG",
    "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L", "LA", "LD", "LE", "LL", "LN", "LS", "LU", "M", "ME",
    "MK", "ML", "N", "NE", "NG", "NN", "NP", "NR", "NW", "OL", "OX", "PA", "PE", "PH", "PL", "PO", "PR",
    "RG", "RH", "RM", "S", "SA", "SE", "SG", "SK", "SL", "SM", "SN", "SO", "SP", "SR", "SS", "ST", "SW",
    "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW", "UB", "W", "WA", "WC", "WD", "WF", "WN", "WR",
    "WS", "WV", "YO", "ZE",
];

/// A postcode of the United Kingdom, in capitals with one space: `SW1A 1AA`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode(String);

/// A telephone number: digits, perhaps a leading `+`, and spaces as they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Telephone(String);

/// An e-mail address, in small letters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not a way to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ContactError {
    /// Not a postcode.
    #[error("A postcode looks like “SW1A 1AA”. Check it, or leave it out for an address abroad.")]
    Postcode,
    /// Not a telephone number.
    #[error("A telephone number has 7 to 15 digits, with spaces where you like: “01632 960101”.")]
    Telephone,
    /// Not an e-mail address.
    #[error("An e-mail address looks like “name@example.org” and has at most 254 characters.")]
    Email,
}

/// Whether these are the outward and the inward half of a postcode, in capitals.
pub(crate) fn is_postcode(outward: &str, inward: &str) -> bool {
    let letters = outward.chars().take_while(char::is_ascii_uppercase).count();
    let Some((area, district)) = outward.split_at_checked(letters) else {
        return false;
    };
    let district_fits = match district.as_bytes() {
        [first] => first.is_ascii_digit(),
        [first, second] => first.is_ascii_digit() && second.is_ascii_alphanumeric(),
        _ => false,
    };
    // The letters C, I, K, M, O and V never stand in the inward half.
    let unit = |b: &u8| b.is_ascii_uppercase() && !b"CIKMOV".contains(b);
    let inward_fits = match inward.as_bytes() {
        [digit, first, second] => digit.is_ascii_digit() && unit(first) && unit(second),
        _ => false,
    };
    district_fits && inward_fits && (AREAS.contains(&area) || (outward == "GIR" && inward == "0AA"))
}

impl FromStr for Postcode {
    type Err = ContactError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let place = code.len().checked_sub(3).ok_or(ContactError::Postcode)?;
        let (outward, inward) = code.split_at_checked(place).ok_or(ContactError::Postcode)?;
        if is_postcode(outward, inward) {
            Ok(Self(format!("{outward} {inward}")))
        } else {
            Err(ContactError::Postcode)
        }
    }
}

impl FromStr for Telephone {
    type Err = ContactError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let rest = text.strip_prefix('+').unwrap_or(text);
        let fits = rest
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')'));
        if fits && (7..=15).contains(&digits) && text.len() <= 30 {
            Ok(Self(text.to_owned()))
        } else {
            Err(ContactError::Telephone)
        }
    }
}

impl FromStr for EmailAddress {
    type Err = ContactError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().to_lowercase();
        let (name, host) = text.rsplit_once('@').ok_or(ContactError::Email)?;
        let plain = |part: &str| {
            !part.is_empty()
                && part.chars().all(|c| {
                    !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',' | ';' | '@')
                })
        };
        let host_fits = host.contains('.') && host.split('.').all(|label| !label.is_empty());
        if plain(name) && plain(host) && host_fits && text.len() <= 254 {
            Ok(Self(text))
        } else {
            Err(ContactError::Email)
        }
    }
}

macro_rules! contact_text {
    ($($name:ident, $longest:literal, $pattern:literal, $says:literal, $example:literal;)+) => {$(
        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = ContactError;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(SchemaType::Type(Type::String))
                    .max_length(Some($longest))
                    .pattern(Some($pattern))
                    .description(Some($says))
                    .examples([$example])
                    .build()
                    .into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )+};
}

contact_text! {
    Postcode, 10, "^[A-Za-z]{1,3}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}$", "A postcode of the United Kingdom", "SW1A 1AA";
    Telephone, 30, "^[+]?[0-9 ()-]{7,29}$", "A telephone number", "01632 960101";
    EmailAddress, 254, "^[^@]+@[^@]+$", "An e-mail address", "amina.okafor@example.org";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_are_written_one_way() {
        for (typed, kept) in [
            ("sw1a1aa", "SW1A 1AA"),
            (" m1 1ae ", "M1 1AE"),
            ("B33 8TH", "B33 8TH"),
            ("cr2 6xh", "CR2 6XH"),
            ("DN55 1PT", "DN55 1PT"),
            ("W1A 0AX", "W1A 0AX"),
            ("EC1A1BB", "EC1A 1BB"),
        ] {
            assert_eq!(typed.parse::<Postcode>().unwrap().as_str(), kept);
        }
        for wrong in [
            "",
            "AA",
            "QQ1 1AA",
            "SW1A 1CA",
            "SW1A1A",
            "12345",
            "SW1A 11AA",
            "É1 1AA",
        ] {
            assert_eq!(wrong.parse::<Postcode>(), Err(ContactError::Postcode), "{wrong}");
        }
    }

    #[test]
    fn telephone_numbers_and_e_mail_addresses_have_their_shape() {
        assert!("+44 (0)1632 960101".parse::<Telephone>().is_ok());
        assert!("call me".parse::<Telephone>().is_err());
        assert!("12345".parse::<Telephone>().is_err());
        assert_eq!(
            "Amina@Example.org".parse::<EmailAddress>().unwrap().as_str(),
            "amina@example.org"
        );
        for wrong in [
            "amina",
            "@example.org",
            "a@b",
            "a b@example.org",
            "a@example..org",
        ] {
            assert!(wrong.parse::<EmailAddress>().is_err(), "{wrong}");
        }
    }
}
