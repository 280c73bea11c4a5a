//! Whether the rows of a case are what its events say.

use super::relations::ToldRows;
use crate::Error;
use chrono::{DateTime, NaiveDate, Utc};
use ehcp_case::{CaseId, FactId, UserId};
use ehcp_store::{CaseRow, EventRow, FactHistoryRow, ReadTx, salted_digest};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// What to do when rows and events differ.
pub(super) const LOOK: &str =
    "find out who changed the database past the program, and compare with the last good copy";

/// The id that an event names for the text that a digest is of.
const DIGESTED: [(&str, &str); 3] = [
    ("reasons_digest", "decision_id"),
    ("evidence_digest", "exception_id"),
    ("text_digest", "advice_request_id"),
];

/// A fact as both its row and its event know it.
type KnownFact = (String, NaiveDate, DateTime<Utc>, UserId);

#[derive(Deserialize)]
struct EventFact {
    kind: String,
    on: NaiveDate,
}

/// The salts of a case's digests, by event and name.
pub(super) type Salts = HashMap<(Uuid, String), String>;

/// What the events of a case say of its rows, collected while its log is followed.
#[derive(Default)]
pub(super) struct Told {
    relations: ToldRows,
    facts: BTreeMap<KnownFact, i64>,
    ids: HashMap<String, HashSet<Uuid>>,
    digests: Vec<ToldDigest>,
}

struct ToldDigest {
    event: Uuid,
    sequence: i64,
    row: Uuid,
    name: &'static str,
    digest: String,
}

impl Told {
    /// Takes in an event.
    pub(super) fn event(&mut self, event: &EventRow) {
        let Ok(Value::Object(details)) = serde_json::from_str(&event.details) else {
            return;
        };
        let facts = details.get("facts").cloned().unwrap_or(Value::Array(vec![]));
        for fact in serde_json::from_value::<Vec<EventFact>>(facts).unwrap_or_default() {
            let known = (fact.kind, fact.on, event.recorded_at, event.recorded_by);
            *self.facts.entry(known).or_default() += 1;
        }
        for (name, value) in &details {
            if let Some(id) = value.as_str().and_then(|text| text.parse().ok()) {
                self.ids.entry(name.clone()).or_default().insert(id);
            }
        }
        self.digests(event, &details);
        self.relations.event(event, &details);
    }

    fn digests(&mut self, event: &EventRow, details: &Map<String, Value>) {
        for (name, id) in DIGESTED {
            let digest = details.get(name).and_then(Value::as_str);
            let row = details
                .get(id)
                .and_then(Value::as_str)
                .and_then(|text| text.parse().ok());
            if let (Some(digest), Some(row)) = (digest, row) {
                self.digests.push(ToldDigest {
                    event: event.id.into(),
                    sequence: event.sequence,
                    row,
                    name,
                    digest: digest.to_owned(),
                });
            }
        }
    }

    /// Compares with the rows of the case.
    pub(super) fn compare(mut self, tx: &mut ReadTx<'_>, row: &CaseRow) -> Result<Vec<String>, Error> {
        let (case, mut notes) = (row.id, Vec::new());
        let history = tx.fact_history(case)?;
        for fact in &history {
            let known = (
                fact.kind.word().to_owned(),
                fact.happened_on,
                fact.recorded_at,
                fact.recorded_by,
            );
            *self.facts.entry(known).or_default() -= 1;
        }
        for ((kind, on, ..), left) in &self.facts {
            match left {
                0 => {}
                1.. => notes.push(format!(
                    "the log says that {kind} happened on {on}, and there is no such fact; {LOOK}"
                )),
                _ => notes.push(format!(
                    "there is a fact that {kind} happened on {on}, and the log does not know it; {LOOK}"
                )),
            }
        }
        notes.extend(wrongly_current(&history));
        self.compare_rows(tx, case, &mut notes)?;
        let salts: Salts = tx
            .salts_of(case)?
            .into_iter()
            .map(|(event, name, salt)| ((event.into(), name), salt))
            .collect();
        self.compare_texts(tx, case, &salts, &mut notes)?;
        self.relations.compare(tx, row, &salts, &mut notes)?;
        Ok(notes)
    }

    fn compare_rows(&self, tx: &mut ReadTx<'_>, case: CaseId, notes: &mut Vec<String>) -> Result<(), Error> {
        let none = HashSet::new();
        for (name, rows) in tx.rows_of(case)? {
            let told = self.ids.get(name).unwrap_or(&none);
            for id in rows.difference(told) {
                notes.push(format!(
                    "there is a row with the {name} {id}, and the log does not know it; {LOOK}"
                ));
            }
            for id in told.difference(&rows) {
                notes.push(format!(
                    "the log speaks of the {name} {id}, and there is no such row; {LOOK}"
                ));
            }
        }
        Ok(())
    }

    fn compare_texts(
        &self,
        tx: &mut ReadTx<'_>,
        case: CaseId,
        salts: &Salts,
        notes: &mut Vec<String>,
    ) -> Result<(), Error> {
        if self.digests.is_empty() {
            return Ok(());
        }
        let texts = tx.digested_texts(case)?;
        for told in &self.digests {
            // Without its salt nobody can tell: it was erased.
            let Some(salt) = salts.get(&(told.event, told.name.to_owned())) else {
                continue;
            };
            let text = texts.get(&(told.row, told.name));
            if text.is_some_and(|text| salted_digest(salt, text) != told.digest) {
                let what = told.name.trim_end_matches("_digest");
                let sequence = told.sequence;
                notes.push(format!(
                    "the {what} is not what entry {sequence} of the log was made with; {LOOK}"
                ));
            }
        }
        Ok(())
    }
}

/// Of each kind of fact of an assessment or a request for advice exactly the one holds that no other replaced.
fn wrongly_current(history: &[FactHistoryRow]) -> Vec<String> {
    let replaced: HashSet<FactId> = history.iter().filter_map(|fact| fact.replaces).collect();
    history
        .iter()
        .filter(|fact| replaced.contains(&fact.id) == fact.superseded_at.is_none())
        .map(|fact| {
            let (kind, on) = (fact.kind.word(), fact.happened_on);
            format!("the fact that {kind} happened on {on} is wrongly marked as holding or replaced; {LOOK}")
        })
        .collect()
}
