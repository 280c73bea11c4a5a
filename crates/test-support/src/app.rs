//! The real server, started for one test and stopped when dropped.

use crate::{Actor, Call, Council, Logs, Person, TestDatabase, TestIssuer, nine_o_clock};
use actix_web::dev::ServerHandle;
use chrono::Duration as Days;
use ehcp_api::{
    Config, Limit, LimitSettings, Provider, Services, SingleSignOn,
    auth::{NewAccessToken, SigningKey, TokenKeys},
    extract::CursorKey,
};
use ehcp_attachment::LARGEST;
use ehcp_case::UserId;
use ehcp_casework::{
    Casework, Chance, Clock, FamilySignOn, FilePlace, FileRoom, Files, Identity, Scanner, Seal, SignOnEntry,
    SignOnRules, password::Passwords,
};
use ehcp_store::{Store, StoreConfig};
use reqwest::Method;
use std::{
    collections::HashMap,
    net::SocketAddr,
    num::{NonZeroU32, NonZeroUsize},
    sync::{Arc, Mutex, MutexGuard, mpsc},
    thread::JoinHandle,
    time::Duration,
};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

const ISSUER: &str = "https://ehcp.example.org";
const AUDIENCE: &str = "ehcp-api";

/// The life of an access token, in seconds.
const TOKEN_LIFE: i64 = 900;

/// How a test's server is to start.
pub struct Start {
    database: TestDatabase,
    today: String,
    seed: u64,
    store: StoreConfig,
    config: Config,
    daily_reads: Option<NonZeroUsize>,
    identity: Identity,
    scanner: Scanner,
}

impl Start {
    /// Who looks whether files are harmful; nobody unless said.
    #[must_use]
    pub fn scanned_by(mut self, scanner: Scanner) -> Self {
        self.scanner = scanner;
        self
    }

    /// The different cases that one person may read in one day before it is told.
    #[must_use]
    pub fn daily_reads(mut self, ceiling: usize) -> Self {
        self.daily_reads = NonZeroUsize::new(ceiling);
        self
    }

    /// Changes how people must prove who they are.
    #[must_use]
    pub fn proving(mut self, change: impl FnOnce(&mut Identity)) -> Self {
        change(&mut self.identity);
        self
    }

    /// The day it is; Monday 7 September 2026 unless said.
    #[must_use]
    pub fn today(mut self, today: &str) -> Self {
        today.clone_into(&mut self.today);
        self
    }

    /// The seed of the ids.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Changes how the server listens and what it puts up with.
    #[must_use]
    pub fn server(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }

    /// Changes how the store is opened.
    #[must_use]
    pub fn store(mut self, change: impl FnOnce(&mut StoreConfig)) -> Self {
        change(&mut self.store);
        self
    }

    /// Opens the database, lets the council move in and starts the server.
    #[must_use]
    pub fn start(self) -> TestApp {
        self.start_with(|_, _| Vec::new())
    }

    /// The same with a provider of the authority's own sign-in on this machine.
    #[must_use]
    pub fn with_provider(self, rules: SignOnRules) -> (TestApp, TestIssuer) {
        self.with_provider_for(|_| rules)
    }

    /// The same with rules that name teams and settings of the council.
    #[must_use]
    pub fn with_provider_for(self, rules: impl FnOnce(&Council) -> SignOnRules) -> (TestApp, TestIssuer) {
        let mut issuer = None;
        let app = self.start_with(|clock, council| {
            let (provider, known) = provider(clock, SignOnEntry::Council(rules(council)));
            issuer = Some(provider);
            vec![known]
        });
        (app, issuer.expect("a provider"))
    }

