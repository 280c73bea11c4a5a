//! The command: where the demonstration is kept, making it, serving it.

use super::{DemoError, MARK, Recipe, make, tour};
use crate::{
    cli::{Cli, Command},
    commands::{checks, serve::address_cannot_be_used},
    failure::Failure,
    output,
};
use chrono::NaiveDate;
use clap::{Args, Parser as _, builder::BoolishValueParser};
use ehcp_calendar::london_date;
use ehcp_casework::Clock;
use ehcp_store::{Claim, Kind, OnStart, OpenError, Store, StoreConfig, migrate, never_migrated, revert_all};
use std::{
    fs, io,
    net::{SocketAddr, TcpListener},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    time::Instant,
};

/// Makes a small invented council with a year of happenings, and serves it. Ready in seconds; nothing in it is real.
#[derive(Args)]
pub(crate) struct DemoArgs {
    /// The same seed makes the same council.
    #[arg(long, default_value_t = 42, value_parser = checks::whole_number::<u64>)]
    seed: u64,

    /// How many children it has.
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u16).range(20..=3000))]
    children: u16,

    /// The data folder of the demonstration. One that an earlier demonstration made is made anew.
    #[arg(long, value_name = "FOLDER", default_value = "data/demo")]
    data: PathBuf,

    /// The address and port to answer on.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080", value_parser = checks::address)]
    listen: SocketAddr,

    /// Keep it in this empty database instead: sqlite:PATH or postgres://… [default: SQLite in the data folder]
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,

    /// The day on which the year of happenings ends [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = crate::timeline::exception::day)]
    today: Option<NaiveDate>,

    /// Make it and do not serve it.
    #[arg(long)]
    no_serve: bool,

    /// Accept a PostgreSQL server that can lose answered changes when power fails. For throwaway servers of tests.
    #[arg(long, env = "EHCP_ALLOW_UNSAFE_DURABILITY", value_parser = BoolishValueParser::new(), hide = true)]
    allow_unsafe_durability: bool,
}

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Self {
        Self::not_done(format!("The demonstration could not be made: {error}."))
    }
}

/// Makes the demonstration and serves it.
///
/// # Errors
/// When there is another database where it would be kept, when it cannot be made, or when the server cannot start.
pub(crate) fn run(args: DemoArgs, started: Instant) -> Result<(), Failure> {
    let now = london_date(Clock::System.now());
    let today = args.today.unwrap_or(now);
    if today > now && !args.no_serve {
        return Err(Failure::unusable(
            "--today is in the future, so what is made cannot be served. Give an earlier day, or --no-serve.",
        ));
    }
    // The signing key will lie in it.
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&args.data)
        .map_err(|error| cannot_be_used(&args.data, &error))?;
    let url = match &args.database_url {
        Some(url) => url.clone(),
        None => format!("sqlite:{}", args.data.join("ehcp.sqlite").display()),
    };
    let config = StoreConfig {
        on_start: OnStart::Migrate,
        allow_unsafe_durability: args.allow_unsafe_durability,
        ..StoreConfig::new(&url)
    };
    // Before anything is removed: where another one answers already, this one changes nothing.
    let listener = match args.no_serve {
        true => None,
        false => Some(
            TcpListener::bind(args.listen).map_err(|error| address_cannot_be_used(args.listen, &error))?,
        ),
    };
    let address = listener.as_ref().and_then(|socket| socket.local_addr().ok());
    let claim = Claim::to_remake(&config)?;
    make_room(&config)?;
    let store = Store::open(config)?;
    let recipe = Recipe {
        seed: args.seed,
        children: usize::from(args.children),
        today,
    };
    let made = make(&store, recipe);
    store.close();
    let made = made?;
    // The server claims it for itself.
    drop(claim);
    output::print(&format!(
        "Made a council with {} children and {} happenings of a year in {:.1} seconds.\n{}",
        made.children,
        made.happenings,
        started.elapsed().as_secs_f64(),
        tour::in_words(&made.tour, &format!("http://{}", address.unwrap_or(args.listen))),
    ))?;
    match listener {
        Some(listener) => serve(&args, &url, listener, started),
        None => Ok(()),
    }
}

fn cannot_be_used(folder: &Path, error: &io::Error) -> Failure {
    Failure::not_done(format!(
        "The folder {} cannot be used: {error}.",
        folder.display()
    ))
}

/// Sees to it that the database is empty. Only one that a demonstration made is emptied.
fn make_room(config: &StoreConfig) -> Result<(), Failure> {
    let file = sqlite_file(&config.url);
    if let Some(file) = &file
        && fs::metadata(file).map_or(true, |found| found.len() == 0)
    {
        return Ok(());
    }
    if never_migrated(config)? {
        return match file {
            // A file with other tables in it is somebody's.
            Some(_) => Err(not_a_demonstration()),
            None => Ok(()),
        };
    }
    let as_it_is = StoreConfig {
        on_start: OnStart::RefuseUnmigrated,
        ..config.clone()
    };
    let store = match Store::open(as_it_is) {
        Err(OpenError::NotMigrated { .. }) => return Err(not_a_demonstration()),
        opened => opened?,
    };
    let mark = store.read_blocking(|tx| tx.note(MARK));
    let kind = store.kind();
    store.close();
    if mark?.is_none() {
        return Err(not_a_demonstration());
    }
    match (kind, file) {
        (Kind::Sqlite, Some(file)) => remove(&file),
        _ => {
            revert_all(config)?;
            migrate(config)?;
            Ok(())
        }
    }
}

fn not_a_demonstration() -> Failure {
    Failure::unusable(
        "There is a database already, and this version's demonstration did not make it, so it is left as it is. Give another --data folder or --database-url.",
    )
}

fn sqlite_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    Some(PathBuf::from(path.strip_prefix("//").unwrap_or(path)))
}

fn remove(file: &Path) -> Result<(), Failure> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(cannot_be_used(file, &error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Serves it as `ehcp serve` does. Folder and database are named, so that no setting in the environment leads to
/// another one.
fn serve(args: &DemoArgs, url: &str, listener: TcpListener, started: Instant) -> Result<(), Failure> {
    let mut line = vec!["ehcp".into(), "serve".into()];
    for (option, value) in [
        ("--data", args.data.clone().into_os_string()),
        ("--database-url", url.into()),
        ("--listen", args.listen.to_string().into()),
        // Nothing real is given as evidence.
        ("--scanner", "none".into()),
        // Nobody real is written to.
        ("--mail", "file".into()),
    ] {
        line.push(option.into());
        line.push(value);
    }
    match Cli::try_parse_from(line).map_err(Failure::unusable)?.command {
        Command::Serve(serve) => serve.run_on(Some(listener), started),
        other => other.run(started),
    }
}
