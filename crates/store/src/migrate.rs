//! Brings the schema up to date. The migrations are built into the program.

use crate::{
    config::StoreConfig,
    db::{Access, Db, Target},
    error::OpenError,
};
use diesel::{
    QueryDsl, QueryResult, QueryableByName, RunQueryDsl,
    backend::Backend,
    connection::SimpleConnection,
    migration::{Migration, MigrationSource},
    pg::Pg,
    sql_query,
    sql_types::{BigInt, Bool},
    sqlite::Sqlite,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

pub(crate) const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
pub(crate) const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// So that of several processes that start at once one migrates and the others wait. Any fixed number serves.
const ADVISORY_LOCK: i64 = 0x6568_6370;

diesel::table! {
    __diesel_schema_migrations (version) {
        version -> Text,
    }
}

/// The names of the migrations that the database still lacks, oldest first. Changes nothing, except that a missing
/// SQLite file is created, empty.
///
/// # Errors
/// When it cannot be opened or is newer than this program.
pub fn pending(config: &StoreConfig) -> Result<Vec<String>, OpenError> {
    let mut db = Target::parse(&config.url)?.open(config, Access::Write)?;
    pending_in(&mut db)
}

/// Whether none of the migrations has ever been run on the database. Changes nothing, except that a missing SQLite
/// file is created, empty.
///
/// # Errors
/// As [`pending`].
pub fn never_migrated(config: &StoreConfig) -> Result<bool, OpenError> {
    let mut db = Target::parse(&config.url)?.open(config, Access::Write)?;
    let pending = pending_in(&mut db)?.len();
    let known = match &db {
        Db::Postgres(_) => known::<Pg>(&POSTGRES)?,
        Db::Sqlite(_) => known::<Sqlite>(&SQLITE)?,
    };
    Ok(pending == known.len())
}

/// Brings the schema up to date and gives the names of the migrations that were run. Several processes may do this
/// at once. Each migration is kept whole or not at all; on SQLite they all are, or none.
///
/// # Errors
/// When the database cannot be opened, is newer than this program, or a migration fails.
pub fn migrate(config: &StoreConfig) -> Result<Vec<String>, OpenError> {
    change(config, |db| {
        let names = pending_in(db)?;
        if !names.is_empty() {
            match db {
                Db::Postgres(connection) => connection.run_pending_migrations(POSTGRES).map(drop),
                Db::Sqlite(connection) => connection.run_pending_migrations(SQLITE).map(drop),
            }
            .map_err(|error| OpenError::Migration(error.to_string()))?;
        }
        Ok(names)
    })
}

/// Writes the database anew without what was deleted, so that nothing of it is left in the file.
///
/// # Errors
/// When the database cannot be opened, or somebody else is using it.
pub fn compact(config: &StoreConfig) -> Result<(), OpenError> {
    let mut db = Target::parse(&config.url)?.open(config, Access::Write)?;
    match &mut db {
        Db::Postgres(connection) => connection.batch_execute("VACUUM"),
        Db::Sqlite(connection) => connection.batch_execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);"),
    }
    .map_err(OpenError::settings)
}

/// Undoes every migration and with them all data. For tests.
///
/// # Errors
/// When the database cannot be opened or a migration fails.
pub fn revert_all(config: &StoreConfig) -> Result<(), OpenError> {
    change(config, |db| {
        match db {
            Db::Postgres(connection) => connection.revert_all_migrations(POSTGRES).map(drop),
            Db::Sqlite(connection) => connection.revert_all_migrations(SQLITE).map(drop),
        }
        .map_err(|error| OpenError::Migration(error.to_string()))
    })
}

/// An error unless the schema is exactly the one this program was built for.
pub(crate) fn refuse_unfit(db: &mut Db) -> Result<(), OpenError> {
    let names = pending_in(db)?;
    match names.first() {
        None => Ok(()),
        Some(next) => Err(OpenError::NotMigrated {
            pending: names.len(),
            next: next.clone(),
        }),
    }
}

