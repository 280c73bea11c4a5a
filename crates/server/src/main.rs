//! The program `ehcp`. Exit codes: 0 done; 1 not done, or `verify` found something; 2 the command line, a setting or
//! the input cannot be used.

mod attachments;
mod checkpoints;
mod cli;
mod commands;
mod copy;
mod demo;
mod erasures;
mod failure;
mod logging;
mod mail;
mod output;
mod place;
mod timeline;

use clap::Parser;
use cli::Cli;
use std::{process::ExitCode, time::Instant};

fn main() -> ExitCode {
    let started = Instant::now();
    logging::report_panics_without_their_text();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(asked) => {
            // Help and version come this way too. That nobody reads them is no failure.
            let _ = asked.print();
            return ExitCode::from(u8::try_from(asked.exit_code()).unwrap_or(failure::UNUSABLE));
        }
    };
    match cli.command.run(started) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
