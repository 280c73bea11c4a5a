//! `ehcp backup` and `ehcp restore`.

use crate::{
    attachments::without_rows_without_bytes, copy, erasures::ErasureList, failure::Failure, output,
    place::Place,
};
use clap::Args;
use ehcp_casework::Clock;
use std::path::PathBuf;

/// Copies the database, and the bytes of attachments, while they are in use.
#[derive(Args)]
pub struct Backup {
    /// A new folder for the copy.
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    #[command(flatten)]
    place: Place,
}

impl Backup {
    /// Makes the copy and says what is in it.
    ///
    /// # Errors
    /// When the folder exists, or anything cannot be read or written.
    pub fn run(self) -> Result<(), Failure> {
        let casework = self.place.casework(false)?;
        let checkpoints = self.place.checkpoints()?;
        let config = self.place.store_config(false)?;
        let made = copy::make(&casework, &config, &checkpoints, &self.to);
        casework.store().close();
        let manifest = made?;
        output::print_line(&format!(
            "Copied to {}: {} files, checkpoint {}. The keys in the data folder are not in the copy: keep them apart.",
            self.to.display(),
            manifest.files.len(),
            manifest.checkpoint.0
        ))
    }
}

/// Puts a copy back.
#[derive(Args)]
pub struct Restore {
    /// The folder of the copy.
    #[arg(long, value_name = "FOLDER")]
    from: PathBuf,
    /// Put it in the place of a SQLite database that is there; the old file is kept beside it.
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    place: Place,
}

impl Restore {
    /// Checks everything, puts the copy back, and says what to do next.
    ///
    /// # Errors
    /// When the copy is not as it was made, does not fit, or there is data already.
    pub fn run(self) -> Result<(), Failure> {
        let checkpoints = self.place.checkpoints()?;
        let config = self.place.store_config(false)?;
        let now = Clock::System.now();
        let manifest = copy::put_back(
            &self.from,
            &config,
            &checkpoints,
            &self.place.files()?,
            self.replace,
            now,
        )?;
        let list = ErasureList::in_folder(self.place.folder()?);
        let erased = if list.read()?.is_empty() {
            0
        } else {
            let casework = self.place.casework(false)?;
            let erased = without_rows_without_bytes(&casework, || list.reapply(&casework))?;
            casework.store().close();
            ehcp_store::compact(&config)?;
            erased
        };
        let made_at = manifest.made_at.format("%Y-%m-%d %H:%M:%S UTC");
        output::print_line(&format!(
            "Put back as of {made_at}. {erased} records on the list of erasures were erased again. Next: ehcp verify. It \
             names what was logged after the copy and is lost."
        ))?;
        output::print_line(&format!(
            "Every session was ended; everybody signs in anew, and codes that were sent are of no use.\n\
             Before anybody is let in, repeat what was done after {made_at}: bars and limits, restrictions and changes of \
             access lists, ends of links, places and helpers, protected addresses, accounts that were closed, roles that \
             were taken away, keys of programs that were taken back, and new passwords (the earlier ones are good again)."
        ))
    }
}
