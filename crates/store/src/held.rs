//! Everything that is held on one person, table by table, as the registry of holdings finds it.

use crate::holdings::{HOLDINGS, Subject};
use crate::{Kind, ReadTx, StoreError};
use diesel::{QueryableByName, prelude::*, sql_query, sql_types::Text};
use serde_json::{Map, Value};

/// The rows of one table that are about a person.
#[derive(Debug, Clone)]
pub struct HeldRows {
    /// The table.
    pub table: &'static str,
    /// What it is kept for.
    pub purpose: &'static str,
    /// The rows: columns with what they hold; secrets and what only shows that nothing was altered are left out.
    pub rows: Vec<Map<String, Value>>,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// The tables and columns of this program, as they are declared.
const DECLARED: &str = include_str!("schema.rs");

/// The columns of a table with the words for their types.
pub(crate) fn columns_of(table: &str) -> Vec<(&'static str, &'static str)> {
    let begins = format!("{table} (");
    DECLARED
        .lines()
        .map(str::trim)
        .skip_while(|line| !(line.starts_with(&begins) && line.ends_with(") {")))
        .skip(1)
        .take_while(|line| *line != "}")
        .filter_map(|line| line.trim_end_matches(',').split_once(" -> "))
        .map(|(column, kind)| {
            let kind = kind.strip_prefix("Nullable<").unwrap_or(kind);
            (column, kind.trim_end_matches('>'))
        })
        .collect()
}

/// What a column holds, as SQL that gives the same on both databases.
pub(crate) fn shown(column: &str, class: &str, kind: Kind) -> String {
    match (class, kind) {
        ("DbUuid", Kind::Postgres) | ("Date", Kind::Postgres) => format!("{column}::text"),
        ("DbUuid", Kind::Sqlite) => {
            let part = |from: u8, long: u8| format!("substr(lower(hex({column})), {from}, {long})");
            format!(
                "CASE WHEN {column} IS NULL THEN NULL ELSE {} || '-' || {} || '-' || {} || '-' || {} || '-' || {} END",
                part(1, 8),
                part(9, 4),
                part(13, 4),
                part(17, 4),
                part(21, 12)
            )
        }
        ("DbInstant", Kind::Postgres) => {
            format!("to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
        }
        ("DbInstant", Kind::Sqlite) => {
            format!("strftime('%Y-%m-%dT%H:%M:%SZ', {column} / 1000000, 'unixepoch')")
        }
        ("Bool", Kind::Sqlite) => {
            format!("CASE {column} WHEN 1 THEN json('true') WHEN 0 THEN json('false') END")
        }
        _ => column.to_owned(),
    }
}

impl ReadTx<'_> {
    /// Everything that is held on a person: every table of the registry that can hold something, also those that hold
    /// nothing on this person.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn held_on(&mut self, subject: Subject) -> Result<Vec<HeldRows>, StoreError> {
        let kind = self.kind();
        let mut held = Vec::new();
        for holding in HOLDINGS {
            let Some(condition) = subject.rows_in(holding, kind) else {
                continue;
            };
            let columns: Vec<_> = columns_of(holding.table)
                .into_iter()
                .filter(|(column, _)| !holding.never_shown.contains(column))
                .map(|(column, class)| format!("'{column}', {}", shown(column, class, kind)))
                .collect();
            let object = match kind {
                Kind::Postgres => format!("json_build_object({})::text", columns.join(", ")),
                Kind::Sqlite => format!("json_object({})", columns.join(", ")),
            };
            let question = format!("SELECT {object} AS line FROM {} WHERE {condition}", holding.table);
            let lines: Vec<Line> = sql_query(question).load(self.db())?;
            let mut rows = lines
                .iter()
                .map(|line| {
                    serde_json::from_str(&line.line)
                        .map_err(|error| StoreError::Corrupt(format!("a row of {}: {error}", holding.table)))
                })
                .collect::<Result<Vec<Map<String, Value>>, _>>()?;
            rows.sort_by_cached_key(|row| Value::Object(row.clone()).to_string());
            held.push(HeldRows {
                table: holding.table,
                purpose: holding.purpose,
                rows,
            });
        }
        Ok(held)
    }
}

#[cfg(test)]
mod tests {
    use super::{HOLDINGS, columns_of};

    #[test]
    fn every_table_of_the_registry_has_columns_and_shows_no_secret() {
        for holding in HOLDINGS {
            let columns = columns_of(holding.table);
            assert!(!columns.is_empty(), "{}", holding.table);
            for hidden in holding.never_shown {
                let known = columns.iter().any(|(column, _)| column == hidden);
                assert!(known, "{} has no column {hidden}", holding.table);
            }
            let about_people = holding.of_child.is_some() || holding.of_adult.is_some();
            let secret = ["digest", "salt", "password", "seed", "successor", "hash"];
            for (column, _) in columns {
                let hidden = holding.never_shown.contains(&column);
                let is_secret = secret.iter().any(|word| column.contains(word));
                assert!(
                    !about_people || hidden || !is_secret,
                    "{}.{column}",
                    holding.table
                );
            }
        }
    }
}
