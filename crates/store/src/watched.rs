//! Rows about relationships, rights and what is kept from somebody, as the log of their case tells them and `verify`
//! compares them: ids, days and words as they are, texts by digest.

use crate::held::{columns_of, shown};
use crate::holdings::literal;
use crate::schema::erasures;
use crate::types::Key;
use crate::{Kind, ReadTx, StoreError};
use diesel::{QueryableByName, prelude::*, sql_query, sql_types::Text};
use ehcp_case::{CaseId, ChildId};
use serde_json::{Map, Value};
use std::collections::HashSet;
use uuid::Uuid;

/// A table whose rows the log tells.
#[derive(Debug)]
struct Watched {
    /// The name under which events speak of its rows.
    name: &'static str,
    table: &'static str,
    /// Whether its rows are of a case; else they are of a child.
    of_case: bool,
    /// What is told as it is: ids, days, words.
    plain: &'static [&'static str],
    /// What is told by digest.
    texts: &'static [&'static str],
}

const fn watched(
    name: &'static str,
    table: &'static str,
    of_case: bool,
    plain: &'static [&'static str],
    texts: &'static [&'static str],
) -> Watched {
    Watched {
        name,
        table,
        of_case,
        plain,
        texts,
    }
}

const OF_CASE: bool = true;
const OF_CHILD: bool = false;

const WATCHED: &[Watched] = &[
    watched(
        "limit_id",
        "limits",
        OF_CHILD,
        &[
            "user_id",
            "effect",
            "ground",
            "from_at",
            "until_at",
            "recorded_by",
            "agreed_by",
            "lifted_at",
            "lifted_by",
            "lift_agreed_by",
            "provisional_until",
            "approval_id",
        ],
        &["evidence", "lift_reason", "adult_name"],
    ),
    watched(
        "restriction_id",
        "restrictions",
        OF_CASE,
        &[
            "from_at",
            "proposed_by",
            "agreed_by",
            "lifted_at",
            "lifted_by",
            "lift_agreed_by",
            "provisional_until",
            "approval_id",
        ],
        &["reason", "lift_reason"],
    ),
    watched(
        "access_list_id",
        "access_list",
        OF_CASE,
        &["user_id", "from_at", "until_at", "recorded_by", "agreed_by"],
        &[],
    ),
    watched(
        "break_glass_id",
        "break_glass",
        OF_CASE,
        &[
            "user_id",
            "ground",
            "opened_at",
            "ends_at",
            "closed_at",
            "reviewed_at",
            "reviewed_by",
            "finding",
        ],
        &["reason", "review_note"],
    ),
    watched(
        "parent_link_id",
        "parent_links",
        OF_CHILD,
        &[
            "user_id",
            "parental_responsibility",
            "has_care",
            "from_on",
            "until_on",
            "verified_at",
            "verified_by",
            "annulled",
            "ended_at",
            "ended_by",
            "in_place_of",
            "ended_for",
            "until_before",
        ],
        &["evidence", "end_reason"],
    ),
    watched(
        "enrolment_id",
        "enrolments",
        OF_CHILD,
        &[
            "education_setting_id",
            "from_on",
            "until_on",
            "dual_registration",
            "annulled",
            "ended_at",
            "ended_by",
            "ended_for",
            "until_before",
        ],
        &["end_reason"],
    ),
    watched(
        "hand_over_id",
        "hand_overs",
        OF_CHILD,
        &[
            "who_acts",
            "user_id",
            "from_on",
            "until_on",
            "annulled",
            "ended_at",
            "ended_by",
            "ended_for",
            "until_before",
        ],
        &["evidence", "end_reason"],
    ),
    // With the id of the record of who acts.
    watched(
        "young_person_link_id",
        "young_person_links",
        OF_CHILD,
        &["user_id", "from_on", "until_on", "annulled"],
        &["evidence"],
    ),
    watched(
        "helper_id",
        "helpers",
        OF_CHILD,
        &[
            "invited_by",
            "may_act",
            "from_at",
            "until_at",
            "withdrawn_at",
            "withdrawn_by",
        ],
        &["email", "name"],
    ),
    watched(
        "sealed_identity_id",
        "sealed_identities",
        OF_CHILD,
        &["adopted_on", "recorded_at", "recorded_by", "agreed_by"],
        &[
            "given_name",
            "family_name",
            "upn",
            "claimed_upn",
            "parent_links",
            "evidence",
        ],
    ),
    // Those of adults are in the logs of their accounts.
    watched(
        "contact_protection_id",
        "contact_protections",
        OF_CHILD,
        &[
            "user_id",
            "hides_setting",
            "from_on",
            "until_on",
            "ended_at",
            "ended_by",
        ],
        &["reason", "end_reason"],
    ),
    watched(
        "request_id",
        "requests",
        OF_CASE,
        &["assessment_id", "source", "education_setting_id"],
        &["reasons"],
    ),
    watched(
        "disclosure_id",
        "disclosures",
        OF_CASE,
        &["basis", "plan_id", "advice_request_id", "disclosed_on"],
        &["to_whom", "what", "explanation"],
    ),
    watched(
        "dispute_id",
        "disputes",
        OF_CASE,
        &["decision", "decision_id", "plan_id", "amended_in_dispute_id"],
        &[],
    ),
    watched(
        "dispute_step_id",
        "dispute_steps",
        OF_CASE,
        &["dispute_id", "place", "happened_on", "replaces"],
        &["content", "reason"],
    ),
    watched(
        "notice_id",
        "notices",
        OF_CASE,
        &[
            "decision_id",
            "plan_id",
            "advice_request_id",
            "sent_on",
            "sent_at",
            "sent_by",
            "template_version",
        ],
        &["kind", "template_sha256"],
    ),
    watched(
        "notice_letter_id",
        "notice_letters",
        OF_CASE,
        &[
            "notice_id",
            "user_id",
            "education_setting_id",
            "method",
            "posted_on",
            "served_on",
        ],
        &[
            "party",
            "recipient",
            "address",
            "html",
            "html_sha256",
            "pdf",
            "pdf_sha256",
        ],
    ),
    watched(
        "legal_hold_id",
        "legal_holds",
        OF_CHILD,
        &["set_at", "set_by", "lifted_at", "lifted_by"],
        &["reason", "lift_reason"],
    ),
    watched(
        "sealed_opening_id",
        "sealed_openings",
        OF_CASE,
        &["user_id", "opened_at", "ends_at", "agreed_by"],
        &["reason"],
    ),
];

