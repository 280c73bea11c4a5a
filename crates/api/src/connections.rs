//! Cuts connections on which nothing whole arrives. The HTTP library limits the time for the first request of a
//! connection; a later one that trickles in would keep its connection for ever.

use actix_web::{dev::Extensions, rt::net::TcpStream};
use std::{
    any::Any,
    collections::HashMap,
    io,
    net::{Shutdown, TcpStream as Socket},
    os::fd::AsFd as _,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// How often the sweeper looks.
const TICK: Duration = Duration::from_secs(1);

/// One connection: its socket, and since when it has been without a request.
pub(crate) struct Connection {
    socket: Socket,
    idle_since: Mutex<Option<Instant>>,
}

impl Connection {
    fn set(&self, idle_since: Option<Instant>) {
        *self.idle_since.lock().unwrap_or_else(PoisonError::into_inner) = idle_since;
    }

    fn idle_for(&self) -> Duration {
        let since = *self.idle_since.lock().unwrap_or_else(PoisonError::into_inner);
        since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Notes that a piece of a long answer was taken: the time for the next one begins.
    pub(crate) fn takes(&self) {
        self.set(Some(Instant::now()));
    }

    /// Marks the connection as at work until the guard is dropped.
    pub(crate) fn work(self: &Arc<Self>) -> AtWork {
        self.set(None);
        AtWork(Arc::clone(self))
    }
}

/// A request is being worked on.
pub(crate) struct AtWork(Arc<Connection>);

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.set(Some(Instant::now()));
    }
}

/// All open connections. The sweeper ends when this is dropped.
#[derive(Default)]
pub(crate) struct Connections {
    next: AtomicU64,
    open: Mutex<HashMap<u64, Weak<Connection>>>,
}

impl Connections {
    /// Connections of which each may be without a request for `patience`.
    ///
    /// # Errors
    /// When the sweeper's thread cannot be started.
    pub(crate) fn watched(patience: Duration) -> io::Result<Arc<Self>> {
        let connections = Arc::new(Self::default());
        let watched = Arc::downgrade(&connections);
        thread::Builder::new()
            .name("connections".to_owned())
            .spawn(move || {
                while let Some(connections) = watched.upgrade() {
                    connections.sweep(patience);
                    drop(connections);
                    thread::sleep(TICK);
                }
            })?;
        Ok(connections)
    }

    /// Takes note of a new connection and gives it to its requests.
    pub(crate) fn opened(&self, stream: &dyn Any, extensions: &mut Extensions) {
        let stream = stream.downcast_ref::<TcpStream>();
        // Its own handle of the socket, so that it can be shut down from here.
        let Some(Ok(handle)) = stream.map(|stream| stream.as_fd().try_clone_to_owned()) else {
            return;
        };
        let connection = Arc::new(Connection {
            socket: handle.into(),
            idle_since: Mutex::new(Some(Instant::now())),
        });
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.insert(number, Arc::downgrade(&connection));
        drop(open);
        extensions.insert(connection);
    }

    fn sweep(&self, patience: Duration) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, connection| {
            let Some(connection) = connection.upgrade() else {
                return false;
            };
            let stuck = connection.idle_for() > patience;
            if stuck {
                // Gone already, if this fails.
                drop(connection.socket.shutdown(Shutdown::Both));
            }
            !stuck
        });
    }
}
