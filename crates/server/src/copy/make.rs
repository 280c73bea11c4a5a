//! Making a copy while the database is in use.

use super::{
    file_failure, files,
    manifest::{CopiedFile, Manifest},
    sync_folder,
};
use crate::{attachments, checkpoints::CheckpointFile, failure::Failure};
use ehcp_casework::{Casework, audit::heads_digest};
use ehcp_store::{Kind, OnStart, ReadTx, Store, StoreConfig, copy_sqlite};
use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

/// The SQLite database in a copy.
pub const SQLITE_FILE: &str = "ehcp.sqlite";

/// Makes a copy in a new folder. The folder has its name only when everything in it is whole and synced.
///
/// # Errors
/// When the folder exists, or anything cannot be read or written.
pub fn make(
    casework: &Casework,
    config: &StoreConfig,
    checkpoints: &CheckpointFile,
    to: &Path,
) -> Result<Manifest, Failure> {
    if to.exists() {
        return Err(Failure::unusable(format!(
            "--to: {} exists already. Give the name of a new folder.",
            to.display()
        )));
    }
    let draft = draft_of(to);
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&draft)
        .map_err(|error| file_failure(&draft, &error))?;
    let made = fill(casework, config, checkpoints, &draft).and_then(|manifest| {
        sync_folder(&draft)?;
        fs::rename(&draft, to).map_err(|error| file_failure(to, &error))?;
        let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty());
        sync_folder(parent.unwrap_or(Path::new(".")))?;
        Ok(manifest)
    });
    if made.is_err() {
        // What is half made is of no use; that it cannot be removed says nothing new.
        let _ = fs::remove_dir_all(&draft);
    }
    made
}

fn draft_of(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(format!(".part-{}", std::process::id()));
    PathBuf::from(name)
}

fn fill(
    casework: &Casework,
    config: &StoreConfig,
    checkpoints: &CheckpointFile,
    folder: &Path,
) -> Result<Manifest, Failure> {
    let before = attachments::wait_for(async { Ok(casework.files_on_record().await?) })?;
    let checkpoint = checkpoints.add(casework)?;
    let made_at = casework.clock().now();
    let (database, (heads, schema, mut names)) = match casework.store().kind() {
        Kind::Sqlite => ("sqlite", copied_sqlite(config, folder)?),
        Kind::Postgres => ("postgres", copied_postgres(casework, folder)?),
    };
    names.extend(files::copy_all(casework, before, folder)?);
    let files: Result<Vec<_>, Failure> = names.iter().map(|name| CopiedFile::of(folder, name)).collect();
    let manifest = Manifest {
        v: 1,
        database: database.to_owned(),
        made_at,
        schema,
        heads,
        checkpoint: (checkpoint.number, checkpoint.digest),
        files: files?,
        kid: checkpoints.key_id().to_owned(),
    };
    manifest.write(folder, checkpoints)?;
    Ok(manifest)
}

/// The digest of the heads, the migrations, and the names of the files.
type Copied = (String, Vec<String>, Vec<String>);

fn copied_sqlite(config: &StoreConfig, folder: &Path) -> Result<Copied, Failure> {
    let file = folder.join(SQLITE_FILE);
    copy_sqlite(config, &file)?;
    let (heads, schema) = looked_into(&file)?;
    File::open(&file)
        .and_then(|file| file.sync_all())
        .map_err(|error| file_failure(&file, &error))?;
    Ok((heads, schema, vec![SQLITE_FILE.to_owned()]))
}

/// The digest of the heads and the migrations of a SQLite file that nobody else uses, after the database's own checks.
///
/// # Errors
/// When the file is not sound, or not of this program's schema.
pub fn looked_into(file: &Path) -> Result<(String, Vec<String>), Failure> {
    let store = Store::open(StoreConfig {
        on_start: OnStart::RefuseUnmigrated,
        sqlite_readers: 1,
        ..StoreConfig::new(format!("sqlite:{}", file.display()))
    })?;
    let looked = store.read_blocking(|tx| {
        let faults = tx.file_faults()?;
        Ok::<_, ehcp_casework::Error>((faults, heads_digest(tx)?, tx.schema_versions()?))
    });
    store.close();
    let (faults, heads, schema) = looked?;
    match faults.first() {
        None => Ok((heads, schema)),
        Some(fault) => Err(Failure::not_done(format!(
            "{} is not sound: {fault}.",
            file.display()
        ))),
    }
}

/// One snapshot, table by table, a line of JSON for each row.
fn copied_postgres(casework: &Casework, folder: &Path) -> Result<Copied, Failure> {
    let folder = folder.to_owned();
    casework.store().read_blocking(move |tx| {
        let (heads, schema) = (heads_digest(tx)?, tx.schema_versions()?);
        let mut names = Vec::new();
        for table in tx.data_tables()? {
            let name = format!("{table}.jsonl");
            copy_table(tx, &table, &folder.join(&name))?;
            names.push(name);
        }
        Ok((heads, schema, names))
    })
}

fn copy_table(tx: &mut ReadTx<'_>, table: &str, path: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| file_failure(path, &error);
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    tx.each_row(table, |line| writeln!(file, "{line}").map_err(failed))?;
    let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
    file.sync_all().map_err(failed)
}
