//! Copies of a whole database while it is in use, and putting them back.

use crate::{
    Kind, OpenError, ReadTx, StoreError, WriteTx,
    config::StoreConfig,
    db::{Access, Target},
    schema::{
        first_administrator_secrets, idempotent_answers, known_devices, one_time_codes, refresh_tokens,
        sessions, sign_in_challenges, single_sign_on_starts,
    },
    types::Instant,
};
use chrono::{DateTime, Utc};
use diesel::{QueryableByName, connection::SimpleConnection, prelude::*, sql_query, sql_types::Text};
use std::path::Path;

/// How many rows are fetched or inserted at a time.
const AT_A_TIME: usize = 1000;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Copies a SQLite database into a new file, one consistent state of it, while others read and write.
///
/// # Errors
/// When it is no SQLite database, cannot be opened, or the copy cannot be written.
pub fn copy_sqlite(config: &StoreConfig, to: &Path) -> Result<(), OpenError> {
    let target = Target::parse(&config.url)?;
    if target.kind() != Kind::Sqlite {
        return Err(OpenError::NotAFile);
    }
    let mut db = target.open(config, Access::Write)?;
    let quoted = to.display().to_string().replace('\'', "''");
    db.batch_execute(&format!("VACUUM INTO '{quoted}'"))
        .map_err(OpenError::settings)
}

/// A name as SQL; names come from the database's own catalogue.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl ReadTx<'_> {
    /// The tables with data, in the order of their names. For PostgreSQL.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn data_tables(&mut self) -> Result<Vec<String>, StoreError> {
        let tables: Vec<Line> = sql_query(
            "SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = 'public' \
             AND table_type = 'BASE TABLE' AND table_name <> '__diesel_schema_migrations' ORDER BY 1",
        )
        .load(self.db())?;
        Ok(tables.into_iter().map(|table| table.line).collect())
    }

    /// The versions of the migrations that were run, in order.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn schema_versions(&mut self) -> Result<Vec<String>, StoreError> {
        let versions: Vec<Line> =
            sql_query("SELECT version AS line FROM __diesel_schema_migrations ORDER BY 1").load(self.db())?;
        Ok(versions.into_iter().map(|version| version.line).collect())
    }

    /// Gives every row of a table as one line of JSON, a bounded number at a time. For PostgreSQL.
    ///
    /// # Errors
    /// When the database cannot answer, or what `take` returns.
    pub fn each_row<E: From<StoreError>>(
        &mut self,
        table: &str,
        mut take: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let table = quoted(table);
        let db = self.db();
        db.batch_execute(&format!(
            "DECLARE copied NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS line FROM {table} t"
        ))
        .map_err(StoreError::from)?;
        loop {
            let rows: Vec<Line> = sql_query(format!("FETCH {AT_A_TIME} FROM copied"))
                .load(self.db())
                .map_err(StoreError::from)?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                take(&row.line)?;
            }
        }
        self.db()
            .batch_execute("CLOSE copied")
            .map_err(StoreError::from)?;
        Ok(())
    }
}

/// The foreign keys of a database, set aside while rows are put back in any order.
#[derive(Debug)]
pub struct KeysAside(Vec<(String, String)>);

impl WriteTx<'_> {
    /// Sets the foreign keys aside and empties every table that only an upgrade has filled. For PostgreSQL, for putting
    /// a copy back into a database without data.
    ///
    /// # Errors
    /// When the database does not let its tables be changed.
    pub fn set_keys_aside(&mut self) -> Result<KeysAside, StoreError> {
        self.db().batch_execute("SET LOCAL statement_timeout = 0")?;
        let drops: Vec<Line> = sql_query(
            "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS line \
             FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY conname",
        )
        .load(self.db())?;
        let adds: Vec<Line> = sql_query(
            "SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, \
             pg_get_constraintdef(oid)) AS line \
             FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY conname",
        )
        .load(self.db())?;
        let keys: Vec<(String, String)> = drops
            .into_iter()
            .zip(adds)
            .map(|(drop, add)| (drop.line, add.line))
            .collect();
        for (drop, _) in &keys {
            self.db().batch_execute(drop)?;
        }
        Ok(KeysAside(keys))
    }

    /// Puts rows back that [`ReadTx::each_row`] gave. For PostgreSQL.
    ///
    /// # Errors
    /// When a row does not fit the table.
    pub fn put_rows(&mut self, table: &str, rows: &[String]) -> Result<(), StoreError> {
        let table = quoted(table);
        for rows in rows.chunks(AT_A_TIME) {
            let list = format!("[{}]", rows.join(","));
            sql_query(format!(
                "INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, $1::json)"
            ))
            .bind::<Text, _>(list)
            .execute(self.db())?;
        }
        Ok(())
    }

    /// Ends what was open when a copy was made: every session, sign-ins under way, codes and secrets that were sent or
    /// shown, known devices, and answers kept for repeated calls. Some of it was ended or used up since, and nobody can
    /// tell which.
    ///
    /// # Errors
    /// When the database cannot write.
    pub fn end_what_was_open(&mut self, at: DateTime<Utc>) -> Result<(), StoreError> {
        diesel::delete(refresh_tokens::table).execute(self.db())?;
        diesel::delete(sign_in_challenges::table).execute(self.db())?;
        diesel::delete(single_sign_on_starts::table).execute(self.db())?;
        diesel::delete(one_time_codes::table).execute(self.db())?;
        diesel::delete(first_administrator_secrets::table).execute(self.db())?;
        diesel::delete(known_devices::table).execute(self.db())?;
        diesel::delete(idempotent_answers::table).execute(self.db())?;
        diesel::update(sessions::table.filter(sessions::ended_at.is_null()))
            .set(sessions::ended_at.eq(Instant::new(at)))
            .execute(self.db())?;
        Ok(())
    }

    /// Puts the foreign keys back; every row is checked against them.
    ///
    /// # Errors
    /// When a row points to one that is not there.
    pub fn put_keys_back(&mut self, keys: KeysAside) -> Result<(), StoreError> {
        for (_, add) in keys.0 {
            self.db().batch_execute(&add)?;
        }
        Ok(())
    }
}
