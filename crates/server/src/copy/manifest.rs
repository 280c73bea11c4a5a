//! What a copy must be: signed, so that nobody can change a copy unseen.

use super::{digest, file_failure};
use crate::{checkpoints::CheckpointFile, failure::Failure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
};

/// The name of the manifest in a copy.
const FILE: &str = "manifest.json";

/// What a copy must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of this format.
    pub v: u32,
    /// `sqlite` or `postgres`.
    pub database: String,
    /// When the copy was made.
    pub made_at: DateTime<Utc>,
    /// The migrations that the database has.
    pub schema: Vec<String>,
    /// A digest over the heads of all logs in the copy.
    pub heads: String,
    /// The last checkpoint before it: its number and digest.
    pub checkpoint: (u64, String),
    /// The files.
    pub files: Vec<CopiedFile>,
    /// The key that signed it.
    pub kid: String,
}

/// A file of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopiedFile {
    /// Its name; for PostgreSQL the table's name with `.jsonl`.
    pub name: String,
    /// Its length in bytes.
    pub length: u64,
    /// Its SHA-256.
    pub sha256: String,
}

impl CopiedFile {
    /// What the file in this folder is now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(folder: &Path, name: &str) -> Result<Self, Failure> {
        let (sha256, length) = digest(&folder.join(name))?;
        Ok(Self {
            name: name.to_owned(),
            length,
            sha256,
        })
    }
}

impl Manifest {
    /// Signs it and writes it into the folder of the copy.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, folder: &Path, key: &CheckpointFile) -> Result<(), Failure> {
        let path = folder.join(FILE);
        let failed = |error: std::io::Error| file_failure(&path, &error);
        let body = serde_json::to_string(self)
            .map_err(|error| Failure::not_done(format!("The manifest cannot be written: {error}.")))?;
        let text = format!("{body}\n{}\n", key.signature(body.as_bytes()));
        let mut file = File::create(&path).map_err(failed)?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(failed)
    }

    /// Reads it, and checks that it is signed and that every file of the copy is what it says.
    ///
    /// # Errors
    /// When anything in the copy is not as it was made.
    pub fn read(folder: &Path, key: &CheckpointFile) -> Result<Self, Failure> {
        let path = folder.join(FILE);
        let text = fs::read_to_string(&path).map_err(|error| file_failure(&path, &error))?;
        let damaged = |what: &str| {
            Failure::not_done(format!(
                "The copy {} is not good: {what}. Nothing was replaced; use another copy.",
                folder.display()
            ))
        };
        let mut lines = text.split('\n');
        let (Some(body), Some(signature), Some(""), None) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(damaged("its manifest cannot be read"));
        };
        if !key.has_signed(body.as_bytes(), signature) {
            return Err(damaged(
                "its manifest is not signed by the checkpoint key in the data folder",
            ));
        }
        let manifest: Self =
            serde_json::from_str(body).map_err(|_| damaged("its manifest cannot be read"))?;
        if manifest.v != 1 {
            return Err(damaged("its format is not known to this program"));
        }
        for file in &manifest.files {
            if CopiedFile::of(folder, &file.name)? != *file {
                return Err(damaged(&format!("{} is not what it was", file.name)));
            }
        }
        Ok(manifest)
    }
}
