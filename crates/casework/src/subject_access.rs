//! Everything that is held on one person, for somebody who asks for it (UK GDPR, article 15): whole, and as a draft of
//! what can be released, with what a person must look at first marked. Blocks; for the command line.

use crate::told_rows::ROWS;
use crate::{Casework, Error};
use chrono::{DateTime, Months, NaiveDate, Utc};
use ehcp_case::{CaseId, ChildId, UserId};
use ehcp_store::{HeldRows, ReadOutcome, ReadRecord, ReadTx, Recorded, SecurityRecord, Subject, was_made_by};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use uuid::Uuid;

/// Whose data is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectOfPack {
    /// A child or young person.
    Child(ChildId),
    /// An adult who has an account.
    Adult(UserId),
}

/// What must be looked at before something is released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It is about another person too.
    ThirdParty,
    /// It is health, education or social work data.
    SeriousHarm,
    /// It could tell where somebody is, or who is kept from whom.
    Safety,
    /// It was recorded before an adoption and could tell who the child was.
    Sealed,
    /// People wrote it in their own words.
    FreeText,
    /// It names staff or professionals by their ids.
    Staff,
}

impl Mark {
    /// Whether whatever has it is left out of a draft for release.
    const fn withholds(self) -> bool {
        matches!(self, Self::ThirdParty | Self::Safety | Self::Sealed)
    }

    /// Every mark.
    pub const ALL: [Self; 6] = [
        Self::ThirdParty,
        Self::SeriousHarm,
        Self::Safety,
        Self::Sealed,
        Self::FreeText,
        Self::Staff,
    ];

    /// What to do about it.
    pub const fn what_to_do(self) -> &'static str {
        match self {
            Self::ThirdParty => {
                "About another person too. Release it only if that person agrees or it is reasonable without (Data \
                 Protection Act 2018, Schedule 2, paragraphs 16 and 17). It is not in the draft for release."
            }
            Self::SeriousHarm => {
                "Health, education or social work data. Ask the professional who is responsible whether its release would be \
                 likely to cause serious harm to anybody's physical or mental health (Data Protection Act 2018, Schedule 3)."
            }
            Self::Safety => {
                "It could put somebody at risk. Information governance decides; it is not in the draft for release."
            }
            Self::Sealed => {
                "From before an adoption, whose seal keeps it from everybody: it tells who the child was, and of the birth \
                 family. Information governance decides; it is not in the draft for release."
            }
            Self::FreeText => "Written by people in their own words: read it, others can be named in it.",
            Self::Staff => {
                "Names staff or professionals by their ids. What they did in their work is mostly released; their private \
                 details never."
            }
        }
    }
}

/// One row about the person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackRow {
    /// What must be looked at before it is released.
    pub marks: BTreeSet<Mark>,
    /// The columns and what they hold.
    pub values: Map<String, Value>,
}

/// What one table holds on the person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackTable {
    /// The table.
    pub table: String,
    /// What it is kept for.
    pub purpose: String,
    /// The rows.
    pub rows: Vec<PackRow>,
    /// How many rows are left out of a draft for release.
    pub withheld: usize,
}

/// Everything that is held on one person, or the draft of what can be released.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pack {
    /// The person's id.
    pub subject_id: Uuid,
    /// When it was put together.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: UserId,
    /// The day by which the person must have an answer if they asked today and nothing stops the clock: one month, which
    /// can be two more where it is complex (UK GDPR, article 12(3)).
    pub answer_by: NaiveDate,
    /// What the marks mean.
    pub marks: BTreeMap<String, &'static str>,
    /// The tables that hold something.
    pub tables: Vec<PackTable>,
    /// The tables that were looked through and hold nothing on the person.
    pub without_anything: Vec<String>,
}

/// Who else stands in the rows: everybody but the person, with what is said in place of their ids in a draft.
struct Others {
    own: HashSet<String>,
    family: HashSet<String>,
}

