//! The list of erasures beside the database: ids only, a line each, so that what was erased is erased again after an
//! older copy is brought back.

use crate::failure::Failure;
use ehcp_casework::{Casework, ListedErasure};
use std::{
    collections::HashSet,
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

/// Its name in the data folder.
const NAME: &str = "erasures.jsonl";

/// The list.
pub struct ErasureList {
    path: PathBuf,
}

impl ErasureList {
    /// The one in a data folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            path: folder.join(NAME),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds to it, and waits until it is on the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&self, erased: &[ListedErasure]) -> Result<(), Failure> {
        let unwritten = |error: std::io::Error| {
            Failure::not_done(format!(
                "The records are erased, but the list {} cannot be written: {error}. Mend that and run: ehcp erase reapply.",
                self.path.display()
            ))
        };
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&self.path)
            .map_err(unwritten)?;
        for entry in erased {
            let line = serde_json::to_string(entry).map_err(|error| unwritten(error.into()))?;
            writeln!(file, "{line}").map_err(unwritten)?;
        }
        file.sync_all().map_err(unwritten)
    }

    /// What it names; nothing when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self) -> Result<Vec<ListedErasure>, Failure> {
        let unread = |error: &dyn std::fmt::Display| {
            Failure::not_done(format!(
                "The list of erasures {} cannot be read: {error}.",
                self.path.display()
            ))
        };
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(unread(&error)),
        };
        text.lines()
            .map(|line| serde_json::from_str(line).map_err(|error| unread(&error)))
            .collect()
    }

    /// Erases again what it or the database names, and adds to it what only the database knew. Says how many records
    /// that were.
    ///
    /// # Errors
    /// When it cannot be read or written, or the database cannot write.
    pub fn reapply(&self, casework: &Casework) -> Result<usize, Failure> {
        let listed = self.read()?;
        let erased = ehcp_casework::reapply_erasures(casework, &listed)?;
        let known: HashSet<_> = listed.iter().map(|entry| entry.subject_id).collect();
        let unlisted: Vec<_> = erased
            .iter()
            .filter(|entry| !known.contains(&entry.subject_id))
            .copied()
            .collect();
        if !unlisted.is_empty() {
            self.add(&unlisted)?;
        }
        Ok(erased.len())
    }
}
