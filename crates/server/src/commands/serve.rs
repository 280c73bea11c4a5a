//! `ehcp serve`.

mod proofs;
mod secrets;
mod single_sign_on;
mod upkeep;

use super::checks;
use crate::{
    failure::Failure,
    logging::{self, LogFormat, LogLevel},
    mail::{self, MailSettings},
    output,
    place::Place,
};
use actix_web::{
    dev::ServerHandle,
    rt::{System, spawn},
};
use clap::{Args, builder::BoolishValueParser};
use ehcp_api::{Config, Cors, Origin, Services};
use ehcp_casework::{FileRoom, Identity, Scanner};
use proofs::Proofs;
use single_sign_on::SignOnSettings;
use std::{
    io,
    net::{IpAddr, SocketAddr, TcpListener},
    num::NonZeroUsize,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};

/// Serves the API until SIGTERM or SIGINT. Each option can also be given in the environment variable named with it.
#[derive(Args)]
pub struct Serve {
    /// The address and port to answer on; port 0 takes any free port.
    #[arg(
        long,
        env = "EHCP_LISTEN",
        value_name = "ADDRESS:PORT",
        default_value = "127.0.0.1:8080",
        value_parser = checks::address
    )]
    listen: SocketAddr,

    /// Bring the database schema up to date before serving, instead of refusing an older one.
    #[arg(long, env = "EHCP_MIGRATE", value_parser = BoolishValueParser::new())]
    migrate: bool,

    /// Threads that serve requests [default: one for each core]
    #[arg(long, env = "EHCP_WORKERS", value_name = "NUMBER", value_parser = checks::at_least_one)]
    workers: Option<NonZeroUsize>,

    /// Seconds that running requests are given after the order to stop.
    #[arg(long, env = "EHCP_STOP_WITHIN", value_name = "SECONDS", default_value_t = 20, value_parser = checks::whole_number::<u32>)]
    stop_within: u32,

    /// Addresses of proxies, with commas between, whose X-Forwarded-For is believed [default: none]
    #[arg(
        long,
        env = "EHCP_TRUSTED_PROXIES",
        value_name = "ADDRESSES",
        value_delimiter = ',',
        value_parser = checks::ip_address
    )]
    trusted_proxies: Vec<IpAddr>,

    /// Origins, with commas between, whose pages may call the API from a browser, such as `https://send.example.gov.uk`
    /// [default: none]
    #[arg(
        long,
        env = "EHCP_CORS_ORIGINS",
        value_name = "ORIGINS",
        value_delimiter = ','
    )]
    cors_origins: Vec<Origin>,

    /// Different cases that one person may read in one day before the security log is told [default: 500]
    #[arg(long, env = "EHCP_DAILY_READS", value_name = "NUMBER")]
    daily_reads: Option<NonZeroUsize>,

    /// The page on which the council takes complaints, shown to families who ask what they can do about a decision
    /// [default: none is named]
    #[arg(long, env = "EHCP_COMPLAINTS_PAGE", value_name = "URL", value_parser = checks::page)]
    complaints_page: Option<String>,

    /// How log lines on standard error are written.
    #[arg(long, env = "EHCP_LOG_FORMAT", value_enum, default_value_t = LogFormat::Json)]
    log_format: LogFormat,

    /// From which weight on happenings are logged.
    #[arg(long, env = "EHCP_LOG_LEVEL", value_enum, default_value_t = LogLevel::Info)]
    log_level: LogLevel,

    /// Who looks whether a file is harmful: `tcp://HOST:PORT` or `unix:/PATH` of ClamAV's daemon, or `none` [default:
    /// nobody is set up, and no file is taken]
    #[arg(long, env = "EHCP_SCANNER", value_name = "ADDRESS", value_parser = Scanner::at)]
    scanner: Option<Scanner>,

    #[command(flatten)]
    proofs: Proofs,

    #[command(flatten)]
    sign_on: SignOnSettings,

    #[command(flatten)]
    mail: MailSettings,

    #[command(flatten)]
    place: Place,
}

impl Serve {
    /// Serves until told to stop.
    ///
    /// # Errors
    /// When the secrets, the database or the address cannot be used.
    pub fn run(self, started: Instant) -> Result<(), Failure> {
        self.run_on(None, started)
    }

