//! A copy of the database on disk: its files, and the signed manifest that tells what they must be.

mod files;
mod make;
mod manifest;
mod put_back;

pub use make::make;
pub use put_back::put_back;

use crate::failure::Failure;
use sha2::{Digest as _, Sha256};
use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

/// The digest of a file, and its length.
///
/// # Errors
/// When it cannot be read.
fn digest(path: &Path) -> Result<(String, u64), Failure> {
    let failed = |error: io::Error| file_failure(path, &error);
    let mut file = File::open(path).map_err(failed)?;
    let (mut hasher, mut length, mut buffer) = (Sha256::new(), 0_u64, vec![0_u8; 64 * 1024]);
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
            return Ok((hex::encode(hasher.finalize()), length));
        };
        hasher.update(bytes);
        length += u64::try_from(read).unwrap_or(0);
    }
}

fn file_failure(path: &Path, error: &io::Error) -> Failure {
    Failure::not_done(format!("{} cannot be read or written: {error}.", path.display()))
}

/// Syncs a folder, so that the names in it are safe too.
fn sync_folder(folder: &Path) -> Result<(), Failure> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| file_failure(folder, &error))
}
