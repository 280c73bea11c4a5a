//! A database for each test: a temporary SQLite file, or a PostgreSQL database made from a migrated template. Both are
//! removed when the value is dropped.

#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "a test without its database must fail at once and say why"
)]

use crate::{
    OnStart, Store, StoreConfig,
    db::{Access, Db, Target},
    dialect::Kind,
    migrate,
};
use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl,
    connection::SimpleConnection,
    sql_query,
    sql_types::{Bool, Text},
};
use sha2::{Digest as _, Sha256};
use std::{
    env, fs,
    path::Path,
    sync::{Mutex, OnceLock, PoisonError},
    time::Duration,
};
use tempfile::TempDir;
use uuid::Uuid;

/// The environment variable with the URL of a PostgreSQL server whose user may create databases.
const SERVER: &str = "TEST_POSTGRES_URL";

/// So that of several test programs that start at once one makes the template. Any fixed number serves.
const TEMPLATE_LOCK: i64 = 0x6568_6374;

/// A migrated database of its own for one test.
pub struct TestDatabase {
    url: String,
    place: Place,
}

enum Place {
    Folder(TempDir),
    Server { name: String },
}

impl TestDatabase {
    /// A SQLite database in a temporary folder.
    pub fn sqlite() -> Self {
        static MIGRATED: OnceLock<Vec<u8>> = OnceLock::new();
        let template = MIGRATED.get_or_init(|| {
            let folder = TempDir::new().expect("a temporary folder");
            let file = folder.path().join("template.sqlite");
            migrate::migrate(&config(&sqlite_url(&file))).expect("the migrations run on SQLite");
            fs::read(file).expect("the migrated file")
        });
        let database = Self::empty_sqlite();
        if let Place::Folder(folder) = &database.place {
            fs::write(folder.path().join("test.sqlite"), template).expect("a copy of the migrated file");
        }
        database
    }

    /// A SQLite database that does not exist yet.
    pub fn empty_sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let url = sqlite_url(&folder.path().join("test.sqlite"));
        Self {
            url,
            place: Place::Folder(folder),
        }
    }

    /// A PostgreSQL database. Fails the test when no server is given.
    pub fn postgres() -> Self {
        Self::on_server(&format!("TEMPLATE \"{}\"", template()))
    }

    /// A PostgreSQL database without any table.
    pub fn empty_postgres() -> Self {
        Self::on_server("TEMPLATE template0")
    }

    fn on_server(made_from: &str) -> Self {
        let name = format!("ehcp_test_{}", Uuid::now_v7().simple());
        on_server(&format!("CREATE DATABASE \"{name}\" {made_from}"));
        Self {
            url: database_url(&name),
            place: Place::Server { name },
        }
    }

    /// The URL for [`StoreConfig`] or the command line. The store must be told to accept that a throwaway server may
    /// lose commits, as [`TestDatabase::config`] does.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Which database this is.
    pub fn kind(&self) -> Kind {
        match self.place {
            Place::Folder(_) => Kind::Sqlite,
            Place::Server { .. } => Kind::Postgres,
        }
    }

    /// How tests open it: a few connections, and patience, because many tests share the machine.
    pub fn config(&self) -> StoreConfig {
        config(&self.url)
    }

    /// A digest of all rows of each table, by the table's name, without the columns named (of whatever table): to compare
    /// two databases of the same kind.
    pub fn contents(&self, without: &[&str]) -> Vec<(String, String)> {
        let mut db = Target::parse(self.url())
            .and_then(|target| target.open(&self.config(), Access::Read))
            .expect("the test database opens");
        let tables = match self.kind() {
            Kind::Sqlite => {
                "SELECT name AS text FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY 1"
            }
            Kind::Postgres => {
                "SELECT table_name::text AS text FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%' ORDER BY 1"
            }
        };
        texts(&mut db, tables)
            .into_iter()
            .map(|table| {
                let mut rows = texts(&mut db, &self.rows_of(&table, without));
                rows.sort_unstable();
                let digest = Sha256::digest(rows.join("\n"));
                (table, hex::encode(digest))
            })
            .collect()
    }

    /// A query for each row of a table as one text.
    fn rows_of(&self, table: &str, without: &[&str]) -> String {
        let named: Vec<_> = without.iter().map(|column| format!("'{column}'")).collect();
        match self.kind() {
            Kind::Postgres => format!(
                "SELECT (to_jsonb(t) - ARRAY[{}]::text[])::text AS text FROM \"{table}\" t",
                named.join(",")
            ),
            Kind::Sqlite => {
                let columns = format!(
                    "SELECT name AS text FROM pragma_table_info('{table}') WHERE name NOT IN ({})",
                    named.join(",")
                );
                let target = Target::parse(self.url());
                let mut db = target
                    .and_then(|target| target.open(&self.config(), Access::Read))
                    .expect("the test database opens");
                let quoted: Vec<_> = texts(&mut db, &columns)
                    .into_iter()
                    .map(|column| format!("quote(\"{column}\")"))
                    .collect();
                format!("SELECT {} AS text FROM \"{table}\"", quoted.join(" || '|' || "))
            }
        }
    }

    /// Opens it.
    pub fn open(&self) -> Store {
        Store::open(self.config()).expect("the test database opens")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Place::Server { name } = &self.place {
            on_server(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"));
        }
    }
}

