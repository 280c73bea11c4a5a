//! `ehcp migrate`.

use crate::{failure::Failure, output, place::Place};
use clap::Args;

/// Brings the database schema up to date.
#[derive(Args)]
pub struct Migrate {
    #[command(flatten)]
    place: Place,
}

impl Migrate {
    /// Migrates and names what was done.
    ///
    /// # Errors
    /// When the database cannot be opened, is newer than this program, or a migration fails.
    pub fn run(self) -> Result<(), Failure> {
        let done = ehcp_store::migrate(&self.place.store_config(true)?)?;
        if done.is_empty() {
            return output::print_line("The database is up to date.");
        }
        let names: String = done.iter().map(|name| format!("{name}\n")).collect();
        output::print(&format!("{names}The database is up to date now."))?;
        output::print_line("")
    }
}
