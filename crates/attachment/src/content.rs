//! Whether a file is what its name and its sender say.

use crate::{FileKind, FileName, LARGEST, kinds_in_words, office, text_file, two_in_one};
use ehcp_case::FieldProblem;
use infer::MatcherType;
use std::io::{self, Read, Seek, SeekFrom};

/// How many bytes of the beginning are looked at.
const HEAD: u64 = 8 * 1024;

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// What is wrong with it, and what would be right.
    #[error("{}", .0.message)]
    Problem(FieldProblem),
    /// It could not be read: a fault of this machine.
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] io::Error),
}

impl Refused {
    /// A problem with the content.
    pub(crate) fn content(code: &'static str, message: impl Into<String>) -> Self {
        Self::Problem(FieldProblem::new("/content", code, message))
    }
}

/// Looks whether a file of `size` bytes is what its name and its declared media type say, and nothing else beside.
/// Reads it once or twice, keeps at most some hundred KiB of it, and unpacks a bounded part.
///
/// # Errors
/// What is wrong with it, or that it cannot be read.
pub fn inspect<F: Read + Seek>(
    mut file: F,
    size: u64,
    name: &FileName,
    declared: &str,
) -> Result<FileKind, Refused> {
    if size == 0 {
        return Err(Refused::content(
            "empty",
            "The file is empty. Look whether it was saved, and send it again.",
        ));
    }
    if size > LARGEST {
        return Err(Refused::content(
            "too_large",
            "The file is larger than 20 MiB. Send it in parts.",
        ));
    }
    let kind = name.kind();
    check_declared(kind, declared)?;
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.by_ref().take(HEAD).read_to_end(&mut head)?;
    check_beginning(kind, &head)?;
    match kind {
        FileKind::Docx | FileKind::Odt | FileKind::Xlsx => office::check(&mut file, size, kind)?,
        FileKind::Txt => {
            two_in_one::check(&mut file, size, kind, &head)?;
            text_file::check(&mut file)?;
        }
        _ => two_in_one::check(&mut file, size, kind, &head)?,
    }
    Ok(kind)
}

/// The media type that was declared must be one of the kind that the name promises.
fn check_declared(kind: FileKind, declared: &str) -> Result<(), Refused> {
    let mut parts = declared.split(';').map(|part| part.trim().to_ascii_lowercase());
    let media_type = parts.next().unwrap_or_default();
    let other_charset = parts.any(|parameter| {
        parameter
            .strip_prefix("charset=")
            .is_some_and(|charset| !matches!(charset.trim_matches('"'), "utf-8" | "us-ascii"))
    });
    if other_charset {
        return Err(Refused::Problem(FieldProblem::new(
            "/content_type",
            "charset_not_taken",
            "Text is taken in UTF-8 only. Save it as UTF-8 and send it again.",
        )));
    }
    if kind.media_types().contains(&media_type.as_str()) {
        return Ok(());
    }
    Err(Refused::Problem(FieldProblem::new(
        "/content_type",
        "type_differs",
        format!(
            "The name says that the file is a {kind}, and `Content-Type` does not. Send {}.",
            kind.media_type()
        ),
    )))
}

/// The first bytes must be those of the kind, in the place where they belong.
fn check_beginning(kind: FileKind, head: &[u8]) -> Result<(), Refused> {
    let seen = infer::get(head);
    let fits = begins(kind, head)
        && match seen {
            // Two letters of a text can be the beginning of something else: only programs and pages count.
            Some(seen) if kind == FileKind::Txt => {
                !matches!(seen.matcher_type(), MatcherType::App | MatcherType::Text)
            }
            Some(seen) => kind.looks_like().contains(&seen.mime_type()),
            None => matches!(
                kind,
                FileKind::Txt | FileKind::Mp3 | FileKind::M4a | FileKind::Mp4
            ),
        };
    if fits {
        return Ok(());
    }
    let other = FileKind::ALL
        .into_iter()
        .find(|other| seen.is_some_and(|seen| other.media_types().contains(&seen.mime_type())));
    let rather = match other.filter(|other| *other != kind) {
        Some(other) => format!("It looks like a {other}: if it is one, give it that ending."),
        None => format!("Open it, save it as {}, and send that.", kinds_in_words()),
    };
    Err(Refused::content(
        "content_differs",
        format!("The name says that the file is a {kind}, and its content does not. {rather}"),
    ))
}