    /// The same on a socket that listens already, when one is given.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn run_on(self, listener: Option<TcpListener>, started: Instant) -> Result<(), Failure> {
        logging::start(self.log_format, self.log_level);
        let secrets = secrets::load_or_create(self.place.folder()?)?;
        let checkpoints = Arc::new(self.place.checkpoints()?);
        let sign_on = self.sign_on.read()?;
        let identity = Identity {
            provider_alone: sign_on.provider_alone.clone(),
            ..self.proofs.identity(secrets.seal)
        };
        let room = FileRoom::new(
            self.place.files()?,
            self.scanner.clone().unwrap_or(Scanner::NotSetUp),
        );
        let casework = self
            .place
            .served_casework(self.migrate)?
            .proving(identity)
            .keeping_files(room);
        for known in &sign_on.single_sign_on {
            single_sign_on::check(&casework, known)?;
        }
        let casework = match self.daily_reads {
            Some(ceiling) => casework.telling_of_daily_reads(ceiling),
            None => casework,
        };
        let tokens = secrets.tokens.clone();
        let services = Services::new(casework.clone(), secrets.tokens, secrets.cursor_key)
            .with_single_sign_on(sign_on.single_sign_on);
        let served = System::new().block_on(async {
            let stop = StopSignals::listen()?;
            // Connections to the mail server belong to this runtime.
            let (post, sender) = self.mail.post(self.place.folder()?)?;
            let built = match listener {
                Some(listener) => ehcp_api::build_on(listener, self.config(), services),
                None => ehcp_api::build(self.config(), services),
            };
            let (server, address) = built.map_err(|error| address_cannot_be_used(self.listen, &error))?;
            let upkeep = [
                spawn(upkeep::forget_what_is_old(casework.clone())),
                spawn(upkeep::sweep_files(casework.clone())),
                spawn(upkeep::sum_up_refusals(casework.clone())),
                spawn(upkeep::make_checkpoints(
                    casework.clone(),
                    Arc::clone(&checkpoints),
                )),
                spawn(upkeep::look_at_keys(tokens, casework.clone())),
            ];
            let (stop_mail, stopped) = watch::channel(false);
            let mail = spawn(mail::send_until(casework.clone(), post, sender, stopped));
            spawn(stop.then_stop(server.handle()));
            announce(address, started)?;
            let served = server.await;
            upkeep.iter().for_each(|task| task.abort());
            casework.sum_up_last_refusals().await;
            // Nobody listens when the sender has ended already.
            let _ = stop_mail.send(true);
            if mail.await.is_err() {
                tracing::error!(target: "ehcp::serve", "the sender of messages ended by a panic");
            }
            served.map_err(|error| Failure::not_done(format!("The server stopped: {error}.")))
        });
        upkeep::make_checkpoint(&casework, &checkpoints);
        casework.store().close();
        tracing::info!(target: "ehcp::serve", "stopped");
        served
    }

    fn config(&self) -> Config {
        let usual = Config::default();
        Config {
            address: self.listen,
            workers: self.workers.map_or(usual.workers, NonZeroUsize::get),
            shutdown_timeout: Duration::from_secs(self.stop_within.into()),
            handle_signals: false,
            trusted_proxies: self.trusted_proxies.clone(),
            cors: Cors {
                origins: self.cors_origins.clone(),
            },
            complaints_page: self.complaints_page.clone(),
            ..usual
        }
    }
}

/// Why nobody can be answered at an address.
pub fn address_cannot_be_used(address: SocketAddr, error: &io::Error) -> Failure {
    Failure::not_done(format!(
        "The address {address} cannot be used: {error}. Give another one with --listen; port 0 takes any free port."
    ))
}

/// Tells people, and the log, that requests are answered now.
fn announce(address: SocketAddr, started: Instant) -> Result<(), Failure> {
    let ready_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(target: "ehcp::serve", %address, ready_ms, "ready");
    output::print_line(&format!("ehcp answers on http://{address}"))
}

/// The orders to stop.
struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    fn listen() -> Result<Self, Failure> {
        let listen = |kind| {
            signal(kind).map_err(|error| {
                Failure::not_done(format!("The orders to stop cannot be listened for: {error}."))
            })
        };
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
        })
    }

    /// Waits for the first order, then lets running requests end. Later orders change nothing: the wait is bounded.
    async fn then_stop(mut self, server: ServerHandle) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
        tracing::info!(target: "ehcp::serve", "stopping");
        server.stop(true).await;
    }
}
