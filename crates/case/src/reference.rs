//! The reference by which people read out a case.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// A case reference such as `EHC-2026-000123`: the year the record was opened and a number within it.
///
/// It is for people to read; it is never a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseReference {
    year: u16,
    number: u32,
}

/// Why a text is not a case reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "A case reference looks like EHC-2026-000123: EHC, a year from 2000 to 2999, and a number of six digits."
)]
pub struct CaseReferenceError;

impl CaseReference {
    /// The reference with this year (2000 to 2999) and number (1 to 999,999).
    ///
    /// # Errors
    /// When either is out of its range.
    pub fn new(year: u16, number: u32) -> Result<Self, CaseReferenceError> {
        if (2000..=2999).contains(&year) && (1..=999_999).contains(&number) {
            Ok(Self { year, number })
        } else {
            Err(CaseReferenceError)
        }
    }

    /// The year in which the record was opened.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The number within the year, from 1.
    pub fn number(self) -> u32 {
        self.number
    }
}

impl fmt::Display for CaseReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EHC-{:04}-{:06}", self.year, self.number)
    }
}

impl FromStr for CaseReference {
    type Err = CaseReferenceError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let rest = text.strip_prefix("EHC-").ok_or(CaseReferenceError)?;
        let (year, number) = rest.split_once('-').ok_or(CaseReferenceError)?;
        let digits =
            |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(number, 6) {
            return Err(CaseReferenceError);
        }
        Self::new(
            year.parse().map_err(|_| CaseReferenceError)?,
            number.parse().map_err(|_| CaseReferenceError)?,
        )
    }
}

impl TryFrom<String> for CaseReference {
    type Error = CaseReferenceError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<CaseReference> for String {
    fn from(reference: CaseReference) -> Self {
        reference.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_reads_back_as_it_was_written() {
        let reference: CaseReference = "EHC-2026-000123".parse().unwrap();
        assert_eq!((reference.year(), reference.number()), (2026, 123));
        assert_eq!(reference.to_string(), "EHC-2026-000123");
    }

    #[test]
    fn a_text_of_another_shape_is_refused() {
        for wrong in [
            "",
            "EHC-2026-123",
            "EHC-2026-000000",
            "ehc-2026-000123",
            "EHC-1999-000001",
            "EHC-2026-00012٣",
        ] {
            assert_eq!(wrong.parse::<CaseReference>(), Err(CaseReferenceError), "{wrong}");
        }
    }
}
