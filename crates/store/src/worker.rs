//! The threads that own the connections.

use crate::{
    config::StoreConfig,
    db::{Access, Db, Target},
    error::StoreError,
    queue::{NotQueued, Queue},
    task::{Job, Outcome, Work},
};
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// The most jobs that share one commit on SQLite.
const GROUP: usize = 64;

/// Between two attempts to reach a database that is away.
const RECONNECT: Duration = Duration::from_millis(250);

/// Connections close one after another. SQLite folds the write-ahead log in when the last one closes; of two that close at
/// once, each takes the other for still there, and the log would stay.
static CLOSING: Mutex<()> = Mutex::new(());

/// A queue and the threads that serve it.
pub(crate) struct Pool {
    queue: Queue<Job>,
    connected: AtomicUsize,
    /// No thread has a connection and the last attempt to get one failed.
    away: AtomicBool,
    commits: AtomicU64,
}

impl Pool {
    pub(crate) fn new(queue_length: usize) -> Self {
        Self {
            queue: Queue::new(queue_length),
            connected: AtomicUsize::new(0),
            away: AtomicBool::new(false),
            commits: AtomicU64::new(0),
        }
    }

    /// Queues a job, or refuses it at once when too much waits or the database is away.
    pub(crate) fn submit(&self, job: Job) -> Result<(), StoreError> {
        if self.away.load(Ordering::Acquire) {
            return Err(StoreError::Unavailable);
        }
        self.queue.push(job).map_err(|refused| match refused {
            NotQueued::Full => StoreError::Busy,
            NotQueued::Closed => StoreError::Unavailable,
        })
    }

    pub(crate) fn waiting(&self) -> usize {
        self.queue.len()
    }

    pub(crate) fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    pub(crate) fn close(&self) {
        self.queue.close();
    }