fn begins(kind: FileKind, head: &[u8]) -> bool {
    let at = |place: usize, bytes: &[u8]| head.get(place..).is_some_and(|rest| rest.starts_with(bytes));
    match kind {
        FileKind::Pdf => at(0, b"%PDF-"),
        FileKind::Jpeg => at(0, b"\xFF\xD8\xFF"),
        FileKind::Png => at(0, b"\x89PNG\r\n\x1A\n"),
        FileKind::Webp => at(0, b"RIFF") && at(8, b"WEBP"),
        FileKind::Wav => at(0, b"RIFF") && at(8, b"WAVE"),
        FileKind::Heic | FileKind::M4a | FileKind::Mp4 => at(4, b"ftyp"),
        FileKind::Docx | FileKind::Odt | FileKind::Xlsx => at(0, b"PK\x03\x04"),
        FileKind::Mp3 => at(0, b"ID3") || is_layer_three(head),
        FileKind::Txt => true,
    }
}

/// Whether a frame of MPEG audio, layer III, begins here: eleven bits set, a version that is one, and the layer.
fn is_layer_three(head: &[u8]) -> bool {
    matches!(head, [0xFF, second, ..] if second & 0b1110_0110 == 0b1110_0010 && second & 0b0001_1000 != 0b0000_1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{document, spreadsheet, text_in_odt};
    use proptest::prelude::*;
    use std::io::Cursor;

    fn look(bytes: &[u8], name: &str, declared: &str) -> Result<FileKind, &'static str> {
        let name = FileName::new(name).expect("the name is good");
        let size = u64::try_from(bytes.len()).unwrap();
        inspect(Cursor::new(bytes), size, &name, declared).map_err(|refused| match refused {
            Refused::Problem(problem) => problem.code,
            Refused::Unreadable(error) => panic!("{error}"),
        })
    }

    fn samples() -> Vec<(&'static str, &'static str, Vec<u8>)> {
        let office = "application/vnd.openxmlformats-officedocument";
        let docx: &str = FileKind::Docx.media_type();
        let xlsx: &str = FileKind::Xlsx.media_type();
        assert!(docx.starts_with(office) && xlsx.starts_with(office));
        vec![
            (
                "a.pdf",
                "application/pdf",
                b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n".to_vec(),
            ),
            (
                "a.jpg",
                "image/jpeg",
                b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01 and so on".to_vec(),
            ),
            ("a.png", "image/png", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec()),
            ("a.webp", "image/webp", b"RIFF\x10\0\0\0WEBPVP8 ....".to_vec()),
            (
                "a.heic",
                "image/heic",
                b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(),
            ),
            ("a.docx", docx, document(&[])),
            ("a.xlsx", xlsx, spreadsheet(&[])),
            ("a.odt", FileKind::Odt.media_type(), text_in_odt(&[])),
            (
                "a.txt",
                "text/plain; charset=UTF-8",
                "MZ is how “Ava’s” note begins\r\n".as_bytes()[3..].to_vec(),
            ),
            ("a.mp3", "audio/mpeg", b"ID3\x04\0\0\0\0\0\0".to_vec()),
            ("b.mp3", "audio/mp3", b"\xFF\xFA\x90\x44\0\0".to_vec()),
            ("a.m4a", "audio/mp4", b"\0\0\0\x1CftypM4A \0\0\0\0".to_vec()),
            ("b.m4a", "audio/x-m4a", b"\0\0\0\x1Cftypmp42\0\0\0\0".to_vec()),
            ("a.wav", "audio/x-wav", b"RIFF\x24\0\0\0WAVEfmt ".to_vec()),
            ("a.mp4", "video/mp4", b"\0\0\0\x1Cftypisom\0\0\0\0".to_vec()),
        ]
    }

    #[test]
    fn a_file_of_every_kind_is_taken_for_what_it_is() {
        let mut seen = Vec::new();
        for (name, declared, bytes) in samples() {
            let kind = look(&bytes, name, declared).unwrap_or_else(|code| panic!("{name}: {code}"));
            assert_eq!(kind, FileName::new(name).unwrap().kind());
            seen.push(kind);
        }
        for kind in FileKind::ALL {
            assert!(seen.contains(&kind), "{kind}");
        }
    }

    #[test]
    fn no_kind_passes_under_the_name_of_another() {
        for (own, _, bytes) in samples() {
            for (name, declared, _) in samples() {
                let (own, other) = (
                    FileName::new(own).unwrap().kind(),
                    FileName::new(name).unwrap().kind(),
                );
                let film = |kind| matches!(kind, FileKind::M4a | FileKind::Mp4);
                // A text is only letters; a recording and a film share their box.
                if own != other && !(film(own) && film(other)) {
                    assert!(look(&bytes, name, declared).is_err(), "{own} as {name}");
                }
            }
        }
    }

    #[test]
    fn the_declared_type_must_be_that_of_the_name() {
        let pdf = b"%PDF-1.7\n";
        assert_eq!(
            look(pdf, "a.pdf", "application/octet-stream"),
            Err("type_differs")
        );
        assert_eq!(look(pdf, "a.pdf", ""), Err("type_differs"));
        assert_eq!(look(pdf, "a.pdf", "Application/PDF ; x=y"), Ok(FileKind::Pdf));
        assert_eq!(
            look(b"text", "a.txt", "text/plain; charset=iso-8859-1"),
            Err("charset_not_taken")
        );
    }

    #[test]
    fn programs_and_pages_are_refused_whatever_they_are_called() {
        let exe = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0".to_vec();
        let elf = b"\x7FELF\x02\x01\x01\0".to_vec();
        let script = b"#!/bin/sh\nrm -r /\n".to_vec();
        let page = b"<html><script>alert(1)</script></html>".to_vec();
        for bytes in [exe, elf, script, page] {
            for (name, declared, _) in samples() {
                assert!(look(&bytes, name, declared).is_err(), "{name}");
            }
        }
    }

    #[test]
    fn a_file_that_is_two_at_once_is_refused() {
        let mut page_in_front = b"<html><!--".to_vec();
        page_in_front.extend_from_slice(b"%PDF-1.7\n");
        assert_eq!(
            look(&page_in_front, "a.pdf", "application/pdf"),
            Err("content_differs")
        );
        let mut packed = b"\xFF\xD8\xFF\xE0\0\x10JFIF\0".to_vec();
        packed.extend(document(&[]));
        assert_eq!(look(&packed, "a.jpg", "image/jpeg"), Err("two_in_one"));
        let mut picture = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec();
        picture.extend_from_slice(b"%PDF-1.7\n");
        assert!(look(&picture, "a.png", "image/png").is_err());
    }

    #[test]
    fn an_empty_file_and_one_that_is_too_large_are_told_as_such() {
        assert_eq!(look(b"", "a.txt", "text/plain"), Err("empty"));
        let name = FileName::new("a.txt").unwrap();
        assert!(inspect(Cursor::new(b"x"), LARGEST + 1, &name, "text/plain").is_err());
    }

    #[test]
    fn what_it_looks_like_is_told() {
        let name = FileName::new("a.pdf").unwrap();
        let png = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR";
        let refused = inspect(Cursor::new(png), 16, &name, "application/pdf").unwrap_err();
        assert_eq!(
            refused.to_string(),
            "The name says that the file is a PDF document, and its content does not. It looks like a PNG picture: if \
             it is one, give it that ending."
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn no_bytes_make_the_reader_fall(
            which in 0_usize..15,
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            keep in 0_usize..40,
            cut in 0_usize..2000,
            flips in proptest::collection::vec((any::<usize>(), any::<u8>()), 0..6),
        ) {
            let (name, declared, sample) = samples().swap_remove(which);
            let mut front = sample.get(..keep.min(sample.len())).unwrap().to_vec();
            front.extend_from_slice(&bytes);
            let _ = look(&front, name, declared);
            let mut damaged = sample.clone();
            for (place, byte) in flips {
                let place = place % damaged.len();
                damaged[place] ^= byte;
            }
            damaged.truncate(cut.max(1));
            let _ = look(&damaged, name, declared);
        }
    }
}