    /// The same with a provider for the council and another one for families, in this order.
    #[must_use]
    pub fn with_providers(
        self,
        rules: SignOnRules,
        families: FamilySignOn,
    ) -> (TestApp, TestIssuer, TestIssuer) {
        let mut issuers = None;
        let app = self.start_with(|clock, _| {
            let (council, first) = provider(clock, SignOnEntry::Council(rules));
            let (of_families, second) = provider(clock, SignOnEntry::Families(families));
            issuers = Some((council, of_families));
            vec![first, second]
        });
        let (council, of_families) = issuers.expect("two providers");
        (app, council, of_families)
    }

    fn start_with(self, single_sign_on: impl FnOnce(&Clock, &Council) -> Vec<Arc<SingleSignOn>>) -> TestApp {
        let store = Store::open(self.store).expect("the test database opens");
        let now = nine_o_clock(&self.today);
        let chance = Chance::seeded(self.seed);
        let council = Council::move_in(&store, &chance, now);
        let clock = Clock::standing_at(now);
        let passwords = Passwords::new(2);
        let casework =
            Casework::new(store.clone(), clock.clone(), chance, passwords.clone()).proving(self.identity);
        let files = tempfile::tempdir().expect("a folder for files");
        let place = FilePlace::Folder(files.path().to_owned());
        let room = Files::open(&place, LARGEST).expect("a place for files");
        let casework = casework.keeping_files(FileRoom::new(room, self.scanner));
        let casework = match self.daily_reads {
            Some(ceiling) => casework.telling_of_daily_reads(ceiling),
            None => casework,
        };
        let keys = Arc::new(TokenKeys::new(new_key(), Vec::new(), ISSUER, AUDIENCE).expect("one key"));
        let services = Services::new(casework.clone(), keys.clone(), CursorKey::new([7; 32]))
            .with_single_sign_on(single_sign_on(&clock, &council));
        let (address, handle, thread) = serve(self.config, services);
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(60))
            .build()
            .expect("a client");
        TestApp {
            files,
            council,
            clock,
            store,
            casework,
            passwords,
            address,
            client,
            keys,
            phones: Mutex::default(),
            runtime: Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .expect("a runtime"),
            handle,
            thread: Some(thread),
            database: self.database,
        }
    }
}

/// A provider on this machine, and how the server asks it.
fn provider(clock: &Clock, entry: SignOnEntry) -> (TestIssuer, Arc<SingleSignOn>) {
    let issuer = TestIssuer::start(clock.clone());
    // That for families says roles too, where it is to be seen that they count for nothing.
    let settings = issuer.settings();
    let known = SingleSignOn {
        leeway: settings.leeway,
        provider: Provider::new(settings).expect("a provider"),
        entry,
    };
    (issuer, Arc::new(known))
}

/// A running server with a small council in its database.
pub struct TestApp {
    /// Who lives and works here.
    pub council: Council,
    /// The clock of the server.
    pub clock: Clock,
    /// The store of the server.
    pub store: Store,
    /// The use cases of the server.
    pub casework: Casework,
    /// How the server checks passwords.
    pub passwords: Passwords,
    /// Where the server listens.
    pub address: SocketAddr,
    /// The database.
    pub database: TestDatabase,
    /// The folder of the bytes of files.
    pub files: TempDir,
    pub(crate) client: reqwest::Client,
    pub(crate) runtime: Runtime,
    keys: Arc<TokenKeys>,
    /// The seeds in people's authenticator apps.
    phones: Mutex<HashMap<UserId, String>>,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl TestApp {
    /// A server over this database, on Monday 7 September 2026.
    #[must_use]
    pub fn on(database: TestDatabase) -> Self {
        Self::prepare(database).start()
    }

    /// The same, to be changed before it starts.
    #[must_use]
    pub fn prepare(database: TestDatabase) -> Start {
        Start {
            today: "2026-09-07".to_owned(),
            seed: 1,
            store: database.config(),
            config: quiet_config(),
            daily_reads: None,
            identity: Identity::sealed_with(Seal::fleeting()),
            scanner: Scanner::None,
            database,
        }
    }

    /// Moves the clock to nine o'clock of a day.
    pub fn go_to(&self, today: &str) {
        self.clock.set(nine_o_clock(today));
    }

    /// The day it is.
    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        self.casework.moment().today
    }

