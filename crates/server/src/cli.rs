//! The command line.

use crate::{
    commands::{
        admin::AdminCommand,
        backup::{Backup, Restore},
        checkpoint::Checkpoint,
        deadlines::DeadlinesCommand,
        erase::EraseCommand,
        key::KeyCommand,
        migrate::Migrate,
        recompute::Recompute,
        retention::RetentionCommand,
        serve::Serve,
        setting::SettingCommand,
        subject_access::SubjectAccess,
        team::TeamCommand,
        timeline::Timeline,
        user::UserCommand,
        verify::Verify,
    },
    commands::{deadlines, openapi},
    demo::{self, DemoArgs},
    failure::Failure,
};
use clap::{Parser, Subcommand};
use std::{sync::LazyLock, time::Instant};

/// Tracks every education, health and care case of one English local authority through its legal clock.
///
/// Exit codes: 0 done; 1 not done, or something was found; 2 the command line, a setting or the input cannot be used.
#[derive(Parser)]
#[command(name = "ehcp", version = version(), propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// The program's own version, and that of the contract that it serves.
fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        format!(
            "{} (serves version {} of the API's contract)",
            env!("CARGO_PKG_VERSION"),
            ehcp_api::CONTRACT_VERSION
        )
    });
    &VERSION
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve the API until SIGTERM or SIGINT.
    Serve(Box<Serve>),
    /// Make a small invented council with a year of happenings, and serve it.
    Demo(Box<DemoArgs>),
    /// Bring the database schema up to date.
    Migrate(Migrate),
    /// Compute all due dates anew: after an upgrade that says so, and after a change of the calendar.
    Recompute(Recompute),
    /// Erase a person's record, or keep it from being erased. With the server stopped.
    #[command(subcommand)]
    Erase(EraseCommand),
    /// Put together everything that is held on one person, and a draft of what can be released, in a new folder.
    SubjectAccess(SubjectAccess),
    /// How long records are kept, what is kept no longer, and a run that erases it.
    #[command(subcommand)]
    Retention(RetentionCommand),
    /// Check the database, every log against the checkpoints, every case's rows and due dates, changing nothing.
    Verify(Verify),
    /// Sign where every log ends, and keep it outside the database: each hour while serving, or now.
    Checkpoint(Checkpoint),
    /// Copy the database into a new folder while it is in use.
    Backup(Backup),
    /// Put a copy back, after everything in it was checked.
    Restore(Restore),
    /// Print the contract of the API (OpenAPI 3.1).
    Openapi,
    /// The first administrator.
    #[command(subcommand)]
    Admin(AdminCommand),
    /// People who sign in.
    #[command(subcommand)]
    User(UserCommand),
    /// The keys that sign access tokens.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Teams of the authority.
    #[command(subcommand)]
    Team(TeamCommand),
    /// Schools, colleges and early-years settings.
    #[command(subcommand)]
    Setting(SettingCommand),
    /// The statutory rules and the calculator.
    #[command(subcommand)]
    Deadlines(DeadlinesCommand),
    /// The statutory dates that follow from dated facts, without a database.
    Timeline(Box<Timeline>),
}

impl Command {
    /// Does what was asked.
    ///
    /// # Errors
    /// What a person needs to read to put it right.
    pub fn run(self, started: Instant) -> Result<(), Failure> {
        if !matches!(self, Self::Serve(_)) {
            crate::logging::start_quietly();
        }
        match self {
            Self::Serve(serve) => serve.run(started),
            Self::Demo(args) => demo::run(*args, started),
            Self::Migrate(migrate) => migrate.run(),
            Self::Recompute(recompute) => recompute.run(),
            Self::Erase(command) => command.run(),
            Self::Retention(command) => command.run(),
            Self::SubjectAccess(command) => command.run(),
            Self::Verify(verify) => verify.run(),
            Self::Checkpoint(checkpoint) => checkpoint.run(),
            Self::Backup(backup) => backup.run(),
            Self::Restore(restore) => restore.run(),
            Self::Openapi => openapi::run(),
            Self::Admin(command) => command.run(),
            Self::User(command) => command.run(),
            Self::Key(command) => command.run(),
            Self::Team(command) => command.run(),
            Self::Setting(command) => command.run(),
            Self::Deadlines(command) => deadlines::run(command),
            Self::Timeline(timeline) => timeline.run(),
        }
    }
}
