//! The bytes of files: received, looked at, kept before their row, handed out, swept.

use crate::attachment::{AttachmentView, NewAttachment, attach, may_attach, readable};
use crate::{Answer, Asking, Casework, Error, Once};
use ehcp_attachment::{EvidenceKind, FileName, Refused, inspect};
use ehcp_case::{AttachmentId, CaseId};
use ehcp_files::{Files, FilesError, Incoming, Pieces, Received, Scanned, Scanner};
use ehcp_store::{KeptBytes, StoreError};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

/// How many files are received at the same moment: each may fill 20 MiB of the disk before it is looked at.
const AT_ONCE: usize = 32;

/// How old bytes without a row must be before they are swept: far longer than an upload may take.
const ORPHANED_AFTER: Duration = Duration::from_secs(60 * 60);

/// So many files without a row are swept whatever the others are.
const FEW: usize = 20;

/// How many rows are asked for at a time.
const AT_A_TIME: i64 = 1000;

/// The operation under which files come in.
const CREATE: &str = "create_attachment";

/// Where the bytes of files are kept, and who looks whether they are harmful.
#[derive(Debug, Clone)]
pub struct FileRoom {
    files: Files,
    scanner: Scanner,
    at_once: Arc<Semaphore>,
}

impl FileRoom {
    /// A place for files, and a scanner that looks at each before it is kept.
    pub fn new(files: Files, scanner: Scanner) -> Self {
        Self {
            files,
            scanner,
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

/// What is said of a file before its bytes come.
#[derive(Debug, Clone)]
pub struct Naming {
    /// Its name.
    pub name: String,
    /// The media type that is declared.
    pub media_type: String,
    /// What it is evidence of.
    pub kind: EvidenceKind,
}

/// A file that is being received. Dropped before it is finished, it leaves nothing.
pub struct Receiving {
    casework: Casework,
    asking: Asking,
    room: FileRoom,
    id: AttachmentId,
    case: CaseId,
    name: FileName,
    naming: Naming,
    key: String,
    incoming: Incoming,
    _place: OwnedSemaphorePermit,
}

/// A file whose bytes may be read.
pub struct Content {
    files: Files,
    id: AttachmentId,
    /// Its name.
    pub name: String,
    /// The media type under which it is handed out.
    pub media_type: String,
    /// How many bytes it has.
    pub size: u64,
    /// Its SHA-256, as 64 hexadecimal digits.
    pub sha256: String,
}

/// What is wrong with the bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    /// There is a row, and no bytes.
    Missing(AttachmentId),
    /// The bytes are not those that were received.
    Changed(AttachmentId),
    /// There are bytes under this name, and no row.
    Orphan(String),
}

impl Casework {
    /// The place of files, for the program itself.
    ///
    /// # Errors
    /// When none is set up.
    pub fn files(&self) -> Result<&Files, Error> {
        Ok(&self.file_room()?.files)
    }

    fn file_room(&self) -> Result<&FileRoom, Error> {
        let none = || FilesError::Place("no place for files is set up".to_owned());
        self.file_room.as_ref().ok_or_else(|| Error::Files(none()))
    }

    /// Begins to receive a file, for somebody who may give it and for which there is room.
    ///
    /// # Errors
    /// When the name cannot be taken, the case is hidden, this is not for the person, or there is no room.
    pub async fn receive_attachment(
        &self,
        asking: impl Into<Asking>,
        case: CaseId,
        naming: Naming,
        key: String,
    ) -> Result<Receiving, Error> {
        let room = self.file_room()?.clone();
        let asking = asking.into();
        let name = FileName::new(&naming.name).map_err(|problem| Error::Invalid(vec![problem]))?;
        let shown = name.to_string();
        let once = key.clone();
        self.act(asking.clone(), CREATE, move |act| {
            may_attach(act, case, &shown, CREATE, &once)
        })
        .await?;
        // Nobody sends 20 MiB in vain.
        room.scanner.answers().await.map_err(Error::Files)?;
        let place = room.at_once.clone().try_acquire_owned();
        let place = place.map_err(|_| Error::Store(StoreError::Busy))?;
        let id: AttachmentId = self.chance.id(self.moment().now);
        let incoming = room.files.receive(id.into()).await.map_err(Error::Files)?;
        Ok(Receiving {
            casework: self.clone(),
            asking,
            room,
            id,
            case,
            name,
            naming,
            key,
            incoming,
            _place: place,
        })
    }

    /// A file whose bytes the reader may have; the read is logged.
    ///
    /// # Errors
    /// When it is hidden or withdrawn.
    pub async fn attachment_content(
        &self,
        asking: impl Into<Asking>,
        id: AttachmentId,
    ) -> Result<Content, Error> {
        let files = self.file_room()?.files.clone();
        let row = self
            .look(asking, "read_attachment_content", move |look| readable(look, id))
            .await?;
        Ok(Content {
            files,
            id,
            name: row.name,
            media_type: row.media_type,
            size: u64::try_from(row.size).unwrap_or_default(),
            sha256: row.sha256,
        })
    }

    /// Removes the bytes of a file if it is withdrawn. What this leaves, the sweep removes.
    pub async fn remove_withdrawn_bytes(&self, id: AttachmentId) {
        let withdrawn = self
            .store
            .read(move |tx| {
                Ok::<_, StoreError>(tx.attachment(id)?.is_some_and(|row| row.withdrawn_at.is_some()))
            })
            .await;
        if let (Ok(true), Ok(room)) = (withdrawn, self.file_room())
            && let Err(error) = room.files.remove(id.into()).await
        {
            tracing::warn!(%error, "the bytes of a withdrawn file are still there; the sweep will remove them");
        }
    }

    /// The files whose bytes must be there.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn files_on_record(&self) -> Result<Vec<KeptBytes>, Error> {
        let mut all: Vec<KeptBytes> = Vec::new();
        loop {
            let after = all.last().map(|file| file.id);
            let page = self
                .store
                .read(move |tx| tx.attachments_with_bytes_after(after, AT_A_TIME))
                .await?;
            let last = i64::try_from(page.len()).is_ok_and(|length| length < AT_A_TIME);
            all.extend(page);
            if last {
                return Ok(all);
            }
        }
    }

    /// Removes what was received and not kept, and bytes without a row: their program ended in between. Says how many
    /// files went.
    ///
    /// # Errors
    /// When the place or the store cannot answer.
    pub async fn sweep_files(&self) -> Result<u64, Error> {
        let room = self.file_room()?;
        let now = SystemTime::from(self.clock.now());
        let mut swept = room
            .files
            .sweep_incoming(now, ORPHANED_AFTER)
            .await
            .map_err(Error::Files)?;
        let kept = room.files.list(now).await.map_err(Error::Files)?;
        // Asked after the list was made: whatever was listed long after it was written has its row by now, or never.
        let rows = self.rows_by_id().await?;
        let orphans: Vec<Uuid> = kept
            .iter()
            .filter(|file| file.age > ORPHANED_AFTER)
            .filter_map(|file| file.id.filter(|id| !rows.contains_key(id)))
            .collect();
        if orphans.len() > FEW && orphans.len() > kept.len() / 2 {
            // Rather another database than the one of this place.
            tracing::error!(
                orphans = orphans.len(),
                files = kept.len(),
                "most files have no row, so none is swept; is this the place of this database? Run: ehcp verify"
            );
            return Ok(swept);
        }
        for id in orphans {
            room.files.remove(id).await.map_err(Error::Files)?;
            swept += 1;
        }
        Ok(swept)
    }

    async fn rows_by_id(&self) -> Result<HashMap<Uuid, KeptBytes>, Error> {
        let rows = self.files_on_record().await?;
        Ok(rows.into_iter().map(|row| (row.id.into(), row)).collect())
    }

    /// Reads the bytes of every file, and compares them with the rows.
    ///
    /// # Errors
    /// When the place or the store cannot answer.
    pub async fn check_files(&self) -> Result<Vec<FileFault>, Error> {
        let room = self.file_room()?;
        let listed = room
            .files
            .list(SystemTime::from(self.clock.now()))
            .await
            .map_err(Error::Files)?;
        let mut rows = self.rows_by_id().await?;
        let mut faults = Vec::new();
        for file in listed {
            let Some(row) = file.id.and_then(|id| rows.remove(&id)) else {
                // A file that is being given has its bytes before its row.
                if file.id.is_none() || file.age > ORPHANED_AFTER {
                    faults.push(FileFault::Orphan(file.name));
                }
                continue;
            };
            match room.files.digest(row.id.into()).await {
                Ok((sha256, size)) if sha256 == row.sha256 && i64::try_from(size) == Ok(row.size) => {}
                Ok(_) => faults.push(FileFault::Changed(row.id)),
                Err(FilesError::Missing) => faults.push(FileFault::Missing(row.id)),
                Err(other) => return Err(Error::Files(other)),
            }
        }
        let mut missing: Vec<_> = rows.into_values().map(|row| row.id).collect();
        missing.sort_unstable();
        faults.extend(missing.into_iter().map(FileFault::Missing));
        Ok(faults)
    }
}

impl Receiving {
    /// Takes the next piece.
    ///
    /// # Errors
    /// When the file is too large, or the disk refuses.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.incoming.write(piece).await.map_err(Error::Files)
    }

