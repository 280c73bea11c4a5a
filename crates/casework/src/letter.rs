//! What messages say. The texts are data: a word, a subject and plain English with places to fill in.
//!
//! A message may be read by anybody who gets hold of the letter box. It never names a child, a need or a decision: it
//! says where to look.

use ehcp_case::OutgoingMessageId;
use ehcp_store::Channel;
use zeroize::Zeroizing;

/// One text of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterText {
    /// The word by which it is known.
    pub word: &'static str,
    /// The subject line.
    pub subject: &'static str,
    /// What it says.
    pub content: &'static str,
}

/// What may be filled in: nothing that is personal but the reference of a case and the name of a setting.
#[cfg(test)]
const PLACES: [&str; 5] = ["{reference}", "{setting}", "{until}", "{code}", "{site}"];

macro_rules! letters {
    ($($(#[$says:meta])* $name:ident = $word:literal, $subject:literal, $content:literal;)+) => {
        impl LetterText {
            $($(#[$says])* pub(crate) const $name: Self = Self { word: $word, subject: $subject, content: $content };)+

            /// Every text.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];
        }
    };
}

letters! {
    /// To the family: something that concerns them was recorded.
    CASE_NEWS = "case_news",
        "Something new in the case {reference}",
        "There is something new in the case {reference}. Sign in to read it: {site}\n";
}

impl LetterText {
    /// Subject and text with these places filled in. `{code}` and `{site}` stay until the message goes.
    pub(crate) fn filled(&self, values: &[(&str, &str)]) -> (String, String) {
        let fill = |text: &str| {
            values.iter().fold(text.to_owned(), |text, (place, value)| {
                text.replace(&format!("{{{place}}}"), value)
            })
        };
        (fill(self.subject), fill(self.content))
    }
}

/// A message as it is handed over.
pub struct Letter {
    /// Its id, by which a receiver knows a repetition.
    pub id: OutgoingMessageId,
    /// How it travels.
    pub channel: Channel,
    /// The address it goes to.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The text. It may hold a code that lets somebody in.
    pub content: Zeroizing<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_only_places_that_can_be_filled_in() {
        for text in LetterText::ALL {
            let whole = PLACES
                .iter()
                .fold(format!("{}{}", text.subject, text.content), |whole, place| {
                    whole.replace(place, "")
                });
            assert!(!whole.contains(['{', '}']), "{}: {whole}", text.word);
        }
    }

    #[test]
    fn each_text_has_a_word_of_its_own_and_a_subject_of_one_line() {
        let words: std::collections::BTreeSet<_> = LetterText::ALL.iter().map(|text| text.word).collect();
        assert_eq!(words.len(), LetterText::ALL.len());
        for text in LetterText::ALL {
            assert!(
                !text.subject.contains('\n') && text.subject.len() < 100,
                "{}",
                text.word
            );
            assert!(!text.subject.contains("{code}"), "{}", text.word);
        }
    }
}
