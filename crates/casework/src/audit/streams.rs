//! Whether the read log, the security log and the account logs are whole.

use super::chain::{Chain, RESTORE};
use super::finding::{About, Finding};
use super::heads::{Heads, LogKind};
use super::rows::LOOK;
use crate::{Casework, Error};
use ehcp_store::{AccountHeadRow, LogStreamRow, ReadTx, StoreError};
use std::collections::HashSet;
use uuid::Uuid;

/// How many entries or heads one transaction reads.
const AT_A_TIME: i64 = 500;

/// The part of an entry that a chain is followed by: its number, the hash before it, its own, and the one it should
/// have.
type Link = (i64, String, String, String);

/// A head, if there is one.
type HeadOf = Option<(i64, String)>;

/// Checks every stream of both logs and every account log. Answers how many logs there are.
pub(super) fn check_streams(
    casework: &Casework,
    known: &Heads,
    findings: &mut Vec<Finding>,
) -> Result<u64, Error> {
    let mut count = 0_u64;
    let mut missing: HashSet<(LogKind, Uuid)> = known
        .keys()
        .copied()
        .filter(|(kind, _)| *kind != LogKind::Case)
        .collect();
    let mut after = None;
    loop {
        let streams: Vec<LogStreamRow> = casework
            .store
            .read_blocking(move |tx| tx.log_streams_after(after, AT_A_TIME).map_err(Error::from))?;
        let Some(last) = streams.last() else { break };
        after = Some(last.id);
        for stream in &streams {
            count += 1;
            let id = stream.id;
            missing.remove(&(LogKind::Reads, id));
            missing.remove(&(LogKind::Security, id));
            let notes = follow(casework, known.get(&(LogKind::Reads, id)), reads_of, id)?;
            note(findings, About::Reads(id), notes);
            let notes = follow(casework, known.get(&(LogKind::Security, id)), security_of, id)?;
            note(findings, About::Security(id), notes);
        }
    }
    let mut after = None;
    loop {
        let heads: Vec<AccountHeadRow> = casework
            .store
            .read_blocking(move |tx| tx.account_heads_after(after, AT_A_TIME).map_err(Error::from))?;
        let Some(last) = heads.last() else { break };
        after = Some(last.subject_id);
        for head in &heads {
            count += 1;
            let id = head.subject_id;
            missing.remove(&(LogKind::Account, id));
            let mut notes = follow(casework, known.get(&(LogKind::Account, id)), account_of, id)?;
            notes.extend(wrong_rights(casework, id)?);
            note(findings, About::Account(id), notes);
        }
    }
    for (kind, id) in missing {
        let about = match kind {
            LogKind::Security => About::Security(id),
            LogKind::Account => About::Account(id),
            LogKind::Case | LogKind::Reads => About::Reads(id),
        };
        note(
            findings,
            about,
            vec![format!(
                "the checkpoints know this log, and it is gone; {RESTORE}"
            )],
        );
    }
    headless(casework, findings)?;
    unlogged_accounts(casework, findings)?;
    Ok(count)
}

/// Entries whose stream or account has no head at all.
fn headless(casework: &Casework, findings: &mut Vec<Finding>) -> Result<(), Error> {
    let [reads, security, accounts] = casework
        .store
        .read_blocking(|tx| tx.headless_logs().map_err(Error::from))?;
    let what = || vec![format!("the log has entries but no head; {RESTORE}")];
    reads
        .into_iter()
        .for_each(|id| note(findings, About::Reads(id), what()));
    security
        .into_iter()
        .for_each(|id| note(findings, About::Security(id), what()));
    accounts
        .into_iter()
        .for_each(|id| note(findings, About::Account(id), what()));
    Ok(())
}

/// Accounts that were made past the program.
fn unlogged_accounts(casework: &Casework, findings: &mut Vec<Finding>) -> Result<(), Error> {
    let accounts = casework
        .store
        .read_blocking(|tx| tx.accounts_without_log(AT_A_TIME).map_err(Error::from))?;
    for id in accounts {
        let what = format!("there is an account, and no log knows it; {LOOK}");
        note(findings, About::Account(id.into()), vec![what]);
    }
    Ok(())
}

/// Whether an account's rights are as the last entry of its log told them, in one snapshot.
fn wrong_rights(casework: &Casework, id: Uuid) -> Result<Option<String>, Error> {
    casework.store.read_blocking(move |tx| {
        let Some(head) = tx.account_head(id)? else {
            return Ok(None);
        };
        let last = match tx.account_events_after(id, head.last_event.saturating_sub(1), 1) {
            Ok(rows) => rows.into_iter().next(),
            // Following the log has said so already.
            Err(StoreError::Corrupt(_)) => None,
            Err(error) => return Err(Error::from(error)),
        };
        let Some(told) = last.and_then(|entry| entry.told_rights()) else {
            return Ok(None);
        };
        let now = tx.account_rights(id.into())?;
        let differ: Vec<&str> = told
            .iter()
            .filter(|(part, digest)| now.get(part.as_str()) != Some(*digest))
            .map(|(part, _)| part.as_str())
            .collect();
        Ok((!differ.is_empty()).then(|| {
            format!(
                "the account's rights are not what entry {} of its log was made with ({}); {LOOK}",
                head.last_event,
                differ.join(", ")
            )
        }))
    })
}

