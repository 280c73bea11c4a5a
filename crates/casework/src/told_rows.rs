//! What an event tells of rows: as they stand after what happened, so that `verify` finds a row that was altered, removed
//! or added past the program.

use crate::{Chance, Error};
use ehcp_assessment::HappeningKind;
use ehcp_store::{CaseRow, ReadTx, WatchedRow, salted_digest, watched_names};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// The name in an event's details.
pub(crate) const ROWS: &str = "rows";

/// The name of the salt of a text's digest.
pub(crate) fn salt_of(name: &str, row: Uuid, column: &str) -> String {
    format!("{name}.{row}.{column}")
}

/// The name of a text's digest in what an event tells of a row.
pub(crate) fn digest_of(column: &str) -> String {
    format!("{column}_digest")
}

/// Which rows an event tells: those that it names, and all of the tables that such a happening may change.
struct ToTell {
    named: Vec<(String, Uuid)>,
    whole: Vec<&'static str>,
}

impl ToTell {
    fn of(case: &CaseRow, kind: HappeningKind, words: &Map<String, Value>) -> Self {
        let named: Vec<(String, Uuid)> = words
            .iter()
            .filter(|(name, _)| watched_names().any(|known| known == name.as_str()))
            .filter_map(|(name, id)| Some((name.clone(), id.as_str()?.parse().ok()?)))
            .collect();
        let names = |wanted: &str| named.iter().any(|(name, _)| name == wanted);
        let whole = match kind {
            // What a child came with.
            _ if case.last_event == 0 => watched_names().collect(),
            HappeningKind::JoinedToAnotherRecord | HappeningKind::TookOverAnotherRecord => {
                watched_names().collect()
            }
            HappeningKind::IdentitySealed => vec!["parent_link_id", "limit_id"],
            HappeningKind::NoticeSent => vec!["notice_letter_id"],
            HappeningKind::ParentLinked => vec!["parent_link_id"],
            HappeningKind::HoldSet | HappeningKind::HoldLifted => vec!["legal_hold_id"],
            HappeningKind::AccessListChanged => vec!["access_list_id"],
            _ if names("restriction_id") => vec!["access_list_id"],
            _ => Vec::new(),
        };
        Self { named, whole }
    }

    fn tables(&self) -> Vec<&str> {
        let mut tables: Vec<&str> = self.named.iter().map(|(name, _)| name.as_str()).collect();
        if tables.contains(&"hand_over_id") {
            tables.push("young_person_link_id");
        }
        tables.extend(&self.whole);
        tables
    }

    fn tells(&self, row: &WatchedRow) -> bool {
        // A young person's own tie has the id of the record of who acts.
        let name = match row.name {
            "young_person_link_id" => "hand_over_id",
            other => other,
        };
        self.whole.contains(&row.name)
            || self
                .named
                .iter()
                .any(|(known, id)| known == name && *id == row.id)
    }
}

/// Adds to an event's details how the rows stand that it is about, and to its salts those of their texts' digests.
pub(crate) fn tell_rows(
    tx: &mut ReadTx<'_>,
    chance: &Chance,
    case: &CaseRow,
    kind: HappeningKind,
    details: &mut Map<String, Value>,
    salts: &mut Vec<(String, String)>,
) -> Result<(), Error> {
    let to_tell = ToTell::of(case, kind, details);
    let tables = to_tell.tables();
    if tables.is_empty() {
        return Ok(());
    }
    let mut told: Map<String, Value> = Map::new();
    for row in tx.watched_rows(case.id, case.child_id, &tables)? {
        if !to_tell.tells(&row) {
            continue;
        }
        let mut says = row.plain;
        for (column, text) in row.texts {
            let digest = text.map(|text| {
                let salt = chance.salt();
                let digest = salted_digest(&salt, &text);
                salts.push((salt_of(row.name, row.id, column), salt));
                digest
            });
            says.insert(digest_of(column), json!(digest));
        }
        let of_table = told.entry(row.name).or_insert_with(|| json!({}));
        if let Some(of_table) = of_table.as_object_mut() {
            of_table.insert(row.id.to_string(), Value::Object(says));
        }
    }
    if !told.is_empty() {
        details.insert(ROWS.to_owned(), Value::Object(told));
    }
    Ok(())
}
