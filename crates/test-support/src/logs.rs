//! What the database has logged, read beside the server.

use crate::TestDatabase;
use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query,
    sql_types::{BigInt, Nullable, Text},
};
use ehcp_case::UserId;
use ehcp_store::Kind;
use uuid::Uuid;

/// A reader of the logs.
pub struct Logs {
    connection: Reader,
}

enum Reader {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// A row of the read log.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ReadEntry {
    /// Who read, as 32 hex digits.
    #[diesel(sql_type = Text)]
    pub user_id: String,
    /// What they called.
    #[diesel(sql_type = Text)]
    pub operation: String,
    /// Of which cases, as a JSON list.
    #[diesel(sql_type = Text)]
    pub case_ids: String,
}

/// A row of the security log.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct SecurityEntry {
    /// Who, as 32 hex digits, if it is known.
    #[diesel(sql_type = Nullable<Text>)]
    pub user_id: Option<String>,
    /// What happened.
    #[diesel(sql_type = Text)]
    pub event: String,
    /// What they called.
    #[diesel(sql_type = Text)]
    pub operation: String,
    /// What it was about.
    #[diesel(sql_type = Nullable<Text>)]
    pub subject: Option<String>,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

#[derive(QueryableByName)]
struct Counts {
    #[diesel(sql_type = BigInt)]
    one: i64,
    #[diesel(sql_type = BigInt)]
    two: i64,
    #[diesel(sql_type = BigInt)]
    three: i64,
}

impl Logs {
    pub(crate) fn of(database: &TestDatabase) -> Self {
        let url = database.url();
        let connection = match database.kind() {
            Kind::Sqlite => {
                let file = url.strip_prefix("sqlite:").expect("a SQLite address");
                let mut connection = SqliteConnection::establish(file).expect("the test database");
                sql_query("PRAGMA busy_timeout = 60000")
                    .execute(&mut connection)
                    .expect("patience");
                Reader::Sqlite(connection)
            }
            Kind::Postgres => Reader::Postgres(PgConnection::establish(url).expect("the test database")),
        };
        Self { connection }
    }

    /// An id column as 32 lower-case hex digits.
    fn id(&self, column: &str) -> String {
        match self.connection {
            Reader::Sqlite(_) => format!("lower(hex({column}))"),
            Reader::Postgres(_) => format!("replace({column}::text, '-', '')"),
        }
    }

