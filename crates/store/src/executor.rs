//! The store: the only doors to a transaction.

use crate::{
    claim::Claim,
    config::{OnStart, StoreConfig},
    db::{Access, Db, Target},
    dialect::Kind,
    error::{OpenError, StoreError},
    log_batch::{LogEntry, LogQueue},
    migrate,
    task::{Job, Reply, Task},
    transaction::{ReadTx, WriteTx},
    worker::{Pool, Worker},
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

/// The database. Cheap to clone; all clones share the same threads and connections.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    kind: Kind,
    reads: Arc<Pool>,
    writes: Arc<Pool>,
    /// The same as `writes` on SQLite, where one connection writes.
    logs: Arc<Pool>,
    /// Entries of the logs that wait to be written together.
    log_queue: LogQueue,
    threads: Mutex<Vec<JoinHandle<()>>>,
    longest_wait: Duration,
    /// Given back when the store is closed.
    claim: Mutex<Option<Claim>>,
}

/// How the store is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statistics {
    /// Reads that wait for a thread.
    pub waiting_reads: usize,
    /// Writes that wait for a thread.
    pub waiting_writes: usize,
    /// Commits of changes since the store was opened. On SQLite one commit may hold several writes, those to the logs
    /// included.
    pub commits: u64,
}

impl Store {
    /// Opens the database and starts its threads. Blocks while it connects and migrates.
    ///
    /// # Errors
    /// When the URL names no database, it cannot be reached, it is not safe, or its schema does not fit.
    pub fn open(config: StoreConfig) -> Result<Self, OpenError> {
        let target = Arc::new(Target::parse(&config.url)?);
        if config.on_start == OnStart::RefuseUnmigrated {
            target.refuse_missing()?;
        }
        let claim = match config.serves {
            true => Claim::to_serve(&target)?,
            false => None,
        };
        if config.on_start == OnStart::Migrate {
            migrate::migrate(&config)?;
        }
        let mut first = target.open(&config, Access::Write)?;
        migrate::refuse_unfit(&mut first)?;
        let opener = Opener {
            config: Arc::new(config),
            target,
            claim: Mutex::new(claim),
        };
        match opener.target.kind() {
            Kind::Sqlite => opener.sqlite(first),
            Kind::Postgres => opener.postgres(first),
        }
    }

    /// Which database this is.
    pub fn kind(&self) -> Kind {
        self.inner.kind
    }

    /// How the store is doing.
    pub fn statistics(&self) -> Statistics {
        Statistics {
            waiting_reads: self.inner.reads.waiting(),
            waiting_writes: self.inner.writes.waiting(),
            commits: self.inner.writes.commits(),
        }
    }

    /// Reads one consistent snapshot. If the future is dropped before the work begins, it never begins.
    ///
    /// # Errors
    /// What `work` returns, or why it could not be done.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let work = move |db: &mut Db| work(&mut ReadTx::new(db));
        submit(&self.inner.reads, Access::Read, work)?
            .wait(self.inner.longest_wait)
            .await
    }

    /// Changes the database in one transaction: all of it is kept and safe on disk when this answers `Ok`, nothing
    /// of it otherwise. If the future is dropped before the work begins, it never begins; once begun it ends.
    ///
    /// On PostgreSQL the transaction is READ COMMITTED: lock the rows that a decision rests on, or check the version
    /// when updating. The work is not repeated; a deadlock, or
    /// a row that another change holds too long, is answered with [`StoreError::Held`].
    ///
    /// # Errors
    /// What `work` returns (its changes are undone), or why it could not be done.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let work = move |db: &mut Db| work(&mut WriteTx::new(db));
        submit(&self.inner.writes, Access::Write, work)?
            .wait(self.inner.longest_wait)
            .await
    }

    /// Writes an entry of the read log or the security log, together with those that wait beside it, and answers when
    /// it is safe on disk. On PostgreSQL through connections that nothing else uses, so that reads are logged and
    /// answered while changes wait for each other.
    ///
    /// # Errors
    /// Why it could not be written.
    pub async fn log(&self, entry: LogEntry) -> Result<(), StoreError> {
        let inner = &self.inner;
        inner.log_queue.log(entry, &inner.logs, inner.longest_wait).await
    }

    /// [`Store::read`] for the command line. Panics inside an async runtime.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn read_blocking<T, E>(
        &self,
        work: impl FnOnce(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let work = move |db: &mut Db| work(&mut ReadTx::new(db));
        submit(&self.inner.reads, Access::Read, work)?.wait_blocking()
    }

    /// [`Store::write`] for the command line, a generator or an import: many use cases in one transaction, those
    /// that may be refused alone each in a [`WriteTx::savepoint`]. Panics inside an async runtime.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_blocking<T, E>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let work = move |db: &mut Db| work(&mut WriteTx::new(db));
        submit(&self.inner.writes, Access::Write, work)?.wait_blocking()
    }

    /// Takes in nothing more, does what waits, and closes the connections. Blocks until all is done; must not be
    /// called from inside the store's own work.
    pub fn close(&self) {
        self.inner.close_queues();
        let mut threads = self.inner.threads.lock().unwrap_or_else(PoisonError::into_inner);
        for thread in threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a database thread ended by a panic");
            }
        }
        drop(
            self.inner
                .claim
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
    }
}

