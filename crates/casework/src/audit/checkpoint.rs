//! Signed checkpoints: what the heads of all logs were at a moment, kept outside the database. Each line lists the
//! heads that changed since the line before it and names the digest of that line, so that all lines together know
//! every log; whoever rewrites the database cannot rewrite them.

use super::heads::{Head, Heads};
use chrono::{DateTime, Utc};
use ehcp_store::FIRST_HASH;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use thiserror::Error;

/// The version of the format.
const VERSION: u32 = 1;

/// The most heads in a line.
const HEADS_MAX: usize = 2000;

const SIGNATURE: &str = ",\"signature\":\"";

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    v: u32,
    number: u64,
    at: DateTime<Utc>,
    previous: String,
    heads: Vec<Head>,
    kid: String,
}

/// Why a line is no good.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line} of the checkpoints {what}")]
pub struct UnreadableCheckpoint {
    /// Which line, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub what: &'static str,
}

/// All lines read so far: the last known head of every log.
#[derive(Debug, Clone)]
pub struct Checkpoints {
    number: u64,
    digest: String,
    at: Option<DateTime<Utc>>,
    heads: Heads,
}

impl Default for Checkpoints {
    fn default() -> Self {
        Self {
            number: 0,
            digest: FIRST_HASH.to_owned(),
            at: None,
            heads: HashMap::new(),
        }
    }
}

impl Checkpoints {
    /// How many lines there are.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The digest of the last line: whoever notes it elsewhere can tell later that no line was cut off.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// When the last one was made.
    #[must_use]
    pub fn at(&self) -> Option<DateTime<Utc>> {
        self.at
    }

    /// The last known head of every log.
    #[must_use]
    pub fn heads(&self) -> &Heads {
        &self.heads
    }

    /// Takes in the next line, without its line end. `is_signed` says whether a signature, as hex digits, by the key
    /// of this id is good for these bytes.
    ///
    /// # Errors
    /// When the line is not signed by a known key, does not follow the one before it, or takes a log back.
    pub fn read(
        &mut self,
        line: &str,
        is_signed: impl Fn(&str, &[u8], &str) -> bool,
    ) -> Result<(), UnreadableCheckpoint> {
        let number = self.number.saturating_add(1);
        let wrong = |what| UnreadableCheckpoint { line: number, what };
        let (signed, signature) = line
            .rsplit_once(SIGNATURE)
            .and_then(|(text, rest)| Some((format!("{text}}}"), rest.strip_suffix("\"}")?)))
            .ok_or_else(|| wrong("cannot be read"))?;
        let body: Checkpoint = serde_json::from_str(&signed).map_err(|_| wrong("cannot be read"))?;
        if body.v != VERSION {
            return Err(wrong("has a format that this program does not know"));
        }
        if !is_signed(&body.kid, signed.as_bytes(), signature) {
            return Err(wrong("is not signed by the checkpoint key"));
        }
        if body.number != number || body.previous != self.digest {
            return Err(wrong("does not follow the one before it"));
        }
        for Head(kind, id, entry, hash) in body.heads {
            let before = self.heads.insert((kind, id), (entry, hash));
            if before.is_some_and(|(earlier, _)| earlier >= entry) {
                return Err(wrong("takes a log back"));
            }
        }
        self.number = number;
        self.at = Some(body.at);
        self.digest = digest(line);
        Ok(())
    }