/// The names under which events speak of such rows.
pub fn watched_names() -> impl Iterator<Item = &'static str> {
    WATCHED.iter().map(|table| table.name)
}

/// A row as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedRow {
    /// The name under which events speak of it.
    pub name: &'static str,
    /// Its id.
    pub id: Uuid,
    /// What is told as it is, by column.
    pub plain: Map<String, Value>,
    /// What is told by digest, by column.
    pub texts: Vec<(&'static str, Option<String>)>,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// What a column holds, instants to the microsecond.
fn exactly(column: &str, class: &str, kind: Kind) -> String {
    match (class, kind) {
        ("DbInstant", Kind::Postgres) => {
            format!("to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
        }
        ("DbInstant", Kind::Sqlite) => format!(
            "strftime('%Y-%m-%dT%H:%M:%S', {column} / 1000000, 'unixepoch') || printf('.%06dZ', {column} % 1000000)"
        ),
        _ => shown(column, class, kind),
    }
}

impl Watched {
    fn question(&self, case: CaseId, child: ChildId, kind: Kind) -> String {
        let columns: Vec<_> = columns_of(self.table)
            .into_iter()
            .filter(|(column, _)| {
                *column == "id" || self.plain.contains(column) || self.texts.contains(column)
            })
            .map(|(column, class)| format!("'{column}', {}", exactly(column, class, kind)))
            .collect();
        let object = match kind {
            Kind::Postgres => format!("json_build_object({})::text", columns.join(", ")),
            Kind::Sqlite => format!("json_object({})", columns.join(", ")),
        };
        let own = if self.of_case {
            format!("case_id = {}", literal(kind, case.into()))
        } else {
            format!("child_id = {}", literal(kind, child.into()))
        };
        format!(
            "SELECT {object} AS line FROM {} WHERE {own} ORDER BY id",
            self.table
        )
    }

    fn row(&self, line: &str) -> Option<WatchedRow> {
        let mut plain: Map<String, Value> = serde_json::from_str(line).ok()?;
        let id = plain.remove("id")?.as_str()?.parse().ok()?;
        let texts = self
            .texts
            .iter()
            .map(|column| {
                let text = plain.remove(*column)?;
                Some((*column, text.as_str().map(ToOwned::to_owned)))
            })
            .collect::<Option<_>>()?;
        Some(WatchedRow {
            name: self.name,
            id,
            plain,
            texts,
        })
    }
}

impl ReadTx<'_> {
    /// The rows of a case and its child in the tables of these names.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn watched_rows(
        &mut self,
        case: CaseId,
        child: ChildId,
        names: &[&str],
    ) -> Result<Vec<WatchedRow>, StoreError> {
        let kind = self.kind();
        let mut rows = Vec::new();
        for table in WATCHED.iter().filter(|table| names.contains(&table.name)) {
            let lines: Vec<Line> = sql_query(table.question(case, child, kind)).load(self.db())?;
            for Line { line } in lines {
                let row = table
                    .row(&line)
                    .ok_or_else(|| StoreError::Corrupt(format!("a row of {}", table.table)))?;
                rows.push(row);
            }
        }
        Ok(rows)
    }

    /// Which of these records were erased, and whether that of any adult was.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub fn erased_among(&mut self, ids: &HashSet<Uuid>) -> Result<(HashSet<Uuid>, bool), StoreError> {
        let keys: Vec<_> = ids.iter().copied().map(Key).collect();
        let mut erased = HashSet::new();
        for some in keys.chunks(500) {
            let found: Vec<Uuid> = erasures::table
                .filter(erasures::subject_id.eq_any(some.to_vec()))
                .select(erasures::subject_id)
                .load(self.db())?;
            erased.extend(found);
        }
        let adults: i64 = erasures::table
            .filter(erasures::is_adult)
            .count()
            .get_result(self.db())?;
        Ok((erased, adults > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_that_is_told_is_there() {
        for table in WATCHED {
            let columns: Vec<_> = columns_of(table.table)
                .into_iter()
                .map(|(column, _)| column)
                .collect();
            for told in table.plain.iter().chain(table.texts).chain(&["id"]) {
                assert!(columns.contains(told), "{} has no {told}", table.table);
            }
        }
    }

    #[test]
    fn no_text_is_told_as_it_is() {
        for table in WATCHED {
            for (column, class) in columns_of(table.table) {
                let text = class == "Text";
                assert!(
                    !text || !table.plain.contains(&column),
                    "{}.{column}",
                    table.table
                );
                // The day of a request is a fact, and is compared with the log as one.
                let known = ["id", "child_id", "case_id", "recorded_at", "recorded_by"].contains(&column)
                    || (table.table, column) == ("requests", "received_on");
                assert!(
                    known || table.plain.contains(&column) || table.texts.contains(&column),
                    "{}.{column} can be altered and nobody would know: tell it in the log",
                    table.table
                );
            }
        }
    }
}
