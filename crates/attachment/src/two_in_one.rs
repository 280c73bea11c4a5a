//! A file that is two things at once: one for who checks it, and another for who opens it.

use crate::{FileKind, Refused};
use std::io::{Read, Seek, SeekFrom};

/// Where readers look for the beginning of a PDF.
const PDF_IN: usize = 1024;

/// The end of a packed file, without its comment; and the longest comment.
const ZIP_END: u64 = 22;
const LONGEST_COMMENT: u64 = 65_535;

/// Refuses a picture, recording or PDF that is also packed files, or also a PDF.
pub(crate) fn check<F: Read + Seek>(
    file: &mut F,
    size: u64,
    kind: FileKind,
    head: &[u8],
) -> Result<(), Refused> {
    let front = head.get(..PDF_IN.min(head.len())).unwrap_or(head);
    if kind != FileKind::Pdf && front.windows(5).any(|bytes| bytes == b"%PDF-") {
        return Err(two(kind, "a PDF"));
    }
    let from = size.saturating_sub(ZIP_END + LONGEST_COMMENT);
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.by_ref()
        .take(ZIP_END + LONGEST_COMMENT)
        .read_to_end(&mut tail)?;
    let ends_packed = (0_u64..)
        .zip(tail.windows(22))
        .any(|(place, bytes)| is_zip_end(bytes, from + place));
    if ends_packed {
        Err(two(kind, "a packed file"))
    } else {
        Ok(())
    }
}

/// Whether these bytes, which stand at `place`, end a packed file: the list of what is in it would lie before them.
fn is_zip_end(bytes: &[u8], place: u64) -> bool {
    let number = |at: usize| {
        let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
        four.map_or(0, |four| u64::from(u32::from_le_bytes(four)))
    };
    bytes.starts_with(b"PK\x05\x06") && (1..=place).contains(&number(12)) && number(16) <= place
}

fn two(kind: FileKind, other: &str) -> Refused {
    Refused::content(
        "two_in_one",
        format!("The file is a {kind} and {other} at once. Open it, save it anew, and send that."),
    )
}