    /// The next lines, each with its line end, for heads that changed; one line even when none did, because that is
    /// worth knowing too. `sign` gives a signature as hex digits. Beside them the heads that are behind what the
    /// checkpoints know: those logs were cut or written anew, and the lines keep what they knew of them.
    pub fn extend(
        &mut self,
        changed: Vec<Head>,
        at: DateTime<Utc>,
        kid: &str,
        sign: impl Fn(&[u8]) -> String,
    ) -> (String, Vec<Head>) {
        let (behind, changed): (Vec<_>, Vec<_>) =
            changed.into_iter().partition(|Head(kind, id, number, _)| {
                self.heads
                    .get(&(*kind, *id))
                    .is_some_and(|(known, _)| number <= known)
            });
        let mut text = String::new();
        let mut pages: Vec<&[Head]> = changed.chunks(HEADS_MAX).collect();
        if pages.is_empty() {
            pages.push(&[]);
        }
        for heads in pages {
            let body = Checkpoint {
                v: VERSION,
                number: self.number.saturating_add(1),
                at,
                previous: self.digest.clone(),
                heads: heads.to_vec(),
                kid: kid.to_owned(),
            };
            let Ok(body) = serde_json::to_string(&body) else {
                continue;
            };
            let signature = sign(body.as_bytes());
            let body = body.strip_suffix('}').unwrap_or(&body);
            let line = format!("{body}{SIGNATURE}{signature}\"}}");
            self.number = self.number.saturating_add(1);
            self.digest = digest(&line);
            text.push_str(&line);
            text.push('\n');
        }
        self.at = Some(at);
        for Head(kind, id, number, hash) in changed {
            self.heads.insert((kind, id), (number, hash));
        }
        (text, behind)
    }
}

fn digest(line: &str) -> String {
    hex::encode(Sha256::digest(line))
}

#[cfg(test)]
mod tests {
    use super::super::heads::LogKind;
    use super::*;
    use uuid::Uuid;

    fn head(id: u128, number: i64) -> Head {
        Head(
            LogKind::Case,
            Uuid::from_u128(id),
            number,
            format!("hash-{number}"),
        )
    }

    fn sign(bytes: &[u8]) -> String {
        hex::encode(Sha256::digest(bytes))
    }

    fn is_signed(kid: &str, bytes: &[u8], signature: &str) -> bool {
        kid == "k1" && sign(bytes) == signature
    }

    fn made() -> (Checkpoints, Vec<String>) {
        let at = "2026-09-07T09:00:00Z".parse().unwrap();
        let mut all = Checkpoints::default();
        let many = (0..4500).map(|id| head(id, 1)).collect();
        let (mut text, _) = all.extend(many, at, "k1", sign);
        text += &all.extend(vec![head(7, 3)], at, "k1", sign).0;
        text += &all.extend(vec![], at, "k1", sign).0;
        (all, text.lines().map(str::to_owned).collect())
    }

    fn read(lines: &[String]) -> Result<Checkpoints, UnreadableCheckpoint> {
        let mut all = Checkpoints::default();
        for line in lines {
            all.read(line, is_signed)?;
        }
        Ok(all)
    }

    #[test]
    fn what_was_written_reads_back_with_the_last_head_of_every_log() {
        let (made, lines) = made();
        assert_eq!(lines.len(), 5);
        let again = read(&lines).unwrap();
        assert_eq!((again.number(), again.digest()), (5, made.digest()));
        assert_eq!(again.heads(), made.heads());
        assert_eq!(again.heads()[&(LogKind::Case, Uuid::from_u128(7))].0, 3);
    }

    #[test]
    fn a_changed_missing_swapped_or_doubled_line_is_found() {
        let (_, lines) = made();
        let mut changed = lines.clone();
        changed[3] = changed[3].replace("hash-3", "hash-4");
        let mut missing = lines.clone();
        missing.remove(2);
        let mut swapped = lines.clone();
        swapped.swap(1, 2);
        let mut doubled = lines;
        doubled.insert(3, doubled[3].clone());
        for (lines, line) in [(changed, 4), (missing, 3), (swapped, 2), (doubled, 5)] {
            assert_eq!(read(&lines).unwrap_err().line, line);
        }
    }

    #[test]
    fn a_head_that_goes_back_is_told_and_what_was_known_of_it_stays() {
        let (mut made, _) = made();
        let at = "2026-09-07T10:00:00Z".parse().unwrap();
        let (line, behind) = made.extend(vec![head(7, 2), head(8, 2)], at, "k1", sign);
        assert_eq!(behind, [head(7, 2)]);
        assert!(line.contains("hash-2"));
        assert_eq!(made.heads()[&(LogKind::Case, Uuid::from_u128(7))].0, 3);
    }
}
