//! Whether a file is harmful.

use crate::clamd::Clamd;
use crate::{FilesError, Received};
use tokio::fs::File;

/// Who looks whether a file is harmful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanner {
    /// It was not said who: then no file is taken.
    NotSetUp,
    /// Nobody: somebody who runs the program has said so in its configuration.
    None,
    /// The daemon of ClamAV.
    Clamd(Clamd),
}

/// What the scanner said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanned {
    /// Nothing looked.
    NotLookedAt,
    /// It found nothing.
    Clean,
    /// It found this: the name of a signature.
    Found(String),
}

impl Scanner {
    /// The scanner of an address: `none`; `tcp://127.0.0.1:3310`; or `unix:/run/clamav/clamd.ctl`.
    ///
    /// # Errors
    /// What an address looks like.
    pub fn at(address: &str) -> Result<Self, String> {
        match address {
            "none" => Ok(Self::None),
            other => Clamd::at(other).map(Self::Clamd).ok_or_else(|| {
                "the scanner is `none`, `tcp://host:port` or `unix:/path/of/the/socket`".to_owned()
            }),
        }
    }

    /// Looks at what was received.
    ///
    /// # Errors
    /// [`FilesError::Scanner`] when it does not answer: then the file must not be taken.
    pub async fn scan(&self, received: &Received) -> Result<Scanned, FilesError> {
        match self {
            Self::NotSetUp => Err(not_set_up()),
            Self::None => Ok(Scanned::NotLookedAt),
            Self::Clamd(clamd) => {
                let file = File::open(received.spot.path()).await?;
                clamd.scan(file).await
            }
        }
    }

    /// Who it is, as a word for the rows: `None` when nobody looks.
    #[must_use]
    pub const fn word(&self) -> Option<&'static str> {
        match self {
            Self::NotSetUp | Self::None => None,
            Self::Clamd(_) => Some("clamd"),
        }
    }

    /// Whether it answers, or it was said that nobody looks.
    ///
    /// # Errors
    /// [`FilesError::Scanner`] when it does not.
    pub async fn answers(&self) -> Result<(), FilesError> {
        match self {
            Self::NotSetUp => Err(not_set_up()),
            Self::None => Ok(()),
            Self::Clamd(clamd) => clamd.ping().await,
        }
    }
}

fn not_set_up() -> FilesError {
    FilesError::Scanner("no scanner is set up; name one, or say that files are taken without".to_owned())
}
