//! The bounded queue between callers and database threads.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// A first-in-first-out queue of bounded length that several threads serve.
pub(crate) struct Queue<J> {
    state: Mutex<State<J>>,
    arrived: Condvar,
    closing: Condvar,
    length: usize,
}

struct State<J> {
    jobs: VecDeque<J>,
    closed: bool,
}

/// Why a job was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotQueued {
    Full,
    Closed,
}

impl<J> Queue<J> {
    pub(crate) fn new(length: usize) -> Self {
        Self {
            state: Mutex::new(State {
                jobs: VecDeque::new(),
                closed: false,
            }),
            arrived: Condvar::new(),
            closing: Condvar::new(),
            length,
        }
    }

    /// Adds a job, or says at once why not.
    pub(crate) fn push(&self, job: J) -> Result<(), NotQueued> {
        let mut state = self.state();
        if state.closed {
            return Err(NotQueued::Closed);
        }
        if state.jobs.len() >= self.length {
            return Err(NotQueued::Full);
        }
        state.jobs.push_back(job);
        drop(state);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits for a job and takes it with those behind it, up to `most`. Nothing once the queue is closed and empty.
    pub(crate) fn take(&self, most: usize) -> VecDeque<J> {
        let mut state = self
            .arrived
            .wait_while(self.state(), |state| state.jobs.is_empty() && !state.closed)
            .unwrap_or_else(PoisonError::into_inner);
        let count = state.jobs.len().min(most);
        state.jobs.drain(..count).collect()
    }

    /// Takes what waits now.
    pub(crate) fn take_waiting(&self) -> VecDeque<J> {
        std::mem::take(&mut self.state().jobs)
    }

    /// How many jobs wait.
    pub(crate) fn len(&self) -> usize {
        self.state().jobs.len()
    }

    /// Takes in nothing more; what waits is still served.
    pub(crate) fn close(&self) {
        self.state().closed = true;
        self.arrived.notify_all();
        self.closing.notify_all();
    }

    /// Pauses for this long, or until the queue is closed. Gives whether it is closed.
    pub(crate) fn pause(&self, time: Duration) -> bool {
        self.closing
            .wait_timeout_while(self.state(), time, |state| !state.closed)
            .unwrap_or_else(PoisonError::into_inner)
            .0
            .closed
    }

    fn state(&self) -> MutexGuard<'_, State<J>> {
        // Nothing in here can panic half way, so a poisoned lock still guards a sound queue.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_refuses_at_once_and_a_closed_one_gives_out_what_it_holds() {
        let queue = Queue::new(2);
        assert_eq!(queue.push(1), Ok(()));
        assert_eq!(queue.push(2), Ok(()));
        assert_eq!(queue.push(3), Err(NotQueued::Full));
        queue.close();
        assert_eq!(queue.push(4), Err(NotQueued::Closed));
        assert_eq!(queue.take(1), [1]);
        assert_eq!(queue.take(8), [2]);
        assert!(queue.take(8).is_empty());
    }
}
