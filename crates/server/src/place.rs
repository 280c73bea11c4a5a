//! Where the program keeps things: the data folder and the database.

use crate::{checkpoints::CheckpointFile, failure::Failure};
use clap::Args;
use ehcp_casework::{Casework, Chance, Clock, password::Passwords};
use ehcp_store::{OnStart, Store, StoreConfig};
use std::{
    fs,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    thread,
};

/// The most passwords that are checked at the same moment; each takes 19 MiB and a core.
const PASSWORD_PLACES: usize = 4;

/// Where the data folder and the database are.
#[derive(Args)]
pub struct Place {
    /// The data folder: the SQLite database, the signing key, the cursor secret. Made when it is missing.
    #[arg(long, env = "EHCP_DATA", value_name = "FOLDER", default_value = "data")]
    data: PathBuf,

    /// The database: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE [default: SQLite in the data folder]
    ///
    /// It may hold a password: give it in the environment rather than here, where other users of the machine can
    /// see it. It is never logged.
    #[arg(long, env = "EHCP_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,

    /// The file, or the folder, of the signed checkpoints over all logs [default: checkpoints.jsonl in the data folder]
    ///
    /// Best kept where whoever can change the database cannot change it.
    #[arg(long, env = "EHCP_CHECKPOINTS", value_name = "FILE")]
    checkpoints: Option<PathBuf>,

    /// Accept a PostgreSQL server that can lose answered changes when power fails. For throwaway servers of tests.
    #[arg(long, env = "EHCP_ALLOW_UNSAFE_DURABILITY", value_parser = clap::builder::BoolishValueParser::new(), hide = true)]
    allow_unsafe_durability: bool,
}

impl Place {
    /// The data folder, made with mode 0700 when it is missing.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(&self) -> Result<&Path, Failure> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.data)
            .map_err(|error| {
                let folder = self.data.display();
                Failure::not_done(format!("The data folder {folder} cannot be made: {error}."))
            })?;
        Ok(&self.data)
    }

    /// How the store is opened. A SQLite database in the data folder that does not exist yet, or is empty, is made;
    /// any other database is only migrated when told to.
    ///
    /// # Errors
    /// When the data folder cannot be made.
    pub fn store_config(&self, migrate: bool) -> Result<StoreConfig, Failure> {
        let (url, is_new) = match &self.database_url {
            Some(url) => (url.clone(), false),
            None => {
                let file = self.folder()?.join("ehcp.sqlite");
                let is_new = fs::metadata(&file).map_or(true, |file| file.len() == 0);
                (format!("sqlite:{}", file.display()), is_new)
            }
        };
        let on_start = if migrate || is_new {
            OnStart::Migrate
        } else {
            OnStart::RefuseUnmigrated
        };
        Ok(StoreConfig {
            on_start,
            allow_unsafe_durability: self.allow_unsafe_durability,
            ..StoreConfig::new(url)
        })
    }

    /// The file of checkpoints and the key that signs them.
    ///
    /// # Errors
    /// When the data folder or the key cannot be used.
    pub fn checkpoints(&self) -> Result<CheckpointFile, Failure> {
        CheckpointFile::at(self.folder()?, self.checkpoints.as_deref())
    }

    /// The use cases over the database, by the machine's clock.
    ///
    /// # Errors
    /// When the database cannot be opened or is not up to date.
    pub fn casework(&self, migrate: bool) -> Result<Casework, Failure> {
        let store = Store::open(self.store_config(migrate)?)?;
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let passwords = Passwords::new(cores.min(PASSWORD_PLACES));
        Ok(Casework::new(store, Clock::System, Chance::System, passwords))
    }
}