fn pending_in(db: &mut Db) -> Result<Vec<String>, OpenError> {
    let known = match db {
        Db::Postgres(_) => known::<Pg>(&POSTGRES)?,
        Db::Sqlite(_) => known::<Sqlite>(&SQLITE)?,
    };
    let applied = applied(db).map_err(OpenError::settings)?;
    let unknown = applied
        .iter()
        .filter(|version| !known.iter().any(|(v, _)| v == *version));
    if let Some(version) = unknown.max() {
        return Err(OpenError::NewerSchema {
            version: version.clone(),
        });
    }
    let missing = known
        .into_iter()
        .filter(|(version, _)| !applied.contains(version));
    Ok(missing.map(|(_, name)| name).collect())
}

/// Version and name of each migration that is built in, oldest first.
pub(crate) fn known<DB: Backend>(source: &EmbeddedMigrations) -> Result<Vec<(String, String)>, OpenError> {
    let migrations: Vec<Box<dyn Migration<DB>>> = source
        .migrations()
        .map_err(|error| OpenError::Migration(error.to_string()))?;
    let mut known: Vec<_> = migrations
        .iter()
        .map(|migration| {
            let name = migration.name();
            (name.version().to_string(), name.to_string())
        })
        .collect();
    known.sort();
    Ok(known)
}

#[derive(QueryableByName)]
struct Exists {
    #[diesel(sql_type = Bool)]
    found: bool,
}

/// The versions that the database has. Unlike Diesel's own question this creates no table.
fn applied(db: &mut Db) -> QueryResult<Vec<String>> {
    let question = match db {
        Db::Postgres(_) => "SELECT to_regclass('__diesel_schema_migrations') IS NOT NULL AS found",
        Db::Sqlite(_) => {
            "SELECT count(*) > 0 AS found FROM sqlite_master WHERE name = '__diesel_schema_migrations'"
        }
    };
    let table: Exists = sql_query(question).get_result(db)?;
    if table.found {
        __diesel_schema_migrations::table
            .select(__diesel_schema_migrations::version)
            .load(db)
    } else {
        Ok(Vec::new())
    }
}

/// Opens a connection of its own and changes the schema while no other process can.
fn change<T>(
    config: &StoreConfig,
    work: impl FnOnce(&mut Db) -> Result<T, OpenError>,
) -> Result<T, OpenError> {
    let mut db = Target::parse(&config.url)?.open(config, Access::Write)?;
    match db {
        Db::Postgres(_) => {
            // A migration may take longer than a request, and so may waiting for another process to migrate. The
            // lock goes with the connection.
            db.batch_execute(&format!(
                "SET statement_timeout = 0; SET lock_timeout = 0; SELECT pg_advisory_lock({ADVISORY_LOCK});"
            ))
            .map_err(OpenError::settings)?;
            work(&mut db)
        }
        Db::Sqlite(_) => {
            // Rebuilding a table that others point to needs the keys unchecked; they are checked before the commit.
            db.batch_execute("PRAGMA foreign_keys = OFF;")
                .map_err(OpenError::settings)?;
            db.begin(Access::Write).map_err(OpenError::settings)?;
            let done = work(&mut db)?;
            refuse_dangling_keys(&mut db)?;
            db.commit().map_err(OpenError::settings)?;
            Ok(done)
        }
    }
}

#[derive(QueryableByName)]
struct Dangling {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

fn refuse_dangling_keys(db: &mut Db) -> Result<(), OpenError> {
    let dangling: Dangling = sql_query("SELECT count(*) AS rows FROM pragma_foreign_key_check")
        .get_result(db)
        .map_err(OpenError::settings)?;
    if dangling.rows == 0 {
        Ok(())
    } else {
        Err(OpenError::Migration(format!(
            "{} rows point to rows that are not there",
            dangling.rows
        )))
    }
}
