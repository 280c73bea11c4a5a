use super::*;
use crate::FilesError;

const HOUR: Duration = Duration::from_secs(3_600);

fn files(folder: &tempfile::TempDir) -> Files {
    Files::open(&Place::Folder(folder.path().join("attachments")), 1_000).unwrap()
}

async fn received(files: &Files, id: Uuid, bytes: &[u8]) -> Received {
    let mut incoming = files.receive(id).await.unwrap();
    for piece in bytes.chunks(7) {
        incoming.write(piece).await.unwrap();
    }
    incoming.whole().await.unwrap()
}

async fn read(files: &Files, id: Uuid, range: Option<Range<u64>>) -> Vec<u8> {
    let pieces = files.read(id, range).await.unwrap();
    let pieces: Vec<bytes::Bytes> = pieces.try_collect().await.unwrap();
    pieces.concat()
}

fn lying_in(folder: &tempfile::TempDir, name: &str) -> usize {
    std::fs::read_dir(folder.path().join("attachments").join(name))
        .unwrap()
        .count()
}

#[tokio::test]
async fn what_is_kept_is_read_back_whole_and_by_part() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(&folder);
    let id = Uuid::from_u128(7);
    let file = received(&files, id, b"the views of a child").await;
    assert_eq!(file.size, 20);
    let sha256 = file.sha256.clone();
    files.keep(id, file).await.unwrap();
    assert_eq!(read(&files, id, None).await, b"the views of a child");
    assert_eq!(read(&files, id, Some(4..9)).await, b"views");
    assert_eq!(files.digest(id).await.unwrap(), (sha256, 20));
    assert_eq!((lying_in(&folder, "incoming"), lying_in(&folder, "kept")), (0, 1));
    let listed = files.list(SystemTime::UNIX_EPOCH).await.unwrap();
    assert_eq!(
        listed.iter().map(|file| (file.id, file.size)).collect::<Vec<_>>(),
        [(Some(id), 20)]
    );
}

#[tokio::test]
async fn what_is_dropped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(&folder);
    let mut begun = files.receive(Uuid::from_u128(1)).await.unwrap();
    begun.write(b"half").await.unwrap();
    let whole = received(&files, Uuid::from_u128(2), b"whole").await;
    assert_eq!(lying_in(&folder, "incoming"), 2);
    drop((begun, whole));
    assert_eq!((lying_in(&folder, "incoming"), lying_in(&folder, "kept")), (0, 0));
}

#[tokio::test]
async fn more_than_a_file_may_have_is_refused_as_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(&folder);
    let mut incoming = files.receive(Uuid::from_u128(1)).await.unwrap();
    incoming.write(&[0; 1_000]).await.unwrap();
    assert!(matches!(incoming.write(&[0]).await, Err(FilesError::TooLarge)));
}

#[tokio::test]
async fn what_is_removed_is_missing_and_may_be_removed_again() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(&folder);
    let id = Uuid::from_u128(3);
    let file = received(&files, id, b"x").await;
    files.keep(id, file).await.unwrap();
    files.remove(id).await.unwrap();
    files.remove(id).await.unwrap();
    assert!(matches!(files.read(id, None).await, Err(FilesError::Missing)));
}

#[tokio::test]
async fn an_id_that_was_used_is_not_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(&folder);
    let begun = files.receive(Uuid::from_u128(1)).await.unwrap();
    assert!(files.receive(Uuid::from_u128(1)).await.is_err());
    drop(begun);
}

#[tokio::test]
async fn what_a_program_left_half_received_is_swept_when_it_is_old() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(&folder);
    let left = folder
        .path()
        .join("attachments/incoming")
        .join(Uuid::from_u128(9).to_string());
    std::fs::write(&left, b"half").unwrap();
    let written = std::fs::metadata(&left).unwrap().modified().unwrap();
    assert_eq!(files.sweep_incoming(written + HOUR / 2, HOUR).await.unwrap(), 0);
    assert_eq!(files.sweep_incoming(written + HOUR * 2, HOUR).await.unwrap(), 1);
    assert!(!left.exists());
}

#[tokio::test]
async fn a_strange_file_among_the_kept_is_listed_without_an_id() {
    let folder = tempfile::tempdir().unwrap();
    let files = files(&folder);
    std::fs::write(folder.path().join("attachments/kept/notes.txt"), b"?").unwrap();
    let listed = files.list(SystemTime::UNIX_EPOCH).await.unwrap();
    assert_eq!(
        listed.first().map(|file| (file.id, file.name.as_str())),
        Some((None, "notes.txt"))
    );
}
