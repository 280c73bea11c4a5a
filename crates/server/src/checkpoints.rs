//! The file of signed checkpoints, kept outside the database.

use crate::failure::Failure;
use ehcp_api::auth::{SigningKey, load_or_create_signing_key};
use ehcp_casework::{
    Casework,
    audit::{Checkpoints, Head, UnreadableCheckpoint, changed_heads},
};
use std::{
    fs::{File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

/// The key that signs checkpoints, in the data folder.
const KEY_FILE: &str = "checkpoint-key.pem";

/// The file's name when only a folder is given.
const FILE: &str = "checkpoints.jsonl";

/// Where checkpoints are kept, and the key that signs them.
pub struct CheckpointFile {
    path: PathBuf,
    key: SigningKey,
}

/// What a new checkpoint says.
pub struct Made {
    /// The number of the last line.
    pub number: u64,
    /// Its digest.
    pub digest: String,
    /// Logs that are behind what the checkpoints know: they were cut or written anew.
    pub behind: Vec<Head>,
}

/// What the file holds.
pub struct Known {
    /// What the good lines know.
    pub checkpoints: Checkpoints,
    /// The first line that is no good, if any; nothing after it was read.
    pub fault: Option<UnreadableCheckpoint>,
}

impl CheckpointFile {
    /// The file in the data folder, or where it is told to be. The key is made when there is none.
    ///
    /// # Errors
    /// When the key cannot be used.
    pub fn at(folder: &Path, told: Option<&Path>) -> Result<Self, Failure> {
        let path = match told {
            Some(path) if path.is_dir() => path.join(FILE),
            Some(path) => path.to_owned(),
            None => folder.join(FILE),
        };
        let key = load_or_create_signing_key(&folder.join(KEY_FILE))?;
        Ok(Self { path, key })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The id of the key.
    pub fn key_id(&self) -> &str {
        self.key.id()
    }

    /// A signature by the checkpoint key, as hex digits.
    pub fn signature(&self, bytes: &[u8]) -> String {
        hex::encode(self.key.sign(bytes))
    }

    /// Whether this is a signature by the checkpoint key.
    pub fn has_signed(&self, bytes: &[u8], signature: &str) -> bool {
        // Only as it is written: no second spelling of a signature is good.
        hex::decode(signature)
            .is_ok_and(|decoded| hex::encode(&decoded) == signature && self.key.has_signed(bytes, &decoded))
    }

    /// What the file holds; nothing when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self) -> Result<Option<Known>, Failure> {
        let mut text = Vec::new();
        match File::open(&self.path) {
            Ok(mut file) => {
                file.lock_shared().map_err(|error| self.failed(&error))?;
                file.read_to_end(&mut text).map_err(|error| self.failed(&error))?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.failed(&error)),
        }
        Ok(Some(self.known(&text).0))
    }

    /// What these bytes hold, and how many of them are whole lines. What follows the last line end is a line that a
    /// crash cut short; it never counted.
    fn known(&self, text: &[u8]) -> (Known, u64) {
        let whole = text
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        let (lines, _) = text.split_at(whole);
        let mut checkpoints = Checkpoints::default();
        let mut fault = None;
        for line in String::from_utf8_lossy(lines).lines() {
            if let Err(found) = checkpoints.read(line, |kid, bytes, signature| {
                kid == self.key_id() && self.has_signed(bytes, signature)
            }) {
                fault = Some(found);
                break;
            }
        }
        let whole = u64::try_from(whole).unwrap_or(0);
        (Known { checkpoints, fault }, whole)
    }

    /// Adds a checkpoint of all heads that changed and syncs it to disk. Several processes may share the file: one
    /// waits for the other. Blocks.
    ///
    /// # Errors
    /// When the store cannot answer, the file cannot be written, or what it holds is not good.
    pub fn add(&self, casework: &Casework) -> Result<Made, Failure> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&self.path)
            .map_err(|error| self.failed(&error))?;
        file.lock().map_err(|error| self.failed(&error))?;
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(|error| self.failed(&error))?;
        let (known, whole) = self.known(&text);
        if let Some(fault) = known.fault {
            return Err(Failure::not_done(format!(
                "{}: {fault}. Keep the file for whoever looks into it, move it away, and a new one begins.",
                self.path.display()
            )));
        }
        let mut checkpoints = known.checkpoints;
        let changed = changed_heads(casework, checkpoints.heads())?;
        let now = casework.clock().now();
        let (lines, behind) = checkpoints.extend(changed, now, self.key_id(), |bytes| self.signature(bytes));
        file.set_len(whole)
            .and_then(|()| file.seek(SeekFrom::Start(whole)))
            .and_then(|_| file.write_all(lines.as_bytes()))
            .and_then(|()| file.sync_all())
            .map_err(|error| self.failed(&error))?;
        Ok(Made {
            number: checkpoints.number(),
            digest: checkpoints.digest().to_owned(),
            behind,
        })
    }

    fn failed(&self, error: &io::Error) -> Failure {
        Failure::not_done(format!(
            "The checkpoints {} cannot be read or written: {error}.",
            self.path.display()
        ))
    }
}
