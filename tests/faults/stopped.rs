//! The server is told to stop under load.

use crate::{
    council::Council,
    journal::{Journal, held},
    server::Place,
    work,
};
use ehcp_store::testing::TestDatabase;
use std::{sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::{runtime::Runtime, sync::Semaphore, time::timeout};

const WRITERS: usize = 8;

/// So many changes are answered before the order, so that all writers are in the middle of their work.
const ANSWERS: u32 = 24;

/// A server that has not answered them by then is at fault.
const PATIENCE: Duration = Duration::from_secs(120);

/// Stops a server so many times. What it has begun it also answers, so a call that was not answered was not done.
pub fn under_load(database: &TestDatabase, times: usize) {
    let data = TempDir::new().unwrap();
    let store = database.open();
    let council = Council::found(&store, data.path(), WRITERS);
    store.close();
    let place = Place::new(data.path(), database);
    let runtime = Runtime::new().unwrap();
    let mut journal = Journal::default();
    for time in 0..times {
        let server = place.start();
        let noted = runtime.block_on(async {
            let done = Arc::new(Semaphore::new(0));
            let writers = work::begin_counting(&council, &server.address, WRITERS, &done);
            let answered = timeout(PATIENCE, done.acquire_many(ANSWERS)).await;
            assert!(answered.is_ok(), "the load was no load");
            drop(answered.unwrap().unwrap());
            server.order_to_stop();
            work::end(writers).await
        });
        let status = server.wait();
        assert!(status.success(), "stop {time}: {status}");
        journal.add(noted);
        let done = Journal {
            open: Vec::new(),
            ..std::mem::take(&mut journal)
        };
        let store = database.open();
        let wrong = done.compare(&held(&store));
        store.close();
        assert!(wrong.is_empty(), "stop {time}: done and not answered: {wrong:#?}");
        assert!(done.faults.is_empty(), "stop {time}: {:#?}", done.faults);
        journal = done;
    }
    place.verify().unwrap();
}