    fn rows<T>(&mut self, query: &str) -> Vec<T>
    where
        T: QueryableByName<diesel::sqlite::Sqlite> + QueryableByName<diesel::pg::Pg> + 'static,
    {
        match &mut self.connection {
            Reader::Sqlite(connection) => sql_query(query).load(connection),
            Reader::Postgres(connection) => sql_query(query).load(connection),
        }
        .unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    /// An id as the database writes it.
    pub(crate) fn literal(&self, id: &str) -> String {
        match self.connection {
            Reader::Sqlite(_) => format!("X'{}'", id.replace('-', "")),
            Reader::Postgres(_) => format!("'{id}'"),
        }
    }

    /// Changes a row behind the server's back.
    pub fn change(&mut self, statement: &str) {
        match &mut self.connection {
            Reader::Sqlite(connection) => sql_query(statement).execute(connection),
            Reader::Postgres(connection) => sql_query(statement).execute(connection),
        }
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
    }

    /// Whether the database itself refuses a statement.
    pub fn refuses(&mut self, statement: &str) -> bool {
        match &mut self.connection {
            Reader::Sqlite(connection) => sql_query(statement).execute(connection).is_err(),
            Reader::Postgres(connection) => sql_query(statement).execute(connection).is_err(),
        }
    }

    /// The ids of some rows, as text with hyphens.
    pub(crate) fn ids(&mut self, from: &str) -> Vec<String> {
        let id = self.id("id");
        let rows = self.rows::<Line>(&format!("SELECT {id} AS line FROM {from}"));
        let ids = rows
            .into_iter()
            .map(|row| row.line.parse::<Uuid>().expect("an id"));
        ids.map(|id| id.to_string()).collect()
    }

    /// Every word that the logs of the database hold, a row each.
    pub fn stored(&mut self) -> Vec<String> {
        let logs = ["events", "account_events", "read_log", "security_log"];
        logs.iter().flat_map(|log| self.words_of(log)).collect()
    }

    fn words_of(&mut self, log: &str) -> Vec<String> {
        let row = match self.connection {
            Reader::Sqlite(_) => {
                let columns = format!(
                    "SELECT 'coalesce(' || name || ', '''')' AS line FROM pragma_table_info('{log}') WHERE type = 'TEXT'"
                );
                let columns: Vec<String> = self
                    .rows::<Line>(&columns)
                    .into_iter()
                    .map(|row| row.line)
                    .collect();
                columns.join(" || ' ' || ")
            }
            Reader::Postgres(_) => format!("CAST({log} AS text)"),
        };
        let rows = self.rows::<Line>(&format!("SELECT {row} AS line FROM {log}"));
        rows.into_iter().map(|row| row.line).collect()
    }

    /// The rows of the read log, the first one first. Rows of one moment have no order.
    pub fn reads(&mut self) -> Vec<ReadEntry> {
        let user = self.id("user_id");
        self.rows(&format!(
            "SELECT {user} AS user_id, operation, CAST(case_ids AS text) AS case_ids FROM read_log ORDER BY at, stream_id, number"
        ))
    }

    /// The latest row of the read log.
    pub fn last_read(&mut self) -> Option<ReadEntry> {
        let user = self.id("user_id");
        let query = format!(
            "SELECT {user} AS user_id, operation, CAST(case_ids AS text) AS case_ids FROM read_log \
             ORDER BY at DESC, stream_id DESC, number DESC LIMIT 1"
        );
        self.rows(&query).pop()
    }

    /// The rows of the security log, the first one first. Rows of one moment have no order.
    pub fn security(&mut self) -> Vec<SecurityEntry> {
        let user = self.user_if_known();
        self.rows(&format!(
            "SELECT {user} AS user_id, event, operation, subject FROM security_log ORDER BY at, stream_id, number"
        ))
    }

    /// The latest row of the security log.
    pub fn last_security(&mut self) -> Option<SecurityEntry> {
        let user = self.user_if_known();
        let query = format!(
            "SELECT {user} AS user_id, event, operation, subject FROM security_log ORDER BY at DESC, stream_id DESC, number DESC LIMIT 1"
        );
        self.rows(&query).pop()
    }

    fn user_if_known(&self) -> String {
        let user = self.id("user_id");
        format!("CASE WHEN user_id IS NULL THEN NULL ELSE {user} END")
    }

    /// How many entries the logs of all cases have, the read log and the security log, by their heads.
    pub fn entries(&mut self) -> [i64; 3] {
        let query = "SELECT CAST((SELECT coalesce(sum(last_event), 0) FROM cases) AS bigint) AS one, \
             CAST(coalesce(sum(reads), 0) AS bigint) AS two, CAST(coalesce(sum(security), 0) AS bigint) AS three \
             FROM log_streams";
        let counts = self.rows::<Counts>(query).pop().expect("one row");
        [counts.one, counts.two, counts.three]
    }

    /// How much is on record: rows of every table that a change could add to, and the sum of all versions. A request
    /// that changed nothing leaves it as it was.
    pub fn on_record(&mut self) -> i64 {
        let tables = [
            "children",
            "parent_links",
            "young_person_links",
            "enrolments",
            "cases",
            "assessments",
            "requests",
            "advice_requests",
            "facts",
            "exceptions",
            "decisions",
            "plans",
            "plan_sections",
            "representations",
            "contacts",
            "contact_protections",
            "contact_change_requests",
            "child_versions",
            "user_versions",
            "statements",
            "duplicate_decisions",
            "events",
            "idempotent_answers",
            "outbox",
            "invitations",
            "email_changes",
            "service_actions",
            "service_keys",
        ];
        let mut sum = String::from(
            "SELECT CAST((SELECT coalesce(sum(version), 0) FROM cases) + (SELECT coalesce(sum(version), 0) FROM plans) \
             + (SELECT coalesce(sum(version), 0) FROM advice_requests)",
        );
        for table in tables {
            sum.push_str(&format!(" + (SELECT count(*) FROM {table})"));
        }
        sum.push_str(" AS bigint) AS \"rows\"");
        self.rows::<Count>(&sum)[0].rows
    }

    /// Closes an account behind the server's back.
    pub fn close_account(&mut self, user: UserId) {
        let (id, now) = match self.connection {
            Reader::Sqlite(_) => (format!("x'{}'", user.to_string().replace('-', "")), "1"),
            Reader::Postgres(_) => (format!("'{user}'"), "now()"),
        };
        self.change(&format!("UPDATE users SET disabled_at = {now} WHERE id = {id}"));
    }

    /// How many rows a table has.
    pub fn count(&mut self, table: &str) -> i64 {
        self.rows::<Count>(&format!("SELECT count(*) AS \"rows\" FROM {table}"))[0].rows
    }
}
