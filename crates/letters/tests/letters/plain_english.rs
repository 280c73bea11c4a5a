//! A family can read its letters: every default one is about as easy as what an eleven-year-old reads.

use crate::reading::{facts, letter};
use ehcp_letters::{Audience, BodyBlock, NoticeKind, Text};

/// Names that the law gives and nobody can change, and words that every letter must have; each is read as one word of
/// two syllables.
const NAMES: [&str; 12] = [
    "First-tier Tribunal (Special Educational Needs and Disability)",
    "EHC needs assessment",
    "education, health and care (EHC) needs assessment",
    "education, health and care needs",
    "mediation certificate",
    "mediation adviser",
    "disagreement resolution service",
    "Mediation",
    "mediation",
    "certificate",
    "Tribunal",
    "section 41 approved",
];

/// The sentences of a letter's body, without what its facts say.
fn sentences(blocks: &[BodyBlock]) -> Vec<String> {
    let words = |text: &Text| text.iter().map(|run| run.text.as_str()).collect::<String>();
    let mut sentences = Vec::new();
    for block in blocks {
        match block {
            BodyBlock::Paragraph(text) => sentences.push(words(text)),
            BodyBlock::List { items, .. } => sentences.extend(items.iter().map(words)),
            // Headings and tables are not sentences.
            BodyBlock::Heading { .. } | BodyBlock::Table { .. } | BodyBlock::Lines(_) => {}
        }
    }
    sentences
        .iter()
        .flat_map(|text| {
            let text = NAMES
                .iter()
                .fold(text.clone(), |text, name| text.replace(name, "paper"));
            text.split_inclusive(['.', ':', '?', '!'])
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|sentence| sentence.chars().any(char::is_alphabetic))
        .collect()
}

/// Groups of vowels, without the silent e at the end: close to the number of syllables.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let vowel = |c: char| "aeiouy".contains(c);
    let mut count = 0;
    let mut before = false;
    for c in word.chars() {
        if vowel(c) && !before {
            count += 1;
        }
        before = vowel(c);
    }
    if word.ends_with('e') && !word.ends_with("le") && count > 1 {
        count -= 1;
    }
    if word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded") && count > 1 {
        count -= 1;
    }
    count.max(1)
}

/// The Flesch-Kincaid grade: school years; five more is the age.
fn grade(sentences: &[String]) -> f64 {
    let words: Vec<&str> = sentences
        .iter()
        .flat_map(|sentence| sentence.split(|c: char| !c.is_alphanumeric() && c != '\''))
        .filter(|word| word.chars().any(char::is_alphabetic))
        .collect();
    let count = |number: usize| f64::from(u32::try_from(number).unwrap());
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    0.39 * count(words.len()) / count(sentences.len()) + 11.8 * count(syllables) / count(words.len()) - 15.59
}

#[test]
fn the_measure_tells_easy_words_from_hard_ones() {
    let easy = [
        "The cat sat on the mat.".to_owned(),
        "We will help you.".to_owned(),
    ];
    let hard = [
        "Notwithstanding the aforementioned stipulations, the authority is under no obligation to \
                 facilitate the provision of supplementary documentation."
            .to_owned(),
    ];
    assert!(grade(&easy) < 2.0, "{}", grade(&easy));
    assert!(grade(&hard) > 15.0, "{}", grade(&hard));
    assert_eq!(
        ["letter", "ask", "because", "asked", "decided", "people"].map(syllables),
        [2, 1, 2, 1, 3, 2]
    );
}

#[test]
fn every_letter_to_a_family_can_be_read_at_eleven() {
    for kind in NoticeKind::ALL
        .iter()
        .filter(|kind| kind.audiences() == Audience::FAMILY)
    {
        for audience in kind.audiences() {
            let grade = grade(&sentences(&letter(*kind, &facts(*audience)).body));
            assert!(grade <= 6.0, "{kind} for {audience:?}: {grade:.1}");
        }
    }
}

#[test]
fn every_letter_to_a_body_is_plain_too() {
    for kind in NoticeKind::ALL
        .iter()
        .filter(|kind| kind.audiences() == Audience::ORGANISATIONS)
    {
        let grade = grade(&sentences(&letter(*kind, &facts(Audience::Organisation)).body));
        assert!(grade <= 10.0, "{kind}: {grade:.1}");
    }
}

#[test]
fn no_sentence_to_a_family_is_long() {
    for kind in NoticeKind::ALL
        .iter()
        .filter(|kind| kind.audiences() == Audience::FAMILY)
    {
        for sentence in sentences(&letter(*kind, &facts(Audience::Parent)).body) {
            let words = sentence.split_whitespace().count();
            assert!(words <= 30, "{kind}: {words} words: {sentence}");
        }
    }
}

#[test]
fn nobody_is_called_a_client_and_no_delay_is_the_familys() {
    for kind in NoticeKind::ALL {
        for audience in kind.audiences() {
            let html = letter(*kind, &facts(*audience)).to_html().to_lowercase();
            for word in [
                "client",
                "ticket",
                "workflow",
                "your failure",
                "you failed",
                "you must ensure",
            ] {
                assert!(!html.contains(word), "{kind}: {word}");
            }
        }
    }
}
