//! `ehcp verify`.

use crate::{failure::Failure, output, place::Place};
use clap::Args;

/// Checks everything that is stored.
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    place: Place,
}

impl Verify {
    /// Prints a line for each finding.
    ///
    /// # Errors
    /// When something was found, or the database cannot answer.
    pub fn run(self) -> Result<(), Failure> {
        let casework = self.place.casework(false)?;
        let faults = casework.store().read_blocking(|tx| tx.file_faults())?;
        for fault in &faults {
            output::print_line(&format!("the database file: {fault}"))?;
        }
        let verified = ehcp_casework::verify(&casework)?;
        for finding in &verified.findings {
            output::print_line(&finding.to_string())?;
        }
        casework.store().close();
        let looked = format!(
            "{} cases and {} other logs looked at",
            verified.cases, verified.logs
        );
        match faults.len() + verified.findings.len() {
            0 => output::print_line(&format!("{looked}, nothing wrong.")),
            found => Err(Failure::not_done(format!("{looked}, {found} findings."))),
        }
    }
}
