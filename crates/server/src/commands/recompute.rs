//! `ehcp recompute`.

use crate::{failure::Failure, output, place::Place};
use clap::Args;

/// Computes all due dates anew.
#[derive(Args)]
pub struct Recompute {
    #[command(flatten)]
    place: Place,
}

impl Recompute {
    /// Recomputes and says how many dates changed.
    ///
    /// # Errors
    /// When the database cannot answer or write.
    pub fn run(self) -> Result<(), Failure> {
        let casework = self.place.casework(false)?;
        let done = ehcp_casework::recompute(&casework)?;
        casework.store().close();
        output::print_line(&format!(
            "{} cases looked at, {} due dates changed.",
            done.cases, done.changed
        ))
    }
}
