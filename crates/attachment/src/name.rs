//! The name under which a file is shown and handed out. Nothing is ever stored under it.

use crate::{FileKind, NOT_TAKEN, kinds_in_words};
use ehcp_case::FieldProblem;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// The most characters of a name, its ending included.
pub const LONGEST_NAME: usize = 120;

/// The most bytes of a name: what file systems take.
const MOST_BYTES: usize = 240;

/// Names that some systems keep for devices.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A name that can be shown and saved anywhere: one line without path, control or direction characters, with the
/// ending of a kind that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    name: String,
    kind: FileKind,
}

impl FileName {
    /// Checks a name that came from outside. What only some systems do not take (`:`, `?`, …) becomes `_`.
    ///
    /// # Errors
    /// What is wrong with it, and what would be right.
    pub fn new(given: &str) -> Result<Self, FieldProblem> {
        let name: String = given.trim().nfc().collect();
        if name.is_empty() {
            return Err(wrong("name_missing", "Give the file a name, such as report.pdf."));
        }
        if name.chars().any(|c| matches!(c, '/' | '\\')) {
            return Err(wrong(
                "name_with_path",
                "Give the name of the file alone, without folders: no / and no \\.",
            ));
        }
        if let Some(c) = name.chars().find(|c| changes_how_it_reads(*c)) {
            return Err(wrong(
                "name_with_hidden_character",
                format!(
                    "The name has a character that cannot be seen (U+{:04X}). Rename the file and send it again.",
                    u32::from(c)
                ),
            ));
        }
        let name: String = name
            .chars()
            .map(|c| {
                if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') {
                    '_'
                } else {
                    c
                }
            })
            .collect();
        let length = name.chars().count();
        if length > LONGEST_NAME || name.len() > MOST_BYTES {
            return Err(wrong(
                "name_too_long",
                format!(
                    "The name has {length} characters; {LONGEST_NAME} is the most. Rename the file and send it again."
                ),
            ));
        }
        let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
        let Some((stem, extension)) = ending else {
            return Err(wrong(
                "name_without_ending",
                format!(
                    "The name must end in a dot and the kind of file: {}.",
                    kinds_in_words()
                ),
            ));
        };
        if stem.starts_with('.') || stem.ends_with(['.', ' ']) || is_device(stem) {
            return Err(wrong(
                "name_reserved",
                "This name means something else on some computers. Rename the file, such as to report.pdf, and send it again.",
            ));
        }
        let kind = kind_of(extension)?;
        Ok(Self { name, kind })
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The kind that its ending promises.
    #[must_use]
    pub const fn kind(&self) -> FileKind {
        self.kind
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

fn kind_of(extension: &str) -> Result<FileKind, FieldProblem> {
    let extension = extension.to_lowercase();
    if let Some(kind) = FileKind::by_extension(&extension) {
        return Ok(kind);
    }
    let known = NOT_TAKEN
        .iter()
        .find(|refused| refused.extensions.contains(&extension.as_str()));
    let instead = known.map_or("Save it as one of them, or print it to PDF.", |refused| {
        refused.instead
    });
    Err(wrong(
        "kind_not_taken",
        format!(
            "Files whose name ends so are not taken; these are: {}. {instead}",
            kinds_in_words()
        ),
    ))
}

fn wrong(code: &'static str, message: impl Into<String>) -> FieldProblem {
    FieldProblem::new("/name", code, message)
}

/// Whether a character cannot be seen, or turns the direction of what follows, so that the name reads as another.
fn changes_how_it_reads(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
            // What looks like a slash or a dot.
            | '\u{2024}' | '\u{2044}' | '\u{2215}' | '\u{29F8}' | '\u{FF0E}' | '\u{FF0F}' | '\u{FF3C}')
}

/// Whether a name up to its first dot is that of a device: `CON`, `COM1`, …
fn is_device(stem: &str) -> bool {
    let first = stem
        .split('.')
        .next()
        .unwrap_or(stem)
        .trim_end()
        .to_ascii_lowercase();
    let numbered = ["com", "lpt"].into_iter().any(|port| {
        first.strip_prefix(port).is_some_and(|number| {
            number.chars().count() == 1 && number.chars().all(|c| matches!(c, '0'..='9' | '¹' | '²' | '³'))
        })
    });
    numbered || DEVICES.contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refusal(name: &str) -> &'static str {
        FileName::new(name).expect_err(name).code
    }