impl Others {
    /// Whether an id is of a member of the family other than the person.
    fn is_other_family(&self, id: &str) -> bool {
        self.family.contains(id) && !self.own.contains(id)
    }
}

/// Puts together everything that is held on a person, and the draft of what can be released. The reading is logged, and
/// shown to the family among those who looked.
///
/// # Errors
/// When the person is not on record, or the store cannot answer or log.
pub fn subject_access(casework: &Casework, about: SubjectOfPack, by: UserId) -> Result<(Pack, Pack), Error> {
    let moment = casework.moment();
    casework.store.write_blocking(move |tx| {
        let (subject, case, own) = found(tx, about)?;
        let marking = Marking {
            about,
            others: others(tx, about, own)?,
            sealed_until: sealed_until(tx, case)?,
        };
        let held = tx.held_on(subject)?;
        let recorded = Recorded { at: moment.now, by };
        let whole = pack(&held, &marking, recorded, moment.today);
        let draft = draft(&whole, &marking.others);
        tx.record_read(&ReadRecord {
            at: moment.now,
            user_id: by,
            session_id: Uuid::nil().into(),
            operation: "subject_access",
            case_ids: case.into_iter().collect(),
            purpose: Some("authority".to_owned()),
            reason: None,
            network: None,
            outcome: ReadOutcome::Exported,
        })?;
        tx.record_security(&SecurityRecord {
            at: moment.now,
            user_id: Some(by),
            event: "subject_access_made",
            operation: "subject_access",
            subject: Some(whole.subject_id.to_string()),
            network: None,
            occurrences: 1,
        })?;
        Ok((whole, draft))
    })
}

/// The person, the case, and the ids that are the person's own.
fn found(tx: &mut ReadTx<'_>, about: SubjectOfPack) -> Result<(Subject, Option<CaseId>, Vec<Uuid>), Error> {
    match about {
        SubjectOfPack::Child(child) => {
            tx.child(child)?.ok_or(Error::NotFound)?;
            let case = tx.case_of_child(child)?;
            let own = tx.young_person_of_child(child)?;
            let ids = [child.into()].into_iter().chain(own.map(Uuid::from)).collect();
            Ok((Subject::Child(child, case), case, ids))
        }
        SubjectOfPack::Adult(user) => {
            tx.user(user)?.ok_or(Error::NotFound)?;
            Ok((Subject::Adult(user), None, vec![user.into()]))
        }
    }
}

fn others(tx: &mut ReadTx<'_>, about: SubjectOfPack, own: Vec<Uuid>) -> Result<Others, Error> {
    let family = match about {
        SubjectOfPack::Child(child) => tx
            .adults_of_child(child)?
            .into_iter()
            .map(|adult| adult.user_id.to_string())
            .collect(),
        SubjectOfPack::Adult(_) => HashSet::new(),
    };
    Ok(Others {
        own: own.iter().map(Uuid::to_string).collect(),
        family,
    })
}

/// Up to when what is recorded of a case tells who the child was before an adoption.
fn sealed_until(tx: &mut ReadTx<'_>, case: Option<CaseId>) -> Result<Option<DateTime<Utc>>, Error> {
    let row = match case {
        Some(case) => tx.case_unchecked(case)?,
        None => None,
    };
    Ok(row.and_then(|(case, _)| case.sealed_until))
}

/// Tables that could tell where somebody is, or who is kept from whom.
const SAFETY: &[&str] = &[
    "contact_protections",
    "limits",
    "limit_addresses",
    "limit_people",
    "restrictions",
    "access_list",
    "break_glass",
    "sealed_identities",
    "sealed_openings",
    "legal_holds",
    "approvals",
    "access_reasons",
    "duplicate_decisions",
    "attachment_kept_from",
];

/// Tables that are about other people as much as about a child.
const OF_OTHERS: &[&str] = &["parent_links", "young_person_links"];

