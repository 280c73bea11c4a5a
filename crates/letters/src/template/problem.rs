//! What is wrong with a template, said so that whoever wrote it can mend it.

use serde::Serialize;
use std::fmt;
use utoipa::ToSchema;

/// One thing that is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TemplateProblem {
    /// The line, from 1; the last line where something is missing from the whole template.
    pub line: usize,
    /// The character within the line, from 1.
    pub column: usize,
    /// What is wrong.
    pub wrong: String,
    /// What would be right.
    pub right: String,
}

impl TemplateProblem {
    pub(crate) fn new(
        line: usize,
        column: usize,
        wrong: impl Into<String>,
        right: impl Into<String>,
    ) -> Self {
        Self {
            line,
            column,
            wrong: wrong.into(),
            right: right.into(),
        }
    }
}

impl fmt::Display for TemplateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Line {}, character {}: {} {}",
            self.line, self.column, self.wrong, self.right
        )
    }
}

/// The most characters of somebody's text that a problem repeats.
const SHOWN: usize = 60;

/// A text as a problem repeats it: a long one is cut.
pub(crate) fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// "Did you mean …?", with the words of a closed list that are nearest to what was written, or the whole list.
pub(crate) fn did_you_mean(written: &str, words: &[&str]) -> String {
    let mut near: Vec<(usize, &str)> = words
        .iter()
        .map(|word| (distance(written, word), *word))
        .filter(|(distance, word)| *distance <= 2.max(word.chars().count() / 3))
        .collect();
    near.sort_unstable();
    match near.as_slice() {
        [] => format!("Write one of these: {}.", words.join(", ")),
        [(_, one)] => format!("Did you mean {one}?"),
        [(_, one), (_, other), ..] => format!("Did you mean {one}, or {other}?"),
    }
}

/// How many characters must be put in, taken out or changed to turn one word into the other (Levenshtein), at most 99.
fn distance(one: &str, other: &str) -> usize {
    const LONGEST: usize = 99;
    if one.chars().count() > LONGEST {
        return LONGEST;
    }
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(place + 1);
        for ((above, over), known) in row.iter().skip(1).zip(&row).zip(&other) {
            let before = next.last().copied().unwrap_or_default();
            next.push(
                (above + 1)
                    .min(before + 1)
                    .min(over + usize::from(letter != *known)),
            );
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_answered_with_the_nearest_word() {
        let words = ["mediation_by", "appeal_by", "reasons"];
        assert_eq!(did_you_mean("mediaton_by", &words), "Did you mean mediation_by?");
        assert_eq!(did_you_mean("resaons", &words), "Did you mean reasons?");
    }

    #[test]
    fn a_word_near_to_nothing_is_answered_with_the_list() {
        assert_eq!(
            did_you_mean("zzzzzzzzz", &["one", "two"]),
            "Write one of these: one, two."
        );
        assert!(did_you_mean(&"x".repeat(10_000), &["one"]).len() < 100);
    }
}
