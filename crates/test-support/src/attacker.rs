//! Somebody who has the database itself, past the program.

use crate::TestDatabase;
use diesel::{Connection, PgConnection, SqliteConnection, connection::SimpleConnection};
use ehcp_store::Kind;

/// Somebody who can do with the database what they like.
pub struct Attacker {
    connection: Hold,
}

enum Hold {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Attacker {
    /// Opens the database and drops everything that guards the logs.
    ///
    /// # Panics
    /// When the test database cannot be opened.
    #[must_use]
    pub fn on(database: &TestDatabase) -> Self {
        let url = database.url();
        match database.kind() {
            Kind::Sqlite => {
                let file = url.strip_prefix("sqlite:").expect("a SQLite address");
                let mut connection = SqliteConnection::establish(file).expect("the test database");
                let mut unguard = String::from("PRAGMA busy_timeout = 60000; PRAGMA foreign_keys = OFF;");
                for table in ["events", "read_log", "security_log", "account_events"] {
                    for change in ["update", "delete"] {
                        unguard += &format!("DROP TRIGGER IF EXISTS {table}_no_{change};");
                    }
                }
                unguard += "DROP TRIGGER IF EXISTS log_streams_no_delete; DROP TRIGGER IF EXISTS account_heads_no_delete;";
                connection
                    .batch_execute(&unguard)
                    .expect("nothing stops an attacker");
                Self {
                    connection: Hold::Sqlite(connection),
                }
            }
            Kind::Postgres => {
                let mut connection = PgConnection::establish(url).expect("the test database");
                // Neither triggers nor foreign keys are looked at in this session.
                connection
                    .batch_execute("SET session_replication_role = replica")
                    .expect("nothing stops an attacker");
                Self {
                    connection: Hold::Postgres(connection),
                }
            }
        }
    }

    /// Does this to the database.
    ///
    /// # Panics
    /// When the database refuses.
    pub fn does(&mut self, sql: &str) {
        match &mut self.connection {
            Hold::Sqlite(connection) => connection.batch_execute(sql),
            Hold::Postgres(connection) => connection.batch_execute(sql),
        }
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// An id as a value of this database.
    #[must_use]
    pub fn id(&self, id: impl ToString) -> String {
        let id = id.to_string();
        match self.connection {
            Hold::Sqlite(_) => format!("x'{}'", id.replace('-', "")),
            Hold::Postgres(_) => format!("'{id}'::uuid"),
        }
    }

    /// An expression for a column's value that is near it and is not it.
    #[must_use]
    pub fn altered(&self, column: &str, class: Class) -> String {
        // A beginning is made earlier and an end later, so that no period of no length turns into an impossible one.
        let by = if column.starts_with("from_") { '-' } else { '+' };
        match (&self.connection, class) {
            (_, Class::Text) => format!("coalesce({column}, '') || 'x'"),
            (_, Class::Number) => format!("{column} + 1"),
            (Hold::Sqlite(_), Class::Instant) => format!("{column} {by} 1"),
            (Hold::Postgres(_), Class::Instant) => format!("{column} {by} interval '1 microsecond'"),
            (Hold::Sqlite(_), Class::Day) => format!("date({column}, '{by}1 day')"),
            (Hold::Postgres(_), Class::Day) => format!("{column} {by} 1"),
            (_, Class::Json) => "'[\"01990d2c-7f3a-7c11-9a53-3f1f7c9b2a10\"]'".to_owned(),
            (_, Class::Word(other)) => format!("'{other}'"),
            (_, Class::Id) => self.id("01990d2c-7f3a-7c11-9a53-3f1f7c9b2a10"),
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A text.
    Text,
    /// A number.
    Number,
    /// An instant.
    Instant,
    /// A day.
    Day,
    /// An id.
    Id,
    /// JSON.
    Json,
    /// A word of a closed list, with another word of it.
    Word(&'static str),
}
