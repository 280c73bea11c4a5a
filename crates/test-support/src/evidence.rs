//! Files that people give as evidence, good and bad ones.

use crate::{Actor, Call};
use ehcp_attachment::attachment;
use reqwest::Method;
use std::{
    fmt::Display,
    io::{Cursor, Write as _},
};
use zip::{ZipWriter, write::SimpleFileOptions};

/// The media type of a text document.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A file with what is said of it.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Its name.
    pub name: String,
    /// Its declared media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Evidence {
    /// A file.
    #[must_use]
    pub fn new(name: &str, media_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            bytes: bytes.into(),
        }
    }
}

/// A small PDF document with this text in it.
#[must_use]
pub fn pdf(text: &str) -> Evidence {
    let bytes = format!("%PDF-1.7\n1 0 obj\n({text})\nendobj\n%%EOF\n");
    Evidence::new("report.pdf", "application/pdf", bytes)
}

/// A small text document with more parts in it.
///
/// # Panics
/// Never: it is written into memory.
#[must_use]
pub fn docx(more: &[(&str, &[u8])]) -> Evidence {
    let types = r#"<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let parts: [(&str, &[u8]); 3] = [
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", b"<Relationships/>"),
        ("word/document.xml", b"<w:document/>"),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts.iter().chain(more) {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("room in memory");
        writer.write_all(bytes).expect("room in memory");
    }
    let bytes = writer.finish().expect("room in memory").into_inner();
    Evidence::new("report.docx", DOCX, bytes)
}

impl<'app> Actor<'app> {
    /// Gives a file as evidence of this kind.
    pub fn gives(&self, case: impl Display, kind: &str, file: &Evidence) -> Call<'app> {
        self.asks(Method::POST, format!("/v1/cases/{case}/attachments?kind={kind}"))
            .with_header("content-disposition", &attachment(&file.name))
            .with_text(&file.media_type, file.bytes.clone())
    }

    /// Gives a small PDF document; gives its id.
    pub fn gives_a_report(&self, case: impl Display) -> String {
        self.gives(case, "school_report", &pdf("what was seen"))
            .expect(201)
            .text_at("/id")
            .to_owned()
    }
}
