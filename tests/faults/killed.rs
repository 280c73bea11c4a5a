//! The server is killed under load, again and again.

use crate::{
    council::Council,
    journal::{Journal, held},
    server::{Place, Server},
    work,
};
use ehcp_store::{Kind, testing::TestDatabase};
use std::{
    env,
    hash::{BuildHasher as _, RandomState},
    time::Duration,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// People who write at the same time.
const WRITERS: usize = 8;

/// Numbers that look like chance and are the same for the same seed (SplitMix64).
struct Dice(u64);

impl Dice {
    /// From the environment variable, to repeat a run; otherwise from the machine. Prints the seed.
    fn seeded() -> Self {
        let given = env::var("EHCP_FAULT_SEED").ok();
        let seed = given.map_or_else(|| RandomState::new().hash_one(0), |seed| seed.parse().unwrap());
        println!("EHCP_FAULT_SEED={seed} repeats the moments of this run");
        Self(seed)
    }

    /// A number from the first to below the second.
    fn between(&mut self, least: u64, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        least + (z ^ (z >> 31)) % (most - least)
    }
}

/// What some cycles showed.
#[derive(Debug, Default)]
struct Toll {
    cycles: usize,
    acknowledged: usize,
    unanswered: usize,
    slowest_start: Duration,
}

/// Kills a server so many times on each of so many new databases, each time at a moment 20 to 500 milliseconds into
/// the load.
pub fn lives(kind: Kind, databases: usize, cycles: usize) {
    let mut dice = Dice::seeded();
    let mut toll = Toll::default();
    for _ in 0..databases {
        let database = match kind {
            Kind::Sqlite => TestDatabase::sqlite(),
            Kind::Postgres => TestDatabase::postgres(),
        };
        Life::begin(&database, &mut toll).run(cycles, &mut dice);
    }
    println!("{kind:?}: {toll:?}");
    assert!(
        toll.acknowledged > 0 && toll.unanswered > 0,
        "the load was no load: {toll:?}"
    );
}

/// A database from its first request to its last kill.
struct Life<'a> {
    database: &'a TestDatabase,
    data: TempDir,
    council: Council,
    runtime: Runtime,
    journal: Journal,
    toll: &'a mut Toll,
}

impl<'a> Life<'a> {
    fn begin(database: &'a TestDatabase, toll: &'a mut Toll) -> Self {
        let data = TempDir::new().unwrap();
        let store = database.open();
        let council = Council::found(&store, data.path(), WRITERS);
        store.close();
        Self {
            database,
            data,
            council,
            runtime: Runtime::new().unwrap(),
            journal: Journal::default(),
            toll,
        }
    }

    fn run(mut self, cycles: usize, dice: &mut Dice) {
        let mut server = self.place().start();
        for cycle in 0..cycles {
            let moment = Duration::from_millis(dice.between(20, 500));
            let when = format!("cycle {cycle}, killed {moment:?} into the load");
            self.kill_under_load(server, moment);
            self.compare(&when);
            server = self.place().start();
            self.toll.slowest_start = self.toll.slowest_start.max(server.ready_after);
            self.repeat(&server.address, &when);
            self.compare(&format!("{when}, and all repeated"));
            if let Err(findings) = self.place().verify() {
                panic!("{when}: {findings}");
            }
            self.toll.cycles += 1;
        }
        self.toll.acknowledged += self.journal.acknowledged;
    }

    fn place(&self) -> Place<'_> {
        Place::new(self.data.path(), self.database)
    }

    fn kill_under_load(&mut self, server: Server, moment: Duration) {
        let noted = self.runtime.block_on(async {
            let writers = work::begin(&self.council, &server.address, WRITERS);
            tokio::time::sleep(moment).await;
            server.kill();
            work::end(writers).await
        });
        self.toll.unanswered += noted.open.len();
        self.journal.add(noted);
    }

    fn compare(&self, when: &str) {
        let store = self.database.open();
        let wrong = self.journal.compare(&held(&store));
        store.close();
        assert!(wrong.is_empty(), "{when}: {wrong:#?}");
        assert!(
            self.journal.faults.is_empty(),
            "{when}: {:#?}",
            self.journal.faults
        );
    }

    /// Afterwards no call is open, so the comparison allows nothing that was not acknowledged.
    fn repeat(&mut self, address: &str, when: &str) {
        assert!(self.runtime.block_on(ready(address)), "{when}: not ready");
        self.runtime
            .block_on(work::repeat(&self.council, address, &mut self.journal));
    }
}

async fn ready(address: &str) -> bool {
    let answer = reqwest::get(format!("{address}/readyz")).await;
    answer.is_ok_and(|answer| answer.status().is_success())
}
