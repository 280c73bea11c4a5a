//! What can go wrong with the database, in words that hold no personal data.

use diesel::{
    ConnectionError,
    result::{DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError},
};
use std::{io, path::PathBuf};
use thiserror::Error;

/// Why work in the database did not succeed. No message ever holds a stored or given value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// Too much is waiting, or a lock was not granted in time. Nothing was changed; trying again helps.
    #[error("The database is busy. Nothing was changed; try again in a moment.")]
    Busy,
    /// Another change holds the row that this one needs, and did not let it go in time. Nothing was changed; trying
    /// again helps.
    #[error(
        "Another change of the same record is not finished yet. Nothing was changed; try again in a moment."
    )]
    Held,
    /// The database cannot be reached. If it went away during a commit, only looking again tells whether the
    /// change was kept.
    #[error("The database cannot be reached at the moment.")]
    Unavailable,
    /// No space is left where the database is kept. Nothing was changed.
    #[error("The database's disk is full. Nothing was changed.")]
    DiskFull,
    /// A rule of the schema refused the change.
    #[error("The change breaks a rule of the database: {0}.")]
    Conflict(Violation),
    /// A row that should be there is not.
    #[error("There is no such record.")]
    NotFound,
    /// What is stored cannot be read: a damaged file, or a value that no version of this program wrote.
    #[error("Stored data cannot be read: {0}.")]
    Corrupt(String),
    /// A fault of this program.
    #[error("The database work failed: {0}.")]
    Internal(String),
}

/// Which rule of the schema refused a change, as far as the database tells.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{kind:?} on {}", self.place())]
pub struct Violation {
    /// The kind of rule.
    pub kind: ViolationKind,
    /// The table; SQLite names it only for unique and not-null rules.
    pub table: Option<String>,
    /// The columns; PostgreSQL names them only for not-null rules, SQLite for unique ones too.
    pub columns: Vec<String>,
    /// The constraint; SQLite names only check constraints and unique indexes on expressions.
    pub constraint: Option<String>,
}

/// The kinds of rules a schema can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViolationKind {
    /// Another row already has this value.
    Unique,
    /// The row points to one that is not there, or is pointed to.
    ForeignKey,
    /// A value is outside what the table allows.
    Check,
    /// A value is missing.
    NotNull,
}

impl Violation {
    /// Whether this is the unique rule over exactly these columns of the table. PostgreSQL must call the constraint
    /// or index `table_column_…_key`, as it does by itself for `UNIQUE` in a table.
    pub fn is_unique_on(&self, table: &str, columns: &[&str]) -> bool {
        self.kind == ViolationKind::Unique
            && self.table.as_deref() == Some(table)
            && match &self.constraint {
                Some(name) => *name == format!("{table}_{}_key", columns.join("_")),
                None => self.columns == columns,
            }
    }

    fn place(&self) -> String {
        let named = self.table.iter().chain(&self.columns).chain(&self.constraint);
        let names: Vec<&str> = named.map(String::as_str).collect();
        if names.is_empty() {
            "a rule it does not name".to_owned()
        } else {
            names.join(".")
        }
    }

    /// PostgreSQL names the parts; SQLite gives a sentence such as `UNIQUE constraint failed: cases.reference`.
    fn read(kind: ViolationKind, information: &dyn DatabaseErrorInformation) -> Self {
        let mut violation = Self {
            kind,
            table: information.table_name().map(str::to_owned),
            columns: information.column_name().map(str::to_owned).into_iter().collect(),
            constraint: information.constraint_name().map(str::to_owned),
        };
        if let Some((_, named)) = information.message().split_once(" constraint failed: ") {
            match kind {
                ViolationKind::Unique | ViolationKind::NotNull if !named.starts_with("index ") => {
                    for part in named.split(", ") {
                        if let Some((table, column)) = part.split_once('.') {
                            violation.table = Some(table.to_owned());
                            violation.columns.push(column.to_owned());
                        }
                    }
                }
                _ => {
                    let name = named.trim_start_matches("index ").trim_matches('\'');
                    violation.constraint = Some(name.to_owned());
                }
            }
        }
        violation
    }
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(kind, information) => classify(kind, information.as_ref()),
            DieselError::DeserializationError(error) => Self::Corrupt(without_values(&error.to_string())),
            DieselError::BrokenTransactionManager => Self::Unavailable,
            DieselError::RollbackErrorOnCommit { commit_error, .. } => Self::from(*commit_error),
            DieselError::SerializationError(error) | DieselError::QueryBuilderError(error) => {
                Self::Internal(without_values(&error.to_string()))
            }
            other => Self::Internal(without_values(&other.to_string())),
        }
    }
}

/// What each database says when it is not this program's fault; Diesel knows no kinds for these.
const HELD: [&str; 3] = [
    "canceling statement due to lock timeout",
    "deadlock detected",
    "could not obtain lock",
];
const BUSY: [&str; 3] = [
    "database is locked",
    "database table is locked",
    "canceling statement due to",
];
const DISK_FULL: [&str; 2] = ["database or disk is full", "No space left on device"];
const DAMAGED: [&str; 2] = ["database disk image is malformed", "file is not a database"];
const AWAY: [&str; 8] = [
    "server closed the connection",
    "terminating connection",
    "no connection to the server",
    "could not receive data from server",
    "could not send data to server",
    "connection not open",
    "unable to open database file",
    "disk I/O error",
];

