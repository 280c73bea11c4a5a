//! Where files are kept.

use std::path::PathBuf;

/// Where files are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket of a store that speaks the protocol of S3. Credentials are read from the environment, as its own tools
    /// do (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT`, `AWS_REGION`).
    #[cfg(feature = "s3")]
    Bucket {
        /// The bucket's name.
        name: String,
        /// A folder of this machine in which files are received before they are sent there.
        incoming: PathBuf,
    },
}

impl Place {
    /// The place of a text: a folder; or `s3://<bucket>` where this program is built for that, with a folder of this
    /// machine in which files are received.
    ///
    /// # Errors
    /// When the text names a store for which this program is not built.
    pub fn at(text: &std::path::Path, incoming: PathBuf) -> Result<Self, String> {
        let Some(bucket) = text.to_str().and_then(|text| text.strip_prefix("s3://")) else {
            return Ok(Self::Folder(text.to_owned()));
        };
        #[cfg(feature = "s3")]
        return Ok(Self::Bucket {
            name: bucket.to_owned(),
            incoming,
        });
        #[cfg(not(feature = "s3"))]
        Err(format!(
            "the bucket {bucket} needs a program that is built with the feature s3; files would be received in {}",
            incoming.display()
        ))
    }

    /// The folder in which files are received.
    pub(crate) fn incoming(&self) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.join(INCOMING),
            #[cfg(feature = "s3")]
            Self::Bucket { incoming, .. } => incoming.clone(),
        }
    }
}

/// Where files are received, and where they are kept, inside the folder.
pub(crate) const INCOMING: &str = "incoming";
pub(crate) const KEPT: &str = "kept";