/// Tables that are about other people as much as about anybody: whom they invited, for whom they act and why, and answers
/// that were kept, which tell whatever was told to whoever was answered.
const ALWAYS_OF_OTHERS: &[&str] = &["helpers", "hand_overs", "idempotent_answers"];

/// Tables that say where the procedure stands and when each step was: they stay through an adoption, but for what people
/// wrote in them.
const STEPS: &[&str] = &["children", "cases", "assessments", "facts", "deadlines"];

/// Tables of health, education or social work data.
const PROFESSIONAL: &[&str] = &[
    "advice_requests",
    "plan_sections",
    "decisions",
    "pending_decisions",
    "notice_letters",
    "exceptions",
    "requests",
    "representations",
    "attachments",
];

/// Columns that people fill in their own words.
const OWN_WORDS: &[&str] = &[
    "reasons",
    "reason",
    "evidence",
    "evidence_considered",
    "criteria",
    "content",
    "text",
    "about",
    "referral",
    "answer_text",
    "why_impractical",
    "note",
    "review_note",
    "body",
    "details",
    "lift_reason",
    "withdraw_reason",
    "end_reason",
    "decision_reason",
    "requested_setting",
    "addressee",
    "html",
    "subject",
];

/// Columns that say whose a row is or who wrote it.
const WHOSE: &[&str] = &["user_id", "made_by", "asked_by", "invited_by", "given_by"];

/// What decides on the marks of a row.
struct Marking {
    about: SubjectOfPack,
    others: Others,
    /// Up to when what was recorded is sealed by an adoption.
    sealed_until: Option<DateTime<Utc>>,
}

fn pack(held: &[HeldRows], marking: &Marking, recorded: Recorded, today: NaiveDate) -> Pack {
    let mut tables = Vec::new();
    let mut without_anything = Vec::new();
    for rows in held {
        if rows.rows.is_empty() {
            without_anything.push(rows.table.to_owned());
            continue;
        }
        tables.push(PackTable {
            table: rows.table.to_owned(),
            purpose: rows.purpose.to_owned(),
            rows: rows
                .rows
                .iter()
                .map(|values| PackRow {
                    marks: marking.marks(rows.table, values),
                    values: values.clone(),
                })
                .collect(),
            withheld: 0,
        });
    }
    Pack {
        subject_id: match marking.about {
            SubjectOfPack::Child(child) => child.into(),
            SubjectOfPack::Adult(user) => user.into(),
        },
        made_at: recorded.at,
        made_by: recorded.by,
        answer_by: today.checked_add_months(Months::new(1)).unwrap_or(today),
        marks: Mark::ALL
            .into_iter()
            .map(|mark| (word(mark), mark.what_to_do()))
            .collect(),
        tables,
        without_anything,
    }
}

fn word(mark: Mark) -> String {
    match mark {
        Mark::ThirdParty => "third_party",
        Mark::SeriousHarm => "serious_harm",
        Mark::Safety => "safety",
        Mark::Sealed => "sealed",
        Mark::FreeText => "free_text",
        Mark::Staff => "staff",
    }
    .to_owned()
}

