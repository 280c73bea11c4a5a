//! What the server is given to work with.

use crate::{
    auth::TokenKeys,
    contract::Contract,
    cors::Cors,
    extract::CursorKey,
    limits::{LimitSettings, Limiters},
    single_sign_on::SingleSignOn,
};
use ehcp_casework::{Casework, SignOnFor};
use futures_util::future::BoxFuture;
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

/// Asks whether the server can do its work: `true` when its database answers.
pub type Readiness = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// Where and how to listen, and how much to put up with.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen; port 0 takes any free port.
    pub address: SocketAddr,
    /// Threads that serve requests.
    pub workers: usize,
    /// Connections at once, over all workers.
    pub max_connections: usize,
    /// How long a client may take to send the head of a request.
    pub header_timeout: Duration,
    /// How long a client may take to send a body.
    pub body_timeout: Duration,
    /// How long a client may take to send a file.
    pub upload_timeout: Duration,
    /// How long a request may take from its head to the head of its answer.
    pub request_timeout: Duration,
    /// How long an idle connection is kept.
    pub keep_alive: Duration,
    /// How long running requests may go on after the order to stop.
    pub shutdown_timeout: Duration,
    /// Whether SIGTERM and SIGINT stop the server.
    pub handle_signals: bool,
    /// Proxies whose `X-Forwarded-For` is believed. Empty: the peer is the client.
    pub trusted_proxies: Vec<IpAddr>,
    /// Pages of which other origins may call the API. None by default.
    pub cors: Cors,
    /// The published request limits.
    pub limits: LimitSettings,
    /// The page on which the authority takes complaints, for families who ask what they can do.
    pub complaints_page: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            workers: std::thread::available_parallelism().map_or(2, usize::from),
            max_connections: 4096,
            header_timeout: Duration::from_secs(5),
            body_timeout: Duration::from_secs(30),
            upload_timeout: Duration::from_secs(5 * 60),
            request_timeout: Duration::from_secs(60),
            keep_alive: Duration::from_secs(30),
            shutdown_timeout: Duration::from_secs(20),
            handle_signals: true,
            trusted_proxies: Vec::new(),
            cors: Cors::default(),
            limits: LimitSettings::default(),
            complaints_page: None,
        }
    }
}

/// What the API needs from the layers below.
#[derive(Clone)]
pub struct Services {
    /// The use cases, with their store and their clock.
    pub casework: Casework,
    /// Whether the server can do its work.
    pub readiness: Readiness,
    /// The keys of access tokens.
    pub tokens: Arc<TokenKeys>,
    /// The key of page cursors.
    pub cursor_key: CursorKey,
    /// The provider of the council and that of families, where they are set up.
    pub single_sign_on: Vec<Arc<SingleSignOn>>,
}

impl Services {
    /// Services over these use cases; ready when their store answers.
    #[must_use]
    pub fn new(casework: Casework, tokens: Arc<TokenKeys>, cursor_key: CursorKey) -> Self {
        let asked = casework.clone();
        let readiness: Readiness = Arc::new(move || {
            let casework = asked.clone();
            Box::pin(async move { casework.is_ready().await })
        });
        Self {
            casework,
            readiness,
            tokens,
            cursor_key,
            single_sign_on: Vec::new(),
        }
    }

    /// The same with these providers, one at most for the council and one for families.
    #[must_use]
    pub fn with_single_sign_on(self, single_sign_on: Vec<Arc<SingleSignOn>>) -> Self {
        Self {
            single_sign_on,
            ..self
        }
    }

    /// The provider for these people, if it is set up.
    pub(crate) fn provider_for(&self, for_whom: SignOnFor) -> Option<Arc<SingleSignOn>> {
        let mut all = self.single_sign_on.iter();
        all.find(|known| known.entry.for_whom() == for_whom).cloned()
    }
}

/// Everything that the workers share.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) services: Services,
    pub(crate) contract: Contract,
    pub(crate) limiters: Limiters,
}
