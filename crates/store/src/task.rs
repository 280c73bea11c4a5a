//! One piece of work on its way to a database thread and back.

use crate::{
    db::{Access, Db},
    error::StoreError,
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};
use tokio::sync::oneshot;
use tracing::Span;

/// Work for a database thread.
pub(crate) struct Job {
    /// What its transaction is begun for.
    pub(crate) access: Access,
    pub(crate) work: Box<dyn Work>,
}

/// Work whose result type is forgotten.
pub(crate) trait Work: Send {
    /// Whether the caller still waits; from now on it waits for the answer, however long it takes.
    fn begin(&self) -> bool;
    /// Does the work inside the open transaction and keeps its result.
    fn run(&mut self, db: &mut Db) -> Outcome;
    /// Tells the caller the result, or why its transaction was lost.
    fn answer(self: Box<Self>, transaction: Result<(), StoreError>);
}

/// How a piece of work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    Refused,
    Panicked,
}

/// A closure, its result once there is one, and the way back to its caller.
pub(crate) struct Task<T, E, F> {
    closure: Option<F>,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
    claim: Claim,
    span: Span,
}

impl<T, E, F> Task<T, E, F>
where
    F: FnOnce(&mut Db) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    /// Wraps a closure; its log lines belong to the caller's span.
    pub(crate) fn new(closure: F) -> (Self, Reply<T, E>) {
        let (reply, receiver) = oneshot::channel();
        let claim = Claim::default();
        let task = Self {
            closure: Some(closure),
            result: None,
            reply,
            claim: claim.clone(),
            span: Span::current(),
        };
        (task, Reply { receiver, claim })
    }
}

impl<T, E, F> Work for Task<T, E, F>
where
    F: FnOnce(&mut Db) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    fn begin(&self) -> bool {
        !self.reply.is_closed() && self.claim.take(BEGUN)
    }

    fn run(&mut self, db: &mut Db) -> Outcome {
        let Some(closure) = self.closure.take() else {
            return Outcome::Refused;
        };
        let _inside = self.span.enter();
        // The connection is rolled back and replaced after a panic, so nothing half-done is seen again.
        match catch_unwind(AssertUnwindSafe(|| closure(db))) {
            Ok(result) => {
                let outcome = if result.is_ok() {
                    Outcome::Done
                } else {
                    Outcome::Refused
                };
                self.result = Some(result);
                outcome
            }
            Err(_) => {
                tracing::error!("work in the database panicked; its transaction is rolled back");
                Outcome::Panicked
            }
        }
    }

    fn answer(self: Box<Self>, transaction: Result<(), StoreError>) {
        let panicked = || Err(E::from(StoreError::Internal("the work panicked".to_owned())));
        let answer = match transaction {
            Ok(()) => self.result.unwrap_or_else(panicked),
            Err(lost) => Err(E::from(lost)),
        };
        // A caller that has gone away meanwhile needs no answer.
        let _gone = self.reply.send(answer);
    }
}

/// The caller's end of a task.
pub(crate) struct Reply<T, E> {
    receiver: oneshot::Receiver<Result<T, E>>,
    claim: Claim,
}

impl<T, E: From<StoreError>> Reply<T, E> {
    /// Waits for the answer, at most `longest_wait` for the work to begin.
    pub(crate) async fn wait(mut self, longest_wait: std::time::Duration) -> Result<T, E> {
        let answer = match tokio::time::timeout(longest_wait, &mut self.receiver).await {
            Ok(answer) => answer,
            Err(_) if self.claim.take(GIVEN_UP) => return Err(StoreError::Busy.into()),
            Err(_) => self.receiver.await,
        };
        answer.unwrap_or_else(|_| Err(StoreError::Unavailable.into()))
    }

    /// Waits for the answer, however long it takes. Panics inside an async runtime.
    pub(crate) fn wait_blocking(self) -> Result<T, E> {
        self.receiver
            .blocking_recv()
            .unwrap_or_else(|_| Err(StoreError::Unavailable.into()))
    }
}

const WAITING: u8 = 0;
/// The work has begun; its answer is waited for.
pub(crate) const BEGUN: u8 = 1;
/// The caller waits no longer.
pub(crate) const GIVEN_UP: u8 = 2;

/// Decides once between the thread that begins the work and the caller that gives up on it.
#[derive(Clone, Default)]
pub(crate) struct Claim(Arc<AtomicU8>);

impl Claim {
    /// Whether this was first.
    pub(crate) fn take(&self, to: u8) -> bool {
        self.0
            .compare_exchange(WAITING, to, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }
}