    #[test]
    fn an_ordinary_name_stays_as_it_is() {
        for name in [
            "report.pdf",
            "Ava’s views (2).m4a",
            "Bericht für die Schule.DOCX",
            "سمع.pdf",
            "a.b.pdf",
        ] {
            assert_eq!(FileName::new(name).unwrap().as_str(), name);
        }
        assert_eq!(FileName::new("scan.JPEG").unwrap().kind(), FileKind::Jpeg);
    }

    #[test]
    fn a_name_that_only_some_systems_take_is_mended() {
        assert_eq!(
            FileName::new(" Meeting 10:30?.pdf ").unwrap().as_str(),
            "Meeting 10_30_.pdf"
        );
        assert_eq!(FileName::new("Cafe\u{301}.pdf").unwrap().as_str(), "Café.pdf");
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_refused() {
        for name in ["../x.pdf", "..\\x.pdf", "/etc/passwd.txt", "C:\\x.pdf", "a/b.pdf"] {
            assert_eq!(refusal(name), "name_with_path", "{name}");
        }
        for name in [
            "..pdf",
            "...pdf",
            ".htaccess.txt",
            "con.pdf",
            "Aux.tar.txt",
            "com1.txt",
            "LPT9.pdf",
            "x .pdf",
            "x..pdf",
        ] {
            assert_eq!(refusal(name), "name_reserved", "{name}");
        }
    }

    #[test]
    fn a_name_that_reads_as_another_is_refused() {
        for name in [
            "report\u{202E}fdp.exe",
            "a\0.pdf",
            "a\r\nX: y.pdf",
            "a\u{200B}.pdf",
            "a\u{FF0F}b.pdf",
        ] {
            assert_eq!(refusal(name), "name_with_hidden_character", "{name:?}");
        }
    }

    #[test]
    fn a_kind_that_is_not_taken_is_told_what_to_send_instead() {
        for name in [
            "x.exe",
            "report.pdf.exe",
            "x.html",
            "x.zip",
            "x.docm",
            "x.pdf~",
            "x.ｐｄｆ",
        ] {
            assert_eq!(refusal(name), "kind_not_taken", "{name}");
        }
        let problem = FileName::new("notes.doc").unwrap_err();
        assert!(
            problem.message.ends_with("Save it as DOCX, XLSX or PDF."),
            "{}",
            problem.message
        );
    }

    #[test]
    fn a_name_has_an_ending_and_an_end() {
        assert_eq!(refusal(""), "name_missing");
        assert_eq!(refusal("report"), "name_without_ending");
        assert_eq!(refusal(".pdf"), "name_without_ending");
        assert_eq!(refusal(&format!("{}.pdf", "x".repeat(117))), "name_too_long");
        assert!(FileName::new(&format!("{}.pdf", "x".repeat(116))).is_ok());
        assert_eq!(refusal(&format!("{}.pdf", "語".repeat(100))), "name_too_long");
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_one_safe_line(name in "\\PC{0,20}[./\\\\a-z]{0,6}(\\.pdf|\\.txt)?") {
            if let Ok(name) = FileName::new(&name) {
                let name = name.as_str();
                prop_assert!(!name.contains(['/', '\\', ':', '"', '\n', '\0']));
                prop_assert!(!name.starts_with('.') && name.chars().count() <= LONGEST_NAME);
                prop_assert_eq!(FileName::new(name).map(|again| again.name), Ok(name.to_owned()));
            }
        }
    }
}
