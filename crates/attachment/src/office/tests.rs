//! Documents as programs write them, and as somebody with bad intentions would.

use super::*;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn pack(parts: &[(&str, &[u8])], more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (place, (name, bytes)) in parts.iter().chain(more).enumerate() {
        let stored = place == 0 && *name == "mimetype";
        let method = if stored {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const WORD: &[u8] = br#"<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const EXCEL: &[u8] = br#"<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;

/// A small text document, with more parts in it.
pub(crate) fn document(more: &[(&str, &[u8])]) -> Vec<u8> {
    let parts: [(&str, &[u8]); 3] = [
        ("[Content_Types].xml", WORD),
        ("_rels/.rels", b"<Relationships/>"),
        ("word/document.xml", b"<w:document/>"),
    ];
    pack(&parts, more)
}

/// A small table.
pub(crate) fn spreadsheet(more: &[(&str, &[u8])]) -> Vec<u8> {
    let parts: [(&str, &[u8]); 3] = [
        ("[Content_Types].xml", EXCEL),
        ("_rels/.rels", b"<Relationships/>"),
        ("xl/workbook.xml", b"<workbook/>"),
    ];
    pack(&parts, more)
}

/// A small text in the open format.
pub(crate) fn text_in_odt(more: &[(&str, &[u8])]) -> Vec<u8> {
    let parts: [(&str, &[u8]); 3] = [
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"<office:document-content/>"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ];
    pack(&parts, more)
}

fn look(bytes: &[u8], kind: FileKind) -> Result<(), &'static str> {
    let size = u64::try_from(bytes.len()).unwrap();
    check(&mut Cursor::new(bytes), size, kind).map_err(|refused| match refused {
        Refused::Problem(problem) => problem.code,
        Refused::Unreadable(error) => panic!("{error}"),
    })
}

#[test]
fn documents_with_pictures_fonts_and_links_to_click_on_are_taken() {
    let links = br#"<Relationships><Relationship Type="http://x/relationships/hyperlink" Target="https://example.org" TargetMode="External"/><Relationship Type="http://x/relationships/image" Target="media/1.png"/></Relationships>"#;
    let whole = document(&[
        ("word/_rels/document.xml.rels", links),
        ("word/media/image1.png", b"\x89PNG"),
        ("word/embeddings/Microsoft_Excel_Worksheet.xlsx", b"PK"),
        ("word/fonts/font1.odttf", b"\0\0"),
        ("xl/printerSettings/printerSettings1.bin", b"\0"),
    ]);
    assert_eq!(look(&whole, FileKind::Docx), Ok(()));
    assert_eq!(
        look(
            &spreadsheet(&[("xl/worksheets/sheet1.xml", b"<x/>")]),
            FileKind::Xlsx
        ),
        Ok(())
    );
    assert_eq!(
        look(&text_in_odt(&[("Pictures/1.jpg", b"\xFF\xD8")]), FileKind::Odt),
        Ok(())
    );
}

#[test]
fn a_document_written_as_a_stream_is_taken() {
    let mut writer = ZipWriter::new_stream(Vec::new());
    for (name, bytes) in [
        ("[Content_Types].xml", WORD),
        ("_rels/.rels", &b"<Relationships/>"[..]),
        ("word/document.xml", b"<w:document/>"),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(look(&bytes, FileKind::Docx), Ok(()));
}

#[test]
fn a_document_of_another_kind_is_told_as_such() {
    assert_eq!(look(&document(&[]), FileKind::Xlsx), Err("content_differs"));
    assert_eq!(look(&text_in_odt(&[]), FileKind::Docx), Err("content_differs"));
    let other = pack(
        &[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", b""),
            ("META-INF/manifest.xml", b""),
        ],
        &[],
    );
    assert_eq!(look(&other, FileKind::Odt), Err("content_differs"));
    assert_eq!(
        look(&pack(&[("a.txt", b"a")], &[]), FileKind::Docx),
        Err("content_differs")
    );
}

#[test]
fn programs_in_a_document_are_refused() {
    for path in [
        "word/vbaProject.bin",
        "word/VBAPROJECT.BIN",
        "word/activeX/activeX1.bin",
        "word/embeddings/oleObject1.bin",
        "word/embeddings/run.exe",
        "x/setup.js",
    ] {
        assert_eq!(
            look(&document(&[(path, b"x")]), FileKind::Docx),
            Err("program_inside"),
            "{path}"
        );
    }
    for path in ["Basic/Standard/Module1.xml", "Scripts/python/run.txt"] {
        assert_eq!(
            look(&text_in_odt(&[(path, b"x")]), FileKind::Odt),
            Err("program_inside"),
            "{path}"
        );
    }
    let types = b"<Types><Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml wordprocessingml.document.main+xml\"/></Types>";
    let disguised = pack(
        &[
            ("[Content_Types].xml", types),
            ("_rels/.rels", b""),
            ("word/document.xml", b""),
        ],
        &[],
    );
    assert_eq!(look(&disguised, FileKind::Docx), Err("program_inside"));
}

#[test]
fn a_document_that_fetches_a_template_is_refused() {
    let rels = br#"<Relationships><Relationship Id="1" Type='http://x/relationships/attachedTemplate' Target="http://example.org/a.dotm" TargetMode = "External"/></Relationships>"#;
    let tidy = String::from_utf8(rels.to_vec()).unwrap().replace(" = ", "=");
    for rels in [tidy.as_bytes(), rels] {
        assert_eq!(
            look(
                &document(&[("word/_rels/settings.xml.rels", rels)]),
                FileKind::Docx
            ),
            Err("fetches_from_elsewhere")
        );
    }
}

#[test]
fn links_and_paths_that_lead_elsewhere_are_refused() {
    for path in [
        "../../etc/cron.d/x.xml",
        "/etc/x.xml",
        "word\\x.xml",
        "c:x.xml",
        "word/./x.xml",
    ] {
        assert_eq!(
            look(&document(&[(path, b"x")]), FileKind::Docx),
            Err("damaged"),
            "{path}"
        );
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .add_symlink("word/link.xml", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(look(&bytes, FileKind::Docx), Err("packed_link"));
}

#[test]
fn a_document_that_unpacks_to_too_much_is_refused() {
    let zeros = vec![0_u8; 60 * 1024 * 1024];
    assert_eq!(
        look(&document(&[("word/media/a.xml", &zeros)]), FileKind::Docx),
        Err("packed_too_much")
    );
    let types = vec![b' '; 3 * 1024 * 1024];
    assert_eq!(
        look(&document(&[("word/_rels/a.rels", &types)]), FileKind::Docx),
        Err("packed_too_much")
    );
}

#[test]
fn a_document_of_very_many_files_is_refused_before_its_list_is_read() {
    let names: Vec<String> = (0..2_000).map(|number| format!("word/{number}.xml")).collect();
    let more: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(look(&document(&more), FileKind::Docx), Err("packed_too_many"));
}

#[test]
fn what_lies_before_behind_or_beside_the_document_is_refused() {
    let good = document(&[]);
    let mut behind = good.clone();
    behind.extend_from_slice(b"more");
    assert_eq!(look(&behind, FileKind::Docx), Err("damaged"));
    let mut before = b"PK\x03\x04 something else".to_vec();
    before.extend_from_slice(&good);
    assert_eq!(look(&before, FileKind::Docx), Err("damaged"));
    assert_eq!(
        look(good.get(..good.len() - 30).unwrap(), FileKind::Docx),
        Err("damaged")
    );
}

#[test]
fn a_document_with_a_password_is_told_to_be_sent_without() {
    let mut bytes = document(&[]);
    // The flag of encryption, in the list of files and before the file itself.
    let places: Vec<usize> = bytes
        .windows(4)
        .enumerate()
        .filter_map(|(place, four)| match four {
            b"PK\x01\x02" => Some(place + 8),
            b"PK\x03\x04" => Some(place + 6),
            _ => None,
        })
        .collect();
    for place in places {
        bytes[place] |= 1;
    }
    assert_eq!(look(&bytes, FileKind::Docx), Err("encrypted"));
}

#[test]
fn a_changed_byte_in_what_is_packed_is_found() {
    let good = document(&[("word/media/a.png", &[7; 3_000])]);
    let mut found = 0;
    for place in 0..good.len() {
        let mut bytes = good.clone();
        bytes[place] ^= 0x55;
        found += usize::from(look(&bytes, FileKind::Docx).is_err());
    }
    // What is left are times and attributes, which nobody reads.
    assert!(found * 10 > good.len() * 6, "{found} of {}", good.len());
}