impl Inner {
    fn close_queues(&self) {
        for queue in [&self.reads, &self.writes, &self.logs] {
            queue.close();
        }
    }
}

impl Drop for Inner {
    /// The threads end by themselves; waiting for them here could wait for this very thread.
    fn drop(&mut self) {
        self.close_queues();
    }
}

fn submit<T, E, F>(pool: &Pool, access: Access, work: F) -> Result<Reply<T, E>, E>
where
    F: FnOnce(&mut Db) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let (task, reply) = Task::new(work);
    pool.submit(Job {
        access,
        work: Box::new(task),
    })?;
    Ok(reply)
}

/// Starts the threads of a store.
struct Opener {
    config: Arc<StoreConfig>,
    target: Arc<Target>,
    claim: Mutex<Option<Claim>>,
}

impl Opener {
    /// One writer, several readers.
    fn sqlite(&self, writer: Db) -> Result<Store, OpenError> {
        let [writes, reads] = [(); 2].map(|()| self.pool());
        let reader = self.target.open(&self.config, Access::Read)?;
        let store = self.store(&reads, &writes, &writes);
        let writer = self.worker(&writes, Access::Write, Some(writer));
        store.start("store-writer", move || writer.serve_groups())?;
        self.start_each(
            &store,
            ("read", Access::Read, &reads),
            Some(reader),
            self.config.sqlite_readers,
        )?;
        Ok(store)
    }

    /// Several connections for each kind of work, so that none can take them all: a change may wait for a row that
    /// another one holds, a read never does.
    fn postgres(&self, first: Db) -> Result<Store, OpenError> {
        let [writes, reads, logs] = [(); 3].map(|()| self.pool());
        let store = self.store(&reads, &writes, &logs);
        let config = &self.config;
        let change = ("write", Access::Write, &writes);
        self.start_each(&store, change, Some(first), config.postgres_writers)?;
        let read = ("read", Access::Read, &reads);
        self.start_each(&store, read, None, config.postgres_readers)?;
        let log = ("log", Access::Write, &logs);
        self.start_each(&store, log, None, config.postgres_log_writers)?;
        Ok(store)
    }

    fn pool(&self) -> Arc<Pool> {
        Arc::new(Pool::new(self.config.queue_length))
    }

    /// Starts so many threads for a pool, at least one; the first takes the connection that is already open.
    fn start_each(
        &self,
        store: &Store,
        (name, access, pool): (&str, Access, &Arc<Pool>),
        mut first: Option<Db>,
        threads: usize,
    ) -> Result<(), OpenError> {
        for number in 1..=threads.max(1) {
            let worker = self.worker(pool, access, first.take());
            store.start(&format!("store-{name}-{number}"), move || worker.serve_each())?;
        }
        Ok(())
    }

    fn worker(&self, pool: &Arc<Pool>, access: Access, connection: Option<Db>) -> Worker {
        Worker::new(
            Arc::clone(pool),
            Arc::clone(&self.config),
            Arc::clone(&self.target),
            access,
            connection,
        )
    }

    fn store(&self, reads: &Arc<Pool>, writes: &Arc<Pool>, logs: &Arc<Pool>) -> Store {
        let inner = Inner {
            kind: self.target.kind(),
            reads: Arc::clone(reads),
            writes: Arc::clone(writes),
            logs: Arc::clone(logs),
            log_queue: LogQueue::default(),
            threads: Mutex::new(Vec::new()),
            longest_wait: self.config.longest_wait,
            claim: Mutex::new(self.claim.lock().unwrap_or_else(PoisonError::into_inner).take()),
        };
        Store {
            inner: Arc::new(inner),
        }
    }
}

impl Store {
    fn start(&self, name: &str, run: impl FnOnce() + Send + 'static) -> Result<(), OpenError> {
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(run)
            .map_err(|error| OpenError::Thread(error.kind()))?;
        let mut threads = self.inner.threads.lock().unwrap_or_else(PoisonError::into_inner);
        threads.push(thread);
        Ok(())
    }
}
