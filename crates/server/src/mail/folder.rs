//! Messages as files: one `.eml` file each, readable by their owner alone.

use super::{email, later};
use ehcp_casework::{Letter, NotCarried};
use lettre::message::Mailbox;
use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::PathBuf,
};

/// A folder of messages.
pub struct Folder {
    /// Where.
    pub path: PathBuf,
    /// Who sends.
    pub from: Mailbox,
}

impl Folder {
    /// Writes the message. A message that comes again replaces itself, so that it is there once.
    pub fn carry(&self, letter: &Letter) -> Result<(), NotCarried> {
        let email = email(letter, &self.from)?;
        self.write(&letter.id.to_string(), &email.formatted())
            .map_err(|error| later(format!("file_{}", error.kind()).replace(' ', "_")))
    }

    fn write(&self, name: &str, content: &[u8]) -> io::Result<()> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.path)?;
        let draft = self.path.join(format!(".{name}.part"));
        let mut file = fs::OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(true)
            .mode(0o600)
            .open(&draft)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&draft, self.path.join(format!("{name}.eml")))?;
        // So that the new name is safe too, before the message counts as sent.
        fs::File::open(&self.path)?.sync_all()
    }
}
