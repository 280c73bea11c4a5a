//! A file that is being received.

use crate::FilesError;
use sha2::{Digest, Sha256};
use std::fs::File as BlockingFile;
use std::path::{Path, PathBuf};
use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt;

/// A file that is being received. When it is dropped, it is gone.
#[derive(Debug)]
pub struct Incoming {
    spot: Spot,
    file: File,
    digest: Sha256,
    size: u64,
    most: u64,
}

/// A file that has come whole and lies in the folder of what comes in. When it is dropped without being kept, it is gone.
#[derive(Debug)]
pub struct Received {
    pub(crate) spot: Spot,
    file: File,
    /// How many bytes it has.
    pub size: u64,
    /// Its SHA-256, as 64 hexadecimal digits.
    pub sha256: String,
}

/// Where a file lies that nobody keeps yet.
#[derive(Debug)]
pub(crate) struct Spot {
    path: PathBuf,
    kept: bool,
}

impl Spot {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// It lies elsewhere now.
    pub(crate) fn was_moved(&mut self) {
        self.kept = true;
    }
}

impl Drop for Spot {
    fn drop(&mut self) {
        if !self.kept
            && let Err(error) = std::fs::remove_file(&self.path)
        {
            tracing::warn!(%error, "what was received and not kept could not be removed; the sweep will do it");
        }
    }
}

impl Incoming {
    pub(crate) async fn open(path: PathBuf, most: u64) -> Result<Self, FilesError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        let file = options.open(&path).await?;
        Ok(Self {
            spot: Spot { path, kept: false },
            file,
            digest: Sha256::new(),
            size: 0,
            most,
        })
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// [`FilesError::TooLarge`] as soon as more came than one file may have; or the disk refuses.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), FilesError> {
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        self.size = self.size.saturating_add(length);
        if self.size > self.most {
            return Err(FilesError::TooLarge);
        }
        self.digest.update(piece);
        self.file.write_all(piece).await?;
        Ok(())
    }

    /// Nothing more comes.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn whole(mut self) -> Result<Received, FilesError> {
        self.file.flush().await?;
        Ok(Received {
            spot: self.spot,
            file: self.file,
            size: self.size,
            sha256: hex::encode(self.digest.finalize()),
        })
    }
}

impl Received {
    /// The file for a look at its content, which blocks and so belongs on a thread of its own.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(&self) -> Result<BlockingFile, FilesError> {
        Ok(BlockingFile::open(self.spot.path())?)
    }

    /// Waits until its bytes are on the disk.
    pub(crate) async fn sync(&self) -> Result<(), FilesError> {
        Ok(self.file.sync_all().await?)
    }
}
