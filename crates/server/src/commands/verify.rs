//! `ehcp verify`.

use crate::{failure::Failure, output, place::Place};
use clap::Args;
use ehcp_case::CaseId;
use ehcp_casework::{Casework, Finding};

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
        let (cases, findings) = ehcp_casework::verify(&casework)?;
        for Finding { case, what } in &findings {
            let reference = reference(&casework, *case)?;
            output::print_line(&format!("{reference} ({case}): {what}"))?;
        }
        casework.store().close();
        match faults.len() + findings.len() {
            0 => output::print_line(&format!("{cases} cases looked at, nothing wrong.")),
            found => Err(Failure::not_done(format!(
                "{cases} cases looked at, {found} findings."
            ))),
        }
    }
}

fn reference(casework: &Casework, id: CaseId) -> Result<String, Failure> {
    let case = casework.store().read_blocking(move |tx| tx.case_unchecked(id))?;
    Ok(case.map_or_else(|| "a case".to_owned(), |(row, _)| row.reference.to_string()))
}
