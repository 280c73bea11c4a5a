//! Where the program keeps things: the data folder and the database.

use crate::{checkpoints::CheckpointFile, failure::Failure};
use clap::Args;
use ehcp_attachment::LARGEST;
use ehcp_casework::{Casework, Chance, Clock, FilePlace, FileRoom, Files, Scanner, password::Passwords};
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

    /// The folder of the bytes of attachments [default: attachments in the data folder]
    ///
    /// Of one database only: bytes that its rows do not know are removed from it.
    #[arg(long, env = "EHCP_ATTACHMENTS", value_name = "FOLDER")]
    attachments: Option<PathBuf>,

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

    /// How the store is opened. Only one that is told to migrate makes a SQLite database that is not there.
    ///
    /// # Errors
    /// When it is to migrate, and the data folder cannot be made.
    pub fn store_config(&self, migrate: bool) -> Result<StoreConfig, Failure> {
        if migrate {
            self.folder()?;
        }
        let url = match &self.database_url {
            Some(url) => url.clone(),
            None => format!("sqlite:{}", self.own_file().display()),
        };
        let on_start = if migrate {
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

    /// The bytes of attachments.
    ///
    /// # Errors
    /// When their folder cannot be made or used.
    pub fn files(&self) -> Result<Files, Failure> {
        let folder = match &self.attachments {
            Some(folder) => folder.clone(),
            None => self.data.join("attachments"),
        };
        Files::open(&FilePlace::Folder(folder.clone()), LARGEST).map_err(|error| {
            let folder = folder.display();
            Failure::not_done(format!(
                "The folder of attachments {folder} cannot be used: {error}."
            ))
        })
    }

    /// The SQLite database that is used when no other database is named.
    fn own_file(&self) -> PathBuf {
        self.data.join("ehcp.sqlite")
    }

    /// The use cases for a server. A SQLite database in the data folder that does not exist yet, or is empty, is made;
    /// any other database is only migrated when told to.
    ///
    /// # Errors
    /// When the database cannot be opened, is not up to date, or another server has it for itself.
    pub fn served_casework(&self, migrate: bool) -> Result<Casework, Failure> {
        let is_new =
            self.database_url.is_none() && fs::metadata(self.own_file()).map_or(true, |file| file.len() == 0);
        let config = StoreConfig {
            serves: true,
            ..self.store_config(migrate || is_new)?
        };
        self.over(config)
    }

    /// The use cases over the database that is there, by the machine's clock.
    ///
    /// # Errors
    /// When there is none, it cannot be opened or is not up to date.
    pub fn casework(&self, migrate: bool) -> Result<Casework, Failure> {
        self.over(self.store_config(migrate)?)
    }

    fn over(&self, config: StoreConfig) -> Result<Casework, Failure> {
        let store = Store::open(config)?;
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let passwords = Passwords::new(cores.min(PASSWORD_PLACES));
        let room = FileRoom::new(self.files()?, Scanner::NotSetUp);
        Ok(Casework::new(store, Clock::System, Chance::System, passwords).keeping_files(room))
    }
}