/// Makes two tests of each function `fn name(database: TestDatabase)`: one on SQLite, one on PostgreSQL, in modules of
/// these names.
///
/// ```text
/// ehcp_store::on_both_databases!(a_case_is_found_again);
///
/// fn a_case_is_found_again(database: TestDatabase) {}
/// ```
#[macro_export]
macro_rules! on_both_databases {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test]
            fn $test() {
                super::$test($crate::testing::TestDatabase::sqlite());
            })+
        }
        mod postgres {
            $(#[test]
            fn $test() {
                super::$test($crate::testing::TestDatabase::postgres());
            })+
        }
    };
}

#[derive(QueryableByName)]
struct OneText {
    #[diesel(sql_type = Text)]
    text: String,
}

fn texts(db: &mut Db, query: &str) -> Vec<String> {
    let rows: Vec<OneText> = sql_query(query).load(db).expect("the rows of the test database");
    rows.into_iter().map(|row| row.text).collect()
}

fn config(url: &str) -> StoreConfig {
    StoreConfig {
        on_start: OnStart::RefuseUnmigrated,
        sqlite_readers: 2,
        postgres_readers: 2,
        postgres_writers: 2,
        postgres_log_writers: 1,
        longest_wait: Duration::from_secs(60),
        group_time: Duration::from_secs(60),
        statement_timeout: Duration::from_secs(60),
        allow_unsafe_durability: true,
        ..StoreConfig::new(url)
    }
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

fn server_url() -> String {
    env::var(SERVER).unwrap_or_else(|_| {
        panic!("PostgreSQL is not reachable: run scripts/with-postgres.sh cargo test ({SERVER} is not set)")
    })
}

/// The server's URL with another database: what follows the last slash before the parameters.
fn database_url(name: &str) -> String {
    let url = server_url();
    let (path, parameters) = match url.split_once('?') {
        Some((path, parameters)) => (path, format!("?{parameters}")),
        None => (url.as_str(), String::new()),
    };
    let (server, _) = path
        .rsplit_once('/')
        .expect("TEST_POSTGRES_URL names a database, as in postgres://user@host/postgres");
    format!("{server}/{name}{parameters}")
}

/// Runs one statement on the server itself.
fn on_server(statement: &str) {
    server()
        .batch_execute(statement)
        .expect("the test server does as told");
}

fn server() -> PgConnection {
    PgConnection::establish(&server_url()).unwrap_or_else(|error| {
        panic!("PostgreSQL is not reachable: run scripts/with-postgres.sh cargo test ({error})")
    })
}

/// The name of a migrated template database; it is made once for each set of migrations and server.
fn template() -> String {
    static NAME: Mutex<Option<String>> = Mutex::new(None);
    let mut name = NAME.lock().unwrap_or_else(PoisonError::into_inner);
    name.get_or_insert_with(make_template).clone()
}

#[derive(QueryableByName)]
struct Exists {
    #[diesel(sql_type = Bool)]
    found: bool,
}

fn make_template() -> String {
    let name = concat!("ehcp_template_", env!("MIGRATIONS_STATE"));
    let mut server = server();
    server
        .batch_execute(&format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})"))
        .expect("the template's lock");
    let template: Exists = sql_query(format!(
        "SELECT count(*) > 0 AS found FROM pg_database WHERE datname = '{name}'"
    ))
    .get_result(&mut server)
    .expect("the server's databases");
    // A half-made template keeps its working name, so that the right name always means a whole one.
    if !template.found {
        let half_made = format!("{name}_{}", Uuid::now_v7().simple());
        on_server(&format!("CREATE DATABASE \"{half_made}\" TEMPLATE template0"));
        migrate::migrate(&config(&database_url(&half_made))).expect("the migrations run on PostgreSQL");
        on_server(&format!("ALTER DATABASE \"{half_made}\" RENAME TO \"{name}\""));
    }
    name.to_owned()
}
