//! What a file of evidence may be: its kind, its name, its content, and how it is asked for and handed out.
//!
//! Nothing here keeps a byte or knows of a case. A file is given as something that can be read and searched, and is
//! looked at in bounded memory and time.

mod content;
mod disposition;
mod evidence;
mod kind;
mod name;
mod office;
mod office_words;
mod range;
mod text_file;
mod two_in_one;

pub use content::{Refused, inspect};
pub use disposition::{attachment, name_in};
pub use evidence::{EvidenceKind, UnknownEvidence};
pub use kind::{FileKind, NOT_TAKEN, NotTaken, kinds_in_words};
pub use name::{FileName, LONGEST_NAME};
pub use range::{Asked, Part, asked};

/// The most bytes of one file: 20 MiB.
pub const LARGEST: u64 = 20 * 1024 * 1024;

/// The harmless text that every scanner for malware must find (the test file of EICAR), put together when it is asked
/// for, so that no scanner finds it in this program.
#[must_use]
pub fn scanner_test_text() -> String {
    [
        r"X5O!P%@AP[4\PZX54(P^)7CC)7}$",
        "EICAR-STANDARD-",
        "ANTIVIRUS-TEST-FILE!$H+H*",
    ]
    .concat()
}
