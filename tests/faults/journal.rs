//! What writers were told, and how it compares with what the database holds.

use crate::caller::Call;
use ehcp_case::CaseId;
use ehcp_store::{Store, StoreError};
use std::collections::BTreeMap;

/// What one writer knows of one case.
#[derive(Debug, Clone)]
pub struct Known {
    /// The version of the last answer.
    pub version: i64,
    /// Its entity tag.
    pub etag: String,
}

/// Who of the people that work hand in hand does a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    School,
    Officer,
    Manager,
}

/// A call that was not answered.
#[derive(Debug, Clone)]
pub struct Open {
    /// The place of the writer.
    pub writer: usize,
    /// Who of the writer's people sent it.
    pub by: Hand,
    /// The case that it changes; none for a request, which opens one.
    pub case: Option<CaseId>,
    pub call: Call,
}

/// Everything that the writers of one database were told.
#[derive(Debug, Default)]
pub struct Journal {
    pub cases: BTreeMap<CaseId, Known>,
    pub open: Vec<Open>,
    /// How many changes were acknowledged.
    pub acknowledged: usize,
    /// Answers that a healthy server does not give, in words.
    pub faults: Vec<String>,
}

impl Journal {
    /// Takes over what a writer noted.
    pub fn add(&mut self, other: Self) {
        self.cases.extend(other.cases);
        self.open.extend(other.open);
        self.acknowledged += other.acknowledged;
        self.faults.extend(other.faults);
    }
}

/// A case as the database holds it.
#[derive(Debug, Clone)]
pub struct Held {
    pub version: i64,
    pub events: usize,
    pub facts: usize,
    pub deadlines: usize,
}

/// Every case that the database holds.
pub fn held(store: &Store) -> BTreeMap<CaseId, Held> {
    store
        .read_blocking(|tx| -> Result<_, StoreError> {
            let (mut all, mut after) = (BTreeMap::new(), None);
            loop {
                let ids = tx.case_ids_after(after, 500)?;
                let Some(last) = ids.last() else { return Ok(all) };
                after = Some(*last);
                for id in ids {
                    let (case, _) = tx.case_unchecked(id)?.unwrap();
                    all.insert(
                        id,
                        Held {
                            version: case.version,
                            events: tx.events_after(id, 0, 1000)?.len(),
                            facts: tx.facts_of(case.assessment_id)?.len(),
                            deadlines: tx.deadlines_of(id)?.len(),
                        },
                    );
                }
            }
        })
        .unwrap()
}

impl Journal {
    /// Compares, before anything is repeated: what was acknowledged is there, nothing is half there, and nothing is
    /// there that nobody asked for.
    pub fn compare(&self, held: &BTreeMap<CaseId, Held>) -> Vec<String> {
        let mut wrong = Vec::new();
        for (id, known) in &self.cases {
            let Some(found) = held.get(id) else {
                wrong.push(format!("case {id} was acknowledged and is lost"));
                continue;
            };
            let open = self.open.iter().filter(|open| open.case == Some(*id)).count();
            let newest = known.version + i64::try_from(open).unwrap();
            if found.version < known.version || found.version > newest {
                wrong.push(format!(
                    "case {id}: version {} was acknowledged, {open} calls are open, and it holds {}",
                    known.version, found.version
                ));
            }
        }
        let unknown = held.keys().filter(|id| !self.cases.contains_key(id)).count();
        let requests = self.open.iter().filter(|open| open.case.is_none()).count();
        if unknown > requests {
            wrong.push(format!(
                "{unknown} cases are unknown and only {requests} requests are open"
            ));
        }
        for (id, found) in held {
            let whole =
                i64::try_from(found.events) == Ok(found.version) && found.facts > 0 && found.deadlines > 0;
            if !whole {
                wrong.push(format!("case {id} is torn: {found:?}"));
            }
        }
        wrong
    }
}
