//! The PDF of a letter says the same as its HTML, in the same structure, and the same letter gives the same bytes.

use crate::reading::{facts, html_blocks, letter, pdf_blocks};
use ehcp_letters::NoticeKind;

#[test]
fn the_pdf_of_every_letter_has_the_words_and_the_structure_of_its_html() {
    for kind in NoticeKind::ALL {
        for audience in kind.audiences() {
            let letter = letter(*kind, &facts(*audience));
            let html = html_blocks(&letter.to_html());
            assert!(html.len() > 20, "{kind}");
            assert_eq!(
                pdf_blocks(&letter.to_pdf().unwrap()),
                html,
                "{kind} for {audience:?}"
            );
        }
    }
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    for kind in [NoticeKind::WillNotAssess, NoticeKind::DraftPlan] {
        let facts = facts(kind.audiences()[0]);
        let (one, other) = (letter(kind, &facts), letter(kind, &facts));
        assert_eq!(one.to_html(), other.to_html());
        assert_eq!(one.to_pdf().unwrap(), other.to_pdf().unwrap());
        let elsewhere = std::thread::spawn(move || one.to_pdf().unwrap()).join().unwrap();
        assert_eq!(other.to_pdf().unwrap(), elsewhere);
    }
}

#[test]
fn the_pdf_names_its_language_and_title_and_its_standards() {
    let kind = NoticeKind::WillNotAssess;
    let pdf = letter(kind, &facts(kind.audiences()[0])).to_pdf().unwrap();
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    let marks = document
        .dereference(catalog.get(b"MarkInfo").unwrap())
        .unwrap()
        .1
        .as_dict()
        .unwrap();
    assert!(marks.get(b"Marked").unwrap().as_bool().unwrap());
    let view = document
        .dereference(catalog.get(b"ViewerPreferences").unwrap())
        .unwrap()
        .1
        .as_dict()
        .unwrap();
    assert!(view.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let about = document
        .get_object(catalog.get(b"Metadata").unwrap().as_reference().unwrap())
        .unwrap();
    let about = String::from_utf8(about.as_stream().unwrap().content.clone()).unwrap();
    assert!(about.contains("We will not do an EHC needs assessment"));
    assert!(about.contains("pdfuaid:part") && about.contains("pdfaid:conformance"));
}

#[test]
fn the_html_fetches_nothing_and_its_headings_go_down_by_one() {
    for kind in NoticeKind::ALL {
        for audience in kind.audiences() {
            let html = letter(*kind, &facts(*audience)).to_html();
            assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
            for fetched in ["src=", "href=", "url(", "@import", "<script", "<link"] {
                assert!(!html.contains(fetched), "{kind}: {fetched}");
            }
            let levels: Vec<usize> = html_blocks(&html)
                .iter()
                .filter_map(|(role, _)| role.strip_prefix('H').map(|level| level.parse().unwrap()))
                .collect();
            assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{kind}");
            assert_eq!(levels[0], 1, "{kind}");
            assert!(
                levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
                "{kind}: {levels:?}"
            );
        }
    }
}
