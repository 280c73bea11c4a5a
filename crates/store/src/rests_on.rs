//! What relationships rest on, and who put them on record.

use crate::schema::{enrolments, hand_overs, parent_links};
use crate::types::Key;
use crate::{ReadTx, StoreError};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use ehcp_case::{ChildId, EnrolmentId, HandOverId, ParentLinkId, UserId};
use std::collections::HashMap;
use uuid::Uuid;

/// What a relationship rests on, and who put it on record.
#[derive(Debug, Clone)]
pub struct RestsOnRow {
    /// What was seen; none where none is kept.
    pub evidence: Option<String>,
    /// When it was put on record.
    pub recorded_at: DateTime<Utc>,
    /// By whom; nobody where it came with an import.
    pub recorded_by: Option<UserId>,
    /// When it was verified, where that is a step of its own.
    pub verified_at: Option<DateTime<Utc>>,
    /// By whom.
    pub verified_by: Option<UserId>,
}

type Link = (
    ParentLinkId,
    String,
    DateTime<Utc>,
    Option<UserId>,
    Option<DateTime<Utc>>,
    Option<UserId>,
);

impl ReadTx<'_> {
    /// What the links of a child's adults rest on, by link.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn links_rest_on(&mut self, child: ChildId) -> Result<HashMap<Uuid, RestsOnRow>, StoreError> {
        let rows: Vec<Link> = parent_links::table
            .filter(parent_links::child_id.eq(Key(child)))
            .select((
                parent_links::id,
                parent_links::evidence,
                parent_links::recorded_at,
                parent_links::recorded_by,
                parent_links::verified_at,
                parent_links::verified_by,
            ))
            .load(self.db())?;
        let known = rows.into_iter().map(
            |(id, evidence, recorded_at, recorded_by, verified_at, verified_by)| {
                let row = RestsOnRow {
                    evidence: Some(evidence),
                    recorded_at,
                    recorded_by,
                    verified_at,
                    verified_by,
                };
                (id.into(), row)
            },
        );
        Ok(known.collect())
    }

    /// Who put a child's places on rolls on record, by place.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn places_rest_on(&mut self, child: ChildId) -> Result<HashMap<Uuid, RestsOnRow>, StoreError> {
        let rows: Vec<(EnrolmentId, DateTime<Utc>, Option<UserId>)> = enrolments::table
            .filter(enrolments::child_id.eq(Key(child)))
            .select((enrolments::id, enrolments::recorded_at, enrolments::recorded_by))
            .load(self.db())?;
        Ok(rows
            .into_iter()
            .map(|(id, at, by)| (id.into(), recorded(None, at, by)))
            .collect())
    }

    /// What the records of who acts for a young person rest on, by record.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn hand_overs_rest_on(&mut self, child: ChildId) -> Result<HashMap<Uuid, RestsOnRow>, StoreError> {
        let rows: Vec<(HandOverId, String, DateTime<Utc>, Option<UserId>)> = hand_overs::table
            .filter(hand_overs::child_id.eq(Key(child)))
            .select((
                hand_overs::id,
                hand_overs::evidence,
                hand_overs::recorded_at,
                hand_overs::recorded_by,
            ))
            .load(self.db())?;
        Ok(rows
            .into_iter()
            .map(|(id, evidence, at, by)| (id.into(), recorded(Some(evidence), at, by)))
            .collect())
    }
}

/// What needs no verifying beside its recording.
fn recorded(evidence: Option<String>, recorded_at: DateTime<Utc>, recorded_by: Option<UserId>) -> RestsOnRow {
    RestsOnRow {
        evidence,
        recorded_at,
        recorded_by,
        verified_at: None,
        verified_by: None,
    }
}
