//! `ehcp checkpoint`.

use crate::{failure::Failure, output, place::Place};
use clap::Args;

/// Signs where every log ends, and keeps it outside the database.
#[derive(Args)]
pub struct Checkpoint {
    #[command(flatten)]
    place: Place,
}

impl Checkpoint {
    /// Makes a checkpoint and prints its number and digest, worth noting elsewhere.
    ///
    /// # Errors
    /// When the database cannot answer, the file cannot be written, or a log is behind the last checkpoint.
    pub fn run(self) -> Result<(), Failure> {
        let casework = self.place.casework(false)?;
        let file = self.place.checkpoints()?;
        let made = file.add(&casework)?;
        casework.store().close();
        output::print_line(&format!(
            "Checkpoint {} in {}, digest {}.",
            made.number,
            file.path().display(),
            made.digest
        ))?;
        match made.behind.len() {
            0 => Ok(()),
            behind => Err(Failure::not_done(format!(
                "{behind} logs are behind the last checkpoint: their ends were cut off or written anew. Run: ehcp verify"
            ))),
        }
    }
}
