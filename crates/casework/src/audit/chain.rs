//! Following one chain from its first entry to its head.

use ehcp_store::FIRST_HASH;

/// What to do when a log is not what it was.
pub(super) const RESTORE: &str =
    "keep this database for whoever looks into it, and compare with the last good copy";

/// The most that is said about one log; one finding is enough to look into it.
const NOTES_MAX: usize = 5;

/// A chain as far as it was followed.
pub(super) struct Chain<'a> {
    number: i64,
    hash: String,
    /// What the checkpoints know: the hash of the entry of a number.
    known: Option<&'a (i64, String)>,
    known_seen: bool,
    notes: Vec<String>,
    more: usize,
}

impl<'a> Chain<'a> {
    pub(super) fn new(known: Option<&'a (i64, String)>) -> Self {
        Self {
            number: 0,
            hash: FIRST_HASH.to_owned(),
            known,
            known_seen: false,
            notes: Vec::new(),
            more: 0,
        }
    }

    fn note(&mut self, note: String) {
        if self.notes.len() < NOTES_MAX {
            self.notes.push(format!("{note}; {RESTORE}"));
        } else {
            self.more += 1;
        }
    }

    /// The number of the last entry.
    pub(super) fn number(&self) -> i64 {
        self.number
    }

    /// The next entry: its number, what it says of the entry before it, its hash, and the hash it should have.
    pub(super) fn entry(&mut self, number: i64, previous: &str, hash: &str, expected: &str) {
        if number != self.number.saturating_add(1) {
            self.note(format!("entries are missing before entry {number}"));
        }
        if previous != self.hash {
            self.note(format!("entry {number} does not follow the one before it"));
        }
        if hash != expected {
            self.note(format!("entry {number} was altered"));
        }
        if let Some((at, known)) = self.known
            && *at == number
        {
            self.known_seen = true;
            if known != hash {
                self.note(format!(
                    "entry {number} is not the one of the last checkpoint: the log was written anew"
                ));
            }
        }
        self.number = number;
        hash.clone_into(&mut self.hash);
    }

    /// The end, with the head that the database knows.
    pub(super) fn end(mut self, head: Option<(i64, &str)>) -> Vec<String> {
        match head {
            Some((number, hash)) if number == self.number && hash == self.hash => {}
            Some((number, _)) => {
                let last = self.number;
                self.note(format!(
                    "the log ends at entry {last}, but its head is entry {number}"
                ));
            }
            None => self.note("the log has no head".to_owned()),
        }
        if let Some((number, _)) = self.known
            && !self.known_seen
        {
            let last = self.number;
            self.note(format!(
                "the last checkpoint knows of entry {number}, but the log ends at entry {last}: its end was cut off"
            ));
        }
        if self.more > 0 {
            let more = self.more;
            self.notes.push(format!("{more} more faults of the same log"));
        }
        self.notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_chain_has_no_fault() {
        let known = (1, "h1".to_owned());
        let mut chain = Chain::new(Some(&known));
        chain.entry(1, FIRST_HASH, "h1", "h1");
        chain.entry(2, "h1", "h2", "h2");
        assert!(chain.end(Some((2, "h2"))).is_empty());
    }

    #[test]
    fn a_log_cut_back_together_with_its_head_is_found_by_the_checkpoint() {
        let known = (2, "h2".to_owned());
        let mut chain = Chain::new(Some(&known));
        chain.entry(1, FIRST_HASH, "h1", "h1");
        let notes = chain.end(Some((1, "h1")));
        assert_eq!(notes.len(), 1);
        assert!(notes[0].contains("its end was cut off"), "{notes:?}");
    }
}
