//! What must be kept, and erasing records. Blocks; for the command line.

use crate::told_rows::tell_rows;
use crate::{Casework, Chance, Error};
use chrono::{DateTime, Utc};
use ehcp_assessment::HappeningKind;
use ehcp_case::{CaseId, ChildId, Refusal, UserId};
use ehcp_store::{
    AccountEventKind, AccountSubject, ErasureRow, NewAccountEvent, NewEvent, Recorded, SecurityRecord,
    Subject, WriteTx,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::HashSet;
use uuid::Uuid;

/// An entry of the list of erasures, as it is kept beside the database: ids only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedErasure {
    /// The child or adult whose record was erased.
    pub subject_id: Uuid,
    /// Whether it is an adult.
    pub is_adult: bool,
    /// When.
    pub erased_at: DateTime<Utc>,
    /// Who erased it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_by: Option<UserId>,
    /// Who agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_by: Option<UserId>,
}

impl From<ErasureRow> for ListedErasure {
    fn from(row: ErasureRow) -> Self {
        Self {
            subject_id: row.subject_id,
            is_adult: row.is_adult,
            erased_at: row.erased_at,
            erased_by: row.erased_by,
            agreed_by: row.agreed_by,
        }
    }
}

/// The two people without whom nothing is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TwoPeople {
    /// Who says so.
    pub by: UserId,
    /// Who agrees.
    pub agreed_by: UserId,
}

impl TwoPeople {
    /// The two, if they are two.
    ///
    /// # Errors
    /// When they are one.
    pub fn new(by: UserId, agreed_by: UserId) -> Result<Self, Error> {
        if by == agreed_by {
            return Err(Refusal::NotYet {
                explanation: "A record is erased by two people. Name a second one.".to_owned(),
            }
            .into());
        }
        Ok(Self { by, agreed_by })
    }
}

/// Keeps a child's record from being erased, with the reason.
///
/// # Errors
/// When the child is not on record.
pub fn set_hold(casework: &Casework, child: ChildId, by: UserId, reason: &str) -> Result<(), Error> {
    let (moment, chance) = (casework.moment(), casework.chance.clone());
    let reason = reason.to_owned();
    casework.store.write_blocking(move |tx| {
        tx.child(child)?.ok_or(Error::NotFound)?;
        let recorded = Recorded { at: moment.now, by };
        tx.set_hold(chance.id(moment.now), child, &reason, recorded)?;
        note_hold(tx, &chance, child, HappeningKind::HoldSet, recorded)
    })
}

/// Lifts the holds on a child's record, with the reason; says how many there were.
///
/// # Errors
/// When the store cannot write.
pub fn lift_holds(casework: &Casework, child: ChildId, by: UserId, reason: &str) -> Result<usize, Error> {
    let (moment, chance) = (casework.moment(), casework.chance.clone());
    let reason = reason.to_owned();
    casework.store.write_blocking(move |tx| {
        let recorded = Recorded { at: moment.now, by };
        let lifted = tx.lift_holds(child, &reason, recorded)?;
        if lifted > 0 {
            note_hold(tx, &chance, child, HappeningKind::HoldLifted, recorded)?;
        }
        Ok(lifted)
    })
}

/// Leaves in both logs that a hold was set or lifted: in that of the case how every hold stands now, in the security log
/// whose record it is, also where there is no case.
fn note_hold(
    tx: &mut WriteTx<'_>,
    chance: &Chance,
    child: ChildId,
    kind: HappeningKind,
    recorded: Recorded,
) -> Result<(), Error> {
    tx.record_security(&SecurityRecord {
        at: recorded.at,
        user_id: Some(recorded.by),
        event: kind.word(),
        operation: "erase",
        subject: Some(child.to_string()),
        network: None,
        occurrences: 1,
    })?;
    match tx.case_of_child(child)? {
        Some(case) => note(tx, chance, case, kind, recorded),
        None => Ok(()),
    }
}

/// Erases the record of a child, and of each account of the family that is tied to no other child: their values go from
/// every table, log rows stay with their ids. Answers what belongs on the list of erasures.
///
/// # Errors
/// When the child is not on record or was erased before, or a hold keeps the record.
pub fn erase(casework: &Casework, child: ChildId, people: TwoPeople) -> Result<Vec<ListedErasure>, Error> {
    let (moment, chance) = (casework.moment(), casework.chance.clone());
    casework.store.write_blocking(move |tx| {
        tx.child(child)?.ok_or(Error::NotFound)?;
        if tx.is_erased(child.into())? {
            return Err(Refusal::AlreadyDone {
                explanation: "This record was erased before.".to_owned(),
            }
            .into());
        }
        if !tx.holds_on(child)?.is_empty() {
            return Err(Refusal::NotYet {
                explanation: "A legal hold keeps this record. Lift it first, with the reason.".to_owned(),
            }
            .into());
        }
        let entry = |subject_id, is_adult| ErasureRow {
            subject_id,
            is_adult,
            erased_at: moment.now,
            erased_by: Some(people.by),
            agreed_by: Some(people.agreed_by),
        };
        let mut listed = vec![entry(child.into(), false)];
        let accounts = tx.accounts_of_this_child_alone(child)?;
        listed.extend(accounts.into_iter().map(|account| entry(account.into(), true)));
        for row in &listed {
            erase_one(tx, row, &chance)?;
            tx.record_security(&SecurityRecord {
                at: moment.now,
                user_id: Some(people.by),
                event: "record_erased",
                operation: "erase",
                subject: Some(row.subject_id.to_string()),
                network: None,
                occurrences: 1,
            })?;
        }
        Ok(listed.into_iter().map(ListedErasure::from).collect())
    })
}

