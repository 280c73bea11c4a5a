//! Whether the rows about relationships, rights and what is kept from somebody are as the log last told them.

use super::rows::{LOOK, Salts};
use crate::Error;
use crate::told_rows::{ROWS, digest_of, salt_of};
use ehcp_store::{CaseRow, EventRow, ReadTx, WatchedRow, salted_digest, watched_names};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// What the log last told of a row.
struct ToldRow {
    event: Uuid,
    sequence: i64,
    says: Map<String, Value>,
}

/// What the log of a case tells of rows; the last word counts.
#[derive(Default)]
pub(super) struct ToldRows {
    rows: BTreeMap<(String, Uuid), ToldRow>,
    /// Rows that events name without saying how they stand, as they did before they told it.
    named: HashSet<(String, Uuid)>,
}

impl ToldRows {
    /// Takes in an event.
    pub(super) fn event(&mut self, event: &EventRow, details: &Map<String, Value>) {
        for name in watched_names() {
            if let Some(id) = details.get(name).and_then(Value::as_str)
                && let Ok(id) = id.parse()
            {
                self.named.insert((name.to_owned(), id));
            }
        }
        let Some(tables) = details.get(ROWS).and_then(Value::as_object) else {
            return;
        };
        for (name, rows) in tables {
            for (id, says) in rows.as_object().into_iter().flatten() {
                if let (Ok(id), Some(says)) = (id.parse(), says.as_object()) {
                    let told = ToldRow {
                        event: event.id.into(),
                        sequence: event.sequence,
                        says: says.clone(),
                    };
                    self.rows.insert((name.clone(), id), told);
                }
            }
        }
    }

    /// Compares with the rows as they stand.
    pub(super) fn compare(
        mut self,
        tx: &mut ReadTx<'_>,
        case: &CaseRow,
        salts: &Salts,
        notes: &mut Vec<String>,
    ) -> Result<(), Error> {
        let names: Vec<&str> = watched_names().collect();
        let (erased, adults) = tx.erased_among(&self.ids())?;
        for row in tx.watched_rows(case.id, case.child_id, &names)? {
            let key = (row.name.to_owned(), row.id);
            match self.rows.remove(&key) {
                Some(told) if told.names_one_of(&erased) => {}
                Some(told) => notes.extend(told.differs(&row, salts)),
                None if self.named.contains(&key) => {}
                None => notes.push(format!(
                    "there is a row with the {} {}, and the log does not know it; {LOOK}",
                    row.name, row.id
                )),
            }
        }
        for ((name, id), told) in &self.rows {
            // A helper is known to the log by a digest alone, so it cannot tell whose erasure took the row.
            let gone_with_somebody = told.names_one_of(&erased) || (adults && name == "helper_id");
            if !gone_with_somebody {
                notes.push(format!(
                    "the log speaks of the {name} {id}, and there is no such row; {LOOK}"
                ));
            }
        }
        Ok(())
    }

    /// Everybody whom the rows name.
    fn ids(&self) -> HashSet<Uuid> {
        self.rows.values().flat_map(ToldRow::ids).collect()
    }
}

impl ToldRow {
    fn ids(&self) -> impl Iterator<Item = Uuid> {
        self.says
            .values()
            .filter_map(|value| value.as_str()?.parse().ok())
    }

    fn names_one_of(&self, people: &HashSet<Uuid>) -> bool {
        self.ids().any(|id| people.contains(&id))
    }

    /// What is not as it was told.
    fn differs(&self, row: &WatchedRow, salts: &Salts) -> Option<String> {
        let plain = row
            .plain
            .iter()
            .filter(|(column, value)| self.says.get(*column).is_some_and(|told| told != *value))
            .map(|(column, _)| column.as_str());
        let texts = row
            .texts
            .iter()
            .filter(|(column, text)| self.text_differs(row, column, text.as_deref(), salts))
            .map(|(column, _)| *column);
        let differ: Vec<&str> = plain.chain(texts).collect();
        (!differ.is_empty()).then(|| {
            format!(
                "of the {} {} entry {} of the log tells another {}; {LOOK}",
                row.name,
                row.id,
                self.sequence,
                differ.join(", ")
            )
        })
    }

    fn text_differs(&self, row: &WatchedRow, column: &str, text: Option<&str>, salts: &Salts) -> bool {
        match (self.says.get(&digest_of(column)), text) {
            (None, _) | (Some(Value::Null), None) => false,
            (Some(Value::String(digest)), Some(text)) => {
                // Without its salt nobody can tell: it was erased.
                let salt = salts.get(&(self.event, salt_of(row.name, row.id, column)));
                salt.is_some_and(|salt| salted_digest(salt, text) != *digest)
            }
            (Some(_), _) => true,
        }
    }
}
