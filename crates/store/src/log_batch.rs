//! Log entries that wait together are written together: whoever finds nobody waiting asks for a transaction, and when
//! it runs it takes all who wait by then.

use crate::{
    db::{Access, Db},
    error::StoreError,
    log_streams::{ReadRecord, SecurityRecord},
    task::{BEGUN, Claim, GIVEN_UP, Job, Outcome, Work},
    transaction::WriteTx,
    worker::Pool,
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::oneshot;

/// An entry of one of the logs.
#[derive(Debug, Clone)]
pub enum LogEntry {
    /// Of the read log.
    Read(ReadRecord),
    /// Of the security log.
    Security(SecurityRecord),
}

struct Waiting {
    entry: LogEntry,
    reply: oneshot::Sender<Result<(), StoreError>>,
    claim: Claim,
}

/// The entries that wait for the next transaction.
#[derive(Clone, Default)]
pub(crate) struct LogQueue(Arc<Mutex<Vec<Waiting>>>);

impl LogQueue {
    /// Adds an entry and answers when it is safe on disk.
    pub(crate) async fn log(
        &self,
        entry: LogEntry,
        pool: &Pool,
        longest_wait: Duration,
    ) -> Result<(), StoreError> {
        let (reply, mut answer) = oneshot::channel();
        let claim = Claim::default();
        let first = {
            let mut waiting = self.waiting();
            waiting.push(Waiting {
                entry,
                reply,
                claim: claim.clone(),
            });
            waiting.len() == 1
        };
        if first
            && let Err(refused) = pool.submit(Job {
                access: Access::Write,
                work: Box::new(LogBatch::new(self.clone())),
            })
        {
            for waiting in self.take() {
                let _gone = waiting.reply.send(Err(refused.clone()));
            }
        }
        let answered = match tokio::time::timeout(longest_wait, &mut answer).await {
            Ok(answered) => answered,
            Err(_) if claim.take(GIVEN_UP) => return Err(StoreError::Busy),
            Err(_) => answer.await,
        };
        answered.unwrap_or(Err(StoreError::Unavailable))
    }

    fn take(&self) -> Vec<Waiting> {
        std::mem::take(&mut *self.waiting())
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Waiting>> {
        // Nothing in here can panic half way, so a poisoned lock still guards a sound list.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The work that writes what waits.
struct LogBatch {
    queue: LogQueue,
    /// What it took, each with how writing it went; `None` before it ran.
    taken: Option<Vec<(Waiting, Result<(), StoreError>)>>,
}

impl LogBatch {
    fn new(queue: LogQueue) -> Self {
        Self { queue, taken: None }
    }
}

impl Work for LogBatch {
    /// Always: whoever waits for the entries counts on this work.
    fn begin(&self) -> bool {
        true
    }

    fn run(&mut self, db: &mut Db) -> Outcome {
        let mut waiting = self.queue.take();
        waiting.retain(|one| one.claim.take(BEGUN));
        let mut tx = WriteTx::new(db);
        let entries: Vec<&LogEntry> = waiting.iter().map(|one| &one.entry).collect();
        let written = catch_unwind(AssertUnwindSafe(|| write_all(&mut tx, &entries)));
        let (outcome, results) = match written {
            Ok(results) if results.iter().any(Result::is_ok) => (Outcome::Done, results),
            Ok(results) => (Outcome::Refused, results),
            Err(_) => {
                let fault = StoreError::Internal("writing the logs panicked".to_owned());
                (Outcome::Panicked, vec![Err(fault); waiting.len()])
            }
        };
        self.taken = Some(waiting.into_iter().zip(results).collect());
        outcome
    }

    fn answer(self: Box<Self>, transaction: Result<(), StoreError>) {
        let taken = match self.taken {
            Some(taken) => taken,
            None => self
                .queue
                .take()
                .into_iter()
                .map(|one| (one, Err(StoreError::Unavailable)))
                .collect(),
        };
        for (one, written) in taken {
            // Whoever has gone away meanwhile needs no answer.
            let _gone = one.reply.send(transaction.clone().and(written));
        }
    }
}

/// Writes all entries together; if that cannot be, each alone, so that one that cannot be written harms no other.
fn write_all(tx: &mut WriteTx<'_>, entries: &[&LogEntry]) -> Vec<Result<(), StoreError>> {
    match tx.savepoint(|tx| write_together(tx, entries)) {
        Ok(()) => vec![Ok(()); entries.len()],
        Err(error) if entries.len() == 1 => vec![Err(error)],
        Err(_) => entries
            .iter()
            .map(|entry| tx.savepoint(|tx| write_together(tx, &[entry])))
            .collect(),
    }
}

fn write_together(tx: &mut WriteTx<'_>, entries: &[&LogEntry]) -> Result<(), StoreError> {
    let mut reads = Vec::new();
    for entry in entries {
        match entry {
            LogEntry::Read(read) => reads.push(read.clone()),
            LogEntry::Security(record) => tx.record_security(record)?,
        }
    }
    tx.record_reads(&reads)
}
