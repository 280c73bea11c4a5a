//! Plain text: UTF-8 without control characters.

use crate::Refused;
use std::io::{Read, Seek, SeekFrom};
use std::str::from_utf8;

/// Refuses what is not plain text in UTF-8.
pub(crate) fn check<F: Read + Seek>(file: &mut F) -> Result<(), Refused> {
    file.seek(SeekFrom::Start(0))?;
    let mut held: Vec<u8> = Vec::new();
    let mut piece = [0_u8; 64 * 1024];
    loop {
        let read = file.read(&mut piece)?;
        held.extend_from_slice(piece.get(..read).unwrap_or_default());
        let valid = match from_utf8(&held) {
            Ok(text) => text.len(),
            // A character that goes on in the next piece.
            Err(error) if error.error_len().is_none() && read > 0 => error.valid_up_to(),
            Err(_) => return Err(not_text()),
        };
        let rest = held.split_off(valid);
        let text = from_utf8(&held).map_err(|_| not_text())?;
        if text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{C}'))
        {
            return Err(not_text());
        }
        held = rest;
        if read == 0 {
            return Ok(());
        }
    }
}

fn not_text() -> Refused {
    Refused::content(
        "not_plain_text",
        "The file is not plain text in UTF-8. Save it as UTF-8, or as PDF, and send it again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn letters_of_every_script_are_text_wherever_a_piece_ends() {
        for shift in 0..4 {
            let text = format!("{}{}", "x".repeat(shift), "語é😀\r\n\t".repeat(20_000));
            assert!(check(&mut Cursor::new(text)).is_ok());
        }
        assert!(check(&mut Cursor::new("\u{FEFF}with a mark in front")).is_ok());
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        for bytes in [
            &b"a\0b"[..],
            b"\xFF\xFEa\0",
            b"caf\xE9",
            b"ends in a half \xC3",
            b"bell \x07",
            b"\x1B[2J",
        ] {
            assert!(check(&mut Cursor::new(bytes)).is_err(), "{bytes:?}");
        }
    }
}
