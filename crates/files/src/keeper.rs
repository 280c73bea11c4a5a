//! Keeps files, and finds them again.

use crate::incoming::{Incoming, Received};
use crate::place::{INCOMING, KEPT, Place};
use crate::{FilesError, Pieces};
use futures_util::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::fs;
use uuid::Uuid;

/// The bytes of every attachment of one deployment.
#[derive(Debug, Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    incoming: PathBuf,
    /// Whether what is received lies in the same store, so that keeping it is a move.
    moves: bool,
    most: u64,
}

/// A file that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// Its id; `None` for a name that this program never gives.
    pub id: Option<Uuid>,
    /// Its name in the place, for whoever must look there.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// Whether it was written longer ago than the sweep waits.
    pub age: Duration,
}

impl Files {
    /// Opens a place, and makes its folders where they are missing. `most` is the largest size of one file, in bytes.
    ///
    /// # Errors
    /// When the place cannot be used.
    pub fn open(place: &Place, most: u64) -> Result<Self, FilesError> {
        let incoming = place.incoming();
        std::fs::create_dir_all(&incoming)?;
        let (store, moves): (Arc<dyn ObjectStore>, bool) = match place {
            Place::Folder(folder) => {
                std::fs::create_dir_all(folder.join(KEPT))?;
                only_for_this_user(folder)?;
                let local = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
                (Arc::new(local), true)
            }
            #[cfg(feature = "s3")]
            Place::Bucket { name, .. } => {
                let bucket = object_store::aws::AmazonS3Builder::from_env()
                    .with_bucket_name(name)
                    .build()?;
                (Arc::new(bucket), false)
            }
        };
        Ok(Self {
            store,
            incoming,
            moves,
            most,
        })
    }

    /// Begins to receive a file that will have this id.
    ///
    /// # Errors
    /// When the disk refuses, or the id was used.
    pub async fn receive(&self, id: Uuid) -> Result<Incoming, FilesError> {
        Incoming::open(self.incoming.join(id.to_string()), self.most).await
    }

    /// Keeps what was received under this id, which must be the one with which it was begun. When this returns, the
    /// bytes and their place are on the disk.
    ///
    /// # Errors
    /// When the place refuses; then nothing is kept.
    pub async fn keep(&self, id: Uuid, mut received: Received) -> Result<(), FilesError> {
        if self.moves {
            received.sync().await?;
            let from = Path::from(format!("{INCOMING}/{id}"));
            self.store.rename(&from, &kept(id)).await?;
            received.spot.was_moved();
        } else {
            self.send(id, &received).await?;
        }
        Ok(())
    }

    /// Sends a file piece by piece to a store that is elsewhere; there it appears whole or not at all.
    async fn send(&self, id: Uuid, received: &Received) -> Result<(), FilesError> {
        let file = fs::File::open(received.spot.path()).await?;
        let mut upload = object_store::buffered::BufWriter::new(self.store.clone(), kept(id));
        let mut reader = tokio::io::BufReader::with_capacity(PIECE, file);
        tokio::io::copy_buf(&mut reader, &mut upload).await?;
        tokio::io::AsyncWriteExt::shutdown(&mut upload).await?;
        Ok(())
    }

    /// The bytes of a file, or the part `range` of them (its end not included).
    ///
    /// # Errors
    /// [`FilesError::Missing`] when there are none.
    pub async fn read(&self, id: Uuid, range: Option<Range<u64>>) -> Result<Pieces, FilesError> {
        let options = GetOptions {
            range: range.map(GetRange::Bounded),
            ..GetOptions::default()
        };
        let found = self.store.get_opts(&kept(id), options).await?;
        Ok(found.into_stream().map_err(FilesError::from).boxed())
    }

    /// The SHA-256 of a file as it lies there, and its size.
    ///
    /// # Errors
    /// [`FilesError::Missing`] when there are no bytes.
    pub async fn digest(&self, id: Uuid) -> Result<(String, u64), FilesError> {
        let mut pieces = self.read(id, None).await?;
        let mut digest = Sha256::new();
        let mut size = 0_u64;
        while let Some(piece) = pieces.try_next().await? {
            digest.update(&piece);
            size = size.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        }
        Ok((hex::encode(digest.finalize()), size))
    }

    /// Removes the bytes of a file. That they are gone already is no error.
    ///
    /// # Errors
    /// When the place refuses.
    pub async fn remove(&self, id: Uuid) -> Result<(), FilesError> {
        match self.store.delete(&kept(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }

    /// Every file that is kept; `now` says how old each is.
    ///
    /// # Errors
    /// When the place cannot be listed.
    pub async fn list(&self, now: SystemTime) -> Result<Vec<KeptFile>, FilesError> {
        let listed: Vec<_> = self.store.list(Some(&Path::from(KEPT))).try_collect().await?;
        let mut files: Vec<KeptFile> = listed
            .into_iter()
            .map(|meta| {
                let name = meta.location.filename().unwrap_or_default().to_owned();
                KeptFile {
                    id: Uuid::parse_str(&name).ok().filter(|id| id.to_string() == name),
                    name,
                    size: meta.size,
                    age: now.duration_since(meta.last_modified.into()).unwrap_or_default(),
                }
            })
            .collect();
        files.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(files)
    }

    /// Removes what was received longer ago than `age` and never kept: its program has ended. Says how many.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub async fn sweep_incoming(&self, now: SystemTime, age: Duration) -> Result<u64, FilesError> {
        let mut swept = 0;
        let mut entries = fs::read_dir(&self.incoming).await?;
        while let Some(entry) = entries.next_entry().await? {
            let written = entry.metadata().await.and_then(|meta| meta.modified());
            let old = written.is_ok_and(|written| now.duration_since(written).is_ok_and(|since| since > age));
            if old && fs::remove_file(entry.path()).await.is_ok() {
                swept += 1;
            }
        }
        Ok(swept)
    }
}

/// How much of a file is held in memory when it is sent.
const PIECE: usize = 256 * 1024;

fn kept(id: Uuid) -> Path {
    Path::from(format!("{KEPT}/{id}"))
}

/// Nobody else on this machine reads what is kept.
fn only_for_this_user(folder: &std::path::Path) -> Result<(), FilesError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
