//! Documents that are packed files: what is in them is listed, counted and unpacked into nothing.

use crate::office_words::{Inside, MACRO_TYPES, fetches, inside, is_program};
use crate::{FileKind, Refused};
use std::collections::HashSet;
use std::io::{self, Read, Seek, SeekFrom};
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// The most files in one document. Ordinary ones have some dozens.
const MOST_ENTRIES: u16 = 2_000;

/// The most bytes of the list of files.
const LARGEST_LIST: u32 = 1024 * 1024;

/// The most bytes that a document may have unpacked. Some of that is done for every upload, so it bounds the time.
const MOST_UNPACKED: u64 = 128 * 1024 * 1024;

/// How many times its size a document may have unpacked, when it is larger than [`RATIO_FROM`].
const MOST_RATIO: u64 = 100;
const RATIO_FROM: u64 = 4 * 1024 * 1024;

/// The most bytes of a part that is read and not only counted.
const LARGEST_READ: u64 = 2 * 1024 * 1024;

/// The fixed part of what ends a packed file.
const END: usize = 22;

/// Refuses a document that is not of its kind, that unpacks to too much, or that has in it what it must not.
pub(crate) fn check<F: Read + Seek>(file: &mut F, size: u64, kind: FileKind) -> Result<(), Refused> {
    let Some(inside) = inside(kind) else {
        return Ok(());
    };
    check_end(file, size)?;
    let mut archive = ZipArchive::new(file).map_err(|error| damaged(&error))?;
    let names = check_list(&mut archive)?;
    if let Some(missing) = inside.needs.iter().find(|name| !names.contains(**name)) {
        return Err(Refused::content(
            "content_differs",
            format!(
                "The name says that the file is a {kind}; it is packed like one, but has no {missing} in it. Open it, save it anew, and send that."
            ),
        ));
    }
    archive
        .validate_header_consistency()
        .map_err(|error| damaged(&error))?;
    unpack(&mut archive, size, kind, &inside)
}

/// The last bytes must be those of one packed file, without anything behind them, with a list that is not too long.
/// That is looked at before the list is read, since reading it takes memory.
fn check_end<F: Read + Seek>(file: &mut F, size: u64) -> Result<(), Refused> {
    let start = size.checked_sub(22).ok_or_else(broken)?;
    file.seek(SeekFrom::Start(start))?;
    let mut end = [0_u8; END];
    file.read_exact(&mut end)?;
    let [
        b'P',
        b'K',
        5,
        6,
        0,
        0,
        0,
        0,
        here_low,
        here_high,
        all_low,
        all_high,
        rest @ ..,
    ] = end
    else {
        return Err(broken());
    };
    let [s0, s1, s2, s3, o0, o1, o2, o3, 0, 0] = rest else {
        return Err(broken());
    };
    let entries = u16::from_le_bytes([all_low, all_high]);
    let list = u32::from_le_bytes([s0, s1, s2, s3]);
    let list_at = u32::from_le_bytes([o0, o1, o2, o3]);
    if entries > MOST_ENTRIES || list > LARGEST_LIST {
        return Err(too_much("packed_too_many", "has too many files inside"));
    }
    let one_part = u16::from_le_bytes([here_low, here_high]) == entries;
    let meets = u64::from(list).checked_add(u64::from(list_at)) == Some(start);
    if !one_part || !meets || ends_in_large_form(file, start)? {
        return Err(broken());
    }
    Ok(())
}

/// Whether a second end for very large files stands before the first: two ends could list different files.
fn ends_in_large_form<F: Read + Seek>(file: &mut F, end: u64) -> Result<bool, Refused> {
    let Some(place) = end.checked_sub(20) else {
        return Ok(false);
    };
    let mut locator = [0_u8; 4];
    file.seek(SeekFrom::Start(place))?;
    file.read_exact(&mut locator)?;
    Ok(&locator == b"PK\x06\x07")
}

/// The paths in a document; refuses links, programs, encryption and paths that lead elsewhere, by the list alone.
fn check_list<F: Read + Seek>(archive: &mut ZipArchive<F>) -> Result<HashSet<String>, Refused> {
    let mut names = HashSet::new();
    let mut small = HashSet::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(|error| damaged(&error))?;
        if entry.encrypted() {
            return Err(Refused::content(
                "encrypted",
                "The document has a password, so nobody could read it. Save it without one and send it again.",
            ));
        }
        if entry.is_symlink() {
            return Err(Refused::content(
                "packed_link",
                "The document has a link to a file inside. Save it anew from the program it was written with.",
            ));
        }
        let packed_plainly = matches!(
            entry.compression(),
            CompressionMethod::Stored | CompressionMethod::Deflated
        );
        let name = entry.name().map_err(|error| damaged(&error))?.into_owned();
        if !packed_plainly || leads_elsewhere(&name) {
            return Err(broken());
        }
        let lower = name.to_lowercase();
        if is_program(&lower) {
            return Err(macros());
        }
        if !small.insert(lower) || !names.insert(name) {
            return Err(broken());
        }
    }
    Ok(names)
}

