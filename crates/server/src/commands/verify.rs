//! `ehcp verify`.

use crate::{attachments, erasures::ErasureList, failure::Failure, output, place::Place};
use clap::Args;
use ehcp_casework::audit::verify_against;

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
        let known = self.place.checkpoints()?.read()?;
        let fault = known.as_ref().and_then(|known| known.fault.as_ref());
        if let Some(fault) = fault {
            output::print_line(&format!(
                "{fault}: keep the file for whoever looks into it; the lines before it were used"
            ))?;
        }
        let heads = known.as_ref().map(|known| known.checkpoints.heads().clone());
        let verified = verify_against(&casework, &heads.unwrap_or_default())?;
        for finding in &verified.findings {
            output::print_line(&finding.to_string())?;
        }
        let list = ErasureList::in_folder(self.place.folder()?);
        let erasures = ehcp_casework::unlisted_erasures(&casework, &list.read()?)?;
        for difference in &erasures {
            output::print_line(difference)?;
        }
        let files = attachments::faults(&casework)?;
        for fault in &files {
            output::print_line(fault)?;
        }
        casework.store().close();
        let looked = format!(
            "{} cases and {} other logs looked at",
            verified.cases, verified.logs
        );
        let looked = match known
            .as_ref()
            .and_then(|known| Some((known, known.checkpoints.at()?)))
        {
            Some((known, at)) => format!(
                "{looked}, against checkpoint {} of {}",
                known.checkpoints.number(),
                at.format("%Y-%m-%d %H:%M UTC")
            ),
            None => format!("{looked}, without a checkpoint"),
        };
        match faults.len()
            + files.len()
            + verified.findings.len()
            + erasures.len()
            + usize::from(fault.is_some())
        {
            0 => output::print_line(&format!("{looked}, nothing wrong.")),
            found => Err(Failure::not_done(format!("{looked}, {found} findings."))),
        }
    }
}
