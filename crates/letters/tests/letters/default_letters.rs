//! Writes example letters into the folder that `EHCP_LETTERS_TO` names, for looking at; without it, does nothing but make
//! them.

use chrono::NaiveDate;
use ehcp_letters::{NoticeKind, Template, example_facts, render};
use std::{env, fs, path::PathBuf};

#[test]
fn every_default_letter_can_be_made_for_every_reader_of_it() {
    let folder = env::var_os("EHCP_LETTERS_TO").map(PathBuf::from);
    let sent_on: NaiveDate = "2026-11-23".parse().unwrap();
    for kind in NoticeKind::ALL {
        let template = Template::parse(*kind, Template::default_source(*kind), sent_on)
            .unwrap_or_else(|problems| panic!("{kind}: {problems:#?}"));
        for audience in kind.audiences() {
            let facts = example_facts(*audience, sent_on).unwrap();
            let letter = render(&template, &facts, sent_on).unwrap_or_else(|error| panic!("{kind}: {error}"));
            let pdf = letter.to_pdf().unwrap_or_else(|error| panic!("{kind}: {error}"));
            let html = letter.to_html();
            assert!(pdf.starts_with(b"%PDF-1.7") && html.starts_with("<!DOCTYPE html>"));
            if let Some(folder) = &folder {
                let name = format!("{kind}-{}", audience.word());
                fs::write(folder.join(format!("{name}.pdf")), &pdf).unwrap();
                fs::write(folder.join(format!("{name}.html")), &html).unwrap();
            }
        }
    }
}
