//! How an entry of a log is bound to the one before it.

use sha2::{Digest, Sha256};

/// The hash before the first entry of a log.
pub const FIRST_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The hash of an entry: SHA-256 over its parts in a fixed order, the hash of the entry before it first.
#[derive(Default)]
pub(crate) struct ChainHash(Sha256);

impl ChainHash {
    /// One part. Its length goes first, so that no two different lists of parts look alike.
    pub(crate) fn part(mut self, part: impl AsRef<str>) -> Self {
        let part = part.as_ref();
        self.0.update(part.len().to_string());
        self.0.update(":");
        self.0.update(part);
        self
    }

    /// A part that may be missing, which differs from an empty one.
    pub(crate) fn optional(self, part: Option<impl AsRef<str>>) -> Self {
        match part {
            Some(part) => self.part("some").part(part),
            None => self.part("none"),
        }
    }

    /// The hash as 64 hex digits.
    pub(crate) fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_read_alike_when_joined_have_different_hashes() {
        let one = ChainHash::default().part("ab").part("c").finish();
        let other = ChainHash::default().part("a").part("bc").finish();
        assert_ne!(one, other);
        let missing = ChainHash::default().optional(None::<&str>).finish();
        assert_ne!(missing, ChainHash::default().optional(Some("")).finish());
    }
}
