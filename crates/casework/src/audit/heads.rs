//! The heads of all logs: what a checkpoint keeps.

use crate::{Casework, Error};
use ehcp_store::ReadTx;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use uuid::Uuid;

/// How many heads one transaction reads.
const AT_A_TIME: i64 = 2000;

/// The kinds of logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogKind {
    /// The log of a case.
    Case,
    /// A stream of the read log.
    Reads,
    /// A stream of the security log.
    Security,
    /// The log of an account, a team or a setting.
    Account,
}

/// The last entry of a log: which log, the number of the entry, and its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head(pub LogKind, pub Uuid, pub i64, pub String);

/// What is known of the heads: number and hash by log.
pub type Heads = HashMap<(LogKind, Uuid), (i64, String)>;

/// The heads that differ from the known ones, in pages, each read in a transaction of its own: every head is good by
/// itself, because its log only grows. Blocks.
///
/// # Errors
/// When the store cannot answer.
pub fn changed_heads(casework: &Casework, known: &Heads) -> Result<Vec<Head>, Error> {
    let mut changed = Vec::new();
    for page in [cases_page, streams_page, accounts_page] {
        let mut after = None;
        loop {
            let (last, heads) = casework
                .store()
                .read_blocking(move |tx| page(tx, after).map_err(Error::from))?;
            changed.extend(heads.into_iter().filter(|Head(kind, id, number, hash)| {
                *number > 0
                    && known
                        .get(&(*kind, *id))
                        .is_none_or(|(n, h)| n != number || h != hash)
            }));
            match last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
    }
    Ok(changed)
}

type Page = Result<(Option<Uuid>, Vec<Head>), ehcp_store::StoreError>;

fn cases_page(tx: &mut ReadTx<'_>, after: Option<Uuid>) -> Page {
    let rows = tx.case_heads_after(after.map(Into::into), AT_A_TIME)?;
    let last = rows.last().map(|(id, ..)| (*id).into());
    let heads = rows
        .into_iter()
        .map(|(id, number, hash)| Head(LogKind::Case, id.into(), number, hash));
    Ok((last, heads.collect()))
}

fn streams_page(tx: &mut ReadTx<'_>, after: Option<Uuid>) -> Page {
    let rows = tx.log_streams_after(after, AT_A_TIME)?;
    let last = rows.last().map(|row| row.id);
    let heads = rows.into_iter().flat_map(|row| {
        [
            Head(LogKind::Reads, row.id, row.reads, row.reads_hash),
            Head(LogKind::Security, row.id, row.security, row.security_hash),
        ]
    });
    Ok((last, heads.collect()))
}

fn accounts_page(tx: &mut ReadTx<'_>, after: Option<Uuid>) -> Page {
    let rows = tx.account_heads_after(after, AT_A_TIME)?;
    let last = rows.last().map(|row| row.subject_id);
    let heads = rows.into_iter().map(|row| {
        Head(
            LogKind::Account,
            row.subject_id,
            row.last_event,
            row.last_event_hash,
        )
    });
    Ok((last, heads.collect()))
}

/// A digest over the heads of all logs, as one transaction sees them: two databases with the same one hold the same
/// logs.
///
/// # Errors
/// When the store cannot answer.
pub fn heads_digest(tx: &mut ReadTx<'_>) -> Result<String, Error> {
    let mut hasher = Sha256::new();
    for page in [cases_page, streams_page, accounts_page] {
        let mut after = None;
        loop {
            let (last, heads) = page(tx, after)?;
            for Head(kind, id, number, hash) in heads {
                hasher.update(format!("{kind:?} {id} {number} {hash}\n"));
            }
            match last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
    }
    Ok(hex::encode(hasher.finalize()))
}
