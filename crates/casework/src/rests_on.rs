//! What a relationship rests on, for the authority's staff: whoever takes a case over can check it.

use crate::{Error, StaffName};
use chrono::{DateTime, Utc};
use ehcp_case::UserId;
use ehcp_store::{CaseRow, ReadTx, RestsOnRow};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a relationship rests on, and who put it on record.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RestsOn {
    /// What was seen; absent where none is kept, or where an adoption sealed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000, example = "Birth certificate seen.")]
    pub evidence: Option<String>,
    /// When it was put on record.
    pub recorded_at: DateTime<Utc>,
    /// By whom; absent where it came with an import.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<StaffName>,
    /// When it was verified, where that is a step of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<DateTime<Utc>>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_by: Option<StaffName>,
}

/// What relationships of one child rest on, with the names of those who put them on record.
pub(crate) struct Supports {
    rows: HashMap<Uuid, RestsOnRow>,
    names: HashMap<UserId, String>,
}

impl Supports {
    /// With the names of everybody in the rows.
    pub(crate) fn named(tx: &mut ReadTx<'_>, rows: HashMap<Uuid, RestsOnRow>) -> Result<Self, Error> {
        let people = rows
            .values()
            .flat_map(|row| row.recorded_by.into_iter().chain(row.verified_by));
        let names = tx.user_names(people)?.into_iter().collect();
        Ok(Self { rows, names })
    }

    /// What one of them rests on. What was seen before an adoption could tell who the child was.
    pub(crate) fn of(&self, id: Uuid, case: &CaseRow) -> Option<RestsOn> {
        let row = self.rows.get(&id)?;
        let name = |id: UserId| StaffName {
            id,
            name: self.names.get(&id).cloned().unwrap_or_default(),
        };
        Some(RestsOn {
            evidence: row.evidence.clone().filter(|_| !case.seals(id)),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.map(name),
            verified_at: row.verified_at,
            verified_by: row.verified_by.map(name),
        })
    }
}