    /// Somebody of the council, to send requests.
    #[must_use]
    pub fn as_person<'app>(&'app self, person: &Person) -> Actor<'app> {
        Actor::new(self, person.clone())
    }

    /// A request without a token.
    pub fn anonymous(&self, method: Method, path: impl AsRef<str>) -> Call<'_> {
        Call::new(self, method, path.as_ref())
    }

    /// An access token of a person, as signing in would give.
    #[must_use]
    pub fn token_of(&self, person: &Person) -> String {
        self.token_issued_at(person, 0, &self.keys)
    }

    /// A token whose life ended a minute ago.
    #[must_use]
    pub fn expired_token_of(&self, person: &Person) -> String {
        self.token_issued_at(person, TOKEN_LIFE + 60, &self.keys)
    }

    /// A token that somebody else's key has signed.
    #[must_use]
    pub fn forged_token_of(&self, person: &Person) -> String {
        let other = TokenKeys::new(new_key(), Vec::new(), ISSUER, AUDIENCE).expect("one key");
        self.token_issued_at(person, 0, &other)
    }

    fn token_issued_at(&self, person: &Person, seconds_ago: i64, keys: &TokenKeys) -> String {
        let now = self.clock.now() - Days::seconds(seconds_ago);
        let new = NewAccessToken {
            user: person.user,
            session: person.session,
            role: person.role.word().to_owned(),
            id: Chance::System.id(now),
            lifetime: TOKEN_LIFE,
        };
        keys.issue(new, now).expect("a token")
    }

    pub(crate) fn phones(&self) -> MutexGuard<'_, HashMap<UserId, String>> {
        self.phones.lock().expect("nobody panicked with a phone in hand")
    }

    /// Goes to an address as a browser does, and gives where it is sent on to.
    #[must_use]
    pub fn follows(&self, address: &str) -> String {
        let answer = self.block_on(async { self.client.get(address).send().await });
        let answer = answer.expect("an answer");
        let location = answer.headers().get("location").expect("somewhere to go");
        location.to_str().expect("an address").to_owned()
    }

    /// The names of the files that lie in a part of the folder of files: `kept` or `incoming`.
    #[must_use]
    pub fn files_in(&self, part: &str) -> Vec<String> {
        let listed = std::fs::read_dir(self.files.path().join(part)).expect("the folder of files");
        let names = listed.map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        });
        names.collect()
    }

    /// What the database has logged.
    #[must_use]
    pub fn logs(&self) -> Logs {
        Logs::of(&self.database)
    }

    /// Runs something asynchronous to its end.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // The order is sent at once; the future only tells when it is done.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
        self.store.close();
    }
}

fn new_key() -> SigningKey {
    SigningKey::generate().expect("random numbers").0
}

/// A free port, two threads, and no limits that a busy test would reach.
fn quiet_config() -> Config {
    let plenty = Limit {
        requests: NonZeroU32::new(1_000_000).expect("not zero"),
        window: Duration::from_secs(60),
    };
    let mut config = Config {
        workers: 2,
        handle_signals: false,
        limits: LimitSettings {
            public: plenty,
            sign_in: plenty,
            single_sign_on: plenty,
            program_sign_in: plenty,
            refused: plenty,
            user: plenty,
            program: plenty,
            costly: plenty,
            ..LimitSettings::default()
        },
        ..Config::default()
    };
    config.address.set_port(0);
    config
}

fn serve(config: Config, services: Services) -> (SocketAddr, ServerHandle, JoinHandle<()>) {
    let (send, receive) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let (server, address) = ehcp_api::build(config, services).expect("the server starts");
            send.send((address, server.handle())).expect("the test waits");
            server.await.expect("the server runs");
        });
    });
    let (address, handle) = receive.recv().expect("the server starts");
    (address, handle, thread)
}