fn leads_elsewhere(path: &str) -> bool {
    path.starts_with('/')
        || path.contains(['\\', ':'])
        || path.chars().any(char::is_control)
        || path.split('/').any(|part| part == ".." || part == ".")
}

/// Unpacks everything, and counts; reads what says what the document is and what it fetches.
fn unpack<F: Read + Seek>(
    archive: &mut ZipArchive<F>,
    size: u64,
    kind: FileKind,
    inside: &Inside,
) -> Result<(), Refused> {
    let most = MOST_UNPACKED.min(size.saturating_mul(MOST_RATIO).max(RATIO_FROM));
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| damaged(&error))?;
        let name = entry.name().map_err(|error| damaged(&error))?.into_owned();
        let left = most.saturating_sub(unpacked);
        let told = name == inside.says.0 || name.to_lowercase().ends_with(".rels");
        unpacked = unpacked.saturating_add(match told {
            true => read_part(entry, left, &name, kind, inside)?,
            false => count(entry, left)?,
        });
    }
    Ok(())
}

/// How many bytes a part has unpacked; the checksum at its end is compared.
fn count<R: Read>(mut entry: ZipFile<'_, R>, left: u64) -> Result<u64, Refused> {
    let size = entry.size();
    let counted =
        io::copy(&mut entry.by_ref().take(left.saturating_add(1)), &mut io::sink()).map_err(unpacking)?;
    if counted > left {
        return Err(too_much("packed_too_much", "unpacks to far more than its size"));
    }
    if counted != size {
        return Err(broken());
    }
    Ok(counted)
}

fn read_part<R: Read>(
    mut entry: ZipFile<'_, R>,
    left: u64,
    name: &str,
    kind: FileKind,
    inside: &Inside,
) -> Result<u64, Refused> {
    let most = left.min(LARGEST_READ);
    let mut bytes = Vec::new();
    let counted = entry
        .by_ref()
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(unpacking)?;
    let counted = u64::try_from(counted).unwrap_or(u64::MAX);
    if counted > most {
        return Err(too_much("packed_too_much", "unpacks to far more than its size"));
    }
    // Lists in another form of Unicode would hide their words from this look: programs write UTF-8.
    let text = String::from_utf8(bytes).map_err(|_| broken())?.to_lowercase();
    if name == inside.says.0 {
        if MACRO_TYPES.iter().any(|word| text.contains(word)) {
            return Err(macros());
        }
        let says = inside.says.1.to_lowercase();
        let fits = match kind {
            FileKind::Odt => text.trim() == says,
            _ => text.contains(&says),
        };
        if !fits {
            return Err(Refused::content(
                "content_differs",
                format!(
                    "The name says that the file is a {kind}, and its content does not. Open it, save it anew, and send that."
                ),
            ));
        }
    } else if fetches(&text) {
        return Err(Refused::content(
            "fetches_from_elsewhere",
            "The document fetches a template or a part from elsewhere when it is opened. Save it as PDF and send that.",
        ));
    }
    Ok(counted)
}

fn macros() -> Refused {
    Refused::content(
        "program_inside",
        "The document has a program (macro) or another program's object in it. Save it without, or as PDF, and send that.",
    )
}

fn too_much(code: &'static str, what: &str) -> Refused {
    Refused::content(
        code,
        format!("The document {what}. Save it as PDF and send that."),
    )
}

fn broken() -> Refused {
    Refused::content(
        "damaged",
        "The document is damaged, or has more in it than it lists. Open it, save it anew, and send that.",
    )
}

/// A fault of what was sent, unless this machine cannot read it.
fn damaged(error: &ZipError) -> Refused {
    match error {
        ZipError::Io(io) if io.raw_os_error().is_some() => {
            Refused::Unreadable(io::Error::new(io.kind(), io.to_string()))
        }
        _ => broken(),
    }
}

fn unpacking(error: io::Error) -> Refused {
    match error.raw_os_error() {
        Some(_) => Refused::Unreadable(error),
        None => broken(),
    }
}

#[cfg(test)]
pub(crate) mod tests;
