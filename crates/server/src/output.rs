//! Standard output. A reader that has read enough (`| head`) is not a failure.

use crate::failure::Failure;
use std::io::{self, Write as _};

/// Writes a text as it is.
///
/// # Errors
/// When it cannot be written, except that nobody reads on.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::not_done(format!(
            "Standard output cannot be written: {error}."
        ))),
        _ => Ok(()),
    }
}

/// Writes a text and ends its line.
///
/// # Errors
/// As for [`print()`].
pub fn print_line(text: &str) -> Result<(), Failure> {
    print(&format!("{text}\n"))
}
