//! The program `ehcp-bench`: fixtures, loads, and the floors beside which their figures mean something.
//!
//! It measures; it asserts nothing. Every figure is printed with what the same work costs without the layers above
//! it, measured in the same run on the same machine.

mod alike;
mod council;
mod floor;
mod http;
mod load;
mod measure;
mod people;
mod report;
mod road;
mod startup;
mod timelines;

use clap::{Parser, Subcommand};
use std::{error::Error, io::Write as _, process::ExitCode};

/// What every part of the program gives.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Measures EHCP Tracker against floors of the same run.
#[derive(Parser)]
#[command(name = "ehcp-bench", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Whole assessment timelines per second on one core, beside a floor.
    Timelines(timelines::Timelines),
    /// Fill a migrated database with a county of invented children, through the use cases.
    Fixture(council::Fixture),
    /// Requests per second over HTTP on loopback, beside the same SQL without HTTP.
    Load(load::Load),
    /// Whether hidden and missing, unknown and wrong are answered after the same time.
    Alike(alike::Alike),
    /// Milliseconds from starting `ehcp serve` to ready, and its memory when idle.
    Startup(startup::Startup),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Timelines(command) => command.run(),
        Command::Fixture(command) => command.run(),
        Command::Load(command) => command.run(),
        Command::Alike(command) => command.run(),
        Command::Startup(command) => command.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to do when nobody reads standard error.
            let _ = writeln!(std::io::stderr(), "ehcp-bench: {error}");
            ExitCode::FAILURE
        }
    }
}
