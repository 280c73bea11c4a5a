//! The bytes of attachments in a copy, each in a file named by its id.

use super::{file_failure, manifest::Manifest};
use crate::{attachments, failure::Failure};
use ehcp_case::AttachmentId;
use ehcp_casework::{Casework, Error, Files, FilesError, KeptBytes};
use futures_util::TryStreamExt as _;
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{Read as _, Write as _},
    path::Path,
};

/// The folder inside a copy.
const FOLDER: &str = "attachments";

/// How much is held in memory.
const PIECE: usize = 256 * 1024;

/// The name of a file in a copy.
fn name_of(id: AttachmentId) -> String {
    format!("{FOLDER}/{id}")
}

/// The file that a name in a manifest stands for; nothing when it is one of the database's.
pub fn id_in(name: &str) -> Option<AttachmentId> {
    name.strip_prefix(FOLDER)?.strip_prefix('/')?.parse().ok()
}

/// Copies the bytes of every file that was on record before or after the database was copied, and says their names.
///
/// # Errors
/// When bytes are missing or not those that were received, or something cannot be read or written.
pub fn copy_all(casework: &Casework, before: Vec<KeptBytes>, folder: &Path) -> Result<Vec<String>, Failure> {
    attachments::wait_for(async {
        let after = casework.files_on_record().await?;
        let still = |id| after.iter().any(|file| file.id == id);
        let all: BTreeMap<_, _> = before.iter().chain(&after).map(|file| (file.id, file)).collect();
        let mut names = Vec::new();
        if all.is_empty() {
            return Ok(names);
        }
        let own = folder.join(FOLDER);
        fs::create_dir(&own).map_err(|error| file_failure(&own, &error))?;
        for file in all.into_values() {
            let name = name_of(file.id);
            match copy_one(casework.files()?, file, &folder.join(&name)).await {
                Ok(()) => names.push(name),
                // It was withdrawn while the copy was made.
                Err(Copying::Missing) if !still(file.id) => {}
                Err(Copying::Missing) => return Err(not_whole(file.id)),
                Err(Copying::Failed(failure)) => return Err(failure),
            }
        }
        super::sync_folder(&own)?;
        Ok(names)
    })
}

enum Copying {
    Missing,
    Failed(Failure),
}

impl From<Failure> for Copying {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<FilesError> for Copying {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::Missing => Self::Missing,
            other => Self::Failed(Error::Files(other).into()),
        }
    }
}

async fn copy_one(files: &Files, file: &KeptBytes, to: &Path) -> Result<(), Copying> {
    let failed = |error: std::io::Error| file_failure(to, &error);
    let mut pieces = files.read(file.id.into(), None).await?;
    let mut copy = File::create(to).map_err(failed)?;
    while let Some(piece) = pieces.try_next().await? {
        copy.write_all(&piece).map_err(failed)?;
    }
    copy.sync_all().map_err(failed)?;
    let (sha256, length) = super::digest(to)?;
    if sha256 != file.sha256 || i64::try_from(length) != Ok(file.size) {
        return Err(not_whole(file.id).into());
    }
    Ok(())
}

fn not_whole(id: AttachmentId) -> Failure {
    Failure::not_done(format!(
        "The bytes of the attachment {id} are missing or changed, so no copy was made. Run: ehcp verify."
    ))
}

/// Puts the bytes of a copy back, before its rows; what is there already stays.
///
/// # Errors
/// When something cannot be read or written.
pub fn put_all_back(from: &Path, manifest: &Manifest, files: &Files) -> Result<(), Failure> {
    attachments::wait_for(async {
        for file in &manifest.files {
            let Some(id) = id_in(&file.name) else { continue };
            let there = files.digest(id.into()).await;
            if there.is_ok_and(|(sha256, length)| sha256 == file.sha256 && length == file.length) {
                continue;
            }
            put_one_back(&from.join(&file.name), id, files).await?;
        }
        Ok(())
    })
}

async fn put_one_back(from: &Path, id: AttachmentId, files: &Files) -> Result<(), Failure> {
    let failed = |error: std::io::Error| file_failure(from, &error);
    let mut file = File::open(from).map_err(failed)?;
    let mut incoming = files.receive(id.into()).await.map_err(Error::Files)?;
    let mut piece = vec![0_u8; PIECE];
    loop {
        let read = file.read(&mut piece).map_err(failed)?;
        let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        incoming.write(bytes).await.map_err(Error::Files)?;
    }
    let received = incoming.whole().await.map_err(Error::Files)?;
    Ok(files.keep(id.into(), received).await.map_err(Error::Files)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_id_in_the_folder_is_an_attachment() {
        let id = "01990d2c-7f3a-7c11-9a53-3f1f7c9b2a10";
        assert_eq!(id_in(&format!("attachments/{id}")), id.parse().ok());
        for name in [
            "attachments.jsonl",
            "attachment_kept_from.jsonl",
            "attachments/../x",
            "ehcp.sqlite",
            "attachments/",
        ] {
            assert_eq!(id_in(name), None, "{name}");
        }
    }
}
