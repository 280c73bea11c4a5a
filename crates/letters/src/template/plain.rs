//! Words too hard for a letter to a family.

use super::TemplateProblem;

/// Hard words, and what to write in their place.
const HARD: &[(&str, &str)] = &[
    ("pursuant to", "under"),
    ("in accordance with", "under, or as … says"),
    ("notwithstanding", "even if"),
    ("aforementioned", "this, or that"),
    ("hereby", "nothing: leave it out"),
    ("herein", "here"),
    ("thereof", "of it"),
    ("thereafter", "then"),
    ("henceforth", "from now on"),
    ("forthwith", "at once"),
    ("in lieu of", "in place of"),
    ("in respect of", "about, or for"),
    ("with regard to", "about"),
    ("prior to", "before"),
    ("subsequent to", "after"),
    ("subsequently", "then, or later"),
    ("commence", "begin"),
    ("terminate", "end"),
    ("endeavour", "try"),
    ("facilitate", "help"),
    ("utilise", "use"),
    ("expedite", "speed up"),
    ("ascertain", "find out"),
    ("stipulate", "say"),
    ("whilst", "while"),
    ("service user", "child, or young person"),
    ("client", "child, young person, or family"),
    ("ticket", "case"),
    ("workflow", "steps"),
];

/// The most words of a sentence that a child of eleven follows.
const MOST_WORDS: usize = 40;

/// The hard words and over-long sentences of a template, in the order of its lines.
pub(super) fn hard_words(source: &str) -> Vec<TemplateProblem> {
    source
        .lines()
        .enumerate()
        .flat_map(|(number, line)| of_line(number + 1, line))
        .collect()
}

fn of_line(number: usize, line: &str) -> Vec<TemplateProblem> {
    // Letter by letter, so that places stay where they are in the line.
    let small: String = line.chars().map(|c| c.to_ascii_lowercase()).collect();
    let mut problems: Vec<_> = HARD
        .iter()
        .filter_map(|(hard, easy)| {
            let column = place_of(&small, hard)?;
            let wrong = format!("\"{hard}\" is too hard for a letter to a family.");
            Some(TemplateProblem::new(
                number,
                column,
                wrong,
                format!("Write: {easy}."),
            ))
        })
        .collect();
    let longest = line
        .split(['.', '?', '!', ':'])
        .map(|sentence| sentence.split_whitespace().count())
        .max()
        .unwrap_or_default();
    if longest > MOST_WORDS {
        let wrong = format!("a sentence here has {longest} words.");
        let right = format!("Make it two: at most {MOST_WORDS} words each.");
        problems.push(TemplateProblem::new(number, 1, wrong, right));
    }
    problems
}

/// The character, from 1, at which a word or its plural or other form begins; nothing where it is only a part of
/// another word.
fn place_of(line: &str, word: &str) -> Option<usize> {
    line.match_indices(word)
        .map(|(start, _)| line.get(..start).unwrap_or_default())
        .find(|before| !before.chars().next_back().is_some_and(char::is_alphanumeric))
        .map(|before| before.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hard_word_is_named_with_its_place_and_an_easier_one() {
        let found = hard_words("# A title\n\nWe write to you Pursuant to the Act.");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].line, found[0].column), (3, 17));
        assert!(found[0].to_string().contains("under"), "{}", found[0]);
    }

    #[test]
    fn a_part_of_another_word_and_a_short_sentence_are_let_pass() {
        assert_eq!(hard_words("They ate a cricketicket. It was good."), []);
        assert_eq!(hard_words(&"word ".repeat(40)), []);
        assert_eq!(hard_words(&"word ".repeat(41)).len(), 1);
    }
}