    /// Looks at what came, keeps it, and answers once for each key: the same file under the same key is answered as the
    /// first time, and kept once.
    ///
    /// # Errors
    /// What is wrong with the file, what the scanner found, or that it or the place does not answer; and as
    /// [`Casework::once`].
    pub async fn finish(
        self,
        answer: impl FnOnce(AttachmentView) -> Result<Answer, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        let Self {
            casework,
            asking,
            room,
            id,
            case,
            name,
            naming,
            key,
            incoming,
            _place,
        } = self;
        let received = incoming.whole().await.map_err(Error::Files)?;
        let looked = look_at(&casework, &asking, &room, case, &name, &naming, &received).await?;
        let digest = Sha256::new()
            .chain_update(format!(
                "{case}\n{}\n{}\n{name}\n{}",
                received.sha256, naming.kind, naming.media_type
            ))
            .finalize();
        let new = NewAttachment {
            id,
            case,
            kind: naming.kind,
            name: name.to_string(),
            media_type: name.kind().media_type().to_owned(),
            size: i64::try_from(received.size).unwrap_or(i64::MAX),
            sha256: received.sha256.clone(),
            scanned_by: looked,
        };
        room.files.keep(id.into(), received).await.map_err(Error::Files)?;
        let once = Once {
            key,
            body_digest: hex::encode(digest),
        };
        let answered = casework
            .once(asking, CREATE, once, move |act| answer(attach(act, &new)?))
            .await;
        let has_row = match &answered {
            Ok(answer) => answer
                .location
                .as_ref()
                .is_some_and(|place| place.ends_with(&id.to_string())),
            // Whether it was kept cannot be told: if not, the sweep removes the bytes.
            Err(Error::Store(_)) => true,
            Err(_) => false,
        };
        if !has_row && let Err(error) = room.files.remove(id.into()).await {
            tracing::warn!(%error, "the bytes of a file without a row are still there; the sweep will remove them");
        }
        answered
    }
}

