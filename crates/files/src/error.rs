//! Why bytes could not be received, checked, kept or read.

use std::io;

/// Why bytes could not be received, checked, kept or read.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// More bytes came than one file may have.
    #[error("the file is larger than it may be")]
    TooLarge,
    /// The disk has no room left.
    #[error("the disk for files is full")]
    Full,
    /// There are no bytes with this id.
    #[error("the bytes of this file are not there")]
    Missing,
    /// The place where files are kept does not answer, or not as it should.
    #[error("the place of files cannot be used: {0}")]
    Place(String),
    /// The scanner does not answer, or not as it should. Nothing is taken unscanned.
    #[error("the scanner cannot be used: {0}")]
    Scanner(String),
}

impl From<io::Error> for FilesError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Place(error.to_string()),
        }
    }
}

impl From<object_store::Error> for FilesError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            other => Self::Place(other.to_string()),
        }
    }
}