impl Marking {
    fn marks(&self, table: &str, values: &Map<String, Value>) -> BTreeSet<Mark> {
        let others = &self.others;
        let of_child = matches!(self.about, SubjectOfPack::Child(_));
        let filled = |column: &str| {
            let text = values.get(column).and_then(Value::as_str);
            text.is_some_and(|text| !text.is_empty())
        };
        let has_words = OWN_WORDS.iter().any(|column| filled(column));
        // A message about a child to a bare address is another person's.
        let to_another = table == "outbox" && filled("address");
        let of_others = OF_OTHERS.contains(&table) || to_another;
        // What a family said stands in rows that do not say which member said it.
        let of_whom_is_not_said = table == "representations";
        let before = self
            .sealed_until
            .is_some_and(|until| was_made_before(values, until));
        let mut marks: BTreeSet<_> = [
            (Mark::Safety, SAFETY.contains(&table)),
            (Mark::SeriousHarm, PROFESSIONAL.contains(&table)),
            (
                Mark::ThirdParty,
                ALWAYS_OF_OTHERS.contains(&table) || (of_child && of_others) || of_whom_is_not_said,
            ),
            (Mark::Sealed, before && (has_words || !STEPS.contains(&table))),
            (Mark::FreeText, has_words),
        ]
        .into_iter()
        .filter_map(|(mark, holds)| holds.then_some(mark))
        .collect();
        for (column, value) in values {
            let Some(text) = value.as_str() else { continue };
            if is_account(column) && !others.own.contains(text) {
                // That somebody recorded a day says nothing of them; what they wrote does.
                let written = WHOSE.contains(&column.as_str()) || (column == "recorded_by" && has_words);
                if written && others.is_other_family(text) {
                    marks.insert(Mark::ThirdParty);
                } else if !others.family.contains(text) {
                    marks.insert(Mark::Staff);
                }
            }
        }
        marks
    }
}

/// Columns whose ids tell when a row was made, and those that hold the moment itself.
const MADE_WITH: &[&str] = &["id", "plan_id", "event_id"];
const MADE_AT: &[&str] = &["recorded_at", "replaced_at", "at"];

/// Whether a row was made up to a moment. What does not tell when it was made counts as made before.
fn was_made_before(values: &Map<String, Value>, until: DateTime<Utc>) -> bool {
    let text = |column: &&str| values.get(*column).and_then(Value::as_str);
    if let Some(id) = MADE_WITH.iter().find_map(text) {
        return Uuid::parse_str(id).map_or(true, |id| was_made_by(id, until));
    }
    let at = MADE_AT.iter().find_map(text);
    at.and_then(|at| DateTime::parse_from_rfc3339(at).ok())
        .is_none_or(|at| at <= until)
}

/// Whether a column names an account.
fn is_account(column: &str) -> bool {
    column.ends_with("_by") || matches!(column, "user_id" | "officer_id" | "adviser_id")
}

/// What can be released once somebody has read it: without what is about others, could put somebody at risk or was
/// sealed by an adoption, and without the ids of other people. Nothing is released by making it.
fn draft(whole: &Pack, others: &Others) -> Pack {
    let tables = whole
        .tables
        .iter()
        .map(|table| {
            let rows: Vec<_> = table
                .rows
                .iter()
                .filter(|row| !row.marks.iter().any(|mark| mark.withholds()))
                .map(|row| without_others(row, others))
                .collect();
            PackTable {
                table: table.table.clone(),
                purpose: table.purpose.clone(),
                withheld: table.rows.len() - rows.len(),
                rows,
            }
        })
        .collect();
    Pack {
        tables,
        ..whole.clone()
    }
}

fn without_others(row: &PackRow, others: &Others) -> PackRow {
    PackRow {
        marks: row.marks.clone(),
        values: without_ids(&row.values, others),
    }
}

/// The same columns, with words in the place of other people's ids; also inside a column that holds JSON.
fn without_ids(values: &Map<String, Value>, others: &Others) -> Map<String, Value> {
    values
        .iter()
        .map(|(column, value)| {
            let named = value
                .as_str()
                .filter(|text| is_account(column) && !others.own.contains(*text));
            let shown = match named {
                Some(text) if others.family.contains(text) => {
                    Value::String("another member of the family".to_owned())
                }
                Some(_) => Value::String("a member of staff".to_owned()),
                // A list that somebody read shows other people's cases too; the network is the reader's; and what an event
                // tells of rows is about other adults, and about what is kept from them.
                None if matches!(column.as_str(), "case_ids" | "network" | ROWS) => {
                    Value::String("left out".to_owned())
                }
                None => match value.as_str().map(serde_json::from_str) {
                    Some(Ok(Value::Object(inner))) => Value::Object(without_ids(&inner, others)),
                    _ => value.clone(),
                },
            };
            (column.clone(), shown)
        })
        .collect()
}
