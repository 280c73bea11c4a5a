//! Text as people type it: trimmed, not empty, of bounded length, without control characters.

use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};
use thiserror::Error;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, schema::Schema, schema::SchemaType, schema::Type},
};

/// Text of at most `MAX` characters, trimmed and never empty. With `LINES` it may have line breaks and tabs.
///
/// NUL and other control characters are refused: PostgreSQL cannot store the first, and the others can forge
/// lines in logs and letters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlainText<const MAX: usize, const LINES: bool>(String);

/// One line, such as a name: at most 200 characters.
pub type Line = PlainText<200, false>;

/// Running text, such as reasons or a plan section: at most 20,000 characters, with line breaks.
pub type Prose = PlainText<20_000, true>;

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nothing is left after trimming.
    #[error("Write something here: it must not be empty.")]
    Empty,
    /// More characters than allowed.
    #[error("This is too long: at most {limit} characters, and it has {length}.")]
    TooLong {
        /// The most characters allowed.
        limit: usize,
        /// The characters given.
        length: usize,
    },
    /// A control character.
    #[error("This has a character that cannot be stored (U+{code:04X}). Remove it and try again.")]
    ControlCharacter {
        /// The character's Unicode number.
        code: u32,
    },
}

impl<const MAX: usize, const LINES: bool> PlainText<MAX, LINES> {
    /// Checks and trims a text. Windows line ends become plain ones.
    ///
    /// # Errors
    /// When it is empty, too long or has control characters.
    pub fn new(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        let text: Cow<'_, str> = if LINES && text.contains('\r') {
            text.replace("\r\n", "\n").into()
        } else {
            text.into()
        };
        // Nothing but what cannot be seen is nothing.
        if text.chars().all(is_unseen) {
            return Err(TextError::Empty);
        }
        let length = text.chars().count();
        if length > MAX {
            return Err(TextError::TooLong { limit: MAX, length });
        }
        let refused = |c: &char| {
            (c.is_control() && !(LINES && matches!(c, '\n' | '\t')))
                || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        };
        match text.chars().find(refused) {
            Some(c) => Err(TextError::ControlCharacter { code: u32::from(c) }),
            None => Ok(Self(text.into_owned())),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a character leaves no mark where it is printed: white space, and the format characters of Unicode (general
/// category Cf, the zero-width ones among them), fillers and selectors of variants.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

impl<const MAX: usize, const LINES: bool> fmt::Display for PlainText<MAX, LINES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MAX: usize, const LINES: bool> TryFrom<String> for PlainText<MAX, LINES> {
    type Error = TextError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text)
    }
}

impl<const MAX: usize, const LINES: bool> From<PlainText<MAX, LINES>> for String {
    fn from(text: PlainText<MAX, LINES>) -> Self {
        text.0
    }
}

impl<const MAX: usize, const LINES: bool> PartialSchema for PlainText<MAX, LINES> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .min_length(Some(1))
            .max_length(Some(MAX))
            .description(Some(if LINES {
                "Running text without control characters; line breaks are kept"
            } else {
                "One line of text without control characters"
            }))
            .build()
            .into()
    }
}

impl<const MAX: usize, const LINES: bool> ToSchema for PlainText<MAX, LINES> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("{}{MAX}", if LINES { "Prose" } else { "Line" }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_keeps_every_alphabet() {
        assert_eq!(Line::new("  Zoë Ó Briain ").unwrap().as_str(), "Zoë Ó Briain");
    }

    #[test]
    fn nul_and_line_breaks_are_refused_in_a_line() {
        assert_eq!(Line::new("a\0b"), Err(TextError::ControlCharacter { code: 0 }));
        assert_eq!(Line::new("a\nb"), Err(TextError::ControlCharacter { code: 10 }));
        assert_eq!(
            Line::new("a\u{202E}b"),
            Err(TextError::ControlCharacter { code: 0x202E })
        );
    }

    #[test]
    fn a_name_of_which_nothing_can_be_seen_is_refused() {
        for unseen in [
            "\u{200B}",
            "\u{200B}\u{FEFF}",
            " \u{2060} ",
            "\u{AD}",
            "\u{3164}",
            "\u{E0041}",
        ] {
            assert_eq!(Line::new(unseen), Err(TextError::Empty), "{unseen:?}");
        }
        // Some scripts need them between letters.
        assert!(Line::new("\u{645}\u{6CC}\u{200C}\u{62E}\u{648}\u{627}\u{647}").is_ok());
    }

    #[test]
    fn running_text_keeps_its_line_breaks() {
        assert_eq!(Prose::new("one\r\ntwo").unwrap().as_str(), "one\ntwo");
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(Line::new(&"é".repeat(200)).is_ok());
        assert_eq!(
            Line::new(&"é".repeat(201)),
            Err(TextError::TooLong {
                limit: 200,
                length: 201
            })
        );
        assert_eq!(Line::new(" \t "), Err(TextError::Empty));
    }
}