/// Looks whether the file is what it says and harmless; says who scanned it.
async fn look_at(
    casework: &Casework,
    asking: &Asking,
    room: &FileRoom,
    case: CaseId,
    name: &FileName,
    naming: &Naming,
    received: &Received,
) -> Result<Option<String>, Error> {
    let refuse = async |event, error| {
        let user = Some(asking.bearer.user);
        let subject = Some(case.to_string());
        casework
            .log_security(event, user, CREATE, subject, casework.moment())
            .await;
        Err(error)
    };
    let file = received.open().map_err(Error::Files)?;
    let (size, name, declared) = (received.size, name.clone(), naming.media_type.clone());
    let seen = tokio::task::spawn_blocking(move || inspect(file, size, &name, &declared)).await;
    match seen.map_err(|error| Error::Internal(format!("looking at a file: {error}")))? {
        Ok(_) => {}
        Err(Refused::Problem(problem)) => {
            return refuse("evidence_refused", Error::Invalid(vec![problem])).await;
        }
        Err(Refused::Unreadable(error)) => return Err(Error::Files(error.into())),
    }
    match room.scanner.scan(received).await.map_err(Error::Files)? {
        Scanned::NotLookedAt => Ok(None),
        Scanned::Clean => Ok(room.scanner.word().map(str::to_owned)),
        Scanned::Found(signature) => {
            tracing::warn!(
                signature,
                "a file that somebody gave was refused: the scanner found something"
            );
            refuse("malware_found", Error::MalwareFound).await
        }
    }
}

impl Content {
    /// The bytes, or the part `range` of them (its end not included).
    ///
    /// # Errors
    /// When the place does not answer.
    pub async fn read(&self, range: Option<Range<u64>>) -> Result<Pieces, Error> {
        self.files.read(self.id.into(), range).await.map_err(Error::Files)
    }
}