    fn commit(&self, db: &mut Db) -> Result<(), StoreError> {
        db.commit()?;
        self.commits.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

/// One thread with its own connection.
pub(crate) struct Worker {
    pool: Arc<Pool>,
    config: Arc<StoreConfig>,
    target: Arc<Target>,
    /// What the connection is opened for.
    access: Access,
    connection: Option<Db>,
}

impl Worker {
    /// A thread that begins with this connection, or opens its own.
    pub(crate) fn new(
        pool: Arc<Pool>,
        config: Arc<StoreConfig>,
        target: Arc<Target>,
        access: Access,
        connection: Option<Db>,
    ) -> Self {
        if connection.is_some() {
            pool.connected.fetch_add(1, Ordering::AcqRel);
        }
        Self {
            pool,
            config,
            target,
            access,
            connection,
        }
    }

    /// Serves the queue until it is closed and empty: jobs one by one, each in its own transaction.
    pub(crate) fn serve_each(mut self) {
        while self.connect() {
            let Some(job) = self.pool.queue.take(1).pop_front() else {
                break;
            };
            self.run_alone(job);
        }
        self.drop_connection();
    }

    /// Serves the queue until it is closed and empty: jobs that wait together share a commit. For SQLite, where a
    /// commit is one sync of the disk and one thread writes.
    pub(crate) fn serve_groups(mut self) {
        let mut waiting = VecDeque::new();
        while self.connect() {
            if waiting.is_empty() {
                waiting = self.pool.queue.take(GROUP);
            }
            if waiting.is_empty() {
                break;
            }
            self.run_group(&mut waiting);
        }
        for job in waiting {
            job.work.answer(Err(StoreError::Unavailable));
        }
        self.drop_connection();
    }

    /// Sees to it that there is a connection. False when the store was closed meanwhile.
    fn connect(&mut self) -> bool {
        while self.connection.is_none() {
            match self.target.open(&self.config, self.access) {
                Ok(db) => self.keep_connection(db),
                Err(error) => {
                    tracing::warn!(%error, "the database cannot be reached");
                    self.refuse_waiting();
                    if self.pool.queue.pause(RECONNECT) {
                        self.refuse_waiting();
                        return false;
                    }
                }
            }
        }
        true
    }

    /// Lets nobody wait for a database that no thread can reach.
    fn refuse_waiting(&self) {
        if self.pool.connected.load(Ordering::Acquire) == 0 {
            self.pool.away.store(true, Ordering::Release);
            for job in self.pool.queue.take_waiting() {
                job.work.answer(Err(StoreError::Unavailable));
            }
        }
    }

    fn keep_connection(&mut self, db: Db) {
        self.connection = Some(db);
        self.pool.connected.fetch_add(1, Ordering::AcqRel);
        self.pool.away.store(false, Ordering::Release);
    }

    fn drop_connection(&mut self) {
        let _alone = CLOSING.lock().unwrap_or_else(PoisonError::into_inner);
        if self.connection.take().is_some() {
            self.pool.connected.fetch_sub(1, Ordering::AcqRel);
        }
    }

    /// Begins a transaction. A connection that died while idle is replaced first: no work was lost with it.
    fn begin(&mut self, access: Access) -> Result<&mut Db, StoreError> {
        if let Some(db) = &mut self.connection
            && let Err(error) = db.begin(access)
        {
            let error = StoreError::from(error);
            if error == StoreError::Busy {
                return Err(error);
            }
            self.drop_connection();
            match self.target.open(&self.config, self.access) {
                Ok(mut db) => {
                    let begun = db.begin(access);
                    self.keep_connection(db);
                    begun?;
                }
                Err(error) => tracing::warn!(%error, "the database cannot be reached"),
            }
        }
        self.connection.as_mut().ok_or(StoreError::Unavailable)
    }

    fn run_alone(&mut self, job: Job) {
        let Job { access, mut work } = job;
        if !work.begin() {
            return;
        }
        let pool = Arc::clone(&self.pool);
        let db = match self.begin(access) {
            Ok(db) => db,
            Err(error) => return work.answer(Err(error)),
        };
        let outcome = work.run(db);
        let kept = if outcome == Outcome::Done && access == Access::Write {
            pool.commit(db)
        } else {
            Ok(())
        };
        self.leave_transaction(outcome == Outcome::Panicked);
        work.answer(kept);
    }

    /// Rolls back what was not committed. A connection that cannot, or that a panic went through, is not used again.
    fn leave_transaction(&mut self, panicked: bool) {
        let usable = |db: &mut Db| db.roll_back_to(0).is_ok() && !db.is_broken();
        if panicked || !self.connection.as_mut().is_some_and(usable) {
            self.drop_connection();
        }
    }

    /// Runs the jobs, each in its own savepoint, and answers them after their common commit. Those that it leaves
    /// in `waiting` have not begun.
    fn run_group(&mut self, waiting: &mut VecDeque<Job>) {
        let pool = Arc::clone(&self.pool);
        let group_time = self.config.group_time;
        let db = match self.begin(Access::Write) {
            Ok(db) => db,
            Err(error) => {
                for job in waiting.drain(..) {
                    job.work.answer(Err(error.clone()));
                }
                return;
            }
        };
        let mut group = Group::default();
        let kept = match group.run(db, waiting, group_time) {
            Ok(()) => pool.commit(db),
            Err(error) => Err(error),
        };
        self.leave_transaction(group.panicked);
        for work in group.run {
            work.answer(kept.clone());
        }
    }
}

/// Jobs that share one transaction.
#[derive(Default)]
struct Group {
    run: Vec<Box<dyn Work>>,
    panicked: bool,
}

impl Group {
    /// Runs jobs until none waits or the time is up. An error means that the whole transaction is lost.
    fn run(&mut self, db: &mut Db, waiting: &mut VecDeque<Job>, most: Duration) -> Result<(), StoreError> {
        let began = Instant::now();
        let outside = db.depth()?;
        while let Some(Job { mut work, .. }) = waiting.pop_front() {
            if !work.begin() {
                continue;
            }
            let settled = db.savepoint().and_then(|()| {
                let outcome = work.run(db);
                self.panicked |= outcome == Outcome::Panicked;
                match outcome {
                    Outcome::Done => db.release(),
                    Outcome::Refused | Outcome::Panicked => db.roll_back_to(outside),
                }
            });
            self.run.push(work);
            settled?;
            if began.elapsed() > most {
                break;
            }
        }
        Ok(())
    }
}
