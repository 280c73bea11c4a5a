//! The bytes of attachments: received, checked by a scanner, kept, read by range, swept.
//!
//! Nothing here knows what a file is of or who may see it, and no name from outside ever reaches a file system: every
//! file is known by its id alone. A file is first received into a folder of this machine, counted and digested on the
//! way; only when it was looked at is it moved to its place, and only when it lies there on the disk does its row
//! commit. So there is never a row without its bytes. Bytes without a row (the program ended in between) are swept.

mod clamd;
mod error;
mod incoming;
mod keeper;
mod place;
mod scanner;

pub use error::FilesError;
pub use incoming::{Incoming, Received};
pub use keeper::{Files, KeptFile};
pub use place::Place;
pub use scanner::{Scanned, Scanner};

/// Pieces of a file, as they are read.
pub type Pieces = futures_util::stream::BoxStream<'static, Result<bytes::Bytes, FilesError>>;
