//! Who has a database for themself: one server on a SQLite file; nobody else while a demonstration is made anew.

use crate::{
    config::StoreConfig,
    db::{Access, Db, Target},
    error::OpenError,
};
use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::Bool};
use std::{
    fs::{File, OpenOptions, TryLockError},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

/// Servers hold it together, whoever remakes the database alone. Any fixed number serves.
const ADVISORY_LOCK: i64 = 0x6568_6371;

/// What the lock file of a SQLite database is called after.
const LOCK_ENDING: &str = ".lock";

/// A database that this process has for itself, until this is dropped or the process ends, however it ends.
pub struct Claim {
    _held: Held,
}

#[expect(dead_code, reason = "held, never looked at: the lock goes with them")]
enum Held {
    File(File),
    Session(Box<Db>),
}

impl Claim {
    /// Claims a database in order to empty it: no server uses it, and none can begin to.
    ///
    /// # Errors
    /// [`OpenError::InUse`] when a server or another demonstration has it; or it cannot be reached.
    pub fn to_remake(config: &StoreConfig) -> Result<Self, OpenError> {
        let target = Target::parse(&config.url)?;
        let held = match &target {
            Target::Sqlite(path) => Held::File(lock_file(path)?),
            Target::Postgres(_) => {
                let mut db = target.open(config, Access::Write)?;
                grant(&mut db, &format!("pg_try_advisory_lock({ADVISORY_LOCK})"))?;
                Held::Session(Box::new(db))
            }
        };
        Ok(Self { _held: held })
    }

    /// Claims a SQLite file for a server. On PostgreSQL each connection of a server says so itself, with
    /// [`say_that_it_serves`], so that it says so again when it had to be opened anew.
    pub(crate) fn to_serve(target: &Target) -> Result<Option<Self>, OpenError> {
        match target {
            Target::Sqlite(path) => Ok(Some(Self {
                _held: Held::File(lock_file(path)?),
            })),
            Target::Postgres(_) => Ok(None),
        }
    }
}

/// Marks a connection as a server's. Any number may be so marked, but none while the database is being remade.
pub(crate) fn say_that_it_serves(db: &mut Db) -> Result<(), OpenError> {
    match db {
        Db::Postgres(_) => grant(db, &format!("pg_try_advisory_lock_shared({ADVISORY_LOCK})")),
        Db::Sqlite(_) => Ok(()),
    }
}

#[derive(QueryableByName)]
struct Granted {
    #[diesel(sql_type = Bool)]
    granted: bool,
}

fn grant(db: &mut Db, lock: &str) -> Result<(), OpenError> {
    let answer: Granted = sql_query(format!("SELECT {lock} AS granted"))
        .get_result(db)
        .map_err(OpenError::settings)?;
    if answer.granted {
        Ok(())
    } else {
        Err(OpenError::InUse {
            what: "this PostgreSQL database".to_owned(),
        })
    }
}

/// Locks the file beside the database. The file stays: one that is removed and made again would be another file.
fn lock_file(database: &Path) -> Result<File, OpenError> {
    crate::db::create_private_folder_of(database).map_err(|error| cannot_be_used(database, &error))?;
    let mut name = database.as_os_str().to_owned();
    name.push(LOCK_ENDING);
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(&name)
        .map_err(|error| cannot_be_used(Path::new(&name), &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse {
            what: format!("the database {}", database.display()),
        }),
        Err(TryLockError::Error(error)) => Err(cannot_be_used(Path::new(&name), &error)),
    }
}

fn cannot_be_used(path: &Path, error: &std::io::Error) -> OpenError {
    OpenError::Folder {
        path: path.to_owned(),
        error: error.kind(),
    }
}
