//! One connection to either database, and how it is opened.

use crate::{
    claim::say_that_it_serves, config::StoreConfig, dialect::Kind, error::OpenError, slow_query::SlowQueryLog,
};
use diesel::{
    Connection, MultiConnection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection,
    connection::SimpleConnection,
    sql_query,
    sql_types::{Integer, Text},
};
use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

/// A connection to PostgreSQL or SQLite; queries are written once, against this.
///
/// Its derived `establish` tries one database after the other whatever the URL says, so it is never used:
/// [`Target::open`] chooses by the URL's scheme.
#[derive(MultiConnection)]
pub(crate) enum Db {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// What a connection is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// The database that a URL names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Postgres(String),
    Sqlite(PathBuf),
}

/// Waiting for a lock comes first: the pragmas after it may already meet one.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; \
    PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000; \
    PRAGMA mmap_size = 268435456; PRAGMA temp_store = MEMORY;";

/// So that a server which no longer answers is noticed within seconds. What the URL says itself wins.
const POSTGRES_PARAMETERS: [(&str, &str); 3] = [
    ("connect_timeout", "2"),
    ("keepalives_idle", "5"),
    ("tcp_user_timeout", "6000"),
];

impl Target {
    /// The database that this URL names.
    pub(crate) fn parse(url: &str) -> Result<Self, OpenError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(with_parameters(url)));
        }
        let path = url
            .strip_prefix("sqlite://")
            .or_else(|| url.strip_prefix("sqlite:"))
            .ok_or(OpenError::UnknownScheme)?;
        // Each connection to a database in memory would see its own; `file:` names would bring options of their own.
        if path.is_empty() || path.contains(":memory:") || path.starts_with("file:") {
            return Err(OpenError::NotAFile);
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }

    /// Which of the two it is.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Postgres(_) => Kind::Postgres,
            Self::Sqlite(_) => Kind::Sqlite,
        }
    }

    /// A connection with the settings of this project, checked.
    pub(crate) fn open(&self, config: &StoreConfig, access: Access) -> Result<Db, OpenError> {
        let mut db = match self {
            Self::Postgres(url) => Db::Postgres(open_postgres(url, config)?),
            Self::Sqlite(path) => Db::Sqlite(open_sqlite(path, access)?),
        };
        if config.serves {
            say_that_it_serves(&mut db)?;
        }
        db.set_instrumentation(SlowQueryLog::new(config.slow_query));
        Ok(db)
    }

    /// An error when it is a SQLite file that is not there.
    pub(crate) fn refuse_missing(&self) -> Result<(), OpenError> {
        match self {
            Self::Sqlite(path) if !path.exists() => Err(OpenError::NotThere { path: path.clone() }),
            _ => Ok(()),
        }
    }
}

/// The URL with the parameters that it does not set itself.
fn with_parameters(url: &str) -> String {
    let mut url = url.to_owned();
    for (name, value) in POSTGRES_PARAMETERS {
        if !url.contains(&format!("{name}=")) {
            let separator = if url.contains('?') { '&' } else { '?' };
            url.push_str(&format!("{separator}{name}={value}"));
        }
    }
    url
}

fn open_postgres(url: &str, config: &StoreConfig) -> Result<PgConnection, OpenError> {
    let mut connection = PgConnection::establish(url).map_err(OpenError::unreachable)?;
    connection
        .batch_execute(&format!(
            "SET application_name = 'ehcp'; SET statement_timeout = {}; SET lock_timeout = {}; \
             SET TimeZone = 'UTC'; SET client_min_messages = warning; \
             SET idle_in_transaction_session_timeout = '60s';",
            config.statement_timeout.as_millis(),
            config.lock_timeout.as_millis()
        ))
        .map_err(OpenError::settings)?;
    if !config.allow_unsafe_durability {
        refuse_unsafe_durability(&mut connection)?;
    }
    Ok(connection)
}

#[derive(QueryableByName)]
struct Durability {
    #[diesel(sql_type = Text)]
    fsync: String,
    #[diesel(sql_type = Text)]
    full_page_writes: String,
    #[diesel(sql_type = Text)]
    synchronous_commit: String,
}

/// An answered commit must survive a power cut.
fn refuse_unsafe_durability(connection: &mut PgConnection) -> Result<(), OpenError> {
    let found: Durability = sql_query(
        "SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes, \
         current_setting('synchronous_commit') AS synchronous_commit",
    )
    .get_result(connection)
    .map_err(OpenError::settings)?;
    let settings = [
        ("fsync", found.fsync),
        ("full_page_writes", found.full_page_writes),
        ("synchronous_commit", found.synchronous_commit),
    ];
    match settings.into_iter().find(|(_, value)| value == "off") {
        Some((setting, _)) => Err(OpenError::UnsafeDurability { setting }),
        None => Ok(()),
    }
}