fn classify(kind: DatabaseErrorKind, information: &dyn DatabaseErrorInformation) -> StoreError {
    let conflict = |kind| StoreError::Conflict(Violation::read(kind, information));
    match kind {
        DatabaseErrorKind::UniqueViolation => conflict(ViolationKind::Unique),
        DatabaseErrorKind::ForeignKeyViolation | DatabaseErrorKind::RestrictViolation => {
            conflict(ViolationKind::ForeignKey)
        }
        DatabaseErrorKind::CheckViolation | DatabaseErrorKind::ExclusionViolation => {
            conflict(ViolationKind::Check)
        }
        DatabaseErrorKind::NotNullViolation => conflict(ViolationKind::NotNull),
        DatabaseErrorKind::SerializationFailure => StoreError::Busy,
        DatabaseErrorKind::ClosedConnection => StoreError::Unavailable,
        _ => classify_by_message(kind, information.message()),
    }
}

fn classify_by_message(kind: DatabaseErrorKind, message: &str) -> StoreError {
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| message.contains(phrase));
    if says(&DISK_FULL) {
        StoreError::DiskFull
    } else if says(&HELD) {
        StoreError::Held
    } else if says(&BUSY) {
        StoreError::Busy
    } else if says(&AWAY) {
        StoreError::Unavailable
    } else if says(&DAMAGED) {
        StoreError::Corrupt("the database file is damaged".to_owned())
    } else if kind == DatabaseErrorKind::UnableToSendCommand && message.trim().is_empty() {
        StoreError::Unavailable
    } else {
        StoreError::Internal(without_values(message))
    }
}

/// A database's or parser's message up to where a value may begin.
fn without_values(message: &str) -> String {
    let first_line = message.lines().next().unwrap_or_default().trim();
    // SQLite's "no such table: x" names a part of the schema.
    let names_schema = first_line.starts_with("no such ");
    let kept = match first_line.split_once(": ") {
        Some((kept, _)) if !names_schema => kept,
        _ => first_line,
    };
    kept.trim_end_matches('.').to_owned()
}

/// Why the store could not be opened or migrated.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenError {
    /// The URL's scheme names no database that this program knows.
    #[error("The database URL must begin with sqlite: (then a path) or postgres://.")]
    UnknownScheme,
    /// A `sqlite:` URL that is not the path of a file.
    #[error(
        "A sqlite: URL must name a file, such as sqlite:data/ehcp.sqlite; a database in memory cannot be shared."
    )]
    NotAFile,
    /// The folder or file of the SQLite database cannot be created or written.
    #[error("The database file {} cannot be created or opened for writing: {error}.", path.display())]
    Folder {
        /// The database file.
        path: PathBuf,
        /// What the operating system said.
        error: io::ErrorKind,
    },
    /// There is no SQLite file where one was named, and it is not this command's to make it.
    #[error(
        "There is no database at {}. Check the data folder or the database URL. A new database is made with: ehcp migrate",
        path.display()
    )]
    NotThere {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A server uses it, or a demonstration is being made in it.
    #[error(
        "Another ehcp serves {what}, or is making it anew. Stop that one first, or give another --data folder or --database-url."
    )]
    InUse {
        /// Which database.
        what: String,
    },
    /// The server does not answer or refuses the connection.
    #[error("The database cannot be reached: {0}")]
    Unreachable(String),
    /// A session setting was refused.
    #[error("The database refused a setting that the store needs: {0}")]
    Settings(StoreError),
    /// SQLite passed over a setting, for example because its folder cannot have a write-ahead log.
    #[error("SQLite did not take the setting {setting}. Is the database on a local disk?")]
    SettingNotTaken {
        /// The setting as it should be.
        setting: &'static str,
    },
    /// The server may lose what was answered.
    #[error(
        "PostgreSQL runs with {setting} = off: a power cut could lose saved work. Turn it on and start again. Where nothing is to be kept, as in tests, --allow-unsafe-durability (EHCP_ALLOW_UNSAFE_DURABILITY=true) accepts it."
    )]
    UnsafeDurability {
        /// The server setting that is off.
        setting: &'static str,
    },
    /// The schema is older than the program.
    #[error("The database is not up to date ({pending} to go, the next is {next}). Run: ehcp migrate")]
    NotMigrated {
        /// How many migrations are missing.
        pending: usize,
        /// The next one's name.
        next: String,
    },
    /// The schema is newer than the program.
    #[error(
        "The database was migrated by a newer ehcp (it has version {version}, which this one does not know). Run the newer program."
    )]
    NewerSchema {
        /// The newest version found that this program does not know.
        version: String,
    },
    /// A migration failed; it left nothing behind.
    #[error("The migration failed and was undone: {0}")]
    Migration(String),
    /// A thread of the store could not be started.
    #[error("A thread for the database could not be started: {0}.")]
    Thread(io::ErrorKind),
}

impl OpenError {
    /// libpq's text names host, port and user, never the password.
    pub(crate) fn unreachable(error: ConnectionError) -> Self {
        Self::Unreachable(match error {
            ConnectionError::InvalidConnectionUrl(_) | ConnectionError::InvalidCString(_) => {
                "the URL is not well formed.".to_owned()
            }
            other => other.to_string().trim().to_owned(),
        })
    }

    pub(crate) fn settings(error: DieselError) -> Self {
        Self::Settings(StoreError::from(error))
    }
}
