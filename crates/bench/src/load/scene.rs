//! Who asks for what, and the server that answers.

use crate::{
    Outcome, council, floor,
    http::Connection,
    measure::{Notes, Round},
    people::{self, SignedIn},
};
use ehcp_access::{Action, reach_of};
use ehcp_api::{Config, Limit, LimitSettings, Services, extract::CursorKey};
use ehcp_case::CaseId;
use ehcp_casework::Casework;
use ehcp_store::CaseFilter;
use std::{
    net::{Ipv4Addr, SocketAddr},
    num::NonZeroU32,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

/// The most cases that one caller asks for in turn.
const CASES_OF_ONE: i64 = 1_000;

/// Somebody who asks, and what they ask for.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub who: SignedIn,
    /// Cases that they may read, in the order of the list.
    pub cases: Vec<CaseId>,
    /// Those of them that nobody else changes.
    pub own: Vec<CaseId>,
}

impl Caller {
    /// The case for this turn.
    pub fn case(&self, turn: usize) -> Option<CaseId> {
        self.cases.get(turn % self.cases.len().max(1)).copied()
    }
}

/// A county at work.
pub struct Scene {
    pub casework: Casework,
    pub runtime: Runtime,
    pub address: SocketAddr,
    pub officers: Vec<Caller>,
    pub parents: Vec<Caller>,
    pub schools: Vec<Caller>,
    /// How many cases there are.
    pub cases: usize,
}

impl Scene {
    /// Signs everybody in and starts the server.
    ///
    /// # Errors
    /// When the database holds no fixture, or no port is free.
    pub fn set(casework: Casework, callers: usize) -> Outcome<Self> {
        let keys = council::keys()?;
        let signed_in = |email: fn(usize) -> String| -> Outcome<Vec<Caller>> {
            let mut found = Vec::new();
            for number in 0..callers {
                found.extend(people::sign_in(&casework, &keys, &email(number))?);
            }
            if found.is_empty() {
                return Err("there is no fixture in this database: ehcp-bench fixture makes one".into());
            }
            let found: Vec<_> = found.iter().cycle().take(callers).cloned().collect();
            found
                .into_iter()
                .enumerate()
                .map(|(place, who)| caller(&casework, who, place, callers))
                .collect()
        };
        let (officers, parents, schools) = (
            signed_in(people::officer)?,
            signed_in(people::parent)?,
            signed_in(people::school)?,
        );
        let services = Services::new(casework.clone(), keys.into(), CursorKey::new([7; 32]));
        Ok(Self {
            cases: count(&casework)?,
            runtime: floor::runtime()?,
            address: serve(services)?,
            casework,
            officers,
            parents,
            schools,
        })
    }

    /// Runs a closed loop of one caller for each of these over HTTP until the time is up; each begins with a state
    /// of its own, made before the clock starts.
    pub fn over_http<S: Send>(
        &self,
        time: Duration,
        callers: &[Caller],
        begin: impl Fn(&mut Connection, &Caller) -> Outcome<S> + Sync,
        call: impl Fn(&mut Connection, &Caller, &mut S, usize) -> bool + Sync,
    ) -> Outcome<Round> {
        let mut ready = Vec::new();
        for caller in callers {
            let mut connection = Connection::to(self.address)?;
            let state = begin(&mut connection, caller)?;
            ready.push((connection, caller, state));
        }
        let began = Instant::now();
        let call = &call;
        let notes: Vec<Notes> = thread::scope(|scope| {
            let running: Vec<_> = ready
                .into_iter()
                .map(|(mut connection, caller, mut state)| {
                    scope.spawn(move || {
                        let mut notes = Notes::until(began + time);
                        let mut turn = 0_usize;
                        while notes.goes_on() {
                            let asked = Instant::now();
                            let answered = call(&mut connection, caller, &mut state, turn);
                            notes.note(asked, answered);
                            turn = turn.wrapping_add(1);
                        }
                        notes
                    })
                })
                .collect();
            running
                .into_iter()
                .filter_map(|thread| thread.join().ok())
                .collect()
        });
        Ok(Round::of(began, notes))
    }
}

fn caller(casework: &Casework, who: SignedIn, place: usize, callers: usize) -> Outcome<Caller> {
    let (actor, at) = (who.actor.clone(), casework.moment().as_of());
    let reach = reach_of(&actor, Action::ReadCase);
    let filter = CaseFilter {
        limit: CASES_OF_ONE,
        ..CaseFilter::default()
    };
    let rows = casework
        .store()
        .read_blocking(move |tx| tx.cases_reached(&reach, &actor, at, &filter))?;
    let cases: Vec<_> = rows.iter().map(|row| row.case.id).collect();
    // Officers of one team see the same list: each takes its own places of it.
    let own = cases
        .iter()
        .copied()
        .skip(place)
        .step_by(callers.max(1))
        .collect();
    Ok(Caller { who, cases, own })
}

fn count(casework: &Casework) -> Outcome<usize> {
    let (mut after, mut count) = (None, 0_usize);
    loop {
        let ids = casework
            .store()
            .read_blocking(move |tx| tx.case_ids_after(after, 10_000))?;
        count += ids.len();
        match ids.last() {
            Some(last) => after = Some(*last),
            None => return Ok(count),
        }
    }
}

/// Starts the server of a deployment, with limits that the load does not reach, on a free port.
fn serve(services: Services) -> Outcome<SocketAddr> {
    let (told, address) = mpsc::channel();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let built = ehcp_api::build(config(), services);
            match built {
                Ok((server, address)) => {
                    // Nobody waits for the address any more only when the program is ending.
                    let _ = told.send(Ok(address));
                    let _ = server.await;
                }
                Err(error) => {
                    let _ = told.send(Err(error));
                }
            }
        });
    });
    Ok(address.recv()??)
}

fn config() -> Config {
    let unlimited = Limit {
        requests: NonZeroU32::MAX,
        window: Duration::from_secs(1),
    };
    let limits = LimitSettings {
        public: unlimited,
        sign_in: unlimited,
        single_sign_on: unlimited,
        program_sign_in: unlimited,
        refused: unlimited,
        user: unlimited,
        ..LimitSettings::default()
    };
    Config {
        address: (Ipv4Addr::LOCALHOST, 0).into(),
        handle_signals: false,
        limits,
        ..Config::default()
    }
}