fn open_sqlite(path: &Path, access: Access) -> Result<SqliteConnection, OpenError> {
    create_private_file(path).map_err(|error| OpenError::Folder {
        path: path.to_owned(),
        error: error.kind(),
    })?;
    let name = path.to_str().ok_or(OpenError::NotAFile)?;
    let mut connection = SqliteConnection::establish(name).map_err(OpenError::unreachable)?;
    take_sqlite_settings(&mut connection)?;
    if access == Access::Read {
        connection
            .batch_execute("PRAGMA query_only = ON;")
            .map_err(OpenError::settings)?;
    }
    check_sqlite_settings(&mut connection)?;
    Ok(connection)
}

/// How often, and after which pause, the settings are tried while another process opens the same new file.
const SETTING_TRIES: u32 = 100;
const SETTING_PAUSE: Duration = Duration::from_millis(50);

/// SQLite does not wait for its lock when it first turns the write-ahead log on, whatever the time set for waiting: of
/// several that open a new file at once, all but one are told that it is busy.
fn take_sqlite_settings(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    for _ in 0..SETTING_TRIES {
        match connection
            .batch_execute(SQLITE_SETTINGS)
            .map_err(OpenError::settings)
        {
            Err(OpenError::Settings(crate::StoreError::Busy)) => thread::sleep(SETTING_PAUSE),
            other => return other,
        }
    }
    Err(OpenError::Settings(crate::StoreError::Busy))
}

/// Creates the folder and the file when missing, readable by their owner alone: they hold children's data.
///
/// A file that is there is not opened: closing it would give up every lock that SQLite holds on it in this process, and
/// another program that reads the database could then take away the log of what was written last.
fn create_private_file(path: &Path) -> io::Result<()> {
    create_private_folder_of(path)?;
    let mut file = fs::OpenOptions::new();
    file.create_new(true).append(true).mode(0o600);
    match file.open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Creates the folder that a file lies in when it is missing, for its owner alone.
pub(crate) fn create_private_folder_of(path: &Path) -> io::Result<()> {
    let mut folder = fs::DirBuilder::new();
    folder.recursive(true).mode(0o700);
    match path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => folder.create(parent),
        None => Ok(()),
    }
}

#[derive(QueryableByName)]
struct JournalMode {
    #[diesel(sql_type = Text)]
    journal_mode: String,
}

#[derive(QueryableByName)]
struct Synchronous {
    #[diesel(sql_type = Integer)]
    synchronous: i32,
}

#[derive(QueryableByName)]
struct ForeignKeys {
    #[diesel(sql_type = Integer)]
    foreign_keys: i32,
}

/// SQLite passes over a pragma that it cannot follow, so what counts is read back.
fn check_sqlite_settings(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let journal: JournalMode = sql_query("PRAGMA journal_mode")
        .get_result(connection)
        .map_err(OpenError::settings)?;
    let sync: Synchronous = sql_query("PRAGMA synchronous")
        .get_result(connection)
        .map_err(OpenError::settings)?;
    let keys: ForeignKeys = sql_query("PRAGMA foreign_keys")
        .get_result(connection)
        .map_err(OpenError::settings)?;
    let checks = [
        ("journal_mode = WAL", journal.journal_mode == "wal"),
        ("synchronous = FULL", sync.synchronous == 2),
        ("foreign_keys = ON", keys.foreign_keys == 1),
    ];
    match checks.into_iter().find(|(_, held)| !held) {
        Some((setting, _)) => Err(OpenError::SettingNotTaken { setting }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_chooses_the_database() {
        assert_eq!(
            Target::parse("sqlite:data/ehcp.sqlite"),
            Ok(Target::Sqlite("data/ehcp.sqlite".into()))
        );
        assert_eq!(
            Target::parse("sqlite:///var/ehcp.sqlite"),
            Ok(Target::Sqlite("/var/ehcp.sqlite".into()))
        );
        for url in ["postgres://db/ehcp", "postgresql://db/ehcp"] {
            assert_eq!(Target::parse(url).unwrap().kind(), Kind::Postgres);
        }
    }

    #[test]
    fn a_url_of_no_known_scheme_is_refused_and_names_the_known_ones() {
        for url in ["", "ehcp.sqlite", "mysql://db/ehcp", "postgres:ehcp", "SQLITE:x"] {
            let error = Target::parse(url).unwrap_err();
            assert_eq!(error, OpenError::UnknownScheme, "{url}");
            assert!(error.to_string().contains("sqlite:") && error.to_string().contains("postgres://"));
        }
    }

    #[test]
    fn a_sqlite_database_that_is_no_file_is_refused() {
        for url in ["sqlite:", "sqlite://", "sqlite::memory:", "sqlite:file:x?mode=ro"] {
            assert_eq!(Target::parse(url), Err(OpenError::NotAFile), "{url}");
        }
    }

    #[test]
    fn parameters_of_the_url_win_over_ours() {
        assert_eq!(
            with_parameters("postgres://db/ehcp?connect_timeout=9"),
            "postgres://db/ehcp?connect_timeout=9&keepalives_idle=5&tcp_user_timeout=6000"
        );
        assert!(with_parameters("postgres://db/ehcp").starts_with("postgres://db/ehcp?connect_timeout=2&"));
    }
}
