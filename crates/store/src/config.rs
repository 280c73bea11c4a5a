//! How the store is opened.

use std::{fmt, num::NonZeroUsize, thread, time::Duration};

/// What to do at start with a database whose schema is older than this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnStart {
    /// Bring it up to date, then serve.
    Migrate,
    /// Refuse to start and say which command migrates. A SQLite file that is not there is refused too, not made.
    RefuseUnmigrated,
}

/// How the store is opened. `StoreConfig::new` gives what a deployment needs; the fields are for changing it.
#[derive(Clone)]
pub struct StoreConfig {
    /// `sqlite:PATH`, `sqlite://PATH` or `postgres://…`. It may hold a password, so it is never logged.
    pub url: String,
    /// What to do with a schema older than this program.
    pub on_start: OnStart,
    /// Whether a server opens it: a SQLite file is then this store's alone for as long as it is open, against other
    /// servers and the making of a demonstration. Other commands may run beside it.
    pub serves: bool,
    /// Connections that read from SQLite, each on its own thread; one more writes. Default: one per core.
    pub sqlite_readers: usize,
    /// Connections that read from PostgreSQL, each on its own thread. Default 6.
    pub postgres_readers: usize,
    /// Connections that change PostgreSQL, each on its own thread, apart from those that read: a change may wait for a
    /// row that another one holds, and reads must go on meanwhile. Default 6.
    pub postgres_writers: usize,
    /// Connections that only append to the logs on PostgreSQL, each on its own thread: a read is answered when it is
    /// logged, so its row may not wait behind changes. Default 2.
    pub postgres_log_writers: usize,
    /// Jobs that may wait for readers, as many for writers and as many for the logs, before callers are told to come
    /// back. Default 1,024.
    pub queue_length: usize,
    /// The longest a caller waits for its job to begin before it is told to come back. Default 1 second.
    pub longest_wait: Duration,
    /// On SQLite, writes that share a commit and have run this long together are committed; those behind them make
    /// the next group. Default 50 milliseconds.
    pub group_time: Duration,
    /// The longest a statement may run on PostgreSQL. Default 5 seconds.
    pub statement_timeout: Duration,
    /// The longest a change waits on PostgreSQL for a row that another one holds. Default 2 seconds.
    pub lock_timeout: Duration,
    /// Statements that take at least this long are logged, without their values. Default 500 milliseconds.
    pub slow_query: Duration,
    /// Accept a PostgreSQL server that may lose answered commits when power fails. For throwaway servers of
    /// tests only.
    pub allow_unsafe_durability: bool,
}

impl StoreConfig {
    /// What a deployment needs, for the database at this URL.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            on_start: OnStart::RefuseUnmigrated,
            serves: false,
            sqlite_readers: thread::available_parallelism().map_or(4, NonZeroUsize::get),
            postgres_readers: 6,
            postgres_writers: 6,
            postgres_log_writers: 2,
            queue_length: 1024,
            longest_wait: Duration::from_secs(1),
            group_time: Duration::from_millis(50),
            statement_timeout: Duration::from_secs(5),
            lock_timeout: Duration::from_secs(2),
            slow_query: Duration::from_millis(500),
            allow_unsafe_durability: false,
        }
    }
}

impl fmt::Debug for StoreConfig {
    /// Everything but the URL, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreConfig")
            .field("on_start", &self.on_start)
            .field("serves", &self.serves)
            .field("sqlite_readers", &self.sqlite_readers)
            .field("postgres_readers", &self.postgres_readers)
            .field("postgres_writers", &self.postgres_writers)
            .field("postgres_log_writers", &self.postgres_log_writers)
            .field("queue_length", &self.queue_length)
            .field("longest_wait", &self.longest_wait)
            .field("group_time", &self.group_time)
            .field("statement_timeout", &self.statement_timeout)
            .field("lock_timeout", &self.lock_timeout)
            .field("slow_query", &self.slow_query)
            .field("allow_unsafe_durability", &self.allow_unsafe_durability)
            .finish_non_exhaustive()
    }
}
