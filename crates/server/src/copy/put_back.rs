//! Putting a copy back: everything is checked before anything is replaced, and what was there is kept.

use super::{
    file_failure, files,
    make::{SQLITE_FILE, looked_into},
    manifest::Manifest,
    sync_folder,
};
use crate::{checkpoints::CheckpointFile, failure::Failure};
use chrono::{DateTime, Utc};
use ehcp_casework::{Files, audit::heads_digest};
use ehcp_store::{Claim, OnStart, Store, StoreConfig, WriteTx, migrate, never_migrated};
use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
};

/// How many rows are put back at a time.
const AT_A_TIME: usize = 1000;

/// Puts a copy back. `replace` says that a database with data may be replaced. What was open when the copy was made is
/// ended as of `now`: nobody is signed in afterwards.
///
/// # Errors
/// When the copy is not as it was made, does not fit this program or this database, or there is data already.
pub fn put_back(
    from: &Path,
    config: &StoreConfig,
    checkpoints: &CheckpointFile,
    attachments: &Files,
    replace: bool,
    now: DateTime<Utc>,
) -> Result<Manifest, Failure> {
    let manifest = Manifest::read(from, checkpoints)?;
    // No server uses the database, and none can begin to.
    let _alone = Claim::to_remake(config)?;
    match (manifest.database.as_str(), sqlite_file(&config.url)) {
        ("sqlite", Some(file)) => put_file_back(from, &manifest, &file, attachments, replace, now)?,
        ("postgres", None) => put_rows_back(from, &manifest, config, attachments, now)?,
        (made_of, _) => {
            return Err(Failure::unusable(format!(
                "The copy is of a {made_of} database and can only be put back into one."
            )));
        }
    }
    Ok(manifest)
}

/// The file that a URL names; none when it names a PostgreSQL database.
fn sqlite_file(url: &str) -> Option<PathBuf> {
    url.strip_prefix("sqlite://")
        .or_else(|| url.strip_prefix("sqlite:"))
        .map(PathBuf::from)
}

fn put_file_back(
    from: &Path,
    manifest: &Manifest,
    file: &Path,
    attachments: &Files,
    replace: bool,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let there = fs::metadata(file).is_ok_and(|file| file.len() > 0);
    if there && !replace {
        return Err(Failure::unusable(format!(
            "{} exists already. Stop the server, and give --replace to put the copy in its place; the old file is kept.",
            file.display()
        )));
    }
    let draft = beside(file, "restoring");
    let copied = fs::copy(from.join(SQLITE_FILE), &draft)
        .and_then(|_| File::open(&draft)?.sync_all())
        .map_err(|error| file_failure(&draft, &error))
        .and_then(|()| looked_into(&draft));
    let fits = copied
        .and_then(|(heads, schema)| same_state(manifest, &heads, &schema))
        .and_then(|()| files::put_all_back(from, manifest, attachments))
        .and_then(|()| end_what_was_open(&draft, now));
    if let Err(refusal) = fits {
        // It is of no use; that it cannot be removed says nothing new.
        let _ = fs::remove_file(&draft);
        return Err(refusal);
    }
    if there {
        let kept = manifest.made_at.format("before-%Y%m%dT%H%M%SZ").to_string();
        // The log goes with its file: together they are the old state.
        for part in ["", "-wal", "-shm"] {
            let old = with_suffix(file, part);
            if old.exists() {
                let aside = with_suffix(&beside(file, &kept), part);
                fs::rename(&old, &aside).map_err(|error| file_failure(&old, &error))?;
            }
        }
    }
    fs::rename(&draft, file).map_err(|error| file_failure(file, &error))?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync_folder(folder.unwrap_or(Path::new(".")))
}

/// Ends what was open in a SQLite file that nobody else uses, and leaves nothing of it beside the file.
fn end_what_was_open(file: &Path, now: DateTime<Utc>) -> Result<(), Failure> {
    let store = Store::open(StoreConfig {
        on_start: OnStart::RefuseUnmigrated,
        sqlite_readers: 1,
        ..StoreConfig::new(format!("sqlite:{}", file.display()))
    })?;
    let ended = store.write_blocking(move |tx| tx.end_what_was_open(now).map_err(Failure::from));
    store.close();
    ended?;
    let left = with_suffix(file, "-wal");
    if fs::metadata(&left).is_ok_and(|left| left.len() > 0) {
        return Err(Failure::not_done(format!(
            "{} was not written into its database. Nothing was replaced; try again.",
            left.display()
        )));
    }
    File::open(file)
        .and_then(|file| file.sync_all())
        .map_err(|error| file_failure(file, &error))
}

fn beside(file: &Path, word: &str) -> PathBuf {
    with_suffix(file, &format!(".{word}"))
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn same_state(manifest: &Manifest, heads: &str, schema: &[String]) -> Result<(), Failure> {
    if manifest.schema != schema {
        return Err(Failure::not_done(
            "The copy has another schema than this program. Put it back with the version that made it, then upgrade.",
        ));
    }
    if manifest.heads != heads {
        return Err(Failure::not_done(
            "The logs in the copy do not end where its manifest says. Nothing was replaced; use another copy.",
        ));
    }
    Ok(())
}

/// Into an empty PostgreSQL database, in one transaction that is kept only when everything fits.
fn put_rows_back(
    from: &Path,
    manifest: &Manifest,
    config: &StoreConfig,
    attachments: &Files,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    if !never_migrated(config)? {
        return Err(Failure::unusable(
            "There is data in this database already. Make a new, empty database beside it and put the copy back there; \
             the old one is kept until you drop it.",
        ));
    }
    files::put_all_back(from, manifest, attachments)?;
    migrate(config)?;
    let store = Store::open(StoreConfig {
        on_start: OnStart::RefuseUnmigrated,
        ..config.clone()
    })?;
    let (from, manifest) = (from.to_owned(), manifest.clone());
    let put = store.write_blocking(move |tx| {
        let keys = tx.set_keys_aside()?;
        for file in manifest
            .files
            .iter()
            .filter(|file| files::id_in(&file.name).is_none())
        {
            let table = file.name.trim_end_matches(".jsonl");
            put_table_back(tx, table, &from.join(&file.name))?;
        }
        tx.put_keys_back(keys)?;
        let (heads, schema) = (heads_digest(tx)?, tx.schema_versions()?);
        same_state(&manifest, &heads, &schema)?;
        tx.end_what_was_open(now).map_err(Failure::from)
    });
    store.close();
    if put.is_err() {
        // Nothing was kept of the copy: the database is as empty as it was.
        ehcp_store::revert_all(config)?;
    }
    put
}

fn put_table_back(tx: &mut WriteTx<'_>, table: &str, path: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| file_failure(path, &error);
    let mut lines = Vec::with_capacity(AT_A_TIME);
    for line in BufReader::new(File::open(path).map_err(failed)?).lines() {
        lines.push(line.map_err(failed)?);
        if lines.len() == AT_A_TIME {
            tx.put_rows(table, &lines)?;
            lines.clear();
        }
    }
    tx.put_rows(table, &lines)?;
    Ok(())
}