/// Erases what is held on one person and lists it. The log of the case or account ends with the entry that says so, and
/// the case's deadlines and rows are no longer compared with it.
fn erase_one(tx: &mut WriteTx<'_>, row: &ErasureRow, chance: &Chance) -> Result<(), Error> {
    // In an older copy that was brought back, whoever erased the record may have no account yet.
    let by = match row.erased_by {
        Some(by) => tx.user(by)?.map(|user| user.id),
        None => None,
    };
    let told = tx.is_erased(row.subject_id)?;
    if row.is_adult {
        let user: UserId = row.subject_id.into();
        tx.erase(Subject::Adult(user))?;
        if !told && tx.user(user)?.is_some() {
            tx.append_account_event(&NewAccountEvent {
                id: chance.id(row.erased_at),
                subject: AccountSubject::User(user),
                kind: AccountEventKind::Erased,
                recorded_at: row.erased_at,
                recorded_by: by,
                details: "{}".to_owned(),
            })?;
        }
    } else {
        let child: ChildId = row.subject_id.into();
        let case = tx.case_of_child(child)?;
        if let Some((case, by)) = case.zip(by).filter(|_| !told) {
            let recorded = Recorded {
                at: row.erased_at,
                by,
            };
            note(tx, chance, case, HappeningKind::RecordErased, recorded)?;
        }
        tx.erase(Subject::Child(child, case))?;
    }
    Ok(tx.list_erasure(row)?)
}

/// Leaves an event in the log of a case, with how the rows stand that it is about.
fn note(
    tx: &mut WriteTx<'_>,
    chance: &Chance,
    case: CaseId,
    kind: HappeningKind,
    recorded: Recorded,
) -> Result<(), Error> {
    tx.lock_case(case)?;
    let (mut row, _) = tx.case_unchecked(case)?.ok_or(Error::NotFound)?;
    let (mut details, mut salts) = (Map::new(), Vec::new());
    tell_rows(tx, chance, &row, kind, &mut details, &mut salts)?;
    let event = NewEvent {
        id: chance.id(recorded.at),
        kind,
        happened_on: ehcp_calendar::london_date(recorded.at),
        details: Value::Object(details).to_string(),
        salts,
    };
    tx.append_event(&mut row, event, recorded)?;
    Ok(())
}

/// Erases again what the lists name, after an older copy of the database was brought back; adds what the database's own
/// list lacks. Answers everything that was ever erased.
///
/// # Errors
/// When the store cannot write.
pub fn reapply_erasures(casework: &Casework, listed: &[ListedErasure]) -> Result<Vec<ListedErasure>, Error> {
    let chance = casework.chance.clone();
    let listed = listed.to_vec();
    casework.store.write_blocking(move |tx| {
        let mut all: Vec<ErasureRow> = listed
            .into_iter()
            .map(|entry| ErasureRow {
                subject_id: entry.subject_id,
                is_adult: entry.is_adult,
                erased_at: entry.erased_at,
                erased_by: entry.erased_by,
                agreed_by: entry.agreed_by,
            })
            .collect();
        all.extend(tx.erasures()?);
        all.sort_by_key(|row| row.subject_id);
        all.dedup_by_key(|row| row.subject_id);
        for row in &all {
            erase_one(tx, row, &chance)?;
        }
        Ok(all.into_iter().map(ListedErasure::from).collect())
    })
}

/// What the list beside the database and the database itself do not agree on, for `ehcp verify`: what one of them says
/// was erased and the other does not know.
///
/// # Errors
/// When the store cannot answer.
pub fn unlisted_erasures(casework: &Casework, listed: &[ListedErasure]) -> Result<Vec<String>, Error> {
    let kept: HashSet<Uuid> = casework
        .store
        .read_blocking(|tx| tx.erasures().map_err(Error::from))?
        .into_iter()
        .map(|row| row.subject_id)
        .collect();
    let known: HashSet<Uuid> = listed.iter().map(|entry| entry.subject_id).collect();
    let missing = known.difference(&kept).map(|id| {
        format!("record {id}: the list of erasures says that it was erased, and it is here; run: ehcp erase reapply")
    });
    let unknown = kept.difference(&known).map(|id| {
        format!("record {id}: the database says that it was erased, and the list beside it does not; find out who erased it")
    });
    Ok(missing.chain(unknown).collect())
}
