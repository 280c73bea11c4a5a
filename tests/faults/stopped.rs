//! The server is told to stop under load.

use crate::{
    council::Council,
    journal::{Journal, held},
    server::Place,
    work,
};
use ehcp_store::testing::TestDatabase;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const WRITERS: usize = 8;

/// How long the load runs before the order.
const MOMENT: Duration = Duration::from_millis(250);

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
            let writers = work::begin(&council, &server.address, WRITERS);
            tokio::time::sleep(MOMENT).await;
            server.order_to_stop();
            work::end(writers).await
        });
        let status = server.wait();
        assert!(status.success(), "stop {time}: {status}");
        assert!(noted.acknowledged > 0, "the load was no load");
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