fn note(findings: &mut Vec<Finding>, about: About, notes: Vec<String>) {
    findings.extend(notes.into_iter().map(|what| Finding { about, what }));
}

type PageOf = fn(&mut ReadTx<'_>, Uuid, i64) -> Result<(Vec<Link>, HeadOf), StoreError>;

/// Follows one log page by page, each page with the head in one snapshot, so that a log that grows meanwhile is no
/// finding.
fn follow(
    casework: &Casework,
    known: Option<&(i64, String)>,
    page: PageOf,
    id: Uuid,
) -> Result<Vec<String>, Error> {
    let mut chain = Chain::new(known);
    loop {
        let after = chain.number();
        let read = casework
            .store
            .read_blocking(move |tx| page(tx, id, after).map_err(Error::from));
        let (links, head) = match read {
            Ok(read) => read,
            Err(Error::Store(StoreError::Corrupt(what))) => {
                return Ok(vec![format!(
                    "an entry after {after} cannot be read ({what}); {RESTORE}"
                )]);
            }
            Err(error) => return Err(error),
        };
        if links.is_empty() {
            let head = head.as_ref();
            return Ok(chain.end(head.map(|(number, hash)| (*number, hash.as_str()))));
        }
        for (number, previous, hash, expected) in links {
            chain.entry(number, &previous, &hash, &expected);
        }
    }
}

fn reads_of(tx: &mut ReadTx<'_>, id: Uuid, after: i64) -> Result<(Vec<Link>, HeadOf), StoreError> {
    let rows = tx.reads_after(id, after, AT_A_TIME)?;
    let head = tx.log_stream(id)?.map(|row| (row.reads, row.reads_hash));
    let links = rows.into_iter().map(|row| {
        let expected = row.expected_hash();
        (row.number, row.previous_hash, row.hash, expected)
    });
    Ok((links.collect(), head))
}

fn security_of(tx: &mut ReadTx<'_>, id: Uuid, after: i64) -> Result<(Vec<Link>, HeadOf), StoreError> {
    let rows = tx.security_after(id, after, AT_A_TIME)?;
    let head = tx.log_stream(id)?.map(|row| (row.security, row.security_hash));
    let links = rows.into_iter().map(|row| {
        let expected = row.expected_hash();
        (row.number, row.previous_hash, row.hash, expected)
    });
    Ok((links.collect(), head))
}

fn account_of(tx: &mut ReadTx<'_>, id: Uuid, after: i64) -> Result<(Vec<Link>, HeadOf), StoreError> {
    let rows = tx.account_events_after(id, after, AT_A_TIME)?;
    let head = tx
        .account_head(id)?
        .map(|row| (row.last_event, row.last_event_hash));
    let links = rows.into_iter().map(|row| {
        let expected = row.expected_hash();
        (row.sequence, row.previous_hash, row.hash, expected)
    });
    Ok((links.collect(), head))
}

/// Checks that the index of the read log by case is what the read log says: no row too many, none missing.
pub(super) fn check_read_index(casework: &Casework, findings: &mut Vec<Finding>) -> Result<(), Error> {
    let (mut missing, mut after) = (0_u64, None);
    loop {
        let read = casework
            .store
            .read_blocking(move |tx| tx.reads_not_indexed(after, AT_A_TIME).map_err(Error::from));
        match read {
            Ok((last, faults)) => {
                missing += faults;
                match last {
                    Some(last) => after = Some(last),
                    None => break,
                }
            }
            // The chain of that stream says so already.
            Err(Error::Store(StoreError::Corrupt(_))) => break,
            Err(error) => return Err(error),
        }
    }
    let (mut wrong, mut after) = (0_u64, None);
    loop {
        let (last, faults) = casework
            .store
            .read_blocking(move |tx| tx.index_rows_unread(after, AT_A_TIME).map_err(Error::from))?;
        wrong += faults;
        match last {
            Some(last) => after = Some(last),
            None => break,
        }
    }
    for (faults, how) in [
        (missing, "are not listed under a case that they were of"),
        (wrong, "are listed under a case and are not in the log so"),
    ] {
        if faults > 0 {
            findings.push(Finding {
                about: About::ReadIndex,
                what: format!("{faults} reads {how}, so families are told wrongly who looked; {RESTORE}"),
            });
        }
    }
    Ok(())
}
