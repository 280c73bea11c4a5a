//! `ehcp key`.

use crate::{failure::Failure, output, place::Place};
use clap::{Args, Subcommand};
use ehcp_api::auth::KeyFolder;
use ehcp_casework::Clock;

#[derive(Subcommand)]
pub enum KeyCommand {
    /// Put a new signing key in place of the present one, while the server runs.
    ///
    /// Servers that use the data folder sign with the new key within ten seconds. Tokens of the replaced key are
    /// accepted until they end; half an hour later its file goes with the next rotation.
    Rotate(Box<RotateKey>),
}

#[derive(Args)]
pub struct RotateKey {
    #[command(flatten)]
    place: Place,
}

impl KeyCommand {
    /// Rotates the key.
    ///
    /// # Errors
    /// When the data folder or a key in it cannot be used.
    pub fn run(self) -> Result<(), Failure> {
        let Self::Rotate(rotate) = self;
        let id = KeyFolder::new(rotate.place.folder()?).rotate(Clock::System.now())?;
        output::print_line(&format!("The key {id} signs from now on."))
    }
}
