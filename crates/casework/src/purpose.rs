//! Why somebody looks.

use std::sync::Arc;

/// The fewest and the most characters of a reason.
pub const PURPOSE_LENGTH: std::ops::RangeInclusive<usize> = 10..=500;

/// Why somebody looks at what is not theirs to look at every day, in their own words: 10 to 500 characters in one
/// line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose(Arc<str>);

impl Purpose {
    /// The reason in a text; nothing when it is too short, too long or holds control characters.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = PURPOSE_LENGTH.contains(&text.chars().count()) && !text.chars().any(char::is_control);
        fits.then(|| Self(text.into()))
    }

    /// The reason.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_line_of_10_to_500_characters() {
        assert_eq!(
            Purpose::new("  SAR 2026/41, pack  ").unwrap().as_str(),
            "SAR 2026/41, pack"
        );
        assert!(Purpose::new(&"é".repeat(500)).is_some());
        for text in [
            "",
            "too short",
            "          x",
            &"é".repeat(501),
            "a reason in\ntwo lines",
            "a reason\0 here",
        ] {
            assert_eq!(Purpose::new(text), None, "{text:?}");
        }
    }
}
