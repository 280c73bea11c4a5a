//! The signing keys in the data folder: one signs, those it replaced are accepted until their tokens have ended.

use super::{
    keys::{KeyError, SigningKey, load_or_create_signing_key, load_signing_key, write_secret},
    token::ACCESS_TOKEN_MAX,
};
use chrono::{DateTime, Utc};
use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

/// Signs access tokens.
const SIGNING_KEY: &str = "signing-key.pem";

/// A key that was put aside by hand: its tokens are good until the file is removed.
const RETIRED_BY_HAND: &str = "signing-key.retired.pem";

/// A key that was replaced; the microsecond (since 1970) at which it was stands before the end.
const RETIRED: &str = "signing-key.retired-";
const ENDING: &str = ".pem";

/// How long a replaced key is accepted: as long as its last token lives, and a quarter of an hour more for servers that
/// have not noticed yet.
const ACCEPTED_FOR: i64 = 2 * ACCESS_TOKEN_MAX;

/// Which file the signing key is in: another one after every rotation.
pub(super) type Stamp = (u64, i64, i64);

/// The folder that holds the signing keys. Processes that share it use the same keys.
#[derive(Debug, Clone)]
pub struct KeyFolder(PathBuf);

impl KeyFolder {
    /// The keys in this folder.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// The key that signs, made when there is none, and those it replaced whose tokens may still live.
    ///
    /// # Errors
    /// When a key cannot be read or written, is open to others, or is none.
    pub fn load(&self, now: DateTime<Utc>) -> Result<(SigningKey, Vec<SigningKey>), KeyError> {
        let signing = load_or_create_signing_key(&self.0.join(SIGNING_KEY))?;
        let mut retired: Vec<SigningKey> = Vec::new();
        let by_hand = self.0.join(RETIRED_BY_HAND);
        let files = self.retired()?.into_iter().filter(|(at, _)| !is_over(*at, now));
        let files = files
            .map(|(_, path)| path)
            .chain(by_hand.exists().then_some(by_hand));
        for path in files {
            let key = load_signing_key(&path)?;
            // While it is being replaced, a key stands in both places.
            if key.id() != signing.id() && retired.iter().all(|known| known.id() != key.id()) {
                retired.push(key);
            }
        }
        Ok((signing, retired))
    }

    /// Puts a new key in place of the one that signs, which is accepted until its tokens have ended; forgets those
    /// whose tokens have. Gives the new key's id.
    ///
    /// # Errors
    /// As [`KeyFolder::load`].
    pub fn rotate(&self, now: DateTime<Utc>) -> Result<String, KeyError> {
        let path = self.0.join(SIGNING_KEY);
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| KeyError::File { path, source }
        };
        load_or_create_signing_key(&path)?;
        let aside = self
            .0
            .join(format!("{RETIRED}{}{ENDING}", now.timestamp_micros()));
        fs::hard_link(&path, &aside).map_err(failed(&aside))?;
        let (key, pem) = SigningKey::generate()?;
        let draft = self.0.join(format!("signing-key.new-{}{ENDING}", key.id()));
        write_secret(&draft, pem.as_bytes())?;
        fs::rename(&draft, &path).map_err(failed(&path))?;
        for (at, old) in self.retired()? {
            if is_over(at, now) {
                fs::remove_file(&old).map_err(failed(&old))?;
            }
        }
        let folder = fs::File::open(&self.0).and_then(|folder| folder.sync_all());
        folder.map_err(failed(&self.0))?;
        Ok(key.id().to_owned())
    }

    /// Which file the signing key is in.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        let file = fs::metadata(self.0.join(SIGNING_KEY)).ok()?;
        Some((file.ino(), file.mtime(), file.mtime_nsec()))
    }

    /// The replaced keys, with the microsecond at which each was.
    fn retired(&self) -> Result<Vec<(i64, PathBuf)>, KeyError> {
        let failed = |source| KeyError::File {
            path: self.0.clone(),
            source,
        };
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.0).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            let at = name
                .to_str()
                .and_then(|name| name.strip_prefix(RETIRED)?.strip_suffix(ENDING)?.parse().ok());
            found.extend(at.map(|at| (at, entry.path())));
        }
        found.sort();
        Ok(found)
    }
}

fn is_over(retired_at: i64, now: DateTime<Utc>) -> bool {
    now.timestamp_micros().saturating_sub(retired_at) > ACCEPTED_FOR * 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn nine() -> DateTime<Utc> {
        "2026-09-07T09:00:00Z".parse().unwrap()
    }

    fn ids(folder: &KeyFolder, now: DateTime<Utc>) -> (String, Vec<String>) {
        let (signing, retired) = folder.load(now).unwrap();
        let retired = retired.iter().map(|key| key.id().to_owned());
        (signing.id().to_owned(), retired.collect())
    }

    #[test]
    fn a_replaced_key_is_accepted_until_its_tokens_have_ended_and_then_forgotten() {
        let place = tempfile::tempdir().unwrap();
        let folder = KeyFolder::new(place.path());
        let (first, none) = ids(&folder, nine());
        assert!(none.is_empty());
        let second = folder.rotate(nine()).unwrap();
        assert_eq!(ids(&folder, nine()), (second.clone(), vec![first.clone()]));
        let later = nine() + TimeDelta::seconds(ACCEPTED_FOR);
        assert_eq!(ids(&folder, later), (second.clone(), vec![first]));
        let over = later + TimeDelta::microseconds(1);
        assert_eq!(ids(&folder, over), (second.clone(), vec![]));
        let third = folder.rotate(over).unwrap();
        assert_eq!(ids(&folder, over), (third, vec![second]));
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 2);
    }

    #[test]
    fn whoever_looks_while_a_key_is_replaced_finds_it_once() {
        let place = tempfile::tempdir().unwrap();
        let folder = KeyFolder::new(place.path());
        let (first, _) = ids(&folder, nine());
        let aside = format!("{RETIRED}{}{ENDING}", nine().timestamp_micros());
        fs::hard_link(place.path().join(SIGNING_KEY), place.path().join(aside)).unwrap();
        assert_eq!(ids(&folder, nine()), (first, vec![]));
    }
}
