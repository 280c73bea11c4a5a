//! Whatever is in a name or a reason, a letter can be made, nothing in it becomes markup, and both forms say the same.

use crate::reading::{facts, html_blocks, letter, pdf_blocks, today};
use ehcp_case::{Line, Prose};
use ehcp_letters::{Audience, LetterError, LetterFacts, NoticeKind, Template, render, unprintable};
use proptest::prelude::*;

const KIND: NoticeKind = NoticeKind::WillNotAssess;

/// Facts whose names and reasons are these.
fn facts_saying(name: &str, reasons: &str) -> LetterFacts {
    let mut facts = facts(Audience::Representative);
    let line = Line::new(name).unwrap();
    facts.recipient.name = line.clone();
    facts.person.name = line.clone();
    facts.officer.name = line.clone();
    facts.authority.name = line.clone();
    facts.details.evidence = vec![line];
    facts.details.reasons = Some(Prose::new(reasons).unwrap());
    facts
}

fn both_say_the_same(facts: &LetterFacts) -> Vec<(String, String)> {
    let letter = letter(KIND, facts);
    let blocks = html_blocks(&letter.to_html());
    assert_eq!(pdf_blocks(&letter.to_pdf().unwrap()), blocks);
    blocks
}

fn has(blocks: &[(String, String)], words: &str) -> bool {
    blocks.iter().any(|(_, text)| text.contains(words))
}

#[test]
fn markup_in_a_name_is_only_words() {
    for name in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "Robert'); DROP TABLE--",
        "&amp; & &lt;",
        "#set page(width: 1pt) $x$ \\input{x}",
        "(unbalanced \\( parenthesis",
        "{person_name} [a|b] **bold** @rights",
        "%PDF-1.7 endstream endobj",
    ] {
        let facts = facts_saying(name, &format!("{name}\n{name}"));
        let html = letter(KIND, &facts).to_html();
        assert!(!html.contains("<script") && !html.contains("<img"), "{name}");
        assert!(has(&both_say_the_same(&facts), name), "{name}");
    }
}

#[test]
fn many_alphabets_and_pictures_keep_their_words() {
    for words in [
        "فاطمة الزهراء needs help",
        "שרה כהן and Sam",
        "Sam (שרה) Khan 2026",
        "نص طويل يمتد على أكثر من سطر واحد في الرسالة حتى نرى كيف تنكسر السطور وكيف تبدأ من اليمين وتنتهي في اليسار دائما",
        "😀👩‍👩‍👧 a family",
        "漢字 and ไทย",
        "e\u{301}\u{302}\u{303} marks",
        "ﬁne ﬂow office",
        "Nguyễn Thị Hồng Zoë Łukasz",
    ] {
        assert!(
            has(&both_say_the_same(&facts_saying(words, words)), words),
            "{words}"
        );
    }
}

#[test]
fn what_has_no_picture_is_named_to_whoever_sends_the_letter() {
    let letter = letter(KIND, &facts_saying("Sam 😀", "漢字 😀"));
    assert_eq!(unprintable(&letter), ['😀', '漢', '字']);
    assert_eq!(
        unprintable(&super::reading::letter(KIND, &facts_saying("Zoë", "Łódź"))),
        []
    );
}

#[test]
fn what_cannot_be_seen_cannot_mislead() {
    let facts = facts_saying(
        "Sam\u{200E}\u{200F}\u{FEFF} Khan",
        "a\u{200B}b\u{AD}c\u{E000}d \u{2060}e",
    );
    let blocks = both_say_the_same(&facts);
    assert!(has(&blocks, "Dear Sam Khan"));
    assert!(blocks.iter().any(|(_, text)| text == "abcd e"));
}

#[test]
fn very_long_words_and_reasons_fill_pages_within_their_margins() {
    let word = "x".repeat(200);
    for reasons in [
        "y".repeat(20_000),
        "word ".repeat(2_000),
        "漢".repeat(10_000),
        "line\n".repeat(3_000),
    ] {
        let facts = facts_saying(&word, &reasons);
        let letter = letter(KIND, &facts);
        let pdf = letter.to_pdf().unwrap();
        assert_eq!(pdf_blocks(&pdf), html_blocks(&letter.to_html()));
        assert!(lopdf::Document::load_mem(&pdf).unwrap().get_pages().len() > 3);
    }
}

#[test]
fn an_address_that_does_not_fit_the_envelope_is_refused() {
    let mut facts = facts(Audience::Parent);
    facts.recipient.address = vec![Line::new("A line").unwrap(); 7];
    let template = Template::parse(KIND, Template::default_source(KIND), today()).unwrap();
    assert_eq!(
        render(&template, &facts, today()),
        Err(LetterError::LongAddress(8))
    );
    facts.recipient.address.pop();
    assert!(render(&template, &facts, today()).is_ok());
    facts.recipient.address.clear();
    assert!(render(&template, &facts, today()).is_ok());
}

#[test]
fn a_list_that_nobody_would_read_is_refused() {
    let mut facts = facts(Audience::Parent);
    facts.details.evidence = vec![Line::new("A report").unwrap(); 101];
    let template = Template::parse(KIND, Template::default_source(KIND), today()).unwrap();
    let refused = render(&template, &facts, today()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "This letter has room for 100 lines of a list; 101 were given for the papers and views that were looked at."
    );
    facts.details.evidence.pop();
    assert!(render(&template, &facts, today()).unwrap().to_pdf().is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_name_and_any_reasons_make_a_letter_that_says_the_same_in_both_forms(
        name in "\\PC{1,60}",
        reasons in "(\\PC|[ \n\u{590}-\u{6FF}]){1,400}",
    ) {
        let (Ok(_), Ok(_)) = (Line::new(&name), Prose::new(&reasons)) else { return Ok(()) };
        both_say_the_same(&facts_saying(&name, &reasons));
    }

    #[test]
    fn any_text_is_a_template_or_refused_with_lines_that_exist(source in "(\\PC|[\n#@{}|*\\[\\]\\\\-]|@if |@end\n|\\{reasons\\}){0,300}") {
        if let Err(problems) = Template::parse(KIND, &source, today()) {
            prop_assert!(!problems.is_empty());
            let lines = source.lines().count().max(1);
            for problem in problems {
                prop_assert!((1..=lines).contains(&problem.line), "{problem}");
                prop_assert!(problem.column >= 1 && !problem.right.is_empty());
            }
        }
    }
}
