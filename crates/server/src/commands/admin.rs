//! `ehcp admin`.

use crate::{failure::Failure, output, place::Place};
use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub enum AdminCommand {
    /// Print a one-time secret with which the first administrator sets e-mail address, name and password.
    ///
    /// It is sent with them to POST /v1/first-administrators, once, within an hour. When there is an administrator
    /// already, nothing is printed.
    Bootstrap(Box<Bootstrap>),
}

#[derive(Args)]
pub struct Bootstrap {
    #[command(flatten)]
    place: Place,
}

impl AdminCommand {
    /// Prints the secret.
    ///
    /// # Errors
    /// When there is an administrator, or the database cannot write.
    pub fn run(self) -> Result<(), Failure> {
        let Self::Bootstrap(bootstrap) = self;
        let casework = bootstrap.place.casework(false)?;
        let secret = casework.first_administrator_secret();
        casework.store().close();
        match secret? {
            Some(secret) => output::print_line(&secret),
            None => Err(Failure::not_done(
                "There is an administrator already, who adds others over the API.",
            )),
        }
    }
}
