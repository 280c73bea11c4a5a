//! What documents have inside: what makes them what they are, and what is refused in them.

use crate::FileKind;

/// What a kind of packed document must and must not have inside.
pub(crate) struct Inside {
    /// Files without which it is not of this kind.
    pub(crate) needs: &'static [&'static str],
    /// The file that says what the document is, and what it must say.
    pub(crate) says: (&'static str, &'static str),
}

pub(crate) const fn inside(kind: FileKind) -> Option<Inside> {
    match kind {
        FileKind::Docx => Some(Inside {
            needs: &["[Content_Types].xml", "_rels/.rels", "word/document.xml"],
            says: ("[Content_Types].xml", "wordprocessingml.document.main+xml"),
        }),
        FileKind::Xlsx => Some(Inside {
            needs: &["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"],
            says: ("[Content_Types].xml", "spreadsheetml.sheet.main+xml"),
        }),
        FileKind::Odt => Some(Inside {
            needs: &["mimetype", "content.xml", "META-INF/manifest.xml"],
            says: ("mimetype", "application/vnd.oasis.opendocument.text"),
        }),
        _ => None,
    }
}

/// Endings of programs, of packed files, and of documents with programs in them.
const PROGRAMS: [&str; 31] = [
    "exe", "dll", "scr", "com", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "jar", "msi",
    "lnk", "reg", "py", "sh", "docm", "dotm", "xlsm", "xlsb", "xltm", "pptm", "ppam", "xlam", "zip", "rar",
    "7z", "html",
];

/// Whether a file with this path inside a document, in small letters, is a program or holds one.
pub(crate) fn is_program(path: &str) -> bool {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let in_folder = |name: &str| folder.split('/').any(|part| part == name);
    let of_macros =
        file.starts_with("vbaproject") || file.starts_with("vbadata") || file.starts_with("attachedtoolbars");
    // Other documents stand in “embeddings”; what is there as `.bin` is an object of another program.
    let foreign_object = in_folder("activex") || (in_folder("embeddings") && extension == "bin");
    // Where an open document keeps its macros.
    let scripts = path.starts_with("basic/") || path.starts_with("scripts/");
    of_macros || foreign_object || scripts || PROGRAMS.contains(&extension)
}

/// What the list of parts of a document says when there are macros in it.
pub(crate) const MACRO_TYPES: [&str; 2] = ["macroenabled", "vbaproject"];

/// Relationships that fetch something from elsewhere and run or show it when the document is opened. Links on which
/// somebody clicks are not among them.
const FETCHED: [&str; 4] = [
    "/attachedtemplate\"",
    "/oleobject\"",
    "/frame\"",
    "/subdocument\"",
];

/// Whether a list of relationships, in small letters, fetches something from elsewhere.
pub(crate) fn fetches(relationships: &str) -> bool {
    relationships.split('<').any(|element| {
        let quoted: String = element
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| if c == '\'' { '"' } else { c })
            .collect();
        quoted.contains("targetmode=\"external\"") && FETCHED.iter().any(|kind| quoted.contains(kind))
    })
}
